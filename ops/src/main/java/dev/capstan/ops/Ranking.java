package dev.capstan.ops;

import dev.capstan.ops.option.Order;

/**
 * The positions of a tensor's elements along an axis in sorted order, row by row: a stable merge
 * sort of indices. NaN counts as the largest number, −0 equals 0.
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
    int[] spare = new int[n];
    for (int row = 0; row < rows; row++) {
      sort(start(row), sorted, spare);
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

  private void sort(int start, int[] sorted, int[] spare) {
    for (int i = 0; i < n; i++) {
      sorted[i] = i;
    }
    for (int width = 1; width < n; width *= 2) {
      for (int low = 0; low < n; low += 2 * width) {
        merge(start, sorted, spare, low, Math.min(low + width, n), Math.min(low + 2 * width, n));
      }
      System.arraycopy(spare, 0, sorted, 0, n);
    }
  }

  private void merge(int start, int[] from, int[] to, int low, int middle, int high) {
    int left = low;
    int right = middle;
    for (int i = low; i < high; i++) {
      boolean takeLeft =
          right == high
              || left < middle
                  && sign
                          * compare(
                              x.at(start + from[left] * inner), x.at(start + from[right] * inner))
                      <= 0;
      to[i] = takeLeft ? from[left++] : from[right++];
    }
  }

  /** As numbers, NaN being the largest. */
  static int compare(double a, double b) {
    return a < b ? -1 : a > b ? 1 : a == b ? 0 : Boolean.compare(Double.isNaN(a), Double.isNaN(b));
  }
}
