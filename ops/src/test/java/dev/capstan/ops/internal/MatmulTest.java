package dev.capstan.ops.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Products at the edges of tiles, panels and blocks, beside three plain loops. */
final class MatmulTest {
  private static final int OFFSET = 3;

  private final Random random = new Random(11);

  /** One product at an offset, with elements around it that are to stay as they are. */
  private record Case(
      Width width, boolean aT, boolean bT, boolean onto, int m, int n, int k, int extra) {

    double a(Kernels<Object> kernels, Object a, int i, int l) {
      return kernels.get(a, OFFSET + (aT ? l * m + i : i * k + l));
    }

    double b(Kernels<Object> kernels, Object b, int l, int j) {
      return kernels.get(b, OFFSET + (bT ? j * k + l : l * n + j));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "2, 3, 4",
    "3, 2, 0",
    "12, 10, 0",
    "1, 40, 30",
    "40, 1, 30",
    "40, 30, 1",
    "4, 4, 64",
    "11, 9, 13",
    "12, 16, 32",
    "13, 17, 33",
    "16, 31, 10",
    "23, 32, 7",
    "64, 10, 20",
    "25, 193, 6",
    "29, 200, 5",
    "193, 33, 9",
    "14, 35, 257",
    "7, 513, 11",
    "28, 40, 520",
    "21, 90, 300",
    "150, 130, 150",
    "1043, 9, 5",
    "60, 270, 300",
    "150, 190, 150", // from here on large enough for several threads: A in one block,
    "200, 210, 100", // in two,
    "40, 60, 1800", // in more than are shared,
    "230, 130, 150" // and rows are shared out
  })
  void aProductIsItsSumsWithinTheBoundOfSummation(int m, int n, int k) {
    for (int flags = 0; flags < 16; flags++) {
      Width width = (flags & 1) == 0 ? Width.SINGLE : Width.DOUBLE;
      check(new Case(width, (flags & 2) != 0, (flags & 4) != 0, (flags & 8) != 0, m, n, k, 2));
    }
  }

  /**
   * Summing k products and what was there in any order, fused or not, errs by at most (k + 1) u
   * times the sum of magnitudes, to first order; so does the reference, and u is half of ε.
   */
  private void check(Case of) {
    Kernels<Object> kernels = Kernels.of(of.width);
    double epsilon = of.width == Width.SINGLE ? 0x1p-23 : 0x1p-52;
    Object a = noise(kernels, OFFSET + of.m * of.k);
    Object b = noise(kernels, OFFSET + of.k * of.n);
    Object c = noise(kernels, OFFSET + of.m * of.n + of.extra);
    Object before = kernels.allocate(OFFSET + of.m * of.n + of.extra);
    kernels.map(Unary.NEG, c, before);
    multiply(kernels, of, a, b, c);
    for (int i = 0; i < of.m; i++) {
      for (int j = 0; j < of.n; j++) {
        int at = OFFSET + i * of.n + j;
        double sum = of.onto ? -kernels.get(before, at) : 0;
        double magnitude = Math.abs(sum);
        for (int l = 0; l < of.k; l++) {
          double term = of.a(kernels, a, i, l) * of.b(kernels, b, l, j);
          sum += term;
          magnitude += Math.abs(term);
        }
        double bound = (of.k + 1) * epsilon * magnitude;
        assertEquals(sum, kernels.get(c, at), bound, () -> of.toString());
      }
    }
    for (int i = 0; i < OFFSET; i++) {
      assertEquals(-kernels.get(before, i), kernels.get(c, i), () -> of.toString());
    }
    for (int i = OFFSET + of.m * of.n; i < OFFSET + of.m * of.n + of.extra; i++) {
      assertEquals(-kernels.get(before, i), kernels.get(c, i), () -> of.toString());
    }
  }

  /** What fills a tile up must never reach its neighbours, nor may a product with 0 be skipped. */
  @ParameterizedTest
  @CsvSource({"13, 17, 33", "50, 70, 40", "1, 64, 64", "3, 5, 2"})
  void notANumberReachesItsRowAndInfinityTimesZeroIsSeen(int m, int n, int k) {
    for (int flags = 0; flags < 8; flags++) {
      Width width = (flags & 1) == 0 ? Width.SINGLE : Width.DOUBLE;
      Case of = new Case(width, (flags & 2) != 0, (flags & 4) != 0, false, m, n, k, 0);
      Kernels<Object> kernels = Kernels.of(width);
      Object a = noise(kernels, OFFSET + m * k);
      Object b = kernels.allocate(OFFSET + k * n);
      Object c = noise(kernels, OFFSET + m * n);
      int last = k - 1;
      kernels.set(a, OFFSET + (of.aT ? last * m + m - 1 : m * k - 1), Double.POSITIVE_INFINITY);
      multiply(kernels, of, a, b, c);
      for (int i = 0; i < m * n; i++) {
        double got = kernels.get(c, OFFSET + i);
        assertTrue(i / n == m - 1 ? Double.isNaN(got) : got == 0, () -> of.toString());
      }
    }
  }

  private static void multiply(Kernels<Object> kernels, Case of, Object a, Object b, Object c) {
    kernels.matmul(a, OFFSET, of.aT, b, OFFSET, of.bT, c, OFFSET, of.onto, of.m, of.n, of.k);
  }

  private Object noise(Kernels<Object> kernels, int n) {
    Object x = kernels.allocate(n);
    for (int i = 0; i < n; i++) {
      kernels.set(x, i, random.nextGaussian());
    }
    return x;
  }
}
