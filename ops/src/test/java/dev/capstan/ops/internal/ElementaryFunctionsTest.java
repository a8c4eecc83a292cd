package dev.capstan.ops.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The elementary functions of the kernels beside {@code Math}, from end to end of their domains,
 * and those of scalar kernels beside those of vector kernels.
 */
final class ElementaryFunctionsTest {
  private static final int COUNT = 200_000;

  private static final double[] EDGES = {
    0.0,
    -0.0,
    1,
    -1,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Double.MIN_NORMAL,
    -Double.MIN_NORMAL,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    -Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    709.78,
    709.79,
    -708.4,
    -745.13,
    -745.14,
    88.72,
    88.73,
    -87.34,
    -103.97,
    -103.98,
    0.3465,
    0.3466,
    -0.3466,
    20,
    -20,
    22,
    -22,
    100,
    -100,
    1e10,
    -1e10
  };

  private enum Known {
    /** 1 + q is rounded, in q are ½ ulp of its own and r's: below 1.1; gradual underflow adds ½. */
    EXP(Unary.EXP, Math::exp, 1.6, -760, 720),
    /** Two roundings more than exp, of 1 + e and the quotient; e weighs at most half in 1 + e. */
    SIGMOID(
        Unary.SIGMOID,
        x -> x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)),
        2.6,
        -760,
        760),
    /** m within 1 ulp weighs up to twice in the quotient, and is rounded twice more. */
    TANH(Unary.TANH, Math::tanh, 3, -25, 25),
    /** The last sum is rounded, and f's correction, which is less than half of f. */
    LOG(Unary.LOG, Math::log, 1.5, 0, 100);

    final Unary function;
    final DoubleUnaryOperator reference;
    final double ulps;
    final double least;
    final double most;

    Known(Unary function, DoubleUnaryOperator reference, double ulps, double least, double most) {
      this.function = function;
      this.reference = reference;
      this.ulps = ulps;
      this.least = least;
      this.most = most;
    }

    /** Evenly spread ones, small ones of every size, and those at the edges. */
    double[] arguments() {
      var random = new Random(19);
      DoubleStream even = random.doubles(COUNT, least, most);
      DoubleStream ofAnySize =
          random
              .ints(COUNT, -1074, 1024)
              .mapToDouble(n -> Math.scalb(1 + random.nextDouble(), n) * (random.nextInt(3) - 1));
      return Stream.of(even, ofAnySize, DoubleStream.of(EDGES)).flatMapToDouble(s -> s).toArray();
    }
  }

  @ParameterizedTest
  @EnumSource
  void doublesAreWithinUlpsOfMath(Known known) {
    double[] x = known.arguments();
    double[] y = new double[x.length];
    Provider.doubles().elements().map(known.function, x, y);
    // Math.exp and Math.log are within 1 ulp; Math.tanh is within 2.5, sigmoid's definition within
    // 2.
    double reference = known == Known.TANH ? 2.5 : known == Known.SIGMOID ? 2 : 1;
    for (int i = 0; i < x.length; i++) {
      double expected = known.reference.applyAsDouble(x[i]);
      check(known, x[i], expected, y[i], (known.ulps + reference) * Math.ulp(expected));
    }
  }

  @ParameterizedTest
  @EnumSource
  void floatsAreWithinUlpsOfMath(Known known) {
    double[] wide = known.arguments();
    float[] x = new float[wide.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) wide[i];
    }
    float[] y = new float[x.length];
    Provider.floats().elements().map(known.function, x, y);
    for (int i = 0; i < x.length; i++) {
      double exact = known.reference.applyAsDouble(x[i]);
      // The reference is exact here; infinity comes from half an ulp above the largest number.
      double expected = Math.abs(exact) > Float.MAX_VALUE ? (float) exact : exact;
      check(known, x[i], expected, y[i], known.ulps * Math.ulp((float) expected));
    }
  }

  private static void check(Known known, double x, double expected, double y, double tolerance) {
    if (Double.isNaN(expected) || Double.isInfinite(expected) || expected == 0) {
      assertEquals(expected, y, () -> known + " of " + x);
    } else {
      assertTrue(
          Math.abs(y - expected) <= tolerance,
          () -> known + " of " + x + ": expected " + expected + " ± " + tolerance + ", got " + y);
    }
  }

  /** The first call is interpreted, the last one compiled. */
  @Test
  void theBitsStayTheSameOnceTheCodeIsCompiled() {
    float[] x = new float[1003];
    var random = new Random(3);
    for (int i = 0; i < x.length; i++) {
      x[i] = 3 * (float) random.nextGaussian();
    }
    float[] first = all(x);
    for (int i = 0; i < 3000; i++) {
      assertTrue(Arrays.equals(first, all(x)));
    }
  }

  /** The elementary functions of x, and a sum, a sum of squares and a softmax beside them. */
  private static float[] all(float[] x) {
    int n = x.length;
    float[] out = new float[5 * n + 2];
    float[] y = new float[n];
    int at = 0;
    for (Known known : Known.values()) {
      Provider.floats().elements().map(known.function, x, y);
      System.arraycopy(y, 0, out, at, n);
      at += n;
    }
    Provider.floats().lines().softmax(x, 1, n, y);
    System.arraycopy(y, 0, out, at, n);
    float[] sum = new float[1];
    Provider.floats().elements().reduce(Fold.SUM, x, 1, n, 1, sum);
    out[5 * n] = sum[0];
    Provider.floats().elements().reduce(Fold.SUM_SQUARES, x, 1, n, 1, sum);
    out[5 * n + 1] = sum[0];
    return out;
  }
}
