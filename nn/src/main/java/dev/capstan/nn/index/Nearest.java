package dev.capstan.nn.index;

import java.util.Arrays;

/**
 * The k smallest of many distances, in order.
 *
 * <p>Distance and index are packed into one long whose order is theirs: floats of one sign compare
 * as their bits do. What is not farther than the k nearest so far is kept in a buffer; when it is
 * full, Hoare's selection brings the k smallest to its front. They alone are sorted.
 */
final class Nearest {
  /** The sooner it is full for the first time, the sooner most rows are too far to be kept. */
  private static final int LEAST_BUFFER = 64;

  private Nearest() {}

  /** A row that is there. */
  static int checked(int row, int rows) {
    if (row < 0 || row >= rows) {
      throw new IndexOutOfBoundsException(
          "distances: got row " + row + ", expected one of " + rows + ", from 0");
    }
    return row;
  }

  private static void requireCount(int k) {
    if (k < 0) {
      throw new IllegalArgumentException("nearest: got k = " + k + ", expected 0 or more");
    }
  }

  /** Indices of the k smallest, ties by index; {@code except} is left out (−1 for none). */
  static int[] of(float[] distances, int k, int except) {
    requireCount(k);
    int n = distances.length;
    if (k == 1) {
      return first(distances, except);
    }
    int wanted = Math.min(k, except >= 0 && except < n ? n - 1 : n);
    if (wanted == 0) {
      return new int[0];
    }
    long[] keys = new long[(int) Math.min(n, Math.max(LEAST_BUFFER, 4L * wanted))];
    int count = 0;
    float farthest = Float.POSITIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      // A NaN is not beyond any limit here, and sorts itself out in the selection.
      if (distances[i] > farthest || i == except) {
        continue;
      }
      if (count == keys.length) {
        select(keys, count, wanted);
        count = wanted;
        farthest = farthest(keys, wanted, distances);
      }
      keys[count++] = key(distances[i], i);
    }
    if (wanted < count) {
      select(keys, count, wanted);
    }
    Arrays.sort(keys, 0, wanted);
    int[] nearest = new int[wanted];
    for (int i = 0; i < wanted; i++) {
      nearest[i] = (int) keys[i];
    }
    return nearest;
  }

  /**
   * As {@link #of(float[], int, int)}, in float64: two doubles do not fit into a long, so the k
   * nearest so far are a heap, the farthest on top.
   */
  static int[] of(double[] distances, int k, int except) {
    requireCount(k);
    int[] heap = new int[Math.min(k, distances.length)];
    int count = 0;
    for (int i = 0; i < distances.length && heap.length > 0; i++) {
      if (i == except) {
        continue;
      }
      if (count < heap.length) {
        heap[count] = i;
        siftUp(heap, count++, distances);
      } else if (isNearer(distances, i, heap[0])) {
        heap[0] = i;
        siftDown(heap, count, distances);
      }
    }
    int[] nearest = new int[count];
    while (count > 0) {
      nearest[--count] = heap[0];
      heap[0] = heap[count];
      siftDown(heap, count, distances);
    }
    return nearest;
  }

  /** NaN last, ties by index. */
  private static boolean isNearer(double[] distances, int i, int j) {
    int order = Double.compare(distances[i] + 0.0, distances[j] + 0.0);
    return order < 0 || order == 0 && i < j;
  }

  private static void siftUp(int[] heap, int from, double[] distances) {
    int at = from;
    while (at > 0 && isNearer(distances, heap[(at - 1) / 2], heap[at])) {
      swap(heap, at, (at - 1) / 2);
      at = (at - 1) / 2;
    }
  }

  private static void siftDown(int[] heap, int count, double[] distances) {
    int at = 0;
    while (2 * at + 1 < count) {
      int child = 2 * at + 1;
      if (child + 1 < count && isNearer(distances, heap[child], heap[child + 1])) {
        child++;
      }
      if (!isNearer(distances, heap[at], heap[child])) {
        return;
      }
      swap(heap, at, child);
      at = child;
    }
  }

  private static void swap(int[] x, int i, int j) {
    int kept = x[i];
    x[i] = x[j];
    x[j] = kept;
  }

  /** Of the rows of the first keys; without a limit if one of them is NaN. */
  private static float farthest(long[] keys, int count, float[] distances) {
    float farthest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      farthest = Math.max(farthest, distances[(int) keys[i]]);
    }
    return farthest;
  }

  private static int[] first(float[] distances, int except) {
    int best = -1;
    for (int i = 0; i < distances.length; i++) {
      boolean nearer = best < 0 || distances[i] < distances[best] || Float.isNaN(distances[best]);
      if (i != except && nearer) {
        best = best >= 0 && Float.isNaN(distances[i]) ? best : i;
      }
    }
    return best < 0 ? new int[0] : new int[] {best};
  }

  /** A NaN sorts last; −0 and 0 alike. */
  private static long key(float distance, int index) {
    int bits = Float.floatToIntBits(distance + 0f);
    int ordered = bits < 0 ? ~bits ^ Integer.MIN_VALUE : bits;
    return (long) ordered << 32 | index;
  }

  /** Moves the {@code wanted} smallest of the first {@code n} keys to the front. */
  private static void select(long[] keys, int n, int wanted) {
    int from = 0;
    int to = n - 1;
    while (from < to) {
      long pivot = keys[(from + to) >>> 1];
      int i = from;
      int j = to;
      while (i <= j) {
        while (keys[i] < pivot) {
          i++;
        }
        while (keys[j] > pivot) {
          j--;
        }
        if (i <= j) {
          long kept = keys[i];
          keys[i++] = keys[j];
          keys[j--] = kept;
        }
      }
      if (wanted - 1 <= j) {
        to = j;
      } else if (wanted - 1 >= i) {
        from = i;
      } else {
        return;
      }
    }
  }
}
