package dev.capstan.autograd.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Verdicts on plain Java functions whose derivatives are known. */
class GradCheckTest {

  private static GradReport scalar(DoubleUnaryOperator f, DoubleUnaryOperator d, double x) {
    return GradCheck.ofScalar(f, d).at(x).check();
  }

  private static Verdict verdict(DoubleUnaryOperator f, DoubleUnaryOperator d, double x) {
    return scalar(f, d, x).passes().get(0).inputs().get(0).elements().get(0).verdict();
  }

  @Test
  void smoothFunctionIsRight() {
    assertEquals(Verdict.RIGHT, verdict(Math::sin, Math::cos, 0.3));
    assertEquals(Verdict.RIGHT, verdict(x -> x * x, x -> 2 * x, 0));
    assertEquals(Verdict.RIGHT, verdict(x -> x * x, x -> 2 * x, -1e8));
  }

  @Test
  void steepFunctionIsRightOnSecondThought() {
    DoubleUnaryOperator f = x -> Math.exp(50 * x);
    assertEquals(Verdict.RIGHT, verdict(f, x -> 50 * Math.exp(50 * x), 1.1));
    assertEquals(Verdict.WRONG, verdict(f, x -> 50.001 * Math.exp(50 * x), 1.1));
  }

  @Test
  void smallAndLargeFaultsAreWrong() {
    assertEquals(Verdict.WRONG, verdict(Math::sin, x -> -Math.cos(x), 0.3));
    assertEquals(Verdict.WRONG, verdict(Math::sin, x -> Math.cos(x) * (1 + 1e-5), 0.3));
    assertEquals(Verdict.WRONG, verdict(Math::sin, x -> Double.NaN, 0.3));
    assertEquals(Verdict.WRONG, verdict(Math::sin, x -> Double.POSITIVE_INFINITY, 0.3));
  }

  @Test
  void kinkTakesAnySlopeBetweenBothSides() {
    assertEquals(Verdict.AT_A_KINK, verdict(Math::abs, x -> 0, 0));
    assertEquals(Verdict.AT_A_KINK, verdict(Math::abs, x -> 1, 0));
    assertEquals(Verdict.AT_A_KINK, verdict(Math::abs, x -> -0.5, 0));
    assertEquals(Verdict.WRONG, verdict(Math::abs, x -> 2, 0));
    assertEquals(Verdict.AT_A_KINK, verdict(x -> Math.max(x, 0), x -> 1, 1e-8));
  }

  @Test
  void kinkFailsOnlyIfAskedTo() {
    GradCheck check = GradCheck.ofScalar(Math::abs, Math::signum).at(0);
    assertTrue(check.check().ok());
    assertTrue(check.kinks(Kinks.REPORT).check().ok());
    assertFalse(check.kinks(Kinks.FAIL).check().ok());
  }

  @Test
  void edgeOfTheDomainIsJudgedFromInside() {
    DoubleUnaryOperator f = x -> x < 0 ? Double.NaN : x * x + x;
    assertEquals(Verdict.AT_A_KINK, verdict(f, x -> 2 * x + 1, 0));
    assertEquals(Verdict.WRONG, verdict(f, x -> 2 * x - 1, 0));
  }

  @Test
  void infiniteSlopeOfTheSquareRootIsAccepted() {
    DoubleUnaryOperator d = x -> 0.5 / Math.sqrt(x);
    assertEquals(Verdict.AT_A_KINK, verdict(Math::sqrt, d, 0));
  }

  @Test
  void noiseIsUnreliableAndNotWrong() {
    DoubleUnaryOperator noisy = x -> x + 1e-9 * Math.sin(1e12 * x);
    GradReport report = scalar(noisy, x -> 1, 0.5);
    assertEquals(0, report.count(Verdict.WRONG));
  }

  @Test
  void functionThatIsNowhereFiniteCannotBeJudged() {
    GradReport report = scalar(x -> Double.NaN, x -> 1, 0.5);
    assertEquals(1, report.count(Verdict.NUMERIC_UNRELIABLE));
    assertFalse(report.ok());
  }

  @Test
  void changingResultIsNondeterministic() {
    AtomicInteger calls = new AtomicInteger();
    GradReport report = scalar(x -> x + calls.incrementAndGet(), x -> 1, 0.5);
    assertEquals(1, report.count(Verdict.NONDETERMINISTIC));
    assertFalse(report.ok());
  }

  @Test
  void errorCarriesTheReportAndItsSentence() {
    GradientError e =
        assertThrows(
            GradientError.class,
            () ->
                GradCheck.assertGradients(
                    x -> x[0] * x[1], x -> new double[] {x[1], -x[0]}, 2.0, 3.0));
    assertFalse(e.report().ok());
    assertTrue(
        e.report().sentence().startsWith("wrong: the gradient of input at [1] is -2, by"),
        e.report().sentence());
  }
}
