package dev.capstan.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

final class GaussianTest {
  private static final int N = 1_000_000;

  private static double[] draws() {
    var random = new SplittableRandom(11);
    double[] x = new double[N];
    Arrays.setAll(x, i -> Gaussian.next(random));
    return x;
  }

  /** The hash is that of JDK 17 and 25, of scalar code: 64 bits of every number count. */
  @Test
  void aSeedGivesTheSameMillionNumbersOnEveryJdk() {
    long hash = 0;
    for (double x : draws()) {
      hash = 31 * hash + Double.doubleToRawLongBits(x);
    }
    assertEquals(5657929212166904112L, hash);
  }

  /** Kolmogorov and Smirnov's distance; beyond 1.95 / √N lies one sample in a thousand. */
  @Test
  void theyAreNormal() {
    double[] x = draws();
    Arrays.sort(x);
    var normal = new NormalDistribution();
    double distance = 0;
    for (int i = 0; i < N; i++) {
      double p = normal.cumulativeProbability(x[i]);
      distance = Math.max(distance, Math.max(p - (double) i / N, (i + 1.0) / N - p));
    }
    assertTrue(distance < 1.95 / Math.sqrt(N), "distance " + distance);
  }

  /** Of a million, 574.9 beyond the last rectangle, 63.3 beyond 4; three deviations are allowed. */
  @Test
  void theTailIsThere() {
    double[] x = draws();
    for (double from : new double[] {3.442619855899, 4}) {
      double expected = 2 * N * new NormalDistribution().cumulativeProbability(-from);
      long found = Arrays.stream(x).filter(v -> Math.abs(v) > from).count();
      assertEquals(expected, (double) found, 3 * Math.sqrt(expected), "beyond " + from);
    }
  }
}
