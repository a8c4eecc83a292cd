package dev.capstan.nn.data;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.State;
import dev.capstan.nn.Stateful;
import dev.capstan.ops.IntTensor;
import java.util.Arrays;

/**
 * How likely an item is to be in a batch, as losses want to know that take the other items of a
 * batch as negatives (logQ): counted beforehand, or estimated while training goes on.
 *
 * <p>The estimate is by gaps: an item that comes every third batch has a probability of 1/3. At its
 * coming in batch t, {@code gap ← (1 − α) gap + α (t − last)} and {@code last ← t}; its first gap
 * is taken as it is. So popularity may drift, and nothing is counted beforehand.
 *
 * <p>Ids are numbers from 0, for which memory is kept up to the largest. Belongs to one training
 * run.
 *
 * <p>Source: Yi et al., RecSys 2019, algorithm 2, with a place of its own for each id.
 */
public final class ItemFrequency implements Stateful {
  private final double rate;
  private int batches;
  private int[] last;
  private double[] gap;

  private ItemFrequency(double rate, int[] last, double[] gap) {
    this.rate = rate;
    this.last = last;
    this.gap = gap;
  }

  /**
   * Nothing is known yet.
   *
   * @param rate α, above 0 and at most 1: how much the newest gap counts
   */
  public static ItemFrequency streaming(double rate) {
    if (!(rate > 0 && rate <= 1)) {
      throw new IllegalArgumentException(
          "itemFrequency: rate: got " + rate + ", expected more than 0 and at most 1");
    }
    return new ItemFrequency(rate, new int[0], new double[0]);
  }

  /**
   * Counted over all pairs of a training set: an item has the probability of its share in them.
   * Nothing changes it.
   */
  public static ItemFrequency counted(int... items) {
    requireNonNull(items, "items");
    double[] counts = new double[most(items) + 1];
    for (int item : items) {
      counts[item]++;
    }
    double[] gaps = Arrays.stream(counts).map(c -> c == 0 ? 0 : items.length / c).toArray();
    return new ItemFrequency(0, new int[gaps.length], gaps);
  }

  private static int most(int[] items) {
    int most = -1;
    for (int item : items) {
      long bytes = (long) (Integer.BYTES + Double.BYTES) * (item + 1L);
      if (item < 0 || bytes > Runtime.getRuntime().maxMemory() / 2) {
        throw new IllegalArgumentException(
            "itemFrequency: got item "
                + item
                + ", expected a number from 0, small enough to have a place for each below it");
      }
      most = Math.max(most, item);
    }
    return most;
  }

  /** Takes the items of a batch into account; one that is in it twice counts once. */
  public void observe(IntTensor items) {
    if (rate == 0) {
      throw new IllegalStateException(
          "itemFrequency: observe: it was counted beforehand; make a streaming one");
    }
    int[] all = requireNonNull(items, "items").toArray();
    int size = most(all) + 1;
    if (size > gap.length) {
      int length = Math.max(size, (int) Math.min(Integer.MAX_VALUE - 8, 2L * gap.length));
      last = Arrays.copyOf(last, length);
      gap = Arrays.copyOf(gap, length);
    }
    batches++;
    for (int item : Arrays.stream(all).distinct().toArray()) {
      double now = batches - last[item];
      gap[item] = gap[item] == 0 ? now : (1 - rate) * gap[item] + rate * now;
      last[item] = batches;
    }
  }

  /**
   * The logarithm of each item's probability, in the order given.
   *
   * @throws IllegalArgumentException if an item has not been seen
   */
  public double[] logQ(IntTensor items) {
    double[] all = new double[requireNonNull(items, "items").size()];
    for (int i = 0; i < all.length; i++) {
      int item = items.at(i);
      if (item < 0 || item >= gap.length || gap[item] == 0) {
        throw new IllegalArgumentException(
            "itemFrequency: logQ: item " + item + " has not been seen; observe the batch first");
      }
      all[i] = -StrictMath.log(gap[item]);
    }
    return all;
  }

  @Override
  public State state() {
    return State.builder()
        .put("rate", rate)
        .put("batches", batches)
        .put("last", last)
        .put("gap", gap)
        .build();
  }

  @Override
  public void restore(State state) {
    requireNonNull(state, "state").require("rate", Double.toString(rate));
    int count = state.count("batches");
    int[] when = state.wholes("last");
    double[] gaps = state.reals("gap");
    boolean sound =
        when.length == gaps.length
            && Arrays.stream(when).allMatch(t -> t >= 0 && t <= count)
            && Arrays.stream(gaps).allMatch(g -> g == 0 || g >= 1 && Double.isFinite(g));
    if (!sound) {
      throw new IllegalArgumentException(
          "restore: itemFrequency: the gaps and times of the state do not fit each other");
    }
    batches = count;
    last = when;
    gap = gaps;
  }

  @Override
  public String toString() {
    long seen = Arrays.stream(gap).filter(g -> g > 0).count();
    return "frequencies of " + seen + " items" + (rate == 0 ? "" : " in " + batches + " batches");
  }
}
