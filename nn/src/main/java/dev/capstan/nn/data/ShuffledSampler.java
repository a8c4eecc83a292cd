package dev.capstan.nn.data;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.State;
import dev.capstan.nn.Stateful;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Every row once an epoch, in a new order each time; the rows that do not fill a batch are left
 * out.
 */
public final class ShuffledSampler implements BatchSampler, Stateful {
  private final int[] order;
  private final int batch;
  private final RandomGenerator random;
  private int at;

  public ShuffledSampler(int rows, int batch, RandomGenerator random) {
    requireNonNull(random, "random");
    if (batch < 1 || batch > rows) {
      throw new IllegalArgumentException(
          "sampler: batch size: got " + batch + ", expected 1 to the number of rows, " + rows);
    }
    if ((long) Integer.BYTES * rows > Runtime.getRuntime().maxMemory()) {
      throw new IllegalArgumentException(
          "sampler: an order of " + rows + " rows is larger than the heap; give Java more by -Xmx");
    }
    this.order = new int[rows];
    Arrays.setAll(order, i -> i);
    this.batch = batch;
    this.random = random;
    this.at = rows;
  }

  @Override
  public int batchesPerEpoch() {
    return order.length / batch;
  }

  @Override
  public int[] next() {
    if (at + batch > order.length) {
      shuffle(order, random);
      at = 0;
    }
    at += batch;
    return Arrays.copyOfRange(order, at - batch, at);
  }

  /** The order, the place in it, and that of the random stream. */
  @Override
  public State state() {
    return State.builder()
        .put("order", order)
        .put("at", at)
        .put("random", SamplerState.of(random).state())
        .build();
  }

  @Override
  public void restore(State state) {
    requireNonNull(state, "state");
    Stateful stream = SamplerState.of(random);
    int[] next = SamplerState.permutation(state, "order", order);
    int place = SamplerState.count(state, "at", order.length);
    stream.restore(state.part("random"));
    System.arraycopy(next, 0, order, 0, order.length);
    at = place;
  }

  /** The order of Fisher and Yates, from the end. */
  static void shuffle(int[] x, RandomGenerator random) {
    for (int i = x.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int kept = x[i];
      x[i] = x[j];
      x[j] = kept;
    }
  }

  @Override
  public String toString() {
    return "batches of " + batch + " shuffled rows, " + batchesPerEpoch() + " an epoch";
  }
}
