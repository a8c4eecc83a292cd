package dev.capstan.autograd.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Large inputs are checked along random directions, and faults are found by halving. */
class DirectionsTest {
  private static final int N = 100_000;
  private static final double[] X = new SplittableRandom(3).doubles(N, -1, 1).toArray();

  private static double mean(double[] x) {
    double sum = 0;
    for (double v : x) {
      sum += Math.sin(v);
    }
    return sum / N;
  }

  private static double[] gradient(double[] x) {
    double[] g = new double[N];
    for (int i = 0; i < N; i++) {
      g[i] = Math.cos(x[i]) / N;
    }
    return g;
  }

  @Test
  void rightGradientOfAHundredThousandNeedsFewEvaluations() {
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
  void oneWrongElementOfAHundredThousandIsLocated() {
    GradReport report =
        GradCheck.ofArray(
                DirectionsTest::mean,
                x -> {
                  double[] g = gradient(x);
                  g[77_777] *= 2;
                  return g;
                })
            .at(X)
            .check();
    assertFalse(report.ok());
    Pass.Located worst = report.passes().get(0).worst();
    assertNotNull(worst);
    assertEquals(77_777, worst.element().index());
    assertEquals(1, report.count(Verdict.WRONG));
    assertTrue(report.passes().get(0).evaluations() <= 200, report::toString);
  }
}
