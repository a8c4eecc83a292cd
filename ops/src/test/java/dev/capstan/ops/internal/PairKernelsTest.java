package dev.capstan.ops.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.capstan.ops.internal.PairKernels.Pairs;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Panels and tiles give the bits of the chains that define them, whatever the sizes. */
final class PairKernelsTest {
  private static final int BATCH = 1;

  private final SplittableRandom random = new SplittableRandom(8);

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 2", "3, 5, 0, 2", "2, 129, 17, 2", "257, 3, 16, 2", "300, 260, 131, 2",
    "1, 1, 1, 1", "3, 5, 0, 1", "2, 129, 17, 1", "257, 3, 16, 1", "300, 130, 131, 1"
  })
  void panelsAreChains(int m, int n, int c, int q) {
    double[] x = numbers((BATCH + 1) * m * c);
    double[] y = numbers((BATCH + 1) * n * c);
    double[] w = numbers((BATCH + 1) * m * n);
    for (int i = 0; i < w.length; i += 3) {
      w[i] = 0;
    }
    for (int i = 0; i < Math.min(x.length, y.length); i += 5) {
      y[i] = x[i];
    }
    requireChains(new Pairs<>(x, y, BATCH, m, n, c), q, w);
    for (int i = BATCH * m * c; i < x.length; i += 7) {
      x[i] = i % 2 == 0 ? Double.POSITIVE_INFINITY : Double.MIN_VALUE;
    }
    requireChains(new Pairs<>(x, y, BATCH, m, n, c), q, w);
  }

  private static void requireChains(Pairs<double[]> p, int q, double[] w) {
    PairKernels<double[]> kernels = Provider.doubles().pairs();
    double[] powers = new double[w.length];
    kernels.powers(p, q, powers);
    double[] left = new double[p.x().length];
    kernels.slopes(p, q, w, true, left);
    double[] right = new double[p.y().length];
    kernels.slopes(p, q, w, false, right);

    double[] expectedPowers = new double[w.length];
    double[] expectedLeft = new double[left.length];
    double[] expectedRight = new double[right.length];
    for (int i = 0; i < p.m(); i++) {
      for (int j = 0; j < p.n(); j++) {
        for (int k = 0; k < p.c(); k++) {
          int a = p.xAt(i) + k;
          int b = p.yAt(j) + k;
          double gap = p.x()[a] - p.y()[b];
          double slope = q == 2 ? gap : Math.signum(gap);
          int at = p.at(i, j);
          expectedPowers[at] = Math.fma(gap, slope, expectedPowers[at]);
          if (w[at] != 0) {
            expectedLeft[a] = Math.fma(w[at], slope, expectedLeft[a]);
            expectedRight[b] = Math.fma(w[at], slope, expectedRight[b]);
          }
        }
      }
    }
    assertArrayEquals(expectedPowers, powers);
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
