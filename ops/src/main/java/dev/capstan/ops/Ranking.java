package dev.capstan.ops;

import dev.capstan.ops.option.Order;

/**
 * The positions of a tensor's elements along an axis in sorted order, row by row: a stable order of
 * whole numbers that are in the order of the elements. NaN counts as the largest number, −0 equals
 * 0.
 */
final class Ranking {
  private static final int NONE = -1;

  private final Tensor x;
  private final int inner;
  private final int n;
  private final int rows;

  /** Turns the order round, where it is descending. */
  private final long flip;

  private final int[] firstNaN;

  Ranking(Tensor x, int axis, Order order) {
    this.x = x;
    this.inner = Picks.inner(x.shape(), axis);
    this.n = x.shape().get(axis);
    this.rows = n == 0 ? 0 : x.size() / n;
    this.firstNaN = new int[rows];
    long all = x.dtype() == DType.FLOAT32 ? 0xFFFFFFFFL : -1L;
    this.flip = order == Order.ASCENDING ? 0 : all;
  }

  /** The positions on the axis that come first in the order of each row. */
  int[] first(int count) {
    int[] out = new int[rows * count];
    if (count == 1 && flip != 0 && out.length > 0) {
      x.kernels().argReduce(true, x.data(), rows / inner, n, inner, out);
      return out;
    }
    Digits digits = digits();
    for (int row = 0; row < rows; row++) {
      read(row, digits.keys());
      int[] sorted = digits.firstPositions(count);
      for (int k = 0; k < count; k++) {
        out[(row / inner * count + k) * inner + row % inner] = sorted[k];
      }
    }
    return out;
  }

  /** The position on the axis that has so many before it in the order of each row. */
  int[] at(int rank) {
    int[] out = new int[rows];
    Digits digits = digits();
    for (int row = 0; row < rows; row++) {
      read(row, digits.keys());
      out[row] = digits.positionOf(rank);
    }
    return out;
  }

  /** As {@link #at}, but in a row that holds NaN the position of its first NaN. */
  int[] atOrNaN(int rank) {
    int[] out = at(rank);
    for (int row = 0; row < rows; row++) {
      out[row] = firstNaN[row] == NONE ? out[row] : firstNaN[row];
    }
    return out;
  }

  /** That position in each row, and then the one behind it in each row, or twice the first NaN. */
  int[] twoAtOrNaN(int rank) {
    int[] out = new int[2 * rows];
    Digits digits = digits();
    for (int row = 0; row < rows; row++) {
      read(row, digits.keys());
      int[] two = digits.positionsFrom(rank);
      int nan = firstNaN[row];
      out[row] = nan == NONE ? two[0] : nan;
      out[rows + row] = nan == NONE ? two[1] : nan;
    }
    return out;
  }

  private Digits digits() {
    return new Digits(n, x.dtype() == DType.FLOAT32 ? Integer.SIZE : Long.SIZE);
  }

  /** Flat indices of positions on the axis, of which each row has {@code count}. */
  int[] flat(int[] positions, int count) {
    int[] out = new int[positions.length];
    for (int i = 0; i < out.length; i++) {
      int row = i / (count * inner) * inner + i % inner;
      out[i] = start(row) + positions[i] * inner;
    }
    return out;
  }

  /** Flat indices of one position on the axis in each row, time and again. */
  int[] flatAgain(int[] positions) {
    int[] out = new int[positions.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = start(i % rows) + positions[i] * inner;
    }
    return out;
  }

  private int start(int row) {
    return row / inner * n * inner + row % inner;
  }

  /** Unsigned numbers in the order of a row; −0 and 0 have one, and so have all NaN. */
  private void read(int row, long[] keys) {
    int start = start(row);
    int nan = NONE;
    if (x.data() instanceof float[] floats) {
      for (int i = n - 1; i >= 0; i--) {
        float v = floats[start + i * inner];
        int bits = Float.floatToIntBits(v + 0f);
        int ordered = bits < 0 ? ~bits : bits | Integer.MIN_VALUE;
        keys[i] = ordered & 0xFFFFFFFFL ^ flip;
        nan = Float.isNaN(v) ? i : nan;
      }
    } else {
      double[] doubles = (double[]) x.data();
      for (int i = n - 1; i >= 0; i--) {
        double v = doubles[start + i * inner];
        long bits = Double.doubleToLongBits(v + 0.0);
        keys[i] = (bits < 0 ? ~bits : bits | Long.MIN_VALUE) ^ flip;
        nan = Double.isNaN(v) ? i : nan;
      }
    }
    firstNaN[row] = nan;
  }
}
