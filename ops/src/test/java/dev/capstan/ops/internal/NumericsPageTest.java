package dev.capstan.ops.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.dfp.Dfp;
import org.apache.commons.math3.dfp.DfpMath;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/numerics.md}: the greatest error of each elementary function, in units of the last
 * place, beside 80 digits. The numbers are the same on every kernel and JDK, so the page is
 * compared to the letter.
 */
final class NumericsPageTest {
  private static final Path PAGE = Path.of("../docs/numerics.md");

  /** What is promised of each function. */
  private static final double FLOAT_ULPS = 4;

  private static final double DOUBLE_ULPS = 8;

  private static final int POINTS = 20;

  /** Points that were hard for us or for others, beside the random ones of each function. */
  private static final double[] HARD = {
    -745.1,
    -744,
    -104,
    -103.5,
    -38.4,
    -37.5,
    -23.7,
    -13.9,
    -9.906,
    -9.9,
    -5.5,
    -2.455,
    -2.4570247382208006,
    -2.7476826467274127,
    -3.14358088834998,
    -3.955294284858598,
    -0.5040830082644554,
    -1.5734984731623904,
    -7.687788325031626,
    -99.80953650218777,
    -0.5,
    1e-8,
    1e-30,
    0.4742,
    0.99999,
    1.00001,
    1.4616321,
    1.9999999,
    2.0000001,
    3.9999,
    7.9999,
    9.9999,
    10.05,
    19.9,
    21.98,
    22,
    26.2,
    88.7,
    103993,
    355,
    1.5707963267948966,
    3.141592653589793,
    10.995574
  };

  private record Function(
      String name, DoubleUnaryOperator f, UnaryOperator<Dfp> exact, double low, double high) {}

  private static Function of(
      String name, DoubleUnaryOperator f, UnaryOperator<Dfp> exact, double low, double high) {
    return new Function(name, f, exact, low, high);
  }

  private static List<Function> functions() {
    Dfp two = Exact.of(2);
    Dfp gelu = Exact.of(44715).divide(Exact.of(1e6));
    Dfp inner = two.multiply(two.divide(Exact.of(0).getField().getPi()).sqrt());
    return List.of(
        of("exp", Unary.EXP, Exact::exp, -100, 88),
        of("log", Unary.LOG, Exact::log, 0, 10),
        of(
            "tanh",
            Unary.TANH,
            x -> Exact.expm1(x.multiply(2)).divide(Exact.exp(x.multiply(2)).add(1)),
            -10,
            10),
        of("sigmoid", Unary.SIGMOID, Exact::sigmoid, -100, 30),
        of("expm1", Elementary.EXPM1, Exact::expm1, -20, 30),
        of("log1p", Elementary.LOG1P, Exact::log1p, -1, 10),
        of("log2", Elementary.LOG2, x -> Exact.log(x).divide(Exact.log(two)), 0, 10),
        of("log10", Elementary.LOG10, x -> Exact.log(x).divide(Exact.log(Exact.of(10))), 0, 1000),
        of("rsqrt", Elementary.RSQRT, x -> Exact.of(1).divide(x.sqrt()), 0, 10),
        of("pow(0.5)", Elementary.HALF_POWER, Dfp::sqrt, 0, 1000),
        of("pow(-0.5)", Elementary.INVERSE_HALF_POWER, x -> Exact.of(1).divide(x.sqrt()), 0, 10),
        of("pow(1.5)", Elementary.POWER.with(1.5), x -> x.multiply(x.sqrt()), 0, 1000),
        of("pow(-7.25)", Elementary.POWER.with(-7.25), NumericsPageTest::steep, 0.01, 100),
        of("cbrt", Elementary.CBRT, x -> DfpMath.exp(DfpMath.log(x).divide(Exact.of(3))), 0, 1000),
        of("sinh", Elementary.SINH, Exact::sinh, -30, 30),
        of("cosh", Elementary.COSH, Exact::cosh, -30, 30),
        of("asinh", Elementary.ASINH, Exact::asinh, -10, 10),
        of("acosh", Elementary.ACOSH, Exact::acosh, 1, 10),
        of("atanh", Elementary.ATANH, Exact::atanh, -1, 1),
        of("sin", Elementary.SIN, DfpMath::sin, -100, 100),
        of("cos", Elementary.COS, DfpMath::cos, -100, 100),
        of("tan", Elementary.TAN, x -> DfpMath.sin(x).divide(DfpMath.cos(x)), -100, 100),
        of("asin", Elementary.ASIN, Exact::asin, -1, 1),
        of("atan", Elementary.ATAN, Exact::atan, -10, 10),
        of("erf", Elementary.ERF, Exact::erf, -4, 4),
        of("erfc", Elementary.ERFC, Exact::erfc, -3, 9),
        of("erfInv", Elementary.ERF_INV, Exact::erfInv, -1, 1),
        of("gelu", Elementary.GELU, x -> x.multiply(Exact.normal(x)), -12, 4),
        of(
            "gelu by tanh",
            Elementary.GELU_TANH,
            x ->
                x.multiply(
                    Exact.sigmoid(inner.multiply(x.add(gelu.multiply(x).multiply(x).multiply(x))))),
            -9,
            4),
        of("silu", Elementary.SILU, x -> x.multiply(Exact.sigmoid(x)), -100, 20),
        of("mish", Elementary.MISH, NumericsPageTest::mish, -100, 20),
        of("softplus", Elementary.SOFTPLUS.with(1, 1e9), Exact::softplus, -100, 40),
        of(
            "logSigmoid",
            Elementary.LOG_SIGMOID,
            x -> Exact.softplus(x.negate()).negate(),
            -40,
            100),
        of("lgamma", Elementary.LGAMMA, Exact::lgamma, -8, 20),
        of("digamma", Elementary.DIGAMMA, Exact::digamma, -99.99, 20),
        of("trigamma", Elementary.TRIGAMMA, Exact::trigamma, 1e-9, 20),
        of("trigamma below 0", Elementary.TRIGAMMA, Exact::trigamma, -99.99, 0));
  }

  /** x^(−29/4). */
  private static Dfp steep(Dfp x) {
    Dfp quarter = x.sqrt().sqrt();
    return Exact.of(1).divide(DfpMath.pow(quarter, 29));
  }

  /** x tanh(ln(1 + eˣ)). */
  private static Dfp mish(Dfp x) {
    Dfp e = Exact.exp(x);
    Dfp w = e.multiply(e.add(2));
    return x.multiply(w).divide(w.add(2));
  }

  private record Worst(double ulps, double at) {}

  private static double[] points(Function f) {
    List<Double> points = new ArrayList<>();
    Random random = new Random(17);
    for (int i = 0; i < POINTS; i++) {
      points.add(f.low() + (f.high() - f.low()) * random.nextDouble());
    }
    for (double x : HARD) {
      if (x > f.low() && x < f.high() || f.low() <= -100 && x < 0) {
        points.add(x);
      }
    }
    return points.stream().mapToDouble(x -> x).toArray();
  }

  private static Worst worstOfDoubles(Function f) {
    double[] x = points(f);
    double[] y = new double[x.length];
    Provider.doubles().elements().map(f.f(), x, y);
    Worst worst = new Worst(0, 0);
    for (int i = 0; i < x.length; i++) {
      double ulps = Exact.ulps(f.exact(), x[i], y[i], 52, Double.MIN_EXPONENT);
      worst = !(ulps <= worst.ulps()) ? new Worst(ulps, x[i]) : worst;
    }
    return worst;
  }

  private static Worst worstOfFloats(Function f) {
    double[] wide = points(f);
    float[] x = new float[wide.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) wide[i];
    }
    float[] y = new float[x.length];
    Provider.floats().elements().map(f.f(), x, y);
    Worst worst = new Worst(0, 0);
    for (int i = 0; i < x.length; i++) {
      double ulps = Exact.ulps(f.exact(), x[i], y[i], 23, Float.MIN_EXPONENT);
      worst = !(ulps <= worst.ulps()) ? new Worst(ulps, x[i]) : worst;
    }
    return worst;
  }

  @Test
  void functionsOfGammaKeepTheirDigitsBesideTheirNegativeZeros() {
    for (int n = 0; n < 18; n++) {
      double zero = zero(Elementary.DIGAMMA, -n - 1, -n);
      requireDigits("digamma", Elementary.DIGAMMA, Exact::digamma, zero);
      if (n >= 2) {
        requireDigits(
            "lgamma", Elementary.LGAMMA, Exact::lgamma, zero(Elementary.LGAMMA, -n - 1, zero));
        requireDigits(
            "lgamma", Elementary.LGAMMA, Exact::lgamma, zero(Elementary.LGAMMA, -n, zero));
      }
    }
    double far = zero(Elementary.DIGAMMA, -1001, -1000);
    requireDigits("digamma", Elementary.DIGAMMA, Exact::digamma, far);
  }

  /** Where the function changes its sign between two points, the first beside a pole. */
  private static double zero(DoubleUnaryOperator f, double from, double to) {
    double near = from + (to - from) * 1e-13;
    double far = to - (to - from) * 1e-13;
    boolean above = f.applyAsDouble(near) > 0;
    while (true) {
      double middle = near + (far - near) / 2;
      if (middle == near || middle == far) {
        return near;
      }
      if (f.applyAsDouble(middle) > 0 == above) {
        near = middle;
      } else {
        far = middle;
      }
    }
  }

  private static void requireDigits(
      String name, DoubleUnaryOperator f, UnaryOperator<Dfp> exact, double zero) {
    double[] x = new double[5];
    x[0] = Math.nextDown(Math.nextDown(zero));
    for (int i = 1; i < x.length; i++) {
      x[i] = Math.nextUp(x[i - 1]);
    }
    double[] y = new double[x.length];
    Provider.doubles().elements().map(f, x, y);
    for (int i = 0; i < x.length; i++) {
      double ulps = Exact.ulps(exact, x[i], y[i], 52, Double.MIN_EXPONENT);
      String at = name + " at " + x[i] + ": " + y[i] + ", " + ulps + " ulps";
      assertTrue(ulps <= DOUBLE_ULPS, at);
    }
  }

  @Test
  void everyFunctionIsWithinItsBoundAndThePageSaysHowFar() throws IOException {
    var text = new StringBuilder();
    text.append(
        """
        # Numerics of the elementary functions

        The greatest error found, in units of the last place of the exact value (80 digits, Commons
        Math's Dfp), over random arguments and such as are known to be hard. Every kernel and JDK
        gives the same bits, so these numbers are the same everywhere; `NumericsPageTest` in `ops`
        makes this page (with `-Dcapstan.write=true`) and holds it to the letter. Promised are 4 ulps
        in float32 and 8 in float64, subnormal results included.

        What each function is, to the bit, stands in the classes named `Double…Series` of
        `dev.capstan.ops.internal`; the loops over arrays, scalar and on the Vector API, are made from
        them by `ops/src/build/VectorForms.java`. Sine, cosine and tangent beyond 2^20 are those of
        `StrictMath`. `softplus` is x where βx exceeds its threshold of 20, as in PyTorch: beyond it
        this page measures the form without a threshold. Further derivatives have no
        bound beside their zeros.

        | function | float32 | at | float64 | at |
        |---|---:|---:|---:|---:|
        """);
    for (Function f : functions()) {
      Worst single = worstOfFloats(f);
      Worst full = worstOfDoubles(f);
      assertTrue(single.ulps() <= FLOAT_ULPS, () -> f.name() + " in float32: " + single);
      assertTrue(full.ulps() <= DOUBLE_ULPS, () -> f.name() + " in float64: " + full);
      text.append(
          String.format(
              Locale.ROOT,
              "| `%s` | %.2f | %s | %.2f | %s |\n",
              f.name(),
              single.ulps(),
              (float) single.at(),
              full.ulps(),
              full.at()));
    }
    if (Boolean.getBoolean("capstan.write")) {
      Files.writeString(PAGE, text);
    }
    assertEquals(Files.readString(PAGE), text.toString(), "docs/numerics.md is stale");
  }
}
