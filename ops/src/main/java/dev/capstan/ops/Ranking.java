package dev.capstan.ops;

import dev.capstan.ops.option.Order;
import java.util.Arrays;

/**
 * The positions of a tensor's elements along an axis in sorted order, row by row: a stable sort of
 * indices by whole numbers that are in the order of the elements. NaN counts as the largest number,
 * −0 equals 0.
 */
final class Ranking {
  private final Tensor x;
  private final int inner;
  private final int n;
  private final int sign;

  Ranking(Tensor x, int axis, Order order) {
    this.x = x;
    this.inner = Picks.inner(x.shape(), axis);
    this.n = x.shape().get(axis);
    this.sign = order == Order.ASCENDING ? 1 : -1;
  }

  /** The positions on the axis that sort each row, of which the first {@code count} are kept. */
  int[] positions(int first, int count) {
    int rows = n == 0 ? 0 : x.size() / n;
    int[] out = new int[rows * count];
    int[] sorted = new int[n];
    int[] spare = new int[x.dtype() == DType.FLOAT32 ? 0 : n];
    long[] keys = new long[n];
    for (int row = 0; row < rows; row++) {
      sort(start(row), sorted, spare, keys);
      for (int k = 0; k < count; k++) {
        out[(row / inner * count + k) * inner + row % inner] = sorted[first + k];
      }
    }
    return out;
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

  /** Replaces the position of each row that holds NaN by the position of its first NaN. */
  int[] nanFirst(int[] positions) {
    for (int row = 0; row < positions.length; row++) {
      for (int k = n - 1; k >= 0; k--) {
        if (Double.isNaN(x.at(start(row) + k * inner))) {
          positions[row] = k;
        }
      }
    }
    return positions;
  }

  private int start(int row) {
    return row / inner * n * inner + row % inner;
  }

  /** Sorts a row's keys: those of float32 with the positions in their last bits, as plain longs. */
  private void sort(int start, int[] sorted, int[] spare, long[] keys) {
    if (x.data() instanceof float[] floats) {
      for (int i = 0; i < n; i++) {
        keys[i] = (long) key(floats[start + i * inner]) << Integer.SIZE | i;
      }
      Arrays.sort(keys);
      for (int i = 0; i < n; i++) {
        sorted[i] = (int) keys[i];
      }
      return;
    }
    double[] doubles = (double[]) x.data();
    for (int i = 0; i < n; i++) {
      sorted[i] = i;
      keys[i] = key(doubles[start + i * inner]);
    }
    for (int width = 1; width < n; width *= 2) {
      for (int low = 0; low < n; low += 2 * width) {
        merge(keys, sorted, spare, low, Math.min(low + width, n), Math.min(low + 2 * width, n));
      }
      System.arraycopy(spare, 0, sorted, 0, n);
    }
  }

  /** A whole number in the order of x; −0 and 0 have one, and so have all NaN. */
  private int key(float x) {
    int bits = Float.floatToIntBits(x + 0f);
    int ordered = bits < 0 ? bits ^ Integer.MAX_VALUE : bits;
    return sign > 0 ? ordered : ~ordered;
  }

  private long key(double x) {
    long bits = Double.doubleToLongBits(x + 0.0);
    long ordered = bits < 0 ? bits ^ Long.MAX_VALUE : bits;
    return sign > 0 ? ordered : ~ordered;
  }

  private static void merge(long[] keys, int[] from, int[] to, int low, int middle, int high) {
    if (middle == high || keys[from[middle - 1]] <= keys[from[middle]]) {
      System.arraycopy(from, low, to, low, high - low);
      return;
    }
    int left = low;
    int right = middle;
    for (int i = low; i < high; i++) {
      boolean takeLeft = right == high || left < middle && keys[from[left]] <= keys[from[right]];
      to[i] = takeLeft ? from[left++] : from[right++];
    }
  }

  /** As numbers, NaN being the largest. */
  static int compare(double a, double b) {
    return a < b ? -1 : a > b ? 1 : a == b ? 0 : Boolean.compare(Double.isNaN(a), Double.isNaN(b));
  }
}
