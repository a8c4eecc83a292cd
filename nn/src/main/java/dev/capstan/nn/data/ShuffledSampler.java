package dev.capstan.nn.data;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.State;
import dev.capstan.nn.Stateful;
import java.util.random.RandomGenerator;

/**
 * Every row once an epoch, in a new order each time; the rows that do not fill a batch are left
 * out.
 */
public final class ShuffledSampler implements BatchSampler, Stateful {
  private final RowOrder order;
  private final int batch;

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
    this.order = new RowOrder(rows, random);
    this.batch = batch;
  }

  @Override
  public int batchesPerEpoch() {
    return order.size() / batch;
  }

  @Override
  public int[] next() {
    if (order.left() < batch) {
      order.shuffle();
    }
    return order.take(batch);
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
