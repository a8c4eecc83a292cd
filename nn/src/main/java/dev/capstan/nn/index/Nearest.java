package dev.capstan.nn.index;

import java.util.Arrays;

/**
 * The k smallest of many distances, in order.
 *
 * <p>Distance and index are packed into one long whose order is theirs: floats of one sign compare
 * as their bits do. Hoare's selection then brings the k smallest to the front, and they alone are
 * sorted.
 */
final class Nearest {
  private Nearest() {}

  /** Indices of the k smallest, ties by index; {@code except} is left out (−1 for none). */
  static int[] of(float[] distances, int k, int except) {
    int n = distances.length;
    if (k == 1) {
      return first(distances, except);
    }
    long[] keys = new long[n];
    int count = 0;
    for (int i = 0; i < n; i++) {
      if (i != except) {
        keys[count++] = key(distances[i], i);
      }
    }
    int wanted = Math.min(k, count);
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
