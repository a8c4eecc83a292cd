package dev.capstan.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Beside a stable sort of objects: few keys and many, with many equal ones among them. */
final class DigitsTest {
  private final Random random = new Random(4);

  @ParameterizedTest
  @CsvSource({"1, 32", "5, 64", "48, 32", "49, 64", "300, 32", "5000, 64", "5000, 32"})
  void positionsAreThoseOfAStableSort(int n, int bits) {
    for (int kinds : new int[] {1, 3, 1 << 20}) {
      long[] keys = new long[n];
      for (int i = 0; i < n; i++) {
        long key = random.nextInt(kinds) * 0x9E3779B97F4A7C15L;
        keys[i] = bits == Integer.SIZE ? key >>> Integer.SIZE : key;
      }
      int[] sorted =
          IntStream.range(0, n)
              .boxed()
              .sorted(Comparator.comparing(i -> keys[i], Long::compareUnsigned))
              .mapToInt(i -> i)
              .toArray();
      for (int count : new int[] {0, 1, n / 9, n / 2, n}) {
        int[] first = filled(keys, bits).firstPositions(count);
        assertArrayEquals(Arrays.copyOf(sorted, count), Arrays.copyOf(first, count));
      }
      for (int rank : new int[] {0, n / 3, n / 2, n - 1}) {
        assertEquals(sorted[rank], filled(keys, bits).positionOf(rank));
      }
    }
  }

  private static Digits filled(long[] keys, int bits) {
    Digits digits = new Digits(keys.length, bits);
    System.arraycopy(keys, 0, digits.keys(), 0, keys.length);
    return digits;
  }
}
