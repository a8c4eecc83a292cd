package dev.capstan.nn.data;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.State;
import dev.capstan.nn.Stateful;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Batches in which no key occurs twice, for losses that take the other rows of a batch as
 * negatives: the same item in two pairs would be its own negative. Rows are in a new order each
 * epoch; one whose key is taken waits for a later batch. What fills no batch is left out.
 */
public final class DistinctSampler implements BatchSampler, Stateful {
  private final int[][] keys;
  private final RowOrder order;
  private final int batch;

  /**
   * @param keys of each row, such as the number of its text; several lists if a row has several, as
   *     a pair's left and right
   */
  public DistinctSampler(List<int[]> keys, int batch, RandomGenerator random) {
    this.keys = requireNonNull(keys, "keys").stream().map(int[]::clone).toArray(int[][]::new);
    int rows = this.keys.length == 0 ? 0 : this.keys[0].length;
    for (int[] list : this.keys) {
      long different = Arrays.stream(list).distinct().count();
      if (list.length != rows || batch < 1 || batch > different) {
        throw new IllegalArgumentException(
            "sampler: got batches of "
                + batch
                + " and "
                + different
                + " different keys of "
                + list.length
                + " rows, expected a key for each of "
                + rows
                + " rows, and no larger batches than there are different keys");
      }
    }
    if (rows == 0) {
      throw new IllegalArgumentException("sampler: got no keys, expected one for each row");
    }
    this.order = new RowOrder(rows, random);
    this.batch = batch;
  }

  @Override
  public int batchesPerEpoch() {
    return order.size() / batch;
  }

  /**
   * The next batch.
   *
   * @throws IllegalStateException if several keys of each row leave no batch of this size
   */
  @Override
  public int[] next() {
    if (!gathered()) {
      order.shuffle();
      if (!gathered()) {
        throw new IllegalStateException(
            "sampler: no " + batch + " rows without a common key; make the batches smaller");
      }
    }
    return order.take(batch);
  }

  /** Brings the next rows that fit each other together; false if they are too few. */
  private boolean gathered() {
    List<Set<Integer>> taken =
        Arrays.stream(keys).map(k -> (Set<Integer>) new HashSet<Integer>()).toList();
    int count = 0;
    for (int i = 0; i < order.left() && count < batch; i++) {
      int row = order.get(i);
      if (isFree(row, taken)) {
        for (int k = 0; k < keys.length; k++) {
          taken.get(k).add(keys[k][row]);
        }
        order.advance(i, count++);
      }
    }
    return count == batch;
  }

  private boolean isFree(int row, List<Set<Integer>> taken) {
    for (int k = 0; k < keys.length; k++) {
      if (taken.get(k).contains(keys[k][row])) {
        return false;
      }
    }
    return true;
  }

  /** The order, the place in it, and that of the random stream. */
  @Override
  public State state() {
    return order.state();
  }

  @Override
  public void restore(State state) {
    order.restore(state);
  }

  @Override
  public String toString() {
    return "batches of " + batch + " rows without a common key, " + batchesPerEpoch() + " an epoch";
  }
}
