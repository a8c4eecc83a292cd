package dev.capstan.autograd.check;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
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
    assertEquals(Verdict.RIGHT, verdict(x -> Math.max(x, 0), x -> 1, 1e-8));
    assertEquals(Verdict.WRONG, verdict(x -> Math.max(x, 0), x -> 0.5, 1e-8));
  }

  @Test
  void kinkFailsOnlyIfAskedTo() {
    GradCheck check =
        GradCheck.ofArray(
                x -> Math.abs(x[0]) + Math.sin(x[1]),
                x -> new double[] {Math.signum(x[0]), Math.cos(x[1])})
            .at(0, 1);
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
    DoubleUnaryOperator noisy = x -> x + 1e-9 * (Double.hashCode(x) % 1000) / 1000;
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
  void unsteadinessThatIsAllowedIsSaid() {
    AtomicInteger calls = new AtomicInteger();
    DoubleUnaryOperator f = x -> Math.sin(x) + 1e-13 * (calls.incrementAndGet() % 2);
    GradCheck check = GradCheck.ofScalar(f, Math::cos).at(0.3);
    assertFalse(check.check().ok());
    GradReport allowed = check.unsteadiness(1e-12).check();
    assertTrue(
        allowed.orThrow().sentence().endsWith("; two evaluations may differ by 1.0e-12"),
        allowed::sentence);
    GradReport wrong =
        GradCheck.ofScalar(f, x -> 1.1 * Math.cos(x)).at(0.3).unsteadiness(1e-12).check();
    assertEquals(1, wrong.count(Verdict.WRONG));
    assertTrue(wrong.toString().contains("two evaluations may differ by 1.0e-12"), wrong::toString);
    assertThrows(IllegalArgumentException.class, () -> check.unsteadiness(-1));
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

  // --- what may be called right ---------------------------------------------------------------

  @Test
  void rightIsNotSaidWhereAFaultWouldNotShow() {
    assertEquals(
        Verdict.NUMERIC_UNRELIABLE, verdict(x -> 1e10 + Math.sin(x), x -> Math.cos(x), 0.3));
    assertEquals(Verdict.NUMERIC_UNRELIABLE, verdict(x -> 1e12 + x, x -> 1, 0.3));
    assertEquals(Verdict.NUMERIC_UNRELIABLE, verdict(x -> 1 + 1e-11 * x, x -> 1e-11, 0.3));
  }

  /** Its differences show a fault of a hundred-thousandth at best: too rough to be trusted. */
  @Test
  void detectionLimitDecidesWhatIsJudged() {
    DoubleUnaryOperator f = x -> 1e5 * (float) Math.sin(x);
    GradCheck check = GradCheck.ofScalar(f, x -> 1e5 * Math.cos(x)).at(0.3);
    assertEquals(1, check.check().count(Verdict.NUMERIC_UNRELIABLE));
    Tolerances rough = Tolerances.DEFAULT.withDetection(1e-2);
    assertEquals(1, check.tolerances(rough).check().count(Verdict.RIGHT));
  }

  /** Too rough to call anything right, and yet far from what is claimed. */
  @Test
  void clearFaultOfARoughFunctionIsWrong() {
    assertEquals(Verdict.WRONG, verdict(x -> (float) Math.sin(x), x -> 2 * Math.cos(x), 0.3));
    assertEquals(Verdict.WRONG, verdict(x -> 1e8 + Math.sin(x), x -> 1.1 * Math.cos(x), 0.3));
  }

  /** The slope of |x|^0.87 grows by 1.2 a rung, no more than that of many a finite slope. */
  @Test
  void slopeThatGrowsSlowlyIsNotTakenForInfinite() {
    DoubleUnaryOperator f = x -> Math.signum(x) * Math.pow(Math.abs(x), 0.87);
    assertEquals(Verdict.NUMERIC_UNRELIABLE, verdict(f, x -> Double.POSITIVE_INFINITY, 0));
    assertEquals(Verdict.AT_A_KINK, verdict(Math::cbrt, x -> Double.POSITIVE_INFINITY, 0));
  }

  @Test
  void constantKnowsItsLastBits() {
    assertEquals(Verdict.WRONG, verdict(x -> 5, x -> 1e-9, 0.3));
    assertEquals(Verdict.RIGHT, verdict(x -> 5, x -> 0, 0.3));
    assertEquals(Verdict.NUMERIC_UNRELIABLE, verdict(x -> 1e15, x -> 1e-9, 0.3));
    assertEquals(Verdict.NUMERIC_UNRELIABLE, verdict(x -> 1e15, x -> 0, 0.3));
  }

  // --- hard points ----------------------------------------------------------------------------

  @Test
  void edgeOfTheDomainNeverMakesWrong() {
    for (double x : new double[] {1e-300, 1e-12, 1e-9, 1e-7}) {
      assertEquals(Verdict.RIGHT, verdict(Math::sqrt, t -> 0.5 / Math.sqrt(t), x));
      assertEquals(Verdict.RIGHT, verdict(Math::log, t -> 1 / t, x));
      assertEquals(Verdict.WRONG, verdict(Math::log, t -> 1.01 / t, x));
    }
  }

  @Test
  void stationaryPointIsRight() {
    assertEquals(Verdict.RIGHT, verdict(x -> (x - 2) * (x - 2), x -> 2 * (x - 2), 2));
    assertEquals(Verdict.RIGHT, verdict(x -> x * x * x, x -> 3 * x * x, 0));
    assertEquals(Verdict.RIGHT, verdict(x -> Math.sin(x) - x, x -> Math.cos(x) - 1, 0));
    assertEquals(Verdict.WRONG, verdict(x -> x * x * x, x -> 1e-3, 0));
  }

  @Test
  void kinkOfTheSecondKindIsSmooth() {
    DoubleUnaryOperator f = x -> x > 0 ? x * x : 0;
    for (double x : new double[] {-1e-8, 0, 1e-8, 1e-7}) {
      assertEquals(Verdict.RIGHT, verdict(f, t -> t > 0 ? 2 * t : 0, x));
    }
    assertEquals(Verdict.RIGHT, verdict(x -> x * Math.abs(x), x -> 2 * Math.abs(x), 0));
  }

  @Test
  void fastFunctionIsRightOrUnreliable() {
    for (double k : new double[] {1e4, 1e6, 1e8, 1e10, 1e12}) {
      Verdict v = verdict(x -> Math.sin(k * x), x -> k * Math.cos(k * x), 0.3);
      assertTrue(v == Verdict.RIGHT || v == Verdict.NUMERIC_UNRELIABLE, k + ": " + v);
    }
  }

  @Test
  void smallResultBesideALargeOneIsJudgedApart() {
    GradReport report =
        GradCheck.ofArrays(
                x -> new double[] {1e8 * x[0], Math.sin(x[0])},
                (x, g) -> new double[] {1e8 * g[0] - Math.cos(x[0]) * g[1]})
            .at(0.3)
            .check();
    assertEquals(1, report.count(Verdict.WRONG));
  }

  @Test
  void nothingJudgedDoesNotPass() {
    assertFalse(scalar(Math::abs, Math::signum, 0).ok());
    assertFalse(GradCheck.ofArray(x -> 1, x -> x).at().check().ok());
    GradCheck half =
        GradCheck.ofArray(
                x -> Math.sin(x[0]) + (float) Math.sin(x[1]),
                x -> new double[] {Math.cos(x[0]), Math.cos(x[1])})
            .at(0.3, 0.7);
    assertFalse(half.check().ok());
    assertTrue(half.minJudged(0.5).check().ok());
  }

  @Test
  void slicesHaveNamesAndShapes() {
    GradReport report =
        GradCheck.ofArray(
                x -> x[0] * x[3] + 2 * x[1] + 3 * x[2] * x[4],
                x -> new double[] {x[3], 3 * x[4], 2, x[0], 3 * x[2]})
            .slice("W", 2, 2)
            .slice("b", 1)
            .at(1, 2, 3, 4, 5)
            .check();
    assertTrue(report.sentence().contains("W at [0, 1]"), report.sentence());
  }

  @Test
  void refusedPointIsTheEdgeOfTheDomain() {
    DoubleUnaryOperator guarded =
        x -> {
          if (x <= 0) {
            throw new IllegalArgumentException("log: got " + x);
          }
          return Math.log(x);
        };
    assertEquals(Verdict.RIGHT, verdict(guarded, x -> 1 / x, 1e-4));
  }

  @Test
  void jacobianHasEveryDerivativeOnBothSides() {
    List<JacobianTable> all =
        GradCheck.ofArrays(
                x -> new double[] {x[0] * x[1], x[0]},
                (x, g) -> new double[] {g[0] * x[1] + g[1], g[0] * x[0]})
            .at(2, 3)
            .jacobians();
    assertEquals(1, all.size());
    assertArrayEquals(new double[] {3, 2}, all.get(0).analytic()[0]);
    assertArrayEquals(new double[] {1, 0}, all.get(0).numeric()[1], 1e-9);
    assertTrue(all.get(0).toString().startsWith("input: 2 results by 2 elements, the gradient's"));
  }

  @Test
  void reportsAreJunitXml() {
    GradReport right = scalar(Math::sin, Math::cos, 0.3);
    GradReport wrong =
        GradCheck.ofScalar(Math::sin, x -> 2 * Math.cos(x)).at(0.3).named("a<b \"c\"").check();
    String xml = GradReport.toJunit(List.of(right, wrong));
    assertTrue(xml.contains("tests=\"2\" failures=\"1\""), xml);
    assertTrue(xml.contains("name=\"a&lt;b &quot;c&quot;\""), xml);
    assertTrue(xml.contains("<failure message=\"a&lt;b &quot;c&quot;: wrong: "), xml);
  }
}
