package dev.capstan.autograd.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * What a check costs in evaluations of the function, which are counted and not timed: large inputs
 * are looked at along random directions, and faults are found by halving.
 */
class DirectionsTest {
  private static final int N = 1_000_000;
  private static final double[] X = new SplittableRandom(3).doubles(N, -1, 1).toArray();
  private static final int WRONG = 777_777;

  private static double mean(double[] x) {
    double sum = 0;
    for (double v : x) {
      sum += v / (1 + v * v);
    }
    return sum / x.length;
  }

  private static double[] gradient(double[] x) {
    double[] g = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      double q = 1 + x[i] * x[i];
      g[i] = (2 - q) / (q * q * x.length);
    }
    return g;
  }

  @Test
  void rightGradientOfAMillionNeedsFewEvaluations() {
    AtomicLong told = new AtomicLong();
    GradReport report =
        GradCheck.ofArray(DirectionsTest::mean, DirectionsTest::gradient)
            .at(X)
            .progress((done, total) -> told.set(done))
            .check();
    assertTrue(report.orThrow().ok());
    assertEquals(Mode.DIRECTIONAL, report.passes().get(0).mode());
    assertTrue(report.passes().get(0).evaluations() <= 40, report::toString);
    assertEquals(2, told.get());
  }

  @Test
  void oneWrongElementOfAMillionIsNamed() {
    GradReport report =
        GradCheck.ofArray(
                DirectionsTest::mean,
                x -> {
                  double[] g = gradient(x);
                  g[WRONG] *= 2;
                  return g;
                })
            .at(X)
            .check();
    assertFalse(report.ok());
    Pass.Located worst = report.passes().get(0).worst();
    assertNotNull(worst);
    assertEquals(WRONG, worst.element().index());
    assertEquals(1, report.count(Verdict.WRONG));
    assertTrue(report.passes().get(0).evaluations() <= 200, report::toString);
  }

  @Test
  void elementByElementTakesTwoEvaluationsAndAHalfEach() {
    double[] x = Arrays.copyOf(X, 1000);
    GradReport report =
        GradCheck.ofArray(DirectionsTest::mean, DirectionsTest::gradient).at(x).check();
    assertTrue(report.orThrow().ok());
    assertEquals(Mode.FULL, report.passes().get(0).mode());
    assertTrue(report.passes().get(0).evaluations() <= 2.5 * x.length, report::toString);
    assertTrue(report.toString().contains(" evaluations"), report::toString);
  }
}
