package dev.capstan.ops.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.capstan.ops.internal.PairKernels.Pairs;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Panels give the bits of the chains that define squares and differences, whatever the sizes. */
final class PairKernelsTest {
  private static final int BATCH = 1;

  private final SplittableRandom random = new SplittableRandom(8);

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "3, 5, 0", "2, 129, 17", "257, 3, 16", "300, 130, 131"})
  void panelsAreChains(int m, int n, int c) {
    double[] x = numbers((BATCH + 1) * m * c);
    double[] y = numbers((BATCH + 1) * n * c);
    double[] w = numbers((BATCH + 1) * m * n);
    for (int i = 0; i < w.length; i += 3) {
      w[i] = 0;
    }
    Pairs<double[]> p = new Pairs<>((gap, d) -> gap, x, y, w, false, BATCH, m, n, c);
    DoublePairKernels kernels = new DoublePairKernels();

    double[] squares = new double[w.length];
    kernels.squares(p, squares);
    double[] left = new double[x.length];
    kernels.differences(p, w, true, left);
    double[] right = new double[y.length];
    kernels.differences(p, w, false, right);

    double[] expectedSquares = new double[w.length];
    double[] expectedLeft = new double[x.length];
    double[] expectedRight = new double[y.length];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < c; k++) {
          int a = p.xAt(i) + k;
          int b = p.yAt(j) + k;
          double gap = x[a] - y[b];
          int at = p.at(i, j);
          expectedSquares[at] = Math.fma(gap, gap, expectedSquares[at]);
          if (w[at] != 0) {
            expectedLeft[a] = Math.fma(w[at], gap, expectedLeft[a]);
            expectedRight[b] = Math.fma(w[at], gap, expectedRight[b]);
          }
        }
      }
    }
    assertArrayEquals(expectedSquares, squares);
    assertArrayEquals(expectedLeft, left);
    assertArrayEquals(expectedRight, positiveZeros(right));
  }

  private double[] numbers(int count) {
    return random.doubles(count, -2, 2).toArray();
  }

  /** What no weight reached is −0 on the right, where signs are turned at the end. */
  private static double[] positiveZeros(double[] a) {
    for (int i = 0; i < a.length; i++) {
      a[i] += 0.0;
    }
    return a;
  }
}
