package dev.capstan.ops;

import java.util.Arrays;

/**
 * Sorting and choosing whole numbers by their digits, which compares none of them: a radix sort
 * from the last digit to the first, stable, and a radix selection from the first to the last. Both
 * take a time in proportion to the numbers, whatever their order is.
 *
 * <p>Keys are unsigned, of 32 or 64 bits. Positions are those before: 0, 1, …
 */
final class Digits {
  /** Keys are few enough to be sorted by insertion. */
  private static final int FEW = 48;

  private static final int DIGIT = 8;
  private static final int LONG_DIGIT = 11;

  private final int bits;
  private final int[] counts;
  private long[] keys;
  private long[] otherKeys;
  private int[] positions;
  private int[] otherPositions;

  Digits(int n, int bits) {
    this.bits = bits;
    counts = new int[n <= FEW ? 0 : 1 << LONG_DIGIT];
    keys = new long[n];
    otherKeys = new long[n];
    positions = new int[n];
    otherPositions = new int[n];
  }

  /** Where keys are put before each of the methods below. */
  long[] keys() {
    return keys;
  }

  /** The position of the key that has so many before it in a stable order. */
  int positionOf(int rank) {
    return keys.length <= FEW ? firstPositions(rank + 1)[rank] : find(rank, false);
  }

  /** The positions of that key and of the one behind it, which is itself where it is the last. */
  int[] positionsFrom(int rank) {
    int last = Math.min(rank + 1, keys.length - 1);
    if (keys.length <= FEW) {
      int[] sorted = firstPositions(last + 1);
      return new int[] {sorted[rank], sorted[last]};
    }
    int at = find(rank, false);
    return new int[] {at, last == rank ? at : behind(at)};
  }

  /** The positions of the first keys in a stable order. */
  int[] firstPositions(int count) {
    if (count == 0 || keys.length <= FEW || count > keys.length / 4) {
      for (int i = 0; i < keys.length; i++) {
        positions[i] = i;
      }
      sort(keys.length);
    } else {
      find(count - 1, true);
      sort(count);
    }
    return positions;
  }

  // --- choosing -------------------------------------------------------------------------------

  /**
   * The position of the key of a rank; the keys up to it may be brought to the front, in their
   * order.
   */
  private int find(int rank, boolean gather) {
    long[] from = keys;
    int left = keys.length;
    int before = rank;
    for (int shift = bits; shift > 0 && left > 1; ) {
      int width = Math.min(LONG_DIGIT, shift);
      shift -= width;
      int mask = (1 << width) - 1;
      count(from, left, shift, mask);
      int digit = 0;
      while (before >= counts[digit]) {
        before -= counts[digit++];
      }
      left = keep(from, left, shift, mask, digit, otherKeys);
      from = otherKeys;
    }
    return gather ? gather(from[0], before) : nth(from[0], before);
  }

  private void count(long[] from, int n, int shift, int mask) {
    Arrays.fill(counts, 0, mask + 1, 0);
    for (int i = 0; i < n; i++) {
      counts[(int) (from[i] >>> shift) & mask]++;
    }
  }

  private static int keep(long[] from, int n, int shift, int mask, int digit, long[] to) {
    int kept = 0;
    for (int i = 0; i < n; i++) {
      long key = from[i];
      to[kept] = key;
      kept += ((int) (key >>> shift) & mask) == digit ? 1 : 0;
    }
    return kept;
  }

  /** The position of a key that has so many equal ones before it. */
  private int nth(long key, int before) {
    int left = before;
    int i = 0;
    while (keys[i] != key || left-- > 0) {
      i++;
    }
    return i;
  }

  /**
   * The position behind this one in a stable order; there is one. Its key is the nearest above, for
   * as unsigned numbers the distances of those below are larger.
   */
  private int behind(int position) {
    long above = keys[position] + 1;
    for (int i = position + 1; i < keys.length; i++) {
      if (keys[i] + 1 == above) {
        return i;
      }
    }
    int nearest = position;
    for (int i = 0; i < keys.length; i++) {
      if (Long.compareUnsigned(keys[i] - above, keys[nearest] - above) < 0) {
        nearest = i;
      }
    }
    return nearest;
  }

  /** Brings the smaller keys to the front, and so many equal ones and one more. */
  private int gather(long key, int equal) {
    int kept = 0;
    int left = equal + 1;
    int last = 0;
    for (int i = 0; i < keys.length; i++) {
      boolean same = keys[i] == key && left > 0;
      if (same || keys[i] + Long.MIN_VALUE < key + Long.MIN_VALUE) {
        left -= same ? 1 : 0;
        last = same ? i : last;
        positions[kept] = i;
        keys[kept++] = keys[i];
      }
    }
    return last;
  }

  // --- sorting --------------------------------------------------------------------------------

  /** Sorts the first keys, and their positions with them. */
  private void sort(int n) {
    if (n <= FEW) {
      insert(n);
      return;
    }
    for (int shift = 0; shift < bits; shift += DIGIT) {
      int mask = (1 << DIGIT) - 1;
      count(keys, n, shift, mask);
      if (counts[(int) (keys[0] >>> shift) & mask] < n) {
        distribute(n, shift, mask);
      }
    }
  }

  private void distribute(int n, int shift, int mask) {
    int start = 0;
    for (int digit = 0; digit <= mask; digit++) {
      int count = counts[digit];
      counts[digit] = start;
      start += count;
    }
    for (int i = 0; i < n; i++) {
      long key = keys[i];
      int to = counts[(int) (key >>> shift) & mask]++;
      otherKeys[to] = key;
      otherPositions[to] = positions[i];
    }
    long[] sortedKeys = otherKeys;
    otherKeys = keys;
    keys = sortedKeys;
    int[] sortedPositions = otherPositions;
    otherPositions = positions;
    positions = sortedPositions;
  }

  private void insert(int n) {
    for (int i = 1; i < n; i++) {
      long key = keys[i];
      int position = positions[i];
      int to = i;
      while (to > 0 && keys[to - 1] + Long.MIN_VALUE > key + Long.MIN_VALUE) {
        keys[to] = keys[to - 1];
        positions[to] = positions[to - 1];
        to--;
      }
      keys[to] = key;
      positions[to] = position;
    }
  }
}
