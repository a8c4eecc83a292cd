package dev.capstan.ops.internal;

// Made by src/build/VectorForms.java from the classes named Double…Series. Do not edit.

import static java.util.Objects.checkFromIndexSize;
import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromArray;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The series on the Vector API, to the bits of their scalar definitions: each loop holds the
 * arithmetic of one of them, with its calls inlined, so that C2 sees all of it.
 */
final class VectorDoubleSeries extends DoubleSeriesLoops {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** Elements that are tested for their range together. */
  private static final int BLOCK = 512;

  @Override
  void map(
      Elementary f, /*wide*/
      double a, /*wide*/
      double b,
      double[] x,
      int xAt,
      double[] out,
      int to,
      int n) {
    if (n < LANES) {
      super.map(f, a, b, x, xAt, out, to, n);
      return;
    }
    int full = SPECIES.loopBound(n);
    vectors(f, a, b, x, xAt, out, to, full);
    if (full < n) {
      double[] left = new double[LANES];
      System.arraycopy(x, xAt + full, left, 0, n - full);
      vectors(f, a, b, left, 0, left, 0, LANES);
      System.arraycopy(left, 0, out, to + full, n - full);
    }
  }

  private static void vectors(
      Elementary f, /*wide*/
      double a, /*wide*/
      double b,
      double[] x,
      int xAt,
      double[] out,
      int to,
      int n) {
    switch (f) {
      case SIN -> sinInBlocks(x, xAt, out, to, n);
      case COS -> cosInBlocks(x, xAt, out, to, n);
      case TAN -> tanInBlocks(x, xAt, out, to, n);
      case ATAN -> atanVectors(x, xAt, out, to, n);
      case ASIN -> asinVectors(x, xAt, out, to, n);
      case ACOS -> acosVectors(x, xAt, out, to, n);
      case ERF -> erfVectors(x, xAt, out, to, n);
      case ERFC -> erfcVectors(x, xAt, out, to, n);
      case GELU -> geluVectors(x, xAt, out, to, n);
      case GELU_TANH -> geluTanhVectors(x, xAt, out, to, n);
      case EXPM1 -> expm1Vectors(x, xAt, out, to, n);
      case SINH -> sinhVectors(x, xAt, out, to, n);
      case COSH -> coshVectors(x, xAt, out, to, n);
      case SILU -> siluVectors(x, xAt, out, to, n);
      case MISH -> mishVectors(x, xAt, out, to, n);
      case ELU -> eluVectors(/*narrow*/ a, /*narrow*/ b, x, xAt, out, to, n);
      case LGAMMA -> lgammaInBlocks(x, xAt, out, to, n);
      case DIGAMMA -> digammaInBlocks(x, xAt, out, to, n);
      case LOG1P -> log1pVectors(x, xAt, out, to, n);
      case LOG2 -> log2Vectors(x, xAt, out, to, n);
      case LOG10 -> log10Vectors(x, xAt, out, to, n);
      case ASINH -> asinhVectors(x, xAt, out, to, n);
      case ACOSH -> acoshVectors(x, xAt, out, to, n);
      case ATANH -> atanhVectors(x, xAt, out, to, n);
      case LOG_SIGMOID -> logSigmoidVectors(x, xAt, out, to, n);
      case SOFTPLUS -> softplusVectors(/*narrow*/ a, /*narrow*/ b, x, xAt, out, to, n);
      case ROUND -> roundVectors(x, xAt, out, to, n);
      case FLOOR -> floorVectors(x, xAt, out, to, n);
      case CEIL -> ceilVectors(x, xAt, out, to, n);
      case CLAMP -> clampVectors(/*narrow*/ a, /*narrow*/ b, x, xAt, out, to, n);
      case SIGN -> signVectors(x, xAt, out, to, n);
      case STEP -> stepVectors(x, xAt, out, to, n);
      case LEAKY_RELU -> leakyReluVectors(/*narrow*/ a, x, xAt, out, to, n);
      case UNDEFINED -> undefinedVectors(x, xAt, out, to, n);
      case FINITE -> finiteVectors(x, xAt, out, to, n);
      case POWER -> powerVectors(/*narrow*/ a, x, xAt, out, to, n);
      case SIZE_POWER -> sizePowerVectors(/*narrow*/ a, x, xAt, out, to, n);
      case EVEN_POWER -> evenPowerVectors(/*narrow*/ a, x, xAt, out, to, n);
      case ODD_POWER -> oddPowerVectors(/*narrow*/ a, x, xAt, out, to, n);
      case INVERSE_SIZE -> inverseSizeVectors(x, xAt, out, to, n);
      case CUBE -> cubeVectors(x, xAt, out, to, n);
      case FOURTH_POWER -> fourthPowerVectors(x, xAt, out, to, n);
      case INVERSE_SQUARE -> inverseSquareVectors(x, xAt, out, to, n);
      case RSQRT -> rsqrtVectors(x, xAt, out, to, n);
    }
  }

  @Override
  void zip(
      ElementaryPair f, /*wide*/
      double a, /*wide*/
      double b,
      double[] x,
      int xAt,
      double[] y,
      int yAt,
      double[] out,
      int to,
      int n) {
    if (n < LANES) {
      super.zip(f, a, b, x, xAt, y, yAt, out, to, n);
      return;
    }
    int full = SPECIES.loopBound(n);
    vectors(f, a, b, x, xAt, y, yAt, out, to, full);
    if (full < n) {
      double[] left = new double[LANES];
      System.arraycopy(x, xAt + full, left, 0, n - full);
      double[] right = new double[LANES];
      System.arraycopy(y, yAt + full, right, 0, n - full);
      vectors(f, a, b, left, 0, right, 0, left, 0, LANES);
      System.arraycopy(left, 0, out, to + full, n - full);
    }
  }

  private static void vectors(
      ElementaryPair f, /*wide*/
      double a, /*wide*/
      double b,
      double[] x,
      int xAt,
      double[] y,
      int yAt,
      double[] out,
      int to,
      int n) {
    switch (f) {
      case SIN_BACK -> sinBackInBlocks(x, xAt, y, yAt, out, to, n);
      case COS_BACK -> cosBackInBlocks(x, xAt, y, yAt, out, to, n);
      case TAN_BACK -> tanBackInBlocks(x, xAt, y, yAt, out, to, n);
      case ATAN_BACK -> atanBackVectors(x, xAt, y, yAt, out, to, n);
      case ASIN_BACK -> asinBackVectors(x, xAt, y, yAt, out, to, n);
      case ACOS_BACK -> acosBackVectors(x, xAt, y, yAt, out, to, n);
      case ATAN2 -> atan2Vectors(x, xAt, y, yAt, out, to, n);
      case INVERSION -> inversionVectors(x, xAt, y, yAt, out, to, n);
      case ERF_BACK -> erfBackVectors(x, xAt, y, yAt, out, to, n);
      case ERFC_BACK -> erfcBackVectors(x, xAt, y, yAt, out, to, n);
      case GELU_BACK -> geluBackVectors(x, xAt, y, yAt, out, to, n);
      case GELU_TANH_BACK -> geluTanhBackVectors(x, xAt, y, yAt, out, to, n);
      case EXPM1_BACK -> expm1BackVectors(x, xAt, y, yAt, out, to, n);
      case SINH_BACK -> sinhBackVectors(x, xAt, y, yAt, out, to, n);
      case COSH_BACK -> coshBackVectors(x, xAt, y, yAt, out, to, n);
      case SILU_BACK -> siluBackVectors(x, xAt, y, yAt, out, to, n);
      case MISH_BACK -> mishBackVectors(x, xAt, y, yAt, out, to, n);
      case SIGMOID_SLOPE_BACK -> sigmoidSlopeBackVectors(x, xAt, y, yAt, out, to, n);
      case TANH_SLOPE_BACK -> tanhSlopeBackVectors(x, xAt, y, yAt, out, to, n);
      case ELU_BACK -> eluBackVectors(/*narrow*/ a, /*narrow*/ b, x, xAt, y, yAt, out, to, n);
      case LGAMMA_BACK -> lgammaBackInBlocks(x, xAt, y, yAt, out, to, n);
      case LOG1P_BACK -> log1pBackVectors(x, xAt, y, yAt, out, to, n);
      case ASINH_BACK -> asinhBackVectors(x, xAt, y, yAt, out, to, n);
      case ACOSH_BACK -> acoshBackVectors(x, xAt, y, yAt, out, to, n);
      case ATANH_BACK -> atanhBackVectors(x, xAt, y, yAt, out, to, n);
      case LOG_SIGMOID_BACK -> logSigmoidBackVectors(x, xAt, y, yAt, out, to, n);
      case SOFTPLUS_BACK ->
          softplusBackVectors(/*narrow*/ a, /*narrow*/ b, x, xAt, y, yAt, out, to, n);
      case CLAMP_BACK -> clampBackVectors(/*narrow*/ a, /*narrow*/ b, x, xAt, y, yAt, out, to, n);
      case CLAMP_BACK_CLOSED ->
          clampBackClosedVectors(/*narrow*/ a, /*narrow*/ b, x, xAt, y, yAt, out, to, n);
      case LEAKY_RELU_BACK -> leakyReluBackVectors(/*narrow*/ a, x, xAt, y, yAt, out, to, n);
      case EQUAL -> equalVectors(x, xAt, y, yAt, out, to, n);
      case UNEQUAL -> unequalVectors(x, xAt, y, yAt, out, to, n);
      case BELOW -> belowVectors(x, xAt, y, yAt, out, to, n);
      case AT_MOST -> atMostVectors(x, xAt, y, yAt, out, to, n);
      case ABOVE -> aboveVectors(x, xAt, y, yAt, out, to, n);
      case AT_LEAST -> atLeastVectors(x, xAt, y, yAt, out, to, n);
      case SHARE_OF_LARGER -> shareOfLargerVectors(/*narrow*/ a, x, xAt, y, yAt, out, to, n);
      case SHARE_OF_SMALLER -> shareOfSmallerVectors(/*narrow*/ a, x, xAt, y, yAt, out, to, n);
      case POW -> powVectors(x, xAt, y, yAt, out, to, n);
      case POWER_BACK -> powerBackVectors(/*narrow*/ a, x, xAt, y, yAt, out, to, n);
      case CUBE_BACK -> cubeBackVectors(x, xAt, y, yAt, out, to, n);
      case SCALED_PRODUCT -> scaledProductVectors(/*narrow*/ a, x, xAt, y, yAt, out, to, n);
      case SQUARE_BACK -> squareBackVectors(x, xAt, y, yAt, out, to, n);
      case SQRT_BACK -> sqrtBackVectors(x, xAt, y, yAt, out, to, n);
      case RECIPROCAL_BACK -> reciprocalBackVectors(x, xAt, y, yAt, out, to, n);
      case RSQRT_BACK -> rsqrtBackVectors(x, xAt, y, yAt, out, to, n);
      case HYPOT -> hypotVectors(x, xAt, y, yAt, out, to, n);
    }
  }

  private static void sinInBlocks(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i += BLOCK) {
      int size = Math.min(BLOCK, n - i);
      if (sinInside(x, xAt + i, size)) {
        sinVectors(x, xAt + i, out, to + i, size);
      } else {
        DoubleSeriesLoops.sin(x, xAt + i, out, to + i, size);
      }
    }
  }

  private static boolean sinInside(double[] xs, int xAt, int n) {
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      if (!x.abs().compare(VectorOperators.LE, DoubleAngleSeries.FAR).allTrue()) {
        return false;
      }
    }
    return true;
  }

  private static void sinVectors(double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector turns0 =
          x.fma(
              broadcast(SPECIES, DoubleAngleSeries.PER_QUARTER),
              broadcast(SPECIES, DoubleAngleSeries.WHOLE));
      DoubleVector back2 = broadcast(SPECIES, DoubleAngleSeries.WHOLE).sub(turns0);
      DoubleVector a2 = back2.fma(broadcast(SPECIES, DoubleAngleSeries.QUARTER), x);
      DoubleVector p2 = back2.mul(DoubleAngleSeries.QUARTER_REST);
      DoubleVector r2 = a2.add(p2);
      DoubleVector lost2 =
          a2.sub(r2)
              .add(p2)
              .add(
                  back2.fma(
                      broadcast(SPECIES, DoubleAngleSeries.QUARTER_LAST),
                      back2.fma(broadcast(SPECIES, DoubleAngleSeries.QUARTER_REST), p2.neg())));
      DoubleVector r0 = r2.add(lost2);
      DoubleVector z4 = r0.mul(r0);
      DoubleVector p4 =
          broadcast(
              SPECIES, (DoubleAngleSeries.WIDE ? DoubleAngleSeries.C_16 : DoubleAngleSeries.C_10));
      if ((DoubleAngleSeries.WIDE)) {
        p4 = p4.fma(z4, broadcast(SPECIES, DoubleAngleSeries.C_14));
        p4 = p4.fma(z4, broadcast(SPECIES, DoubleAngleSeries.C_12));
        p4 = p4.fma(z4, broadcast(SPECIES, DoubleAngleSeries.C_10));
      }
      p4 = p4.fma(z4, broadcast(SPECIES, DoubleAngleSeries.C_8));
      p4 = p4.fma(z4, broadcast(SPECIES, DoubleAngleSeries.C_6));
      p4 = p4.fma(z4, broadcast(SPECIES, DoubleAngleSeries.C_4));
      DoubleVector half4 = z4.mul(0.5);
      DoubleVector most4 = broadcast(SPECIES, 1).sub(half4);
      DoubleVector z5 = r0.mul(r0);
      DoubleVector p5 =
          broadcast(
              SPECIES, (DoubleAngleSeries.WIDE ? DoubleAngleSeries.S_17 : DoubleAngleSeries.S_9));
      if ((DoubleAngleSeries.WIDE)) {
        p5 = p5.fma(z5, broadcast(SPECIES, DoubleAngleSeries.S_15));
        p5 = p5.fma(z5, broadcast(SPECIES, DoubleAngleSeries.S_13));
        p5 = p5.fma(z5, broadcast(SPECIES, DoubleAngleSeries.S_11));
        p5 = p5.fma(z5, broadcast(SPECIES, DoubleAngleSeries.S_9));
      }
      p5 = p5.fma(z5, broadcast(SPECIES, DoubleAngleSeries.S_7));
      p5 = p5.fma(z5, broadcast(SPECIES, DoubleAngleSeries.S_5));
      p5 = p5.fma(z5, broadcast(SPECIES, DoubleAngleSeries.S_3));
      DoubleVector y0 =
          p5.mul(z5)
              .fma(r0, r0)
              .blend(
                  most4.add(broadcast(SPECIES, 1).sub(most4).sub(half4).add(p4.mul(z4.mul(z4)))),
                  turns0
                      .reinterpretAsLongs()
                      .lanewise(VectorOperators.AND, (long) (1))
                      .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
                      .reinterpretAsDoubles()
                      .compare(VectorOperators.NE, 0));
      LongVector count6 = turns0.reinterpretAsLongs();
      y0.reinterpretAsLongs()
          .lanewise(
              VectorOperators.XOR,
              count6
                  .lanewise(VectorOperators.LSHL, (long) (DoubleAngleSeries.TO_SIGN))
                  .lanewise(VectorOperators.AND, (long) (DoubleExpSeries.SIGN)))
          .reinterpretAsDoubles()
          .blend(x, x.compare(VectorOperators.EQ, 0))
          .intoArray(out, to + i);
    }
  }

  private static void cosInBlocks(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i += BLOCK) {
      int size = Math.min(BLOCK, n - i);
      if (cosInside(x, xAt + i, size)) {
        cosVectors(x, xAt + i, out, to + i, size);
      } else {
        DoubleSeriesLoops.cos(x, xAt + i, out, to + i, size);
      }
    }
  }

  private static boolean cosInside(double[] xs, int xAt, int n) {
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      if (!x.abs().compare(VectorOperators.LE, DoubleAngleSeries.FAR).allTrue()) {
        return false;
      }
    }
    return true;
  }

  private static void cosVectors(double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector turns0 =
          x.fma(
              broadcast(SPECIES, DoubleAngleSeries.PER_QUARTER),
              broadcast(SPECIES, DoubleAngleSeries.WHOLE));
      DoubleVector back2 = broadcast(SPECIES, DoubleAngleSeries.WHOLE).sub(turns0);
      DoubleVector a2 = back2.fma(broadcast(SPECIES, DoubleAngleSeries.QUARTER), x);
      DoubleVector p2 = back2.mul(DoubleAngleSeries.QUARTER_REST);
      DoubleVector r2 = a2.add(p2);
      DoubleVector lost2 =
          a2.sub(r2)
              .add(p2)
              .add(
                  back2.fma(
                      broadcast(SPECIES, DoubleAngleSeries.QUARTER_LAST),
                      back2.fma(broadcast(SPECIES, DoubleAngleSeries.QUARTER_REST), p2.neg())));
      DoubleVector r0 = r2.add(lost2);
      DoubleVector z4 = r0.mul(r0);
      DoubleVector p4 =
          broadcast(
              SPECIES, (DoubleAngleSeries.WIDE ? DoubleAngleSeries.S_17 : DoubleAngleSeries.S_9));
      if ((DoubleAngleSeries.WIDE)) {
        p4 = p4.fma(z4, broadcast(SPECIES, DoubleAngleSeries.S_15));
        p4 = p4.fma(z4, broadcast(SPECIES, DoubleAngleSeries.S_13));
        p4 = p4.fma(z4, broadcast(SPECIES, DoubleAngleSeries.S_11));
        p4 = p4.fma(z4, broadcast(SPECIES, DoubleAngleSeries.S_9));
      }
      p4 = p4.fma(z4, broadcast(SPECIES, DoubleAngleSeries.S_7));
      p4 = p4.fma(z4, broadcast(SPECIES, DoubleAngleSeries.S_5));
      p4 = p4.fma(z4, broadcast(SPECIES, DoubleAngleSeries.S_3));
      DoubleVector z5 = r0.mul(r0);
      DoubleVector p5 =
          broadcast(
              SPECIES, (DoubleAngleSeries.WIDE ? DoubleAngleSeries.C_16 : DoubleAngleSeries.C_10));
      if ((DoubleAngleSeries.WIDE)) {
        p5 = p5.fma(z5, broadcast(SPECIES, DoubleAngleSeries.C_14));
        p5 = p5.fma(z5, broadcast(SPECIES, DoubleAngleSeries.C_12));
        p5 = p5.fma(z5, broadcast(SPECIES, DoubleAngleSeries.C_10));
      }
      p5 = p5.fma(z5, broadcast(SPECIES, DoubleAngleSeries.C_8));
      p5 = p5.fma(z5, broadcast(SPECIES, DoubleAngleSeries.C_6));
      p5 = p5.fma(z5, broadcast(SPECIES, DoubleAngleSeries.C_4));
      DoubleVector half5 = z5.mul(0.5);
      DoubleVector most5 = broadcast(SPECIES, 1).sub(half5);
      DoubleVector y0 =
          most5
              .add(broadcast(SPECIES, 1).sub(most5).sub(half5).add(p5.mul(z5.mul(z5))))
              .blend(
                  p4.mul(z4).fma(r0, r0),
                  turns0
                      .reinterpretAsLongs()
                      .lanewise(VectorOperators.AND, (long) (1))
                      .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
                      .reinterpretAsDoubles()
                      .compare(VectorOperators.NE, 0));
      LongVector count6 = turns0.reinterpretAsLongs().lanewise(VectorOperators.ADD, (long) (1));
      y0.reinterpretAsLongs()
          .lanewise(
              VectorOperators.XOR,
              count6
                  .lanewise(VectorOperators.LSHL, (long) (DoubleAngleSeries.TO_SIGN))
                  .lanewise(VectorOperators.AND, (long) (DoubleExpSeries.SIGN)))
          .reinterpretAsDoubles()
          .intoArray(out, to + i);
    }
  }

  private static void tanInBlocks(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i += BLOCK) {
      int size = Math.min(BLOCK, n - i);
      if (tanInside(x, xAt + i, size)) {
        tanVectors(x, xAt + i, out, to + i, size);
      } else {
        DoubleSeriesLoops.tan(x, xAt + i, out, to + i, size);
      }
    }
  }

  private static boolean tanInside(double[] xs, int xAt, int n) {
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      if (!x.abs().compare(VectorOperators.LE, DoubleAngleSeries.FAR).allTrue()) {
        return false;
      }
    }
    return true;
  }

  private static void tanVectors(double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector turns0 =
          x.fma(
              broadcast(SPECIES, DoubleAngleSeries.PER_QUARTER),
              broadcast(SPECIES, DoubleAngleSeries.WHOLE));
      DoubleVector back2 = broadcast(SPECIES, DoubleAngleSeries.WHOLE).sub(turns0);
      DoubleVector a2 = back2.fma(broadcast(SPECIES, DoubleAngleSeries.QUARTER), x);
      DoubleVector p2 = back2.mul(DoubleAngleSeries.QUARTER_REST);
      DoubleVector r2 = a2.add(p2);
      DoubleVector lost2 =
          a2.sub(r2)
              .add(p2)
              .add(
                  back2.fma(
                      broadcast(SPECIES, DoubleAngleSeries.QUARTER_LAST),
                      back2.fma(broadcast(SPECIES, DoubleAngleSeries.QUARTER_REST), p2.neg())));
      DoubleVector r0 = r2.add(lost2);
      DoubleVector z3 = r0.mul(r0);
      DoubleVector p3 =
          broadcast(
              SPECIES, (DoubleAngleSeries.WIDE ? DoubleAngleSeries.S_17 : DoubleAngleSeries.S_9));
      if ((DoubleAngleSeries.WIDE)) {
        p3 = p3.fma(z3, broadcast(SPECIES, DoubleAngleSeries.S_15));
        p3 = p3.fma(z3, broadcast(SPECIES, DoubleAngleSeries.S_13));
        p3 = p3.fma(z3, broadcast(SPECIES, DoubleAngleSeries.S_11));
        p3 = p3.fma(z3, broadcast(SPECIES, DoubleAngleSeries.S_9));
      }
      p3 = p3.fma(z3, broadcast(SPECIES, DoubleAngleSeries.S_7));
      p3 = p3.fma(z3, broadcast(SPECIES, DoubleAngleSeries.S_5));
      p3 = p3.fma(z3, broadcast(SPECIES, DoubleAngleSeries.S_3));
      DoubleVector s0 = p3.mul(z3).fma(r0, r0);
      DoubleVector z4 = r0.mul(r0);
      DoubleVector p4 =
          broadcast(
              SPECIES, (DoubleAngleSeries.WIDE ? DoubleAngleSeries.C_16 : DoubleAngleSeries.C_10));
      if ((DoubleAngleSeries.WIDE)) {
        p4 = p4.fma(z4, broadcast(SPECIES, DoubleAngleSeries.C_14));
        p4 = p4.fma(z4, broadcast(SPECIES, DoubleAngleSeries.C_12));
        p4 = p4.fma(z4, broadcast(SPECIES, DoubleAngleSeries.C_10));
      }
      p4 = p4.fma(z4, broadcast(SPECIES, DoubleAngleSeries.C_8));
      p4 = p4.fma(z4, broadcast(SPECIES, DoubleAngleSeries.C_6));
      p4 = p4.fma(z4, broadcast(SPECIES, DoubleAngleSeries.C_4));
      DoubleVector half4 = z4.mul(0.5);
      DoubleVector most4 = broadcast(SPECIES, 1).sub(half4);
      DoubleVector c0 =
          most4.add(broadcast(SPECIES, 1).sub(most4).sub(half4).add(p4.mul(z4.mul(z4))));
      VectorMask<Double> odd0 =
          turns0
              .reinterpretAsLongs()
              .lanewise(VectorOperators.AND, (long) (1))
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles()
              .compare(VectorOperators.NE, 0);
      DoubleVector y0 = s0.blend(c0.neg(), odd0).div(c0.blend(s0, odd0));
      y0.blend(x, x.compare(VectorOperators.EQ, 0)).intoArray(out, to + i);
    }
  }

  private static void sinBackInBlocks(
      double[] x, int xAt, double[] y, int yAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i += BLOCK) {
      int size = Math.min(BLOCK, n - i);
      if (sinBackInside(x, xAt + i, y, yAt + i, size)) {
        sinBackVectors(x, xAt + i, y, yAt + i, out, to + i, size);
      } else {
        DoubleSeriesLoops.sinBack(x, xAt + i, y, yAt + i, out, to + i, size);
      }
    }
  }

  private static boolean sinBackInside(double[] gs, int gAt, double[] xs, int xAt, int n) {
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      if (!x.abs().compare(VectorOperators.LE, DoubleAngleSeries.FAR).allTrue()) {
        return false;
      }
    }
    return true;
  }

  private static void sinBackVectors(
      double[] gs, int gAt, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(gAt, n, gs.length);
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector turns1 =
          x.fma(
              broadcast(SPECIES, DoubleAngleSeries.PER_QUARTER),
              broadcast(SPECIES, DoubleAngleSeries.WHOLE));
      DoubleVector back3 = broadcast(SPECIES, DoubleAngleSeries.WHOLE).sub(turns1);
      DoubleVector a3 = back3.fma(broadcast(SPECIES, DoubleAngleSeries.QUARTER), x);
      DoubleVector p3 = back3.mul(DoubleAngleSeries.QUARTER_REST);
      DoubleVector r3 = a3.add(p3);
      DoubleVector lost3 =
          a3.sub(r3)
              .add(p3)
              .add(
                  back3.fma(
                      broadcast(SPECIES, DoubleAngleSeries.QUARTER_LAST),
                      back3.fma(broadcast(SPECIES, DoubleAngleSeries.QUARTER_REST), p3.neg())));
      DoubleVector r1 = r3.add(lost3);
      DoubleVector z5 = r1.mul(r1);
      DoubleVector p5 =
          broadcast(
              SPECIES, (DoubleAngleSeries.WIDE ? DoubleAngleSeries.S_17 : DoubleAngleSeries.S_9));
      if ((DoubleAngleSeries.WIDE)) {
        p5 = p5.fma(z5, broadcast(SPECIES, DoubleAngleSeries.S_15));
        p5 = p5.fma(z5, broadcast(SPECIES, DoubleAngleSeries.S_13));
        p5 = p5.fma(z5, broadcast(SPECIES, DoubleAngleSeries.S_11));
        p5 = p5.fma(z5, broadcast(SPECIES, DoubleAngleSeries.S_9));
      }
      p5 = p5.fma(z5, broadcast(SPECIES, DoubleAngleSeries.S_7));
      p5 = p5.fma(z5, broadcast(SPECIES, DoubleAngleSeries.S_5));
      p5 = p5.fma(z5, broadcast(SPECIES, DoubleAngleSeries.S_3));
      DoubleVector z6 = r1.mul(r1);
      DoubleVector p6 =
          broadcast(
              SPECIES, (DoubleAngleSeries.WIDE ? DoubleAngleSeries.C_16 : DoubleAngleSeries.C_10));
      if ((DoubleAngleSeries.WIDE)) {
        p6 = p6.fma(z6, broadcast(SPECIES, DoubleAngleSeries.C_14));
        p6 = p6.fma(z6, broadcast(SPECIES, DoubleAngleSeries.C_12));
        p6 = p6.fma(z6, broadcast(SPECIES, DoubleAngleSeries.C_10));
      }
      p6 = p6.fma(z6, broadcast(SPECIES, DoubleAngleSeries.C_8));
      p6 = p6.fma(z6, broadcast(SPECIES, DoubleAngleSeries.C_6));
      p6 = p6.fma(z6, broadcast(SPECIES, DoubleAngleSeries.C_4));
      DoubleVector half6 = z6.mul(0.5);
      DoubleVector most6 = broadcast(SPECIES, 1).sub(half6);
      DoubleVector y1 =
          most6
              .add(broadcast(SPECIES, 1).sub(most6).sub(half6).add(p6.mul(z6.mul(z6))))
              .blend(
                  p5.mul(z5).fma(r1, r1),
                  turns1
                      .reinterpretAsLongs()
                      .lanewise(VectorOperators.AND, (long) (1))
                      .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
                      .reinterpretAsDoubles()
                      .compare(VectorOperators.NE, 0));
      LongVector count7 = turns1.reinterpretAsLongs().lanewise(VectorOperators.ADD, (long) (1));
      g.mul(
              y1.reinterpretAsLongs()
                  .lanewise(
                      VectorOperators.XOR,
                      count7
                          .lanewise(VectorOperators.LSHL, (long) (DoubleAngleSeries.TO_SIGN))
                          .lanewise(VectorOperators.AND, (long) (DoubleExpSeries.SIGN)))
                  .reinterpretAsDoubles())
          .intoArray(out, to + i);
    }
  }

  private static void cosBackInBlocks(
      double[] x, int xAt, double[] y, int yAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i += BLOCK) {
      int size = Math.min(BLOCK, n - i);
      if (cosBackInside(x, xAt + i, y, yAt + i, size)) {
        cosBackVectors(x, xAt + i, y, yAt + i, out, to + i, size);
      } else {
        DoubleSeriesLoops.cosBack(x, xAt + i, y, yAt + i, out, to + i, size);
      }
    }
  }

  private static boolean cosBackInside(double[] gs, int gAt, double[] xs, int xAt, int n) {
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      if (!x.abs().compare(VectorOperators.LE, DoubleAngleSeries.FAR).allTrue()) {
        return false;
      }
    }
    return true;
  }

  private static void cosBackVectors(
      double[] gs, int gAt, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(gAt, n, gs.length);
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector turns1 =
          x.fma(
              broadcast(SPECIES, DoubleAngleSeries.PER_QUARTER),
              broadcast(SPECIES, DoubleAngleSeries.WHOLE));
      DoubleVector back3 = broadcast(SPECIES, DoubleAngleSeries.WHOLE).sub(turns1);
      DoubleVector a3 = back3.fma(broadcast(SPECIES, DoubleAngleSeries.QUARTER), x);
      DoubleVector p3 = back3.mul(DoubleAngleSeries.QUARTER_REST);
      DoubleVector r3 = a3.add(p3);
      DoubleVector lost3 =
          a3.sub(r3)
              .add(p3)
              .add(
                  back3.fma(
                      broadcast(SPECIES, DoubleAngleSeries.QUARTER_LAST),
                      back3.fma(broadcast(SPECIES, DoubleAngleSeries.QUARTER_REST), p3.neg())));
      DoubleVector r1 = r3.add(lost3);
      DoubleVector z5 = r1.mul(r1);
      DoubleVector p5 =
          broadcast(
              SPECIES, (DoubleAngleSeries.WIDE ? DoubleAngleSeries.C_16 : DoubleAngleSeries.C_10));
      if ((DoubleAngleSeries.WIDE)) {
        p5 = p5.fma(z5, broadcast(SPECIES, DoubleAngleSeries.C_14));
        p5 = p5.fma(z5, broadcast(SPECIES, DoubleAngleSeries.C_12));
        p5 = p5.fma(z5, broadcast(SPECIES, DoubleAngleSeries.C_10));
      }
      p5 = p5.fma(z5, broadcast(SPECIES, DoubleAngleSeries.C_8));
      p5 = p5.fma(z5, broadcast(SPECIES, DoubleAngleSeries.C_6));
      p5 = p5.fma(z5, broadcast(SPECIES, DoubleAngleSeries.C_4));
      DoubleVector half5 = z5.mul(0.5);
      DoubleVector most5 = broadcast(SPECIES, 1).sub(half5);
      DoubleVector z6 = r1.mul(r1);
      DoubleVector p6 =
          broadcast(
              SPECIES, (DoubleAngleSeries.WIDE ? DoubleAngleSeries.S_17 : DoubleAngleSeries.S_9));
      if ((DoubleAngleSeries.WIDE)) {
        p6 = p6.fma(z6, broadcast(SPECIES, DoubleAngleSeries.S_15));
        p6 = p6.fma(z6, broadcast(SPECIES, DoubleAngleSeries.S_13));
        p6 = p6.fma(z6, broadcast(SPECIES, DoubleAngleSeries.S_11));
        p6 = p6.fma(z6, broadcast(SPECIES, DoubleAngleSeries.S_9));
      }
      p6 = p6.fma(z6, broadcast(SPECIES, DoubleAngleSeries.S_7));
      p6 = p6.fma(z6, broadcast(SPECIES, DoubleAngleSeries.S_5));
      p6 = p6.fma(z6, broadcast(SPECIES, DoubleAngleSeries.S_3));
      DoubleVector y1 =
          p6.mul(z6)
              .fma(r1, r1)
              .blend(
                  most5.add(broadcast(SPECIES, 1).sub(most5).sub(half5).add(p5.mul(z5.mul(z5)))),
                  turns1
                      .reinterpretAsLongs()
                      .lanewise(VectorOperators.AND, (long) (1))
                      .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
                      .reinterpretAsDoubles()
                      .compare(VectorOperators.NE, 0));
      LongVector count7 = turns1.reinterpretAsLongs();
      g.neg()
          .mul(
              y1.reinterpretAsLongs()
                  .lanewise(
                      VectorOperators.XOR,
                      count7
                          .lanewise(VectorOperators.LSHL, (long) (DoubleAngleSeries.TO_SIGN))
                          .lanewise(VectorOperators.AND, (long) (DoubleExpSeries.SIGN)))
                  .reinterpretAsDoubles()
                  .blend(x, x.compare(VectorOperators.EQ, 0)))
          .intoArray(out, to + i);
    }
  }

  private static void tanBackInBlocks(
      double[] x, int xAt, double[] y, int yAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i += BLOCK) {
      int size = Math.min(BLOCK, n - i);
      if (tanBackInside(x, xAt + i, y, yAt + i, size)) {
        tanBackVectors(x, xAt + i, y, yAt + i, out, to + i, size);
      } else {
        DoubleSeriesLoops.tanBack(x, xAt + i, y, yAt + i, out, to + i, size);
      }
    }
  }

  private static boolean tanBackInside(double[] gs, int gAt, double[] xs, int xAt, int n) {
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      if (!x.abs().compare(VectorOperators.LE, DoubleAngleSeries.FAR).allTrue()) {
        return false;
      }
    }
    return true;
  }

  private static void tanBackVectors(
      double[] gs, int gAt, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(gAt, n, gs.length);
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector turns1 =
          x.fma(
              broadcast(SPECIES, DoubleAngleSeries.PER_QUARTER),
              broadcast(SPECIES, DoubleAngleSeries.WHOLE));
      DoubleVector back3 = broadcast(SPECIES, DoubleAngleSeries.WHOLE).sub(turns1);
      DoubleVector a3 = back3.fma(broadcast(SPECIES, DoubleAngleSeries.QUARTER), x);
      DoubleVector p3 = back3.mul(DoubleAngleSeries.QUARTER_REST);
      DoubleVector r3 = a3.add(p3);
      DoubleVector lost3 =
          a3.sub(r3)
              .add(p3)
              .add(
                  back3.fma(
                      broadcast(SPECIES, DoubleAngleSeries.QUARTER_LAST),
                      back3.fma(broadcast(SPECIES, DoubleAngleSeries.QUARTER_REST), p3.neg())));
      DoubleVector r1 = r3.add(lost3);
      DoubleVector z5 = r1.mul(r1);
      DoubleVector p5 =
          broadcast(
              SPECIES, (DoubleAngleSeries.WIDE ? DoubleAngleSeries.S_17 : DoubleAngleSeries.S_9));
      if ((DoubleAngleSeries.WIDE)) {
        p5 = p5.fma(z5, broadcast(SPECIES, DoubleAngleSeries.S_15));
        p5 = p5.fma(z5, broadcast(SPECIES, DoubleAngleSeries.S_13));
        p5 = p5.fma(z5, broadcast(SPECIES, DoubleAngleSeries.S_11));
        p5 = p5.fma(z5, broadcast(SPECIES, DoubleAngleSeries.S_9));
      }
      p5 = p5.fma(z5, broadcast(SPECIES, DoubleAngleSeries.S_7));
      p5 = p5.fma(z5, broadcast(SPECIES, DoubleAngleSeries.S_5));
      p5 = p5.fma(z5, broadcast(SPECIES, DoubleAngleSeries.S_3));
      DoubleVector z6 = r1.mul(r1);
      DoubleVector p6 =
          broadcast(
              SPECIES, (DoubleAngleSeries.WIDE ? DoubleAngleSeries.C_16 : DoubleAngleSeries.C_10));
      if ((DoubleAngleSeries.WIDE)) {
        p6 = p6.fma(z6, broadcast(SPECIES, DoubleAngleSeries.C_14));
        p6 = p6.fma(z6, broadcast(SPECIES, DoubleAngleSeries.C_12));
        p6 = p6.fma(z6, broadcast(SPECIES, DoubleAngleSeries.C_10));
      }
      p6 = p6.fma(z6, broadcast(SPECIES, DoubleAngleSeries.C_8));
      p6 = p6.fma(z6, broadcast(SPECIES, DoubleAngleSeries.C_6));
      p6 = p6.fma(z6, broadcast(SPECIES, DoubleAngleSeries.C_4));
      DoubleVector half6 = z6.mul(0.5);
      DoubleVector most6 = broadcast(SPECIES, 1).sub(half6);
      DoubleVector y1 =
          most6
              .add(broadcast(SPECIES, 1).sub(most6).sub(half6).add(p6.mul(z6.mul(z6))))
              .blend(
                  p5.mul(z5).fma(r1, r1),
                  turns1
                      .reinterpretAsLongs()
                      .lanewise(VectorOperators.AND, (long) (1))
                      .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
                      .reinterpretAsDoubles()
                      .compare(VectorOperators.NE, 0));
      LongVector count7 = turns1.reinterpretAsLongs().lanewise(VectorOperators.ADD, (long) (1));
      DoubleVector c0 =
          y1.reinterpretAsLongs()
              .lanewise(
                  VectorOperators.XOR,
                  count7
                      .lanewise(VectorOperators.LSHL, (long) (DoubleAngleSeries.TO_SIGN))
                      .lanewise(VectorOperators.AND, (long) (DoubleExpSeries.SIGN)))
              .reinterpretAsDoubles();
      g.div(c0).div(c0).intoArray(out, to + i);
    }
  }

  private static void atanVectors(double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector a0 = x.abs();
      VectorMask<Double> steep0 = a0.compare(VectorOperators.GT, 1);
      DoubleVector t1 = a0.blend(broadcast(SPECIES, 1).div(a0), steep0);
      DoubleVector z1 = t1.mul(t1);
      DoubleVector p1 =
          broadcast(
              SPECIES,
              (DoubleAngleSeries.WIDE ? DoubleAngleSeries.ATAN_20 : DoubleAngleSeries.ATAN_8));
      if ((DoubleAngleSeries.WIDE)) {
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_19));
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_18));
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_17));
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_16));
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_15));
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_14));
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_13));
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_12));
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_11));
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_10));
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_9));
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_8));
      }
      p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_7));
      p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_6));
      p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_5));
      p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_4));
      p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_3));
      p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_2));
      p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_1));
      p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_0));
      DoubleVector y0 = p1.mul(z1).fma(t1, t1);
      DoubleVector size2 =
          y0.blend(
              broadcast(SPECIES, DoubleAngleSeries.QUARTER)
                  .sub(y0.sub(DoubleAngleSeries.QUARTER_REST)),
              steep0);
      size2
          .reinterpretAsLongs()
          .lanewise(
              VectorOperators.OR,
              x.reinterpretAsLongs().lanewise(VectorOperators.AND, (long) (DoubleExpSeries.SIGN)))
          .reinterpretAsDoubles()
          .intoArray(out, to + i);
    }
  }

  private static void atanBackVectors(
      double[] gs, int gAt, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(gAt, n, gs.length);
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector a0 = x.abs();
      VectorMask<Double> steep0 = a0.compare(VectorOperators.GT, 1);
      DoubleVector t0 = a0.blend(broadcast(SPECIES, 1).div(a0), steep0);
      g.mul(broadcast(SPECIES, 1).blend(t0, steep0))
          .div(t0.fma(t0, broadcast(SPECIES, 1)))
          .mul(broadcast(SPECIES, 1).blend(t0, steep0))
          .intoArray(out, to + i);
    }
  }

  private static void asinVectors(double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector a0 = x.abs();
      VectorMask<Double> steep0 = a0.compare(VectorOperators.GT, 0.5);
      DoubleVector t1 = a0.blend(broadcast(SPECIES, 1).sub(a0).mul(0.5).sqrt(), steep0);
      DoubleVector z1 = t1.mul(t1);
      DoubleVector p1 =
          broadcast(
              SPECIES,
              (DoubleAngleSeries.WIDE ? DoubleAngleSeries.ASIN_12 : DoubleAngleSeries.ASIN_5));
      if ((DoubleAngleSeries.WIDE)) {
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ASIN_11));
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ASIN_10));
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ASIN_9));
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ASIN_8));
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ASIN_7));
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ASIN_6));
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ASIN_5));
      }
      p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ASIN_4));
      p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ASIN_3));
      p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ASIN_2));
      p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ASIN_1));
      p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ASIN_0));
      DoubleVector y0 = p1.mul(z1).fma(t1, t1);
      DoubleVector size2 =
          y0.blend(
              broadcast(SPECIES, DoubleAngleSeries.QUARTER)
                  .sub(y0.mul(2).sub(DoubleAngleSeries.QUARTER_REST)),
              steep0);
      size2
          .reinterpretAsLongs()
          .lanewise(
              VectorOperators.OR,
              x.reinterpretAsLongs().lanewise(VectorOperators.AND, (long) (DoubleExpSeries.SIGN)))
          .reinterpretAsDoubles()
          .intoArray(out, to + i);
    }
  }

  private static void asinBackVectors(
      double[] gs, int gAt, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(gAt, n, gs.length);
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      g.div(broadcast(SPECIES, 1).sub(x).mul(x.add(1)).sqrt()).intoArray(out, to + i);
    }
  }

  private static void acosVectors(double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector a0 = x.abs();
      VectorMask<Double> steep0 = a0.compare(VectorOperators.GT, 0.5);
      DoubleVector t1 = a0.blend(broadcast(SPECIES, 1).sub(a0).mul(0.5).sqrt(), steep0);
      DoubleVector z1 = t1.mul(t1);
      DoubleVector p1 =
          broadcast(
              SPECIES,
              (DoubleAngleSeries.WIDE ? DoubleAngleSeries.ASIN_12 : DoubleAngleSeries.ASIN_5));
      if ((DoubleAngleSeries.WIDE)) {
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ASIN_11));
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ASIN_10));
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ASIN_9));
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ASIN_8));
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ASIN_7));
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ASIN_6));
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ASIN_5));
      }
      p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ASIN_4));
      p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ASIN_3));
      p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ASIN_2));
      p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ASIN_1));
      p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ASIN_0));
      DoubleVector y0 = p1.mul(z1).fma(t1, t1);
      DoubleVector flat0 =
          broadcast(SPECIES, DoubleAngleSeries.QUARTER)
              .sub(
                  y0.reinterpretAsLongs()
                      .lanewise(
                          VectorOperators.OR,
                          x.reinterpretAsLongs()
                              .lanewise(VectorOperators.AND, (long) (DoubleExpSeries.SIGN)))
                      .reinterpretAsDoubles()
                      .sub(DoubleAngleSeries.QUARTER_REST));
      DoubleVector end0 = y0.mul(2);
      flat0
          .blend(
              end0.blend(
                  broadcast(SPECIES, DoubleAngleSeries.HALF_TURN)
                      .sub(end0.sub(DoubleAngleSeries.HALF_TURN_REST)),
                  x.compare(VectorOperators.LT, 0)),
              steep0)
          .intoArray(out, to + i);
    }
  }

  private static void acosBackVectors(
      double[] gs, int gAt, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(gAt, n, gs.length);
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      g.neg().div(broadcast(SPECIES, 1).sub(x).mul(x.add(1)).sqrt()).intoArray(out, to + i);
    }
  }

  private static void atan2Vectors(
      double[] xs, int xAt, double[] ys, int yAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(yAt, n, ys.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector y = fromArray(SPECIES, ys, yAt + i);
      DoubleVector height0 = x.abs();
      DoubleVector width0 = y.abs();
      DoubleVector most0 = height0.max(width0);
      DoubleVector least0 = height0.min(width0);
      DoubleVector t0 = least0.div(most0);
      t0 = t0.blend(0, most0.compare(VectorOperators.EQ, 0));
      t0 = t0.blend(1, least0.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY));
      DoubleVector z1 = t0.mul(t0);
      DoubleVector p1 =
          broadcast(
              SPECIES,
              (DoubleAngleSeries.WIDE ? DoubleAngleSeries.ATAN_20 : DoubleAngleSeries.ATAN_8));
      if ((DoubleAngleSeries.WIDE)) {
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_19));
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_18));
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_17));
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_16));
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_15));
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_14));
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_13));
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_12));
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_11));
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_10));
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_9));
        p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_8));
      }
      p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_7));
      p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_6));
      p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_5));
      p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_4));
      p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_3));
      p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_2));
      p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_1));
      p1 = p1.fma(z1, broadcast(SPECIES, DoubleAngleSeries.ATAN_0));
      DoubleVector a0 = p1.mul(z1).fma(t0, t0);
      a0 =
          a0.blend(
              broadcast(SPECIES, DoubleAngleSeries.QUARTER)
                  .sub(a0.sub(DoubleAngleSeries.QUARTER_REST)),
              height0.compare(VectorOperators.GT, width0));
      VectorMask<Double> left0 =
          y.reinterpretAsLongs()
              .lanewise(VectorOperators.AND, (long) (DoubleExpSeries.SIGN))
              .lanewise(VectorOperators.OR, (long) (DoubleAngleSeries.ONE))
              .reinterpretAsDoubles()
              .compare(VectorOperators.LT, 0);
      DoubleVector size2 =
          a0.blend(
              broadcast(SPECIES, DoubleAngleSeries.HALF_TURN)
                  .sub(a0.sub(DoubleAngleSeries.HALF_TURN_REST)),
              left0);
      size2
          .reinterpretAsLongs()
          .lanewise(
              VectorOperators.OR,
              x.reinterpretAsLongs().lanewise(VectorOperators.AND, (long) (DoubleExpSeries.SIGN)))
          .reinterpretAsDoubles()
          .intoArray(out, to + i);
    }
  }

  private static void inversionVectors(
      double[] xs, int xAt, double[] ys, int yAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(yAt, n, ys.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector y = fromArray(SPECIES, ys, yAt + i);
      DoubleVector most0 = x.abs().max(y.abs());
      DoubleVector u0 = x.div(most0);
      DoubleVector v0 = y.div(most0);
      DoubleVector z0 = u0.div(u0.fma(u0, v0.mul(v0))).div(most0);
      z0.blend(0, most0.compare(VectorOperators.EQ, 0)).intoArray(out, to + i);
    }
  }

  private static void erfVectors(double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector a0 = x.abs();
      DoubleVector b1 = a0.min(DoubleErrorSeries.ERFC_IS_0);
      DoubleVector square1 = b1.mul(b1);
      DoubleVector lost1 = b1.fma(b1, square1.neg());
      DoubleVector x2 = square1.neg();
      DoubleVector steps1 =
          x2.fma(
              broadcast(SPECIES, DoubleExpSeries.TO_STEPS),
              broadcast(SPECIES, DoubleExpSeries.WHOLE));
      DoubleVector x3 = square1.neg();
      DoubleVector back3 = broadcast(SPECIES, DoubleExpSeries.WHOLE).sub(steps1);
      DoubleVector r4 =
          back3.fma(
              broadcast(SPECIES, DoubleExpSeries.LN_2_REST),
              back3.fma(broadcast(SPECIES, DoubleExpSeries.LN_2), x3));
      DoubleVector h4 =
          broadcast(SPECIES, (DoubleExpSeries.WIDE ? DoubleExpSeries.E_13 : DoubleExpSeries.E_7));
      if ((DoubleExpSeries.WIDE)) {
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_12));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_11));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_10));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_9));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_8));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_7));
      }
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_6));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_5));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_4));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_3));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_2));
      DoubleVector q1 = h4.fma(r4.mul(r4), r4);
      DoubleVector r5 = broadcast(SPECIES, 1).div(b1.add(DoubleErrorSeries.CENTRE));
      DoubleVector t5 = b1.sub(DoubleErrorSeries.CENTRE).mul(r5);
      t5 =
          r5.fma(
              t5.neg().fma(b1, t5.add(1).fma(broadcast(SPECIES, -DoubleErrorSeries.CENTRE), b1)),
              t5);
      DoubleVector p5 =
          broadcast(
              SPECIES,
              (DoubleErrorSeries.WIDE ? DoubleErrorSeries.SCALED_23 : DoubleErrorSeries.SCALED_11));
      if ((DoubleErrorSeries.WIDE)) {
        p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_22));
        p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_21));
        p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_20));
        p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_19));
        p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_18));
        p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_17));
        p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_16));
        p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_15));
        p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_14));
        p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_13));
        p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_12));
        p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_11));
      }
      p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_10));
      p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_9));
      p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_8));
      p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_7));
      p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_6));
      p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_5));
      p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_4));
      p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_3));
      p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_2));
      p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_1));
      p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_0));
      DoubleVector w1 = p5.mul(r5);
      DoubleVector y1 = w1.fma(q1, w1);
      DoubleVector y6 = lost1.neg().fma(y1, y1);
      LongVector twice6 =
          steps1
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one6 = twice6.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first6 =
          one6.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other6 =
          twice6
              .lanewise(VectorOperators.SUB, one6)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector size7 = broadcast(SPECIES, 1).sub(y6.mul(first6).mul(other6));
      DoubleVector far0 =
          size7
              .reinterpretAsLongs()
              .lanewise(
                  VectorOperators.OR,
                  x.reinterpretAsLongs()
                      .lanewise(VectorOperators.AND, (long) (DoubleExpSeries.SIGN)))
              .reinterpretAsDoubles();
      DoubleVector z8 = a0.mul(a0);
      DoubleVector p8 =
          broadcast(
              SPECIES,
              (DoubleErrorSeries.WIDE ? DoubleErrorSeries.ERF_12 : DoubleErrorSeries.ERF_7));
      if ((DoubleErrorSeries.WIDE)) {
        p8 = p8.fma(z8, broadcast(SPECIES, DoubleErrorSeries.ERF_11));
        p8 = p8.fma(z8, broadcast(SPECIES, DoubleErrorSeries.ERF_10));
        p8 = p8.fma(z8, broadcast(SPECIES, DoubleErrorSeries.ERF_9));
        p8 = p8.fma(z8, broadcast(SPECIES, DoubleErrorSeries.ERF_8));
        p8 = p8.fma(z8, broadcast(SPECIES, DoubleErrorSeries.ERF_7));
      }
      p8 = p8.fma(z8, broadcast(SPECIES, DoubleErrorSeries.ERF_6));
      p8 = p8.fma(z8, broadcast(SPECIES, DoubleErrorSeries.ERF_5));
      p8 = p8.fma(z8, broadcast(SPECIES, DoubleErrorSeries.ERF_4));
      p8 = p8.fma(z8, broadcast(SPECIES, DoubleErrorSeries.ERF_3));
      p8 = p8.fma(z8, broadcast(SPECIES, DoubleErrorSeries.ERF_2));
      p8 = p8.fma(z8, broadcast(SPECIES, DoubleErrorSeries.ERF_1));
      p8 = p8.fma(z8, broadcast(SPECIES, DoubleErrorSeries.ERF_0));
      far0.blend(x.mul(p8), a0.compare(VectorOperators.LT, 1)).intoArray(out, to + i);
    }
  }

  private static void erfcVectors(double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector a1 = x.abs();
      DoubleVector b1 = a1.min(DoubleErrorSeries.ERFC_IS_0);
      DoubleVector square1 = b1.mul(b1);
      DoubleVector lost1 = b1.fma(b1, square1.neg());
      DoubleVector x2 = square1.neg();
      DoubleVector steps1 =
          x2.fma(
              broadcast(SPECIES, DoubleExpSeries.TO_STEPS),
              broadcast(SPECIES, DoubleExpSeries.WHOLE));
      DoubleVector x3 = square1.neg();
      DoubleVector back3 = broadcast(SPECIES, DoubleExpSeries.WHOLE).sub(steps1);
      DoubleVector r4 =
          back3.fma(
              broadcast(SPECIES, DoubleExpSeries.LN_2_REST),
              back3.fma(broadcast(SPECIES, DoubleExpSeries.LN_2), x3));
      DoubleVector h4 =
          broadcast(SPECIES, (DoubleExpSeries.WIDE ? DoubleExpSeries.E_13 : DoubleExpSeries.E_7));
      if ((DoubleExpSeries.WIDE)) {
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_12));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_11));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_10));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_9));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_8));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_7));
      }
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_6));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_5));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_4));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_3));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_2));
      DoubleVector q1 = h4.fma(r4.mul(r4), r4);
      DoubleVector r5 = broadcast(SPECIES, 1).div(b1.add(DoubleErrorSeries.CENTRE));
      DoubleVector t5 = b1.sub(DoubleErrorSeries.CENTRE).mul(r5);
      t5 =
          r5.fma(
              t5.neg().fma(b1, t5.add(1).fma(broadcast(SPECIES, -DoubleErrorSeries.CENTRE), b1)),
              t5);
      DoubleVector p5 =
          broadcast(
              SPECIES,
              (DoubleErrorSeries.WIDE ? DoubleErrorSeries.SCALED_23 : DoubleErrorSeries.SCALED_11));
      if ((DoubleErrorSeries.WIDE)) {
        p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_22));
        p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_21));
        p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_20));
        p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_19));
        p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_18));
        p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_17));
        p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_16));
        p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_15));
        p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_14));
        p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_13));
        p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_12));
        p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_11));
      }
      p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_10));
      p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_9));
      p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_8));
      p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_7));
      p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_6));
      p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_5));
      p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_4));
      p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_3));
      p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_2));
      p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_1));
      p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_0));
      DoubleVector w1 = p5.mul(r5);
      DoubleVector y1 = w1.fma(q1, w1);
      DoubleVector y6 = lost1.neg().fma(y1, y1);
      LongVector twice6 =
          steps1
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one6 = twice6.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first6 =
          one6.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other6 =
          twice6
              .lanewise(VectorOperators.SUB, one6)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector y0 = y6.mul(first6).mul(other6);
      y0.blend(broadcast(SPECIES, 2).sub(y0), x.compare(VectorOperators.LT, 0))
          .intoArray(out, to + i);
    }
  }

  private static void erfBackVectors(
      double[] gs, int gAt, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(gAt, n, gs.length);
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector b1 = x.abs().min(DoubleErrorSeries.ERFC_IS_0);
      DoubleVector square1 = b1.mul(b1);
      DoubleVector lost1 = b1.fma(b1, square1.neg());
      DoubleVector x2 = square1.neg();
      DoubleVector steps1 =
          x2.fma(
              broadcast(SPECIES, DoubleExpSeries.TO_STEPS),
              broadcast(SPECIES, DoubleExpSeries.WHOLE));
      DoubleVector x3 = square1.neg();
      DoubleVector back3 = broadcast(SPECIES, DoubleExpSeries.WHOLE).sub(steps1);
      DoubleVector r4 =
          back3.fma(
              broadcast(SPECIES, DoubleExpSeries.LN_2_REST),
              back3.fma(broadcast(SPECIES, DoubleExpSeries.LN_2), x3));
      DoubleVector h4 =
          broadcast(SPECIES, (DoubleExpSeries.WIDE ? DoubleExpSeries.E_13 : DoubleExpSeries.E_7));
      if ((DoubleExpSeries.WIDE)) {
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_12));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_11));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_10));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_9));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_8));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_7));
      }
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_6));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_5));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_4));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_3));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_2));
      DoubleVector q1 = h4.fma(r4.mul(r4), r4);
      DoubleVector y1 =
          broadcast(SPECIES, DoubleErrorSeries.TWO_OVER_ROOT_PI)
              .fma(q1, broadcast(SPECIES, DoubleErrorSeries.TWO_OVER_ROOT_PI));
      DoubleVector y5 = lost1.neg().fma(y1, y1);
      LongVector twice5 =
          steps1
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one5 = twice5.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first5 =
          one5.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other5 =
          twice5
              .lanewise(VectorOperators.SUB, one5)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      g.mul(y5.mul(first5).mul(other5)).intoArray(out, to + i);
    }
  }

  private static void erfcBackVectors(
      double[] gs, int gAt, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(gAt, n, gs.length);
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector b1 = x.abs().min(DoubleErrorSeries.ERFC_IS_0);
      DoubleVector square1 = b1.mul(b1);
      DoubleVector lost1 = b1.fma(b1, square1.neg());
      DoubleVector x2 = square1.neg();
      DoubleVector steps1 =
          x2.fma(
              broadcast(SPECIES, DoubleExpSeries.TO_STEPS),
              broadcast(SPECIES, DoubleExpSeries.WHOLE));
      DoubleVector x3 = square1.neg();
      DoubleVector back3 = broadcast(SPECIES, DoubleExpSeries.WHOLE).sub(steps1);
      DoubleVector r4 =
          back3.fma(
              broadcast(SPECIES, DoubleExpSeries.LN_2_REST),
              back3.fma(broadcast(SPECIES, DoubleExpSeries.LN_2), x3));
      DoubleVector h4 =
          broadcast(SPECIES, (DoubleExpSeries.WIDE ? DoubleExpSeries.E_13 : DoubleExpSeries.E_7));
      if ((DoubleExpSeries.WIDE)) {
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_12));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_11));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_10));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_9));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_8));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_7));
      }
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_6));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_5));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_4));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_3));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_2));
      DoubleVector q1 = h4.fma(r4.mul(r4), r4);
      DoubleVector y1 =
          broadcast(SPECIES, DoubleErrorSeries.TWO_OVER_ROOT_PI)
              .fma(q1, broadcast(SPECIES, DoubleErrorSeries.TWO_OVER_ROOT_PI));
      DoubleVector y5 = lost1.neg().fma(y1, y1);
      LongVector twice5 =
          steps1
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one5 = twice5.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first5 =
          one5.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other5 =
          twice5
              .lanewise(VectorOperators.SUB, one5)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      g.neg().mul(y5.mul(first5).mul(other5)).intoArray(out, to + i);
    }
  }

  private static void geluVectors(double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector b0 = x.abs().min(DoubleErrorSeries.TAIL_IS_0);
      DoubleVector square0 = b0.mul(b0);
      DoubleVector lost0 = b0.fma(b0, square0.neg()).mul(0.5);
      DoubleVector x1 = square0.mul(-0.5);
      DoubleVector steps0 =
          x1.fma(
              broadcast(SPECIES, DoubleExpSeries.TO_STEPS),
              broadcast(SPECIES, DoubleExpSeries.WHOLE));
      DoubleVector x2 = square0.mul(-0.5);
      DoubleVector back2 = broadcast(SPECIES, DoubleExpSeries.WHOLE).sub(steps0);
      DoubleVector r3 =
          back2.fma(
              broadcast(SPECIES, DoubleExpSeries.LN_2_REST),
              back2.fma(broadcast(SPECIES, DoubleExpSeries.LN_2), x2));
      DoubleVector h3 =
          broadcast(SPECIES, (DoubleExpSeries.WIDE ? DoubleExpSeries.E_13 : DoubleExpSeries.E_7));
      if ((DoubleExpSeries.WIDE)) {
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_12));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_11));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_10));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_9));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_8));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_7));
      }
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_6));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_5));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_4));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_3));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_2));
      DoubleVector q0 = h3.fma(r3.mul(r3), r3);
      DoubleVector a4 = b0.mul(DoubleErrorSeries.ROOT_HALF);
      DoubleVector r4 = broadcast(SPECIES, 1).div(a4.add(DoubleErrorSeries.CENTRE));
      DoubleVector t4 = a4.sub(DoubleErrorSeries.CENTRE).mul(r4);
      t4 =
          r4.fma(
              t4.neg().fma(a4, t4.add(1).fma(broadcast(SPECIES, -DoubleErrorSeries.CENTRE), a4)),
              t4);
      DoubleVector p4 =
          broadcast(
              SPECIES,
              (DoubleErrorSeries.WIDE ? DoubleErrorSeries.SCALED_23 : DoubleErrorSeries.SCALED_11));
      if ((DoubleErrorSeries.WIDE)) {
        p4 = p4.fma(t4, broadcast(SPECIES, DoubleErrorSeries.SCALED_22));
        p4 = p4.fma(t4, broadcast(SPECIES, DoubleErrorSeries.SCALED_21));
        p4 = p4.fma(t4, broadcast(SPECIES, DoubleErrorSeries.SCALED_20));
        p4 = p4.fma(t4, broadcast(SPECIES, DoubleErrorSeries.SCALED_19));
        p4 = p4.fma(t4, broadcast(SPECIES, DoubleErrorSeries.SCALED_18));
        p4 = p4.fma(t4, broadcast(SPECIES, DoubleErrorSeries.SCALED_17));
        p4 = p4.fma(t4, broadcast(SPECIES, DoubleErrorSeries.SCALED_16));
        p4 = p4.fma(t4, broadcast(SPECIES, DoubleErrorSeries.SCALED_15));
        p4 = p4.fma(t4, broadcast(SPECIES, DoubleErrorSeries.SCALED_14));
        p4 = p4.fma(t4, broadcast(SPECIES, DoubleErrorSeries.SCALED_13));
        p4 = p4.fma(t4, broadcast(SPECIES, DoubleErrorSeries.SCALED_12));
        p4 = p4.fma(t4, broadcast(SPECIES, DoubleErrorSeries.SCALED_11));
      }
      p4 = p4.fma(t4, broadcast(SPECIES, DoubleErrorSeries.SCALED_10));
      p4 = p4.fma(t4, broadcast(SPECIES, DoubleErrorSeries.SCALED_9));
      p4 = p4.fma(t4, broadcast(SPECIES, DoubleErrorSeries.SCALED_8));
      p4 = p4.fma(t4, broadcast(SPECIES, DoubleErrorSeries.SCALED_7));
      p4 = p4.fma(t4, broadcast(SPECIES, DoubleErrorSeries.SCALED_6));
      p4 = p4.fma(t4, broadcast(SPECIES, DoubleErrorSeries.SCALED_5));
      p4 = p4.fma(t4, broadcast(SPECIES, DoubleErrorSeries.SCALED_4));
      p4 = p4.fma(t4, broadcast(SPECIES, DoubleErrorSeries.SCALED_3));
      p4 = p4.fma(t4, broadcast(SPECIES, DoubleErrorSeries.SCALED_2));
      p4 = p4.fma(t4, broadcast(SPECIES, DoubleErrorSeries.SCALED_1));
      p4 = p4.fma(t4, broadcast(SPECIES, DoubleErrorSeries.SCALED_0));
      DoubleVector w0 = p4.mul(r4).mul(0.5);
      DoubleVector h0 = w0.fma(q0, w0);
      h0 = lost0.neg().fma(h0, h0);
      DoubleVector y5 = h0.blend(b0.neg().mul(h0), x.compare(VectorOperators.LT, 0));
      LongVector twice5 =
          steps0
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one5 = twice5.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first5 =
          one5.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other5 =
          twice5
              .lanewise(VectorOperators.SUB, one5)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector y0 = y5.mul(first5).mul(other5);
      x.mul(broadcast(SPECIES, 1).sub(y0))
          .blend(y0, x.compare(VectorOperators.LT, 0))
          .intoArray(out, to + i);
    }
  }

  private static void geluBackVectors(
      double[] gs, int gAt, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(gAt, n, gs.length);
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector b0 = x.abs().min(DoubleErrorSeries.TAIL_IS_0);
      DoubleVector square0 = b0.mul(b0);
      DoubleVector lost0 = b0.fma(b0, square0.neg()).mul(0.5);
      DoubleVector x1 = square0.mul(-0.5);
      DoubleVector steps0 =
          x1.fma(
              broadcast(SPECIES, DoubleExpSeries.TO_STEPS),
              broadcast(SPECIES, DoubleExpSeries.WHOLE));
      DoubleVector x2 = square0.mul(-0.5);
      DoubleVector back2 = broadcast(SPECIES, DoubleExpSeries.WHOLE).sub(steps0);
      DoubleVector r3 =
          back2.fma(
              broadcast(SPECIES, DoubleExpSeries.LN_2_REST),
              back2.fma(broadcast(SPECIES, DoubleExpSeries.LN_2), x2));
      DoubleVector h3 =
          broadcast(SPECIES, (DoubleExpSeries.WIDE ? DoubleExpSeries.E_13 : DoubleExpSeries.E_7));
      if ((DoubleExpSeries.WIDE)) {
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_12));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_11));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_10));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_9));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_8));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_7));
      }
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_6));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_5));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_4));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_3));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_2));
      DoubleVector q0 = h3.fma(r3.mul(r3), r3);
      DoubleVector y4 = lost0.neg().fma(q0.add(1), q0).add(1);
      LongVector twice4 =
          steps0
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one4 = twice4.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first4 =
          one4.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other4 =
          twice4
              .lanewise(VectorOperators.SUB, one4)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector e0 = y4.mul(first4).mul(other4);
      DoubleVector a5 = b0.mul(DoubleErrorSeries.ROOT_HALF);
      DoubleVector r5 = broadcast(SPECIES, 1).div(a5.add(DoubleErrorSeries.CENTRE));
      DoubleVector t5 = a5.sub(DoubleErrorSeries.CENTRE).mul(r5);
      t5 =
          r5.fma(
              t5.neg().fma(a5, t5.add(1).fma(broadcast(SPECIES, -DoubleErrorSeries.CENTRE), a5)),
              t5);
      DoubleVector p5 =
          broadcast(
              SPECIES,
              (DoubleErrorSeries.WIDE ? DoubleErrorSeries.SCALED_23 : DoubleErrorSeries.SCALED_11));
      if ((DoubleErrorSeries.WIDE)) {
        p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_22));
        p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_21));
        p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_20));
        p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_19));
        p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_18));
        p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_17));
        p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_16));
        p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_15));
        p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_14));
        p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_13));
        p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_12));
        p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_11));
      }
      p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_10));
      p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_9));
      p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_8));
      p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_7));
      p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_6));
      p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_5));
      p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_4));
      p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_3));
      p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_2));
      p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_1));
      p5 = p5.fma(t5, broadcast(SPECIES, DoubleErrorSeries.SCALED_0));
      DoubleVector h0 = p5.mul(r5).mul(0.5);
      DoubleVector density0 = b0.mul(DoubleErrorSeries.ONE_OVER_ROOT_TWO_PI);
      DoubleVector left0 = h0.sub(density0).mul(e0);
      DoubleVector slope0 =
          broadcast(SPECIES, 1).sub(left0).blend(left0, x.compare(VectorOperators.LT, 0));
      g.mul(slope0.blend(x.mul(0), x.compare(VectorOperators.LT, -DoubleErrorSeries.TAIL_IS_0)))
          .intoArray(out, to + i);
    }
  }

  private static void geluTanhVectors(double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector b0 = x.abs().min(DoubleErrorSeries.GELU_ENDS);
      DoubleVector u0 =
          b0.mul(DoubleErrorSeries.INNER).add(b0.mul(b0).mul(b0).mul(DoubleErrorSeries.CUBE));
      DoubleVector square2 = b0.mul(b0);
      DoubleVector squareLost2 = b0.fma(b0, square2.neg());
      DoubleVector cube2 = square2.mul(b0);
      DoubleVector cubeLost2 = squareLost2.fma(b0, square2.fma(b0, cube2.neg()));
      DoubleVector one2 = b0.mul(DoubleErrorSeries.INNER);
      DoubleVector oneLost2 =
          broadcast(SPECIES, DoubleErrorSeries.INNER_REST)
              .fma(b0, broadcast(SPECIES, DoubleErrorSeries.INNER).fma(b0, one2.neg()));
      DoubleVector three2 = cube2.mul(DoubleErrorSeries.CUBE);
      DoubleVector threeLost2 =
          broadcast(SPECIES, DoubleErrorSeries.CUBE_REST)
              .fma(
                  cube2,
                  broadcast(SPECIES, DoubleErrorSeries.CUBE)
                      .fma(
                          cubeLost2,
                          broadcast(SPECIES, DoubleErrorSeries.CUBE).fma(cube2, three2.neg())));
      DoubleVector u2 = one2.add(three2);
      DoubleVector d2 = u2.sub(one2);
      DoubleVector lost0 = one2.sub(u2.sub(d2)).add(three2.sub(d2)).add(oneLost2.add(threeLost2));
      DoubleVector x3 = u0.neg();
      DoubleVector steps0 =
          x3.fma(
              broadcast(SPECIES, DoubleExpSeries.TO_STEPS),
              broadcast(SPECIES, DoubleExpSeries.WHOLE));
      DoubleVector x4 = u0.neg();
      DoubleVector back4 = broadcast(SPECIES, DoubleExpSeries.WHOLE).sub(steps0);
      DoubleVector r5 =
          back4.fma(
              broadcast(SPECIES, DoubleExpSeries.LN_2_REST),
              back4.fma(broadcast(SPECIES, DoubleExpSeries.LN_2), x4));
      DoubleVector h5 =
          broadcast(SPECIES, (DoubleExpSeries.WIDE ? DoubleExpSeries.E_13 : DoubleExpSeries.E_7));
      if ((DoubleExpSeries.WIDE)) {
        h5 = h5.fma(r5, broadcast(SPECIES, DoubleExpSeries.E_12));
        h5 = h5.fma(r5, broadcast(SPECIES, DoubleExpSeries.E_11));
        h5 = h5.fma(r5, broadcast(SPECIES, DoubleExpSeries.E_10));
        h5 = h5.fma(r5, broadcast(SPECIES, DoubleExpSeries.E_9));
        h5 = h5.fma(r5, broadcast(SPECIES, DoubleExpSeries.E_8));
        h5 = h5.fma(r5, broadcast(SPECIES, DoubleExpSeries.E_7));
      }
      h5 = h5.fma(r5, broadcast(SPECIES, DoubleExpSeries.E_6));
      h5 = h5.fma(r5, broadcast(SPECIES, DoubleExpSeries.E_5));
      h5 = h5.fma(r5, broadcast(SPECIES, DoubleExpSeries.E_4));
      h5 = h5.fma(r5, broadcast(SPECIES, DoubleExpSeries.E_3));
      h5 = h5.fma(r5, broadcast(SPECIES, DoubleExpSeries.E_2));
      DoubleVector q0 = h5.fma(r5.mul(r5), r5);
      DoubleVector p0 = lost0.neg().fma(q0.add(1), q0);
      DoubleVector y6 = p0.add(1);
      LongVector twice6 =
          steps0
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one6 = twice6.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first6 =
          one6.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other6 =
          twice6
              .lanewise(VectorOperators.SUB, one6)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector e0 = y6.mul(first6).mul(other6);
      DoubleVector y7 = b0.neg().fma(p0, b0.neg()).div(e0.add(1));
      LongVector twice7 =
          steps0
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one7 = twice7.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first7 =
          one7.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other7 =
          twice7
              .lanewise(VectorOperators.SUB, one7)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector left0 = y7.mul(first7).mul(other7);
      x.div(e0.add(1)).blend(left0, x.compare(VectorOperators.LT, 0)).intoArray(out, to + i);
    }
  }

  private static void geluTanhBackVectors(
      double[] gs, int gAt, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(gAt, n, gs.length);
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector b0 = x.abs().min(DoubleErrorSeries.GELU_ENDS);
      DoubleVector square0 = b0.mul(b0);
      DoubleVector slopeInside0 =
          b0.mul(
              broadcast(SPECIES, 3 * DoubleErrorSeries.CUBE)
                  .fma(square0, broadcast(SPECIES, DoubleErrorSeries.INNER)));
      DoubleVector u0 =
          b0.mul(DoubleErrorSeries.INNER).add(b0.mul(b0).mul(b0).mul(DoubleErrorSeries.CUBE));
      DoubleVector x2 = u0.neg();
      DoubleVector steps0 =
          x2.fma(
              broadcast(SPECIES, DoubleExpSeries.TO_STEPS),
              broadcast(SPECIES, DoubleExpSeries.WHOLE));
      DoubleVector x3 = u0.neg();
      DoubleVector back3 = broadcast(SPECIES, DoubleExpSeries.WHOLE).sub(steps0);
      DoubleVector r4 =
          back3.fma(
              broadcast(SPECIES, DoubleExpSeries.LN_2_REST),
              back3.fma(broadcast(SPECIES, DoubleExpSeries.LN_2), x3));
      DoubleVector h4 =
          broadcast(SPECIES, (DoubleExpSeries.WIDE ? DoubleExpSeries.E_13 : DoubleExpSeries.E_7));
      if ((DoubleExpSeries.WIDE)) {
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_12));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_11));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_10));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_9));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_8));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_7));
      }
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_6));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_5));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_4));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_3));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_2));
      DoubleVector q0 = h4.fma(r4.mul(r4), r4);
      DoubleVector square5 = b0.mul(b0);
      DoubleVector squareLost5 = b0.fma(b0, square5.neg());
      DoubleVector cube5 = square5.mul(b0);
      DoubleVector cubeLost5 = squareLost5.fma(b0, square5.fma(b0, cube5.neg()));
      DoubleVector one5 = b0.mul(DoubleErrorSeries.INNER);
      DoubleVector oneLost5 =
          broadcast(SPECIES, DoubleErrorSeries.INNER_REST)
              .fma(b0, broadcast(SPECIES, DoubleErrorSeries.INNER).fma(b0, one5.neg()));
      DoubleVector three5 = cube5.mul(DoubleErrorSeries.CUBE);
      DoubleVector threeLost5 =
          broadcast(SPECIES, DoubleErrorSeries.CUBE_REST)
              .fma(
                  cube5,
                  broadcast(SPECIES, DoubleErrorSeries.CUBE)
                      .fma(
                          cubeLost5,
                          broadcast(SPECIES, DoubleErrorSeries.CUBE).fma(cube5, three5.neg())));
      DoubleVector u5 = one5.add(three5);
      DoubleVector d5 = u5.sub(one5);
      DoubleVector p0 =
          one5.sub(u5.sub(d5))
              .add(three5.sub(d5))
              .add(oneLost5.add(threeLost5))
              .neg()
              .fma(q0.add(1), q0);
      DoubleVector y6 = p0.add(1);
      LongVector twice6 =
          steps0
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one6 = twice6.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first6 =
          one6.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other6 =
          twice6
              .lanewise(VectorOperators.SUB, one6)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector own0 = y6.mul(first6).mul(other6).add(1);
      DoubleVector y7 = p0.add(1).div(own0).mul(broadcast(SPECIES, 1).sub(slopeInside0.div(own0)));
      LongVector twice7 =
          steps0
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one7 = twice7.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first7 =
          one7.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other7 =
          twice7
              .lanewise(VectorOperators.SUB, one7)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector left0 = y7.mul(first7).mul(other7);
      DoubleVector slope0 =
          broadcast(SPECIES, 1).sub(left0).blend(left0, x.compare(VectorOperators.LT, 0));
      g.mul(slope0.blend(x.mul(0), x.compare(VectorOperators.LT, -DoubleErrorSeries.GELU_ENDS)))
          .intoArray(out, to + i);
    }
  }

  private static void expm1Vectors(double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector near0 = x.min(DoubleExpSeries.JUST_ENDLESS).max(-DoubleExpSeries.ONE_IS_LOST);
      DoubleVector steps0 =
          near0.fma(
              broadcast(SPECIES, DoubleExpSeries.TO_STEPS),
              broadcast(SPECIES, DoubleExpSeries.WHOLE));
      DoubleVector back2 = broadcast(SPECIES, DoubleExpSeries.WHOLE).sub(steps0);
      DoubleVector r3 =
          back2.fma(
              broadcast(SPECIES, DoubleExpSeries.LN_2_REST),
              back2.fma(broadcast(SPECIES, DoubleExpSeries.LN_2), near0));
      DoubleVector h3 =
          broadcast(SPECIES, (DoubleExpSeries.WIDE ? DoubleExpSeries.E_13 : DoubleExpSeries.E_7));
      if ((DoubleExpSeries.WIDE)) {
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_12));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_11));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_10));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_9));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_8));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_7));
      }
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_6));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_5));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_4));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_3));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_2));
      DoubleVector q0 = h3.fma(r3.mul(r3), r3);
      LongVector twice4 =
          steps0
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one4 = twice4.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first4 =
          one4.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other4 =
          twice4
              .lanewise(VectorOperators.SUB, one4)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector half0 = first4.mul(0.5).mul(other4);
      DoubleVector y0 = q0.fma(half0, half0.sub(0.5)).mul(2);
      y0.blend(x, x.compare(VectorOperators.EQ, 0)).intoArray(out, to + i);
    }
  }

  private static void expm1BackVectors(
      double[] gs, int gAt, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(gAt, n, gs.length);
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector near0 = x.min(DoubleExpSeries.ENDLESS).max(-DoubleExpSeries.ENDLESS);
      DoubleVector steps0 =
          near0.fma(
              broadcast(SPECIES, DoubleExpSeries.TO_STEPS),
              broadcast(SPECIES, DoubleExpSeries.WHOLE));
      DoubleVector back2 = broadcast(SPECIES, DoubleExpSeries.WHOLE).sub(steps0);
      DoubleVector r3 =
          back2.fma(
              broadcast(SPECIES, DoubleExpSeries.LN_2_REST),
              back2.fma(broadcast(SPECIES, DoubleExpSeries.LN_2), near0));
      DoubleVector h3 =
          broadcast(SPECIES, (DoubleExpSeries.WIDE ? DoubleExpSeries.E_13 : DoubleExpSeries.E_7));
      if ((DoubleExpSeries.WIDE)) {
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_12));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_11));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_10));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_9));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_8));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_7));
      }
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_6));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_5));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_4));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_3));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_2));
      DoubleVector q0 = h3.fma(r3.mul(r3), r3);
      DoubleVector y4 = q0.add(1);
      LongVector twice4 =
          steps0
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one4 = twice4.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first4 =
          one4.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other4 =
          twice4
              .lanewise(VectorOperators.SUB, one4)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      g.mul(y4.mul(first4).mul(other4)).intoArray(out, to + i);
    }
  }

  private static void sinhVectors(double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector a0 = x.abs().min(DoubleExpSeries.ENDLESS);
      DoubleVector steps0 =
          a0.fma(
              broadcast(SPECIES, DoubleExpSeries.TO_STEPS),
              broadcast(SPECIES, DoubleExpSeries.WHOLE));
      DoubleVector back2 = broadcast(SPECIES, DoubleExpSeries.WHOLE).sub(steps0);
      DoubleVector r3 =
          back2.fma(
              broadcast(SPECIES, DoubleExpSeries.LN_2_REST),
              back2.fma(broadcast(SPECIES, DoubleExpSeries.LN_2), a0));
      DoubleVector h3 =
          broadcast(SPECIES, (DoubleExpSeries.WIDE ? DoubleExpSeries.E_13 : DoubleExpSeries.E_7));
      if ((DoubleExpSeries.WIDE)) {
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_12));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_11));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_10));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_9));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_8));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_7));
      }
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_6));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_5));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_4));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_3));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_2));
      DoubleVector q0 = h3.fma(r3.mul(r3), r3);
      LongVector twice4 =
          steps0
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one4 = twice4.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first4 =
          one4.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other4 =
          twice4
              .lanewise(VectorOperators.SUB, one4)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector half0 = first4.mul(0.5).mul(other4);
      DoubleVector t0 = q0.fma(half0, half0.sub(0.5)).mul(2);
      DoubleVector small0 = t0.add(t0.div(t0.add(1))).mul(0.5);
      DoubleVector y5 = q0.fma(broadcast(SPECIES, 0.5), broadcast(SPECIES, 0.5));
      LongVector twice5 =
          steps0
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one5 = twice5.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first5 =
          one5.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other5 =
          twice5
              .lanewise(VectorOperators.SUB, one5)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector large0 = y5.mul(first5).mul(other5);
      DoubleVector size6 =
          small0.blend(large0, a0.compare(VectorOperators.GT, DoubleExpSeries.ONE_IS_LOST));
      size6
          .reinterpretAsLongs()
          .lanewise(
              VectorOperators.OR,
              x.reinterpretAsLongs().lanewise(VectorOperators.AND, (long) (DoubleExpSeries.SIGN)))
          .reinterpretAsDoubles()
          .intoArray(out, to + i);
    }
  }

  private static void coshVectors(double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector a0 = x.abs().min(DoubleExpSeries.ENDLESS);
      DoubleVector steps0 =
          a0.fma(
              broadcast(SPECIES, DoubleExpSeries.TO_STEPS),
              broadcast(SPECIES, DoubleExpSeries.WHOLE));
      DoubleVector back2 = broadcast(SPECIES, DoubleExpSeries.WHOLE).sub(steps0);
      DoubleVector r3 =
          back2.fma(
              broadcast(SPECIES, DoubleExpSeries.LN_2_REST),
              back2.fma(broadcast(SPECIES, DoubleExpSeries.LN_2), a0));
      DoubleVector h3 =
          broadcast(SPECIES, (DoubleExpSeries.WIDE ? DoubleExpSeries.E_13 : DoubleExpSeries.E_7));
      if ((DoubleExpSeries.WIDE)) {
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_12));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_11));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_10));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_9));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_8));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_7));
      }
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_6));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_5));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_4));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_3));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_2));
      DoubleVector q0 = h3.fma(r3.mul(r3), r3);
      DoubleVector y4 = q0.fma(broadcast(SPECIES, 0.5), broadcast(SPECIES, 0.5));
      LongVector twice4 =
          steps0
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one4 = twice4.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first4 =
          one4.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other4 =
          twice4
              .lanewise(VectorOperators.SUB, one4)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector half0 = y4.mul(first4).mul(other4);
      half0.add(broadcast(SPECIES, 0.25).div(half0)).intoArray(out, to + i);
    }
  }

  private static void sinhBackVectors(
      double[] gs, int gAt, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(gAt, n, gs.length);
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector a1 = x.abs().min(DoubleExpSeries.ENDLESS);
      DoubleVector steps1 =
          a1.fma(
              broadcast(SPECIES, DoubleExpSeries.TO_STEPS),
              broadcast(SPECIES, DoubleExpSeries.WHOLE));
      DoubleVector back3 = broadcast(SPECIES, DoubleExpSeries.WHOLE).sub(steps1);
      DoubleVector r4 =
          back3.fma(
              broadcast(SPECIES, DoubleExpSeries.LN_2_REST),
              back3.fma(broadcast(SPECIES, DoubleExpSeries.LN_2), a1));
      DoubleVector h4 =
          broadcast(SPECIES, (DoubleExpSeries.WIDE ? DoubleExpSeries.E_13 : DoubleExpSeries.E_7));
      if ((DoubleExpSeries.WIDE)) {
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_12));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_11));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_10));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_9));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_8));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_7));
      }
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_6));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_5));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_4));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_3));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_2));
      DoubleVector q1 = h4.fma(r4.mul(r4), r4);
      DoubleVector y5 = q1.fma(broadcast(SPECIES, 0.5), broadcast(SPECIES, 0.5));
      LongVector twice5 =
          steps1
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one5 = twice5.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first5 =
          one5.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other5 =
          twice5
              .lanewise(VectorOperators.SUB, one5)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector half1 = y5.mul(first5).mul(other5);
      g.mul(half1.add(broadcast(SPECIES, 0.25).div(half1))).intoArray(out, to + i);
    }
  }

  private static void coshBackVectors(
      double[] gs, int gAt, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(gAt, n, gs.length);
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector a1 = x.abs().min(DoubleExpSeries.ENDLESS);
      DoubleVector steps1 =
          a1.fma(
              broadcast(SPECIES, DoubleExpSeries.TO_STEPS),
              broadcast(SPECIES, DoubleExpSeries.WHOLE));
      DoubleVector back3 = broadcast(SPECIES, DoubleExpSeries.WHOLE).sub(steps1);
      DoubleVector r4 =
          back3.fma(
              broadcast(SPECIES, DoubleExpSeries.LN_2_REST),
              back3.fma(broadcast(SPECIES, DoubleExpSeries.LN_2), a1));
      DoubleVector h4 =
          broadcast(SPECIES, (DoubleExpSeries.WIDE ? DoubleExpSeries.E_13 : DoubleExpSeries.E_7));
      if ((DoubleExpSeries.WIDE)) {
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_12));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_11));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_10));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_9));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_8));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_7));
      }
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_6));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_5));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_4));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_3));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_2));
      DoubleVector q1 = h4.fma(r4.mul(r4), r4);
      LongVector twice5 =
          steps1
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one5 = twice5.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first5 =
          one5.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other5 =
          twice5
              .lanewise(VectorOperators.SUB, one5)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector half1 = first5.mul(0.5).mul(other5);
      DoubleVector t1 = q1.fma(half1, half1.sub(0.5)).mul(2);
      DoubleVector small1 = t1.add(t1.div(t1.add(1))).mul(0.5);
      DoubleVector y6 = q1.fma(broadcast(SPECIES, 0.5), broadcast(SPECIES, 0.5));
      LongVector twice6 =
          steps1
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one6 = twice6.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first6 =
          one6.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other6 =
          twice6
              .lanewise(VectorOperators.SUB, one6)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector large1 = y6.mul(first6).mul(other6);
      DoubleVector size7 =
          small1.blend(large1, a1.compare(VectorOperators.GT, DoubleExpSeries.ONE_IS_LOST));
      g.mul(
              size7
                  .reinterpretAsLongs()
                  .lanewise(
                      VectorOperators.OR,
                      x.reinterpretAsLongs()
                          .lanewise(VectorOperators.AND, (long) (DoubleExpSeries.SIGN)))
                  .reinterpretAsDoubles())
          .intoArray(out, to + i);
    }
  }

  private static void siluVectors(double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector left0 = x.abs().neg().max(-DoubleExpSeries.ENDLESS);
      DoubleVector steps0 =
          left0.fma(
              broadcast(SPECIES, DoubleExpSeries.TO_STEPS),
              broadcast(SPECIES, DoubleExpSeries.WHOLE));
      DoubleVector back2 = broadcast(SPECIES, DoubleExpSeries.WHOLE).sub(steps0);
      DoubleVector r3 =
          back2.fma(
              broadcast(SPECIES, DoubleExpSeries.LN_2_REST),
              back2.fma(broadcast(SPECIES, DoubleExpSeries.LN_2), left0));
      DoubleVector h3 =
          broadcast(SPECIES, (DoubleExpSeries.WIDE ? DoubleExpSeries.E_13 : DoubleExpSeries.E_7));
      if ((DoubleExpSeries.WIDE)) {
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_12));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_11));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_10));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_9));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_8));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_7));
      }
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_6));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_5));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_4));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_3));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_2));
      DoubleVector q0 = h3.fma(r3.mul(r3), r3);
      DoubleVector y4 = q0.add(1);
      LongVector twice4 =
          steps0
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one4 = twice4.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first4 =
          one4.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other4 =
          twice4
              .lanewise(VectorOperators.SUB, one4)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector e0 = y4.mul(first4).mul(other4);
      DoubleVector y0 =
          x.blend(left0.fma(q0, left0), x.compare(VectorOperators.LT, 0)).div(e0.add(1));
      LongVector twice5 =
          steps0
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one5 = twice5.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first5 =
          one5.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other5 =
          twice5
              .lanewise(VectorOperators.SUB, one5)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      y0.blend(y0.mul(first5).mul(other5), x.compare(VectorOperators.LT, 0)).intoArray(out, to + i);
    }
  }

  private static void siluBackVectors(
      double[] gs, int gAt, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(gAt, n, gs.length);
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector left0 = x.abs().neg().max(-DoubleExpSeries.ENDLESS);
      DoubleVector steps0 =
          left0.fma(
              broadcast(SPECIES, DoubleExpSeries.TO_STEPS),
              broadcast(SPECIES, DoubleExpSeries.WHOLE));
      DoubleVector back2 = broadcast(SPECIES, DoubleExpSeries.WHOLE).sub(steps0);
      DoubleVector r3 =
          back2.fma(
              broadcast(SPECIES, DoubleExpSeries.LN_2_REST),
              back2.fma(broadcast(SPECIES, DoubleExpSeries.LN_2), left0));
      DoubleVector h3 =
          broadcast(SPECIES, (DoubleExpSeries.WIDE ? DoubleExpSeries.E_13 : DoubleExpSeries.E_7));
      if ((DoubleExpSeries.WIDE)) {
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_12));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_11));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_10));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_9));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_8));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_7));
      }
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_6));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_5));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_4));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_3));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_2));
      DoubleVector q0 = h3.fma(r3.mul(r3), r3);
      DoubleVector y4 = q0.add(1);
      LongVector twice4 =
          steps0
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one4 = twice4.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first4 =
          one4.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other4 =
          twice4
              .lanewise(VectorOperators.SUB, one4)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector e0 = y4.mul(first4).mul(other4);
      DoubleVector own0 = e0.add(1);
      DoubleVector y5 = q0.add(1).div(own0).mul(x.div(own0).add(1));
      LongVector twice5 =
          steps0
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one5 = twice5.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first5 =
          one5.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other5 =
          twice5
              .lanewise(VectorOperators.SUB, one5)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector low0 = y5.mul(first5).mul(other5);
      DoubleVector high0 = x.fma(e0.div(own0), broadcast(SPECIES, 1)).div(own0);
      DoubleVector slope0 =
          high0
              .blend(1, x.compare(VectorOperators.GT, DoubleExpSeries.ENDLESS))
              .blend(low0, x.compare(VectorOperators.LT, 0));
      g.mul(slope0.blend(x.mul(0), x.compare(VectorOperators.LT, -DoubleExpSeries.ENDLESS)))
          .intoArray(out, to + i);
    }
  }

  private static void mishVectors(double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector left0 = x.abs().neg().max(-DoubleExpSeries.ENDLESS);
      DoubleVector steps0 =
          left0.fma(
              broadcast(SPECIES, DoubleExpSeries.TO_STEPS),
              broadcast(SPECIES, DoubleExpSeries.WHOLE));
      DoubleVector back2 = broadcast(SPECIES, DoubleExpSeries.WHOLE).sub(steps0);
      DoubleVector r3 =
          back2.fma(
              broadcast(SPECIES, DoubleExpSeries.LN_2_REST),
              back2.fma(broadcast(SPECIES, DoubleExpSeries.LN_2), left0));
      DoubleVector h3 =
          broadcast(SPECIES, (DoubleExpSeries.WIDE ? DoubleExpSeries.E_13 : DoubleExpSeries.E_7));
      if ((DoubleExpSeries.WIDE)) {
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_12));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_11));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_10));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_9));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_8));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_7));
      }
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_6));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_5));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_4));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_3));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_2));
      DoubleVector q0 = h3.fma(r3.mul(r3), r3);
      DoubleVector y4 = q0.add(1);
      LongVector twice4 =
          steps0
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one4 = twice4.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first4 =
          one4.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other4 =
          twice4
              .lanewise(VectorOperators.SUB, one4)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector e0 = y4.mul(first4).mul(other4);
      DoubleVector above0 =
          broadcast(SPECIES, 2)
              .fma(e0, broadcast(SPECIES, 1))
              .blend(e0.add(2), x.compare(VectorOperators.LT, 0));
      DoubleVector below0 =
          e0.mul(2)
              .fma(e0, above0)
              .blend(e0.fma(above0, broadcast(SPECIES, 2)), x.compare(VectorOperators.LT, 0));
      DoubleVector y0 =
          x.blend(left0.fma(q0, left0), x.compare(VectorOperators.LT, 0)).mul(above0).div(below0);
      LongVector twice5 =
          steps0
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one5 = twice5.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first5 =
          one5.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other5 =
          twice5
              .lanewise(VectorOperators.SUB, one5)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      y0.blend(y0.mul(first5).mul(other5), x.compare(VectorOperators.LT, 0)).intoArray(out, to + i);
    }
  }

  private static void mishBackVectors(
      double[] gs, int gAt, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(gAt, n, gs.length);
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector left0 = x.abs().neg().max(-DoubleExpSeries.ENDLESS);
      DoubleVector steps0 =
          left0.fma(
              broadcast(SPECIES, DoubleExpSeries.TO_STEPS),
              broadcast(SPECIES, DoubleExpSeries.WHOLE));
      DoubleVector back2 = broadcast(SPECIES, DoubleExpSeries.WHOLE).sub(steps0);
      DoubleVector r3 =
          back2.fma(
              broadcast(SPECIES, DoubleExpSeries.LN_2_REST),
              back2.fma(broadcast(SPECIES, DoubleExpSeries.LN_2), left0));
      DoubleVector h3 =
          broadcast(SPECIES, (DoubleExpSeries.WIDE ? DoubleExpSeries.E_13 : DoubleExpSeries.E_7));
      if ((DoubleExpSeries.WIDE)) {
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_12));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_11));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_10));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_9));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_8));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_7));
      }
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_6));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_5));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_4));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_3));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_2));
      DoubleVector q0 = h3.fma(r3.mul(r3), r3);
      DoubleVector y4 = q0.add(1);
      LongVector twice4 =
          steps0
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one4 = twice4.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first4 =
          one4.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other4 =
          twice4
              .lanewise(VectorOperators.SUB, one4)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector e0 = y4.mul(first4).mul(other4);
      DoubleVector above0 =
          broadcast(SPECIES, 2)
              .fma(e0, broadcast(SPECIES, 1))
              .blend(e0.add(2), x.compare(VectorOperators.LT, 0));
      DoubleVector below0 =
          e0.mul(2)
              .fma(e0, above0)
              .blend(e0.fma(above0, broadcast(SPECIES, 2)), x.compare(VectorOperators.LT, 0));
      DoubleVector t0 = above0.div(below0);
      DoubleVector bend0 = e0.add(1).mul(4).div(below0.mul(below0));
      DoubleVector y5 = q0.add(1).mul(x.fma(bend0, t0));
      LongVector twice5 =
          steps0
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one5 = twice5.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first5 =
          one5.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other5 =
          twice5
              .lanewise(VectorOperators.SUB, one5)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector low0 = y5.mul(first5).mul(other5);
      DoubleVector high0 = x.fma(bend0.mul(e0).mul(e0), t0);
      DoubleVector slope0 =
          high0
              .blend(1, x.compare(VectorOperators.GT, DoubleExpSeries.ENDLESS))
              .blend(low0, x.compare(VectorOperators.LT, 0));
      g.mul(slope0.blend(x.mul(0), x.compare(VectorOperators.LT, -DoubleExpSeries.ENDLESS)))
          .intoArray(out, to + i);
    }
  }

  private static void sigmoidSlopeBackVectors(
      double[] gs, int gAt, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(gAt, n, gs.length);
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector x1 = x.abs().neg();
      DoubleVector left1 = x1.max(-DoubleExpSeries.ENDLESS);
      DoubleVector steps1 =
          left1.fma(
              broadcast(SPECIES, DoubleExpSeries.TO_STEPS),
              broadcast(SPECIES, DoubleExpSeries.WHOLE));
      DoubleVector back3 = broadcast(SPECIES, DoubleExpSeries.WHOLE).sub(steps1);
      DoubleVector r4 =
          back3.fma(
              broadcast(SPECIES, DoubleExpSeries.LN_2_REST),
              back3.fma(broadcast(SPECIES, DoubleExpSeries.LN_2), left1));
      DoubleVector h4 =
          broadcast(SPECIES, (DoubleExpSeries.WIDE ? DoubleExpSeries.E_13 : DoubleExpSeries.E_7));
      if ((DoubleExpSeries.WIDE)) {
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_12));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_11));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_10));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_9));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_8));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_7));
      }
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_6));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_5));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_4));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_3));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_2));
      DoubleVector q1 = h4.fma(r4.mul(r4), r4);
      DoubleVector y5 = q1.add(1);
      LongVector twice5 =
          steps1
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one5 = twice5.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first5 =
          one5.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other5 =
          twice5
              .lanewise(VectorOperators.SUB, one5)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector e0 = y5.mul(first5).mul(other5);
      DoubleVector own0 = e0.add(1);
      g.mul(e0.div(own0.mul(own0))).intoArray(out, to + i);
    }
  }

  private static void tanhSlopeBackVectors(
      double[] gs, int gAt, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(gAt, n, gs.length);
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector x1 = x.abs().mul(-2);
      DoubleVector left1 = x1.max(-DoubleExpSeries.ENDLESS);
      DoubleVector steps1 =
          left1.fma(
              broadcast(SPECIES, DoubleExpSeries.TO_STEPS),
              broadcast(SPECIES, DoubleExpSeries.WHOLE));
      DoubleVector back3 = broadcast(SPECIES, DoubleExpSeries.WHOLE).sub(steps1);
      DoubleVector r4 =
          back3.fma(
              broadcast(SPECIES, DoubleExpSeries.LN_2_REST),
              back3.fma(broadcast(SPECIES, DoubleExpSeries.LN_2), left1));
      DoubleVector h4 =
          broadcast(SPECIES, (DoubleExpSeries.WIDE ? DoubleExpSeries.E_13 : DoubleExpSeries.E_7));
      if ((DoubleExpSeries.WIDE)) {
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_12));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_11));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_10));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_9));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_8));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_7));
      }
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_6));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_5));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_4));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_3));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_2));
      DoubleVector q1 = h4.fma(r4.mul(r4), r4);
      DoubleVector y5 = q1.add(1);
      LongVector twice5 =
          steps1
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one5 = twice5.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first5 =
          one5.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other5 =
          twice5
              .lanewise(VectorOperators.SUB, one5)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector e0 = y5.mul(first5).mul(other5);
      DoubleVector own0 = e0.add(1);
      g.mul(e0.mul(4).div(own0.mul(own0))).intoArray(out, to + i);
    }
  }

  private static void eluVectors(
      double a, double b, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector x1 = x.min(0);
      DoubleVector near1 = x1.min(DoubleExpSeries.JUST_ENDLESS).max(-DoubleExpSeries.ONE_IS_LOST);
      DoubleVector steps1 =
          near1.fma(
              broadcast(SPECIES, DoubleExpSeries.TO_STEPS),
              broadcast(SPECIES, DoubleExpSeries.WHOLE));
      DoubleVector back3 = broadcast(SPECIES, DoubleExpSeries.WHOLE).sub(steps1);
      DoubleVector r4 =
          back3.fma(
              broadcast(SPECIES, DoubleExpSeries.LN_2_REST),
              back3.fma(broadcast(SPECIES, DoubleExpSeries.LN_2), near1));
      DoubleVector h4 =
          broadcast(SPECIES, (DoubleExpSeries.WIDE ? DoubleExpSeries.E_13 : DoubleExpSeries.E_7));
      if ((DoubleExpSeries.WIDE)) {
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_12));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_11));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_10));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_9));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_8));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_7));
      }
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_6));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_5));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_4));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_3));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_2));
      DoubleVector q1 = h4.fma(r4.mul(r4), r4);
      LongVector twice5 =
          steps1
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one5 = twice5.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first5 =
          one5.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other5 =
          twice5
              .lanewise(VectorOperators.SUB, one5)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector half1 = first5.mul(0.5).mul(other5);
      DoubleVector y1 = q1.fma(half1, half1.sub(0.5)).mul(2);
      y1.blend(x1, x1.compare(VectorOperators.EQ, 0))
          .mul(a)
          .blend(x, x.compare(VectorOperators.GT, 0))
          .mul(b)
          .intoArray(out, to + i);
    }
  }

  private static void eluBackVectors(
      double a, double b, double[] gs, int gAt, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(gAt, n, gs.length);
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector x1 = x.min(0);
      DoubleVector left1 = x1.max(-DoubleExpSeries.ENDLESS);
      DoubleVector steps1 =
          left1.fma(
              broadcast(SPECIES, DoubleExpSeries.TO_STEPS),
              broadcast(SPECIES, DoubleExpSeries.WHOLE));
      DoubleVector back3 = broadcast(SPECIES, DoubleExpSeries.WHOLE).sub(steps1);
      DoubleVector r4 =
          back3.fma(
              broadcast(SPECIES, DoubleExpSeries.LN_2_REST),
              back3.fma(broadcast(SPECIES, DoubleExpSeries.LN_2), left1));
      DoubleVector h4 =
          broadcast(SPECIES, (DoubleExpSeries.WIDE ? DoubleExpSeries.E_13 : DoubleExpSeries.E_7));
      if ((DoubleExpSeries.WIDE)) {
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_12));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_11));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_10));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_9));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_8));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_7));
      }
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_6));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_5));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_4));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_3));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_2));
      DoubleVector q1 = h4.fma(r4.mul(r4), r4);
      DoubleVector y5 = q1.add(1);
      LongVector twice5 =
          steps1
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one5 = twice5.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first5 =
          one5.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other5 =
          twice5
              .lanewise(VectorOperators.SUB, one5)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      g.mul(y5.mul(first5).mul(other5).mul(b * a).blend(b, x.compare(VectorOperators.GT, 0)))
          .intoArray(out, to + i);
    }
  }

  private static void lgammaInBlocks(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i += BLOCK) {
      int size = Math.min(BLOCK, n - i);
      if (lgammaInside(x, xAt + i, size)) {
        lgammaVectors(x, xAt + i, out, to + i, size);
      } else {
        DoubleSeriesLoops.lgamma(x, xAt + i, out, to + i, size);
      }
    }
  }

  private static boolean lgammaInside(double[] xs, int xAt, int n) {
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      if (!x.compare(VectorOperators.LE, 0).not().allTrue()) {
        return false;
      }
    }
    return true;
  }

  private static void lgammaVectors(double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      VectorMask<Double> low0 = x.compare(VectorOperators.LT, 1);
      VectorMask<Double> middle0 = x.compare(VectorOperators.LT, 3);
      VectorMask<Double> high0 = x.compare(VectorOperators.GE, 8);
      DoubleVector v0 = x;
      DoubleVector p0 = broadcast(SPECIES, 1);
      p0 = p0.blend(v0.sub(1), v0.compare(VectorOperators.GE, 3));
      v0 = v0.blend(v0.sub(1), v0.compare(VectorOperators.GE, 3));
      p0 = p0.blend(p0.mul(v0.sub(1)), v0.compare(VectorOperators.GE, 3));
      v0 = v0.blend(v0.sub(1), v0.compare(VectorOperators.GE, 3));
      p0 = p0.blend(p0.mul(v0.sub(1)), v0.compare(VectorOperators.GE, 3));
      v0 = v0.blend(v0.sub(1), v0.compare(VectorOperators.GE, 3));
      p0 = p0.blend(p0.mul(v0.sub(1)), v0.compare(VectorOperators.GE, 3));
      v0 = v0.blend(v0.sub(1), v0.compare(VectorOperators.GE, 3));
      p0 = p0.blend(p0.mul(v0.sub(1)), v0.compare(VectorOperators.GE, 3));
      v0 = v0.blend(v0.sub(1), v0.compare(VectorOperators.GE, 3));
      DoubleVector x1 = p0.blend(1, middle0).blend(x, low0.or(high0));
      VectorMask<Double> small1 = x1.compare(VectorOperators.LT, Double.MIN_NORMAL);
      DoubleVector u1 = x1.blend(x1.mul(DoubleLogSeries.SCALE), small1);
      LongVector bits2 =
          u1.reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleLogSeries.ROOT_HALF))
              .lanewise(VectorOperators.ADD, (long) (DoubleLogSeries.ONE));
      DoubleVector n1 =
          bits2
              .lanewise(VectorOperators.ASHR, (long) (DoubleLogSeries.MANTISSA))
              .lanewise(VectorOperators.OR, (long) (DoubleLogSeries.WHOLE_BITS))
              .reinterpretAsDoubles()
              .sub(DoubleLogSeries.WHOLE_AND_BIAS);
      n1 = n1.blend(n1.sub(DoubleLogSeries.BITS), small1);
      LongVector bits3 =
          u1.reinterpretAsLongs().lanewise(VectorOperators.SUB, (long) (DoubleLogSeries.ROOT_HALF));
      DoubleVector f1 =
          bits3
              .lanewise(VectorOperators.AND, (long) (DoubleLogSeries.FRACTION))
              .lanewise(VectorOperators.ADD, (long) (DoubleLogSeries.ROOT_HALF))
              .reinterpretAsDoubles()
              .sub(1);
      DoubleVector s4 = f1.div(f1.add(2));
      DoubleVector z4 = s4.mul(s4);
      DoubleVector rest4 =
          broadcast(SPECIES, (DoubleLogSeries.WIDE ? DoubleLogSeries.L_21 : DoubleLogSeries.L_9));
      if ((DoubleLogSeries.WIDE)) {
        rest4 = rest4.fma(z4, broadcast(SPECIES, DoubleLogSeries.L_19));
        rest4 = rest4.fma(z4, broadcast(SPECIES, DoubleLogSeries.L_17));
        rest4 = rest4.fma(z4, broadcast(SPECIES, DoubleLogSeries.L_15));
        rest4 = rest4.fma(z4, broadcast(SPECIES, DoubleLogSeries.L_13));
        rest4 = rest4.fma(z4, broadcast(SPECIES, DoubleLogSeries.L_11));
        rest4 = rest4.fma(z4, broadcast(SPECIES, DoubleLogSeries.L_9));
      }
      rest4 = rest4.fma(z4, broadcast(SPECIES, DoubleLogSeries.L_7));
      rest4 = rest4.fma(z4, broadcast(SPECIES, DoubleLogSeries.L_5));
      rest4 = rest4.fma(z4, broadcast(SPECIES, DoubleLogSeries.L_3));
      DoubleVector half4 = f1.mul(f1).mul(0.5);
      DoubleVector less1 =
          half4.sub(s4.mul(half4.add(rest4.mul(z4)))).sub(n1.mul(DoubleExpSeries.LN_2_REST));
      DoubleVector log0 = n1.fma(broadcast(SPECIES, DoubleExpSeries.LN_2), f1.sub(less1));
      DoubleVector u0 = v0.sub(2).blend(x.sub(1), low0);
      DoubleVector p5 =
          broadcast(
              SPECIES,
              (DoubleGammaSeries.WIDE ? DoubleGammaSeries.LOG_28 : DoubleGammaSeries.LOG_13));
      if ((DoubleGammaSeries.WIDE)) {
        p5 = p5.fma(u0, broadcast(SPECIES, DoubleGammaSeries.LOG_27));
        p5 = p5.fma(u0, broadcast(SPECIES, DoubleGammaSeries.LOG_26));
        p5 = p5.fma(u0, broadcast(SPECIES, DoubleGammaSeries.LOG_25));
        p5 = p5.fma(u0, broadcast(SPECIES, DoubleGammaSeries.LOG_24));
        p5 = p5.fma(u0, broadcast(SPECIES, DoubleGammaSeries.LOG_23));
        p5 = p5.fma(u0, broadcast(SPECIES, DoubleGammaSeries.LOG_22));
        p5 = p5.fma(u0, broadcast(SPECIES, DoubleGammaSeries.LOG_21));
        p5 = p5.fma(u0, broadcast(SPECIES, DoubleGammaSeries.LOG_20));
        p5 = p5.fma(u0, broadcast(SPECIES, DoubleGammaSeries.LOG_19));
        p5 = p5.fma(u0, broadcast(SPECIES, DoubleGammaSeries.LOG_18));
        p5 = p5.fma(u0, broadcast(SPECIES, DoubleGammaSeries.LOG_17));
        p5 = p5.fma(u0, broadcast(SPECIES, DoubleGammaSeries.LOG_16));
        p5 = p5.fma(u0, broadcast(SPECIES, DoubleGammaSeries.LOG_15));
        p5 = p5.fma(u0, broadcast(SPECIES, DoubleGammaSeries.LOG_14));
        p5 = p5.fma(u0, broadcast(SPECIES, DoubleGammaSeries.LOG_13));
      }
      p5 = p5.fma(u0, broadcast(SPECIES, DoubleGammaSeries.LOG_12));
      p5 = p5.fma(u0, broadcast(SPECIES, DoubleGammaSeries.LOG_11));
      p5 = p5.fma(u0, broadcast(SPECIES, DoubleGammaSeries.LOG_10));
      p5 = p5.fma(u0, broadcast(SPECIES, DoubleGammaSeries.LOG_9));
      p5 = p5.fma(u0, broadcast(SPECIES, DoubleGammaSeries.LOG_8));
      p5 = p5.fma(u0, broadcast(SPECIES, DoubleGammaSeries.LOG_7));
      p5 = p5.fma(u0, broadcast(SPECIES, DoubleGammaSeries.LOG_6));
      p5 = p5.fma(u0, broadcast(SPECIES, DoubleGammaSeries.LOG_5));
      p5 = p5.fma(u0, broadcast(SPECIES, DoubleGammaSeries.LOG_4));
      p5 = p5.fma(u0, broadcast(SPECIES, DoubleGammaSeries.LOG_3));
      p5 = p5.fma(u0, broadcast(SPECIES, DoubleGammaSeries.LOG_2));
      p5 = p5.fma(u0, broadcast(SPECIES, DoubleGammaSeries.LOG_1));
      p5 = p5.fma(u0, broadcast(SPECIES, DoubleGammaSeries.LOG_0));
      DoubleVector near0 =
          u0.mul(v0.sub(1).blend(x, low0)).mul(p5).add(log0.blend(log0.neg(), low0));
      DoubleVector t0 = broadcast(SPECIES, 1).div(x);
      DoubleVector z6 = t0.mul(t0);
      DoubleVector p6 =
          broadcast(
              SPECIES, (DoubleGammaSeries.WIDE ? DoubleGammaSeries.T_9 : DoubleGammaSeries.T_3));
      if ((DoubleGammaSeries.WIDE)) {
        p6 = p6.fma(z6, broadcast(SPECIES, DoubleGammaSeries.T_8));
        p6 = p6.fma(z6, broadcast(SPECIES, DoubleGammaSeries.T_7));
        p6 = p6.fma(z6, broadcast(SPECIES, DoubleGammaSeries.T_6));
        p6 = p6.fma(z6, broadcast(SPECIES, DoubleGammaSeries.T_5));
        p6 = p6.fma(z6, broadcast(SPECIES, DoubleGammaSeries.T_4));
        p6 = p6.fma(z6, broadcast(SPECIES, DoubleGammaSeries.T_3));
      }
      p6 = p6.fma(z6, broadcast(SPECIES, DoubleGammaSeries.T_2));
      DoubleVector far0 =
          x.sub(0.5)
              .fma(
                  log0.sub(1),
                  t0.mul(p6.fma(z6, broadcast(SPECIES, DoubleGammaSeries.T_1)))
                      .add((DoubleGammaSeries.HALF_LN_TWO_PI - 0.5)));
      near0
          .blend(far0.blend(x, x.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY)), high0)
          .intoArray(out, to + i);
    }
  }

  private static void digammaInBlocks(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i += BLOCK) {
      int size = Math.min(BLOCK, n - i);
      if (digammaInside(x, xAt + i, size)) {
        digammaVectors(x, xAt + i, out, to + i, size);
      } else {
        DoubleSeriesLoops.digamma(x, xAt + i, out, to + i, size);
      }
    }
  }

  private static boolean digammaInside(double[] xs, int xAt, int n) {
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      if (!x.compare(VectorOperators.LE, 0).not().allTrue()) {
        return false;
      }
    }
    return true;
  }

  private static void digammaVectors(double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      VectorMask<Double> low0 = x.compare(VectorOperators.LT, 1);
      VectorMask<Double> high0 = x.compare(VectorOperators.GE, 10);
      DoubleVector v0 = x.blend(x.add(1), low0);
      DoubleVector a0 = broadcast(SPECIES, 0).blend(-1, low0);
      DoubleVector b0 = broadcast(SPECIES, 1).blend(x, low0);
      DoubleVector w0 = v0.sub(1);
      a0 = a0.blend(a0.fma(w0, b0), v0.compare(VectorOperators.GE, 2));
      b0 = b0.blend(b0.mul(w0), v0.compare(VectorOperators.GE, 2));
      v0 = v0.blend(w0, v0.compare(VectorOperators.GE, 2));
      w0 = v0.sub(1);
      a0 = a0.blend(a0.fma(w0, b0), v0.compare(VectorOperators.GE, 2));
      b0 = b0.blend(b0.mul(w0), v0.compare(VectorOperators.GE, 2));
      v0 = v0.blend(w0, v0.compare(VectorOperators.GE, 2));
      w0 = v0.sub(1);
      a0 = a0.blend(a0.fma(w0, b0), v0.compare(VectorOperators.GE, 2));
      b0 = b0.blend(b0.mul(w0), v0.compare(VectorOperators.GE, 2));
      v0 = v0.blend(w0, v0.compare(VectorOperators.GE, 2));
      w0 = v0.sub(1);
      a0 = a0.blend(a0.fma(w0, b0), v0.compare(VectorOperators.GE, 2));
      b0 = b0.blend(b0.mul(w0), v0.compare(VectorOperators.GE, 2));
      v0 = v0.blend(w0, v0.compare(VectorOperators.GE, 2));
      w0 = v0.sub(1);
      a0 = a0.blend(a0.fma(w0, b0), v0.compare(VectorOperators.GE, 2));
      b0 = b0.blend(b0.mul(w0), v0.compare(VectorOperators.GE, 2));
      v0 = v0.blend(w0, v0.compare(VectorOperators.GE, 2));
      w0 = v0.sub(1);
      a0 = a0.blend(a0.fma(w0, b0), v0.compare(VectorOperators.GE, 2));
      b0 = b0.blend(b0.mul(w0), v0.compare(VectorOperators.GE, 2));
      v0 = v0.blend(w0, v0.compare(VectorOperators.GE, 2));
      w0 = v0.sub(1);
      a0 = a0.blend(a0.fma(w0, b0), v0.compare(VectorOperators.GE, 2));
      b0 = b0.blend(b0.mul(w0), v0.compare(VectorOperators.GE, 2));
      v0 = v0.blend(w0, v0.compare(VectorOperators.GE, 2));
      w0 = v0.sub(1);
      a0 = a0.blend(a0.fma(w0, b0), v0.compare(VectorOperators.GE, 2));
      b0 = b0.blend(b0.mul(w0), v0.compare(VectorOperators.GE, 2));
      v0 = v0.blend(w0, v0.compare(VectorOperators.GE, 2));
      DoubleVector u1 = v0.sub(1.5);
      DoubleVector p1 =
          broadcast(
              SPECIES,
              (DoubleGammaSeries.WIDE ? DoubleGammaSeries.PSI_23 : DoubleGammaSeries.PSI_10));
      if ((DoubleGammaSeries.WIDE)) {
        p1 = p1.fma(u1, broadcast(SPECIES, DoubleGammaSeries.PSI_22));
        p1 = p1.fma(u1, broadcast(SPECIES, DoubleGammaSeries.PSI_21));
        p1 = p1.fma(u1, broadcast(SPECIES, DoubleGammaSeries.PSI_20));
        p1 = p1.fma(u1, broadcast(SPECIES, DoubleGammaSeries.PSI_19));
        p1 = p1.fma(u1, broadcast(SPECIES, DoubleGammaSeries.PSI_18));
        p1 = p1.fma(u1, broadcast(SPECIES, DoubleGammaSeries.PSI_17));
        p1 = p1.fma(u1, broadcast(SPECIES, DoubleGammaSeries.PSI_16));
        p1 = p1.fma(u1, broadcast(SPECIES, DoubleGammaSeries.PSI_15));
        p1 = p1.fma(u1, broadcast(SPECIES, DoubleGammaSeries.PSI_14));
        p1 = p1.fma(u1, broadcast(SPECIES, DoubleGammaSeries.PSI_13));
        p1 = p1.fma(u1, broadcast(SPECIES, DoubleGammaSeries.PSI_12));
        p1 = p1.fma(u1, broadcast(SPECIES, DoubleGammaSeries.PSI_11));
        p1 = p1.fma(u1, broadcast(SPECIES, DoubleGammaSeries.PSI_10));
      }
      p1 = p1.fma(u1, broadcast(SPECIES, DoubleGammaSeries.PSI_9));
      p1 = p1.fma(u1, broadcast(SPECIES, DoubleGammaSeries.PSI_8));
      p1 = p1.fma(u1, broadcast(SPECIES, DoubleGammaSeries.PSI_7));
      p1 = p1.fma(u1, broadcast(SPECIES, DoubleGammaSeries.PSI_6));
      p1 = p1.fma(u1, broadcast(SPECIES, DoubleGammaSeries.PSI_5));
      p1 = p1.fma(u1, broadcast(SPECIES, DoubleGammaSeries.PSI_4));
      p1 = p1.fma(u1, broadcast(SPECIES, DoubleGammaSeries.PSI_3));
      p1 = p1.fma(u1, broadcast(SPECIES, DoubleGammaSeries.PSI_2));
      p1 = p1.fma(u1, broadcast(SPECIES, DoubleGammaSeries.PSI_1));
      p1 = p1.fma(u1, broadcast(SPECIES, DoubleGammaSeries.PSI_0));
      DoubleVector near0 =
          v0.sub(DoubleGammaSeries.ROOT).sub(DoubleGammaSeries.ROOT_REST).fma(p1, a0.div(b0));
      DoubleVector t0 = broadcast(SPECIES, 1).div(x);
      VectorMask<Double> small2 = x.compare(VectorOperators.LT, Double.MIN_NORMAL);
      DoubleVector u2 = x.blend(x.mul(DoubleLogSeries.SCALE), small2);
      LongVector bits3 =
          u2.reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleLogSeries.ROOT_HALF))
              .lanewise(VectorOperators.ADD, (long) (DoubleLogSeries.ONE));
      DoubleVector n2 =
          bits3
              .lanewise(VectorOperators.ASHR, (long) (DoubleLogSeries.MANTISSA))
              .lanewise(VectorOperators.OR, (long) (DoubleLogSeries.WHOLE_BITS))
              .reinterpretAsDoubles()
              .sub(DoubleLogSeries.WHOLE_AND_BIAS);
      n2 = n2.blend(n2.sub(DoubleLogSeries.BITS), small2);
      LongVector bits4 =
          u2.reinterpretAsLongs().lanewise(VectorOperators.SUB, (long) (DoubleLogSeries.ROOT_HALF));
      DoubleVector f2 =
          bits4
              .lanewise(VectorOperators.AND, (long) (DoubleLogSeries.FRACTION))
              .lanewise(VectorOperators.ADD, (long) (DoubleLogSeries.ROOT_HALF))
              .reinterpretAsDoubles()
              .sub(1);
      DoubleVector s5 = f2.div(f2.add(2));
      DoubleVector z5 = s5.mul(s5);
      DoubleVector rest5 =
          broadcast(SPECIES, (DoubleLogSeries.WIDE ? DoubleLogSeries.L_21 : DoubleLogSeries.L_9));
      if ((DoubleLogSeries.WIDE)) {
        rest5 = rest5.fma(z5, broadcast(SPECIES, DoubleLogSeries.L_19));
        rest5 = rest5.fma(z5, broadcast(SPECIES, DoubleLogSeries.L_17));
        rest5 = rest5.fma(z5, broadcast(SPECIES, DoubleLogSeries.L_15));
        rest5 = rest5.fma(z5, broadcast(SPECIES, DoubleLogSeries.L_13));
        rest5 = rest5.fma(z5, broadcast(SPECIES, DoubleLogSeries.L_11));
        rest5 = rest5.fma(z5, broadcast(SPECIES, DoubleLogSeries.L_9));
      }
      rest5 = rest5.fma(z5, broadcast(SPECIES, DoubleLogSeries.L_7));
      rest5 = rest5.fma(z5, broadcast(SPECIES, DoubleLogSeries.L_5));
      rest5 = rest5.fma(z5, broadcast(SPECIES, DoubleLogSeries.L_3));
      DoubleVector half5 = f2.mul(f2).mul(0.5);
      DoubleVector less2 =
          half5.sub(s5.mul(half5.add(rest5.mul(z5)))).sub(n2.mul(DoubleExpSeries.LN_2_REST));
      DoubleVector z6 = t0.mul(t0);
      DoubleVector p6 =
          broadcast(
              SPECIES, (DoubleGammaSeries.WIDE ? DoubleGammaSeries.D_8 : DoubleGammaSeries.D_3));
      if ((DoubleGammaSeries.WIDE)) {
        p6 = p6.fma(z6, broadcast(SPECIES, DoubleGammaSeries.D_7));
        p6 = p6.fma(z6, broadcast(SPECIES, DoubleGammaSeries.D_6));
        p6 = p6.fma(z6, broadcast(SPECIES, DoubleGammaSeries.D_5));
        p6 = p6.fma(z6, broadcast(SPECIES, DoubleGammaSeries.D_4));
        p6 = p6.fma(z6, broadcast(SPECIES, DoubleGammaSeries.D_3));
      }
      p6 = p6.fma(z6, broadcast(SPECIES, DoubleGammaSeries.D_2));
      DoubleVector far0 =
          n2.fma(broadcast(SPECIES, DoubleExpSeries.LN_2), f2.sub(less2))
              .add(
                  t0.mul(t0)
                      .fma(p6.fma(z6, broadcast(SPECIES, DoubleGammaSeries.D_1)), t0.mul(-0.5)));
      near0
          .blend(far0.blend(x, x.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY)), high0)
          .intoArray(out, to + i);
    }
  }

  private static void lgammaBackInBlocks(
      double[] x, int xAt, double[] y, int yAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i += BLOCK) {
      int size = Math.min(BLOCK, n - i);
      if (lgammaBackInside(x, xAt + i, y, yAt + i, size)) {
        lgammaBackVectors(x, xAt + i, y, yAt + i, out, to + i, size);
      } else {
        DoubleSeriesLoops.lgammaBack(x, xAt + i, y, yAt + i, out, to + i, size);
      }
    }
  }

  private static boolean lgammaBackInside(double[] gs, int gAt, double[] xs, int xAt, int n) {
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      if (!x.compare(VectorOperators.LE, 0).not().allTrue()) {
        return false;
      }
    }
    return true;
  }

  private static void lgammaBackVectors(
      double[] gs, int gAt, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(gAt, n, gs.length);
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      VectorMask<Double> low1 = x.compare(VectorOperators.LT, 1);
      VectorMask<Double> high1 = x.compare(VectorOperators.GE, 10);
      DoubleVector v1 = x.blend(x.add(1), low1);
      DoubleVector a1 = broadcast(SPECIES, 0).blend(-1, low1);
      DoubleVector b1 = broadcast(SPECIES, 1).blend(x, low1);
      DoubleVector w1 = v1.sub(1);
      a1 = a1.blend(a1.fma(w1, b1), v1.compare(VectorOperators.GE, 2));
      b1 = b1.blend(b1.mul(w1), v1.compare(VectorOperators.GE, 2));
      v1 = v1.blend(w1, v1.compare(VectorOperators.GE, 2));
      w1 = v1.sub(1);
      a1 = a1.blend(a1.fma(w1, b1), v1.compare(VectorOperators.GE, 2));
      b1 = b1.blend(b1.mul(w1), v1.compare(VectorOperators.GE, 2));
      v1 = v1.blend(w1, v1.compare(VectorOperators.GE, 2));
      w1 = v1.sub(1);
      a1 = a1.blend(a1.fma(w1, b1), v1.compare(VectorOperators.GE, 2));
      b1 = b1.blend(b1.mul(w1), v1.compare(VectorOperators.GE, 2));
      v1 = v1.blend(w1, v1.compare(VectorOperators.GE, 2));
      w1 = v1.sub(1);
      a1 = a1.blend(a1.fma(w1, b1), v1.compare(VectorOperators.GE, 2));
      b1 = b1.blend(b1.mul(w1), v1.compare(VectorOperators.GE, 2));
      v1 = v1.blend(w1, v1.compare(VectorOperators.GE, 2));
      w1 = v1.sub(1);
      a1 = a1.blend(a1.fma(w1, b1), v1.compare(VectorOperators.GE, 2));
      b1 = b1.blend(b1.mul(w1), v1.compare(VectorOperators.GE, 2));
      v1 = v1.blend(w1, v1.compare(VectorOperators.GE, 2));
      w1 = v1.sub(1);
      a1 = a1.blend(a1.fma(w1, b1), v1.compare(VectorOperators.GE, 2));
      b1 = b1.blend(b1.mul(w1), v1.compare(VectorOperators.GE, 2));
      v1 = v1.blend(w1, v1.compare(VectorOperators.GE, 2));
      w1 = v1.sub(1);
      a1 = a1.blend(a1.fma(w1, b1), v1.compare(VectorOperators.GE, 2));
      b1 = b1.blend(b1.mul(w1), v1.compare(VectorOperators.GE, 2));
      v1 = v1.blend(w1, v1.compare(VectorOperators.GE, 2));
      w1 = v1.sub(1);
      a1 = a1.blend(a1.fma(w1, b1), v1.compare(VectorOperators.GE, 2));
      b1 = b1.blend(b1.mul(w1), v1.compare(VectorOperators.GE, 2));
      v1 = v1.blend(w1, v1.compare(VectorOperators.GE, 2));
      DoubleVector u2 = v1.sub(1.5);
      DoubleVector p2 =
          broadcast(
              SPECIES,
              (DoubleGammaSeries.WIDE ? DoubleGammaSeries.PSI_23 : DoubleGammaSeries.PSI_10));
      if ((DoubleGammaSeries.WIDE)) {
        p2 = p2.fma(u2, broadcast(SPECIES, DoubleGammaSeries.PSI_22));
        p2 = p2.fma(u2, broadcast(SPECIES, DoubleGammaSeries.PSI_21));
        p2 = p2.fma(u2, broadcast(SPECIES, DoubleGammaSeries.PSI_20));
        p2 = p2.fma(u2, broadcast(SPECIES, DoubleGammaSeries.PSI_19));
        p2 = p2.fma(u2, broadcast(SPECIES, DoubleGammaSeries.PSI_18));
        p2 = p2.fma(u2, broadcast(SPECIES, DoubleGammaSeries.PSI_17));
        p2 = p2.fma(u2, broadcast(SPECIES, DoubleGammaSeries.PSI_16));
        p2 = p2.fma(u2, broadcast(SPECIES, DoubleGammaSeries.PSI_15));
        p2 = p2.fma(u2, broadcast(SPECIES, DoubleGammaSeries.PSI_14));
        p2 = p2.fma(u2, broadcast(SPECIES, DoubleGammaSeries.PSI_13));
        p2 = p2.fma(u2, broadcast(SPECIES, DoubleGammaSeries.PSI_12));
        p2 = p2.fma(u2, broadcast(SPECIES, DoubleGammaSeries.PSI_11));
        p2 = p2.fma(u2, broadcast(SPECIES, DoubleGammaSeries.PSI_10));
      }
      p2 = p2.fma(u2, broadcast(SPECIES, DoubleGammaSeries.PSI_9));
      p2 = p2.fma(u2, broadcast(SPECIES, DoubleGammaSeries.PSI_8));
      p2 = p2.fma(u2, broadcast(SPECIES, DoubleGammaSeries.PSI_7));
      p2 = p2.fma(u2, broadcast(SPECIES, DoubleGammaSeries.PSI_6));
      p2 = p2.fma(u2, broadcast(SPECIES, DoubleGammaSeries.PSI_5));
      p2 = p2.fma(u2, broadcast(SPECIES, DoubleGammaSeries.PSI_4));
      p2 = p2.fma(u2, broadcast(SPECIES, DoubleGammaSeries.PSI_3));
      p2 = p2.fma(u2, broadcast(SPECIES, DoubleGammaSeries.PSI_2));
      p2 = p2.fma(u2, broadcast(SPECIES, DoubleGammaSeries.PSI_1));
      p2 = p2.fma(u2, broadcast(SPECIES, DoubleGammaSeries.PSI_0));
      DoubleVector near1 =
          v1.sub(DoubleGammaSeries.ROOT).sub(DoubleGammaSeries.ROOT_REST).fma(p2, a1.div(b1));
      DoubleVector t1 = broadcast(SPECIES, 1).div(x);
      VectorMask<Double> small3 = x.compare(VectorOperators.LT, Double.MIN_NORMAL);
      DoubleVector u3 = x.blend(x.mul(DoubleLogSeries.SCALE), small3);
      LongVector bits4 =
          u3.reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleLogSeries.ROOT_HALF))
              .lanewise(VectorOperators.ADD, (long) (DoubleLogSeries.ONE));
      DoubleVector n3 =
          bits4
              .lanewise(VectorOperators.ASHR, (long) (DoubleLogSeries.MANTISSA))
              .lanewise(VectorOperators.OR, (long) (DoubleLogSeries.WHOLE_BITS))
              .reinterpretAsDoubles()
              .sub(DoubleLogSeries.WHOLE_AND_BIAS);
      n3 = n3.blend(n3.sub(DoubleLogSeries.BITS), small3);
      LongVector bits5 =
          u3.reinterpretAsLongs().lanewise(VectorOperators.SUB, (long) (DoubleLogSeries.ROOT_HALF));
      DoubleVector f3 =
          bits5
              .lanewise(VectorOperators.AND, (long) (DoubleLogSeries.FRACTION))
              .lanewise(VectorOperators.ADD, (long) (DoubleLogSeries.ROOT_HALF))
              .reinterpretAsDoubles()
              .sub(1);
      DoubleVector s6 = f3.div(f3.add(2));
      DoubleVector z6 = s6.mul(s6);
      DoubleVector rest6 =
          broadcast(SPECIES, (DoubleLogSeries.WIDE ? DoubleLogSeries.L_21 : DoubleLogSeries.L_9));
      if ((DoubleLogSeries.WIDE)) {
        rest6 = rest6.fma(z6, broadcast(SPECIES, DoubleLogSeries.L_19));
        rest6 = rest6.fma(z6, broadcast(SPECIES, DoubleLogSeries.L_17));
        rest6 = rest6.fma(z6, broadcast(SPECIES, DoubleLogSeries.L_15));
        rest6 = rest6.fma(z6, broadcast(SPECIES, DoubleLogSeries.L_13));
        rest6 = rest6.fma(z6, broadcast(SPECIES, DoubleLogSeries.L_11));
        rest6 = rest6.fma(z6, broadcast(SPECIES, DoubleLogSeries.L_9));
      }
      rest6 = rest6.fma(z6, broadcast(SPECIES, DoubleLogSeries.L_7));
      rest6 = rest6.fma(z6, broadcast(SPECIES, DoubleLogSeries.L_5));
      rest6 = rest6.fma(z6, broadcast(SPECIES, DoubleLogSeries.L_3));
      DoubleVector half6 = f3.mul(f3).mul(0.5);
      DoubleVector less3 =
          half6.sub(s6.mul(half6.add(rest6.mul(z6)))).sub(n3.mul(DoubleExpSeries.LN_2_REST));
      DoubleVector z7 = t1.mul(t1);
      DoubleVector p7 =
          broadcast(
              SPECIES, (DoubleGammaSeries.WIDE ? DoubleGammaSeries.D_8 : DoubleGammaSeries.D_3));
      if ((DoubleGammaSeries.WIDE)) {
        p7 = p7.fma(z7, broadcast(SPECIES, DoubleGammaSeries.D_7));
        p7 = p7.fma(z7, broadcast(SPECIES, DoubleGammaSeries.D_6));
        p7 = p7.fma(z7, broadcast(SPECIES, DoubleGammaSeries.D_5));
        p7 = p7.fma(z7, broadcast(SPECIES, DoubleGammaSeries.D_4));
        p7 = p7.fma(z7, broadcast(SPECIES, DoubleGammaSeries.D_3));
      }
      p7 = p7.fma(z7, broadcast(SPECIES, DoubleGammaSeries.D_2));
      DoubleVector far1 =
          n3.fma(broadcast(SPECIES, DoubleExpSeries.LN_2), f3.sub(less3))
              .add(
                  t1.mul(t1)
                      .fma(p7.fma(z7, broadcast(SPECIES, DoubleGammaSeries.D_1)), t1.mul(-0.5)));
      g.mul(
              near1.blend(
                  far1.blend(x, x.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY)), high1))
          .intoArray(out, to + i);
    }
  }

  private static void log1pVectors(double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector u0 = x.add(1);
      DoubleVector d0 = u0.sub(1);
      DoubleVector e0 = broadcast(SPECIES, 1).sub(u0.sub(d0)).add(x.sub(d0));
      LongVector bits1 =
          u0.reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleLogSeries.ROOT_HALF))
              .lanewise(VectorOperators.ADD, (long) (DoubleLogSeries.ONE));
      DoubleVector n0 =
          bits1
              .lanewise(VectorOperators.ASHR, (long) (DoubleLogSeries.MANTISSA))
              .lanewise(VectorOperators.OR, (long) (DoubleLogSeries.WHOLE_BITS))
              .reinterpretAsDoubles()
              .sub(DoubleLogSeries.WHOLE_AND_BIAS);
      LongVector bits2 =
          u0.reinterpretAsLongs().lanewise(VectorOperators.SUB, (long) (DoubleLogSeries.ROOT_HALF));
      DoubleVector f0 =
          bits2
              .lanewise(VectorOperators.AND, (long) (DoubleLogSeries.FRACTION))
              .lanewise(VectorOperators.ADD, (long) (DoubleLogSeries.ROOT_HALF))
              .reinterpretAsDoubles()
              .sub(1);
      DoubleVector s3 = f0.div(f0.add(2));
      DoubleVector z3 = s3.mul(s3);
      DoubleVector rest3 =
          broadcast(SPECIES, (DoubleLogSeries.WIDE ? DoubleLogSeries.L_21 : DoubleLogSeries.L_9));
      if ((DoubleLogSeries.WIDE)) {
        rest3 = rest3.fma(z3, broadcast(SPECIES, DoubleLogSeries.L_19));
        rest3 = rest3.fma(z3, broadcast(SPECIES, DoubleLogSeries.L_17));
        rest3 = rest3.fma(z3, broadcast(SPECIES, DoubleLogSeries.L_15));
        rest3 = rest3.fma(z3, broadcast(SPECIES, DoubleLogSeries.L_13));
        rest3 = rest3.fma(z3, broadcast(SPECIES, DoubleLogSeries.L_11));
        rest3 = rest3.fma(z3, broadcast(SPECIES, DoubleLogSeries.L_9));
      }
      rest3 = rest3.fma(z3, broadcast(SPECIES, DoubleLogSeries.L_7));
      rest3 = rest3.fma(z3, broadcast(SPECIES, DoubleLogSeries.L_5));
      rest3 = rest3.fma(z3, broadcast(SPECIES, DoubleLogSeries.L_3));
      DoubleVector half3 = f0.mul(f0).mul(0.5);
      DoubleVector y0 =
          n0.fma(
              broadcast(SPECIES, DoubleLogSeries.LN_2),
              f0.sub(
                  half3
                      .sub(s3.mul(half3.add(rest3.mul(z3))))
                      .sub(n0.fma(broadcast(SPECIES, DoubleLogSeries.LN_2_REST), e0.div(u0)))));
      y0 = y0.blend(x, x.compare(VectorOperators.EQ, 0));
      y0 = y0.blend(Double.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, -1));
      y0 = y0.blend(Double.NaN, x.compare(VectorOperators.LT, -1));
      y0.blend(x, x.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY)).intoArray(out, to + i);
    }
  }

  private static void log1pBackVectors(
      double[] gs, int gAt, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(gAt, n, gs.length);
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      g.div(x.add(1)).intoArray(out, to + i);
    }
  }

  private static void log2Vectors(double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      VectorMask<Double> small0 = x.compare(VectorOperators.LT, Double.MIN_NORMAL);
      DoubleVector u0 = x.blend(x.mul(DoubleLogSeries.SCALE), small0);
      LongVector bits1 =
          u0.reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleLogSeries.ROOT_HALF))
              .lanewise(VectorOperators.ADD, (long) (DoubleLogSeries.ONE));
      DoubleVector n0 =
          bits1
              .lanewise(VectorOperators.ASHR, (long) (DoubleLogSeries.MANTISSA))
              .lanewise(VectorOperators.OR, (long) (DoubleLogSeries.WHOLE_BITS))
              .reinterpretAsDoubles()
              .sub(DoubleLogSeries.WHOLE_AND_BIAS);
      n0 = n0.blend(n0.sub(DoubleLogSeries.BITS), small0);
      LongVector bits2 =
          u0.reinterpretAsLongs().lanewise(VectorOperators.SUB, (long) (DoubleLogSeries.ROOT_HALF));
      DoubleVector f0 =
          bits2
              .lanewise(VectorOperators.AND, (long) (DoubleLogSeries.FRACTION))
              .lanewise(VectorOperators.ADD, (long) (DoubleLogSeries.ROOT_HALF))
              .reinterpretAsDoubles()
              .sub(1);
      DoubleVector p0 = f0.mul(DoubleLogSeries.TO_LOG_2);
      DoubleVector s3 = f0.div(f0.add(2));
      DoubleVector z3 = s3.mul(s3);
      DoubleVector rest3 =
          broadcast(SPECIES, (DoubleLogSeries.WIDE ? DoubleLogSeries.L_21 : DoubleLogSeries.L_9));
      if ((DoubleLogSeries.WIDE)) {
        rest3 = rest3.fma(z3, broadcast(SPECIES, DoubleLogSeries.L_19));
        rest3 = rest3.fma(z3, broadcast(SPECIES, DoubleLogSeries.L_17));
        rest3 = rest3.fma(z3, broadcast(SPECIES, DoubleLogSeries.L_15));
        rest3 = rest3.fma(z3, broadcast(SPECIES, DoubleLogSeries.L_13));
        rest3 = rest3.fma(z3, broadcast(SPECIES, DoubleLogSeries.L_11));
        rest3 = rest3.fma(z3, broadcast(SPECIES, DoubleLogSeries.L_9));
      }
      rest3 = rest3.fma(z3, broadcast(SPECIES, DoubleLogSeries.L_7));
      rest3 = rest3.fma(z3, broadcast(SPECIES, DoubleLogSeries.L_5));
      rest3 = rest3.fma(z3, broadcast(SPECIES, DoubleLogSeries.L_3));
      DoubleVector half3 = f0.mul(f0).mul(0.5);
      DoubleVector rest0 =
          f0.fma(
                  broadcast(SPECIES, DoubleLogSeries.TO_LOG_2_REST),
                  f0.fma(broadcast(SPECIES, DoubleLogSeries.TO_LOG_2), p0.neg()))
              .sub(half3.sub(s3.mul(half3.add(rest3.mul(z3)))).mul(DoubleLogSeries.TO_LOG_2));
      DoubleVector y0 = n0.add(p0);
      DoubleVector y4 = y0.add(n0.sub(y0).add(p0).add(rest0));
      DoubleVector z4 = y4.add(x.mul(0));
      z4 = z4.blend(Double.NaN, x.compare(VectorOperators.LT, 0));
      z4 = z4.blend(Double.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0));
      z4.blend(x, x.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY)).intoArray(out, to + i);
    }
  }

  private static void log10Vectors(double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      VectorMask<Double> small0 = x.compare(VectorOperators.LT, Double.MIN_NORMAL);
      DoubleVector u0 = x.blend(x.mul(DoubleLogSeries.SCALE), small0);
      LongVector bits1 =
          u0.reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleLogSeries.ROOT_HALF))
              .lanewise(VectorOperators.ADD, (long) (DoubleLogSeries.ONE));
      DoubleVector n0 =
          bits1
              .lanewise(VectorOperators.ASHR, (long) (DoubleLogSeries.MANTISSA))
              .lanewise(VectorOperators.OR, (long) (DoubleLogSeries.WHOLE_BITS))
              .reinterpretAsDoubles()
              .sub(DoubleLogSeries.WHOLE_AND_BIAS);
      n0 = n0.blend(n0.sub(DoubleLogSeries.BITS), small0);
      LongVector bits2 =
          u0.reinterpretAsLongs().lanewise(VectorOperators.SUB, (long) (DoubleLogSeries.ROOT_HALF));
      DoubleVector f0 =
          bits2
              .lanewise(VectorOperators.AND, (long) (DoubleLogSeries.FRACTION))
              .lanewise(VectorOperators.ADD, (long) (DoubleLogSeries.ROOT_HALF))
              .reinterpretAsDoubles()
              .sub(1);
      DoubleVector p0 = f0.mul(DoubleLogSeries.TO_LOG_10);
      DoubleVector s3 = f0.div(f0.add(2));
      DoubleVector z3 = s3.mul(s3);
      DoubleVector rest3 =
          broadcast(SPECIES, (DoubleLogSeries.WIDE ? DoubleLogSeries.L_21 : DoubleLogSeries.L_9));
      if ((DoubleLogSeries.WIDE)) {
        rest3 = rest3.fma(z3, broadcast(SPECIES, DoubleLogSeries.L_19));
        rest3 = rest3.fma(z3, broadcast(SPECIES, DoubleLogSeries.L_17));
        rest3 = rest3.fma(z3, broadcast(SPECIES, DoubleLogSeries.L_15));
        rest3 = rest3.fma(z3, broadcast(SPECIES, DoubleLogSeries.L_13));
        rest3 = rest3.fma(z3, broadcast(SPECIES, DoubleLogSeries.L_11));
        rest3 = rest3.fma(z3, broadcast(SPECIES, DoubleLogSeries.L_9));
      }
      rest3 = rest3.fma(z3, broadcast(SPECIES, DoubleLogSeries.L_7));
      rest3 = rest3.fma(z3, broadcast(SPECIES, DoubleLogSeries.L_5));
      rest3 = rest3.fma(z3, broadcast(SPECIES, DoubleLogSeries.L_3));
      DoubleVector half3 = f0.mul(f0).mul(0.5);
      DoubleVector rest0 =
          f0.fma(
                  broadcast(SPECIES, DoubleLogSeries.TO_LOG_10_REST),
                  f0.fma(broadcast(SPECIES, DoubleLogSeries.TO_LOG_10), p0.neg()))
              .sub(half3.sub(s3.mul(half3.add(rest3.mul(z3)))).mul(DoubleLogSeries.TO_LOG_10));
      DoubleVector whole0 = n0.mul(DoubleLogSeries.LOG_10_2);
      DoubleVector y0 = whole0.add(p0);
      DoubleVector y4 =
          y0.add(
              whole0
                  .sub(y0)
                  .add(p0)
                  .add(n0.fma(broadcast(SPECIES, DoubleLogSeries.LOG_10_2_REST), rest0)));
      DoubleVector z4 = y4.add(x.mul(0));
      z4 = z4.blend(Double.NaN, x.compare(VectorOperators.LT, 0));
      z4 = z4.blend(Double.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0));
      z4.blend(x, x.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY)).intoArray(out, to + i);
    }
  }

  private static void asinhVectors(double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector a0 = x.abs();
      VectorMask<Double> large0 =
          a0.compare(VectorOperators.GT, DoubleLogSeries.SQUARE_ABSORBS_ONE);
      DoubleVector t0 =
          a0.add(a0.mul(a0).div(a0.fma(a0, broadcast(SPECIES, 1)).sqrt().add(1)))
              .blend(a0.sub(1), large0);
      DoubleVector u1 = t0.add(1);
      DoubleVector d1 = u1.sub(1);
      DoubleVector e1 = broadcast(SPECIES, 1).sub(u1.sub(d1)).add(t0.sub(d1));
      LongVector bits2 =
          u1.reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleLogSeries.ROOT_HALF))
              .lanewise(VectorOperators.ADD, (long) (DoubleLogSeries.ONE));
      DoubleVector n1 =
          bits2
              .lanewise(VectorOperators.ASHR, (long) (DoubleLogSeries.MANTISSA))
              .lanewise(VectorOperators.OR, (long) (DoubleLogSeries.WHOLE_BITS))
              .reinterpretAsDoubles()
              .sub(DoubleLogSeries.WHOLE_AND_BIAS);
      LongVector bits3 =
          u1.reinterpretAsLongs().lanewise(VectorOperators.SUB, (long) (DoubleLogSeries.ROOT_HALF));
      DoubleVector f1 =
          bits3
              .lanewise(VectorOperators.AND, (long) (DoubleLogSeries.FRACTION))
              .lanewise(VectorOperators.ADD, (long) (DoubleLogSeries.ROOT_HALF))
              .reinterpretAsDoubles()
              .sub(1);
      DoubleVector s4 = f1.div(f1.add(2));
      DoubleVector z4 = s4.mul(s4);
      DoubleVector rest4 =
          broadcast(SPECIES, (DoubleLogSeries.WIDE ? DoubleLogSeries.L_21 : DoubleLogSeries.L_9));
      if ((DoubleLogSeries.WIDE)) {
        rest4 = rest4.fma(z4, broadcast(SPECIES, DoubleLogSeries.L_19));
        rest4 = rest4.fma(z4, broadcast(SPECIES, DoubleLogSeries.L_17));
        rest4 = rest4.fma(z4, broadcast(SPECIES, DoubleLogSeries.L_15));
        rest4 = rest4.fma(z4, broadcast(SPECIES, DoubleLogSeries.L_13));
        rest4 = rest4.fma(z4, broadcast(SPECIES, DoubleLogSeries.L_11));
        rest4 = rest4.fma(z4, broadcast(SPECIES, DoubleLogSeries.L_9));
      }
      rest4 = rest4.fma(z4, broadcast(SPECIES, DoubleLogSeries.L_7));
      rest4 = rest4.fma(z4, broadcast(SPECIES, DoubleLogSeries.L_5));
      rest4 = rest4.fma(z4, broadcast(SPECIES, DoubleLogSeries.L_3));
      DoubleVector half4 = f1.mul(f1).mul(0.5);
      DoubleVector y1 =
          n1.fma(
              broadcast(SPECIES, DoubleLogSeries.LN_2),
              f1.sub(
                  half4
                      .sub(s4.mul(half4.add(rest4.mul(z4))))
                      .sub(n1.fma(broadcast(SPECIES, DoubleLogSeries.LN_2_REST), e1.div(u1)))));
      y1 = y1.blend(t0, t0.compare(VectorOperators.EQ, 0));
      y1 = y1.blend(Double.NEGATIVE_INFINITY, t0.compare(VectorOperators.EQ, -1));
      y1 = y1.blend(Double.NaN, t0.compare(VectorOperators.LT, -1));
      DoubleVector y0 =
          y1.blend(t0, t0.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY))
              .add(broadcast(SPECIES, 0).blend(DoubleLogSeries.LN_2, large0));
      y0.reinterpretAsLongs()
          .lanewise(
              VectorOperators.OR,
              x.reinterpretAsLongs().lanewise(VectorOperators.AND, (long) (DoubleExpSeries.SIGN)))
          .reinterpretAsDoubles()
          .intoArray(out, to + i);
    }
  }

  private static void asinhBackVectors(
      double[] gs, int gAt, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(gAt, n, gs.length);
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector a0 = x.abs();
      g.div(
              a0.fma(a0, broadcast(SPECIES, 1))
                  .sqrt()
                  .blend(a0, a0.compare(VectorOperators.GT, DoubleLogSeries.SQUARE_ABSORBS_ONE)))
          .intoArray(out, to + i);
    }
  }

  private static void acoshVectors(double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector t0 = x.sub(1);
      VectorMask<Double> large0 = x.compare(VectorOperators.GT, DoubleLogSeries.SQUARE_ABSORBS_ONE);
      DoubleVector x1 = t0.add(t0.mul(t0.add(2)).sqrt()).blend(t0, large0);
      DoubleVector u1 = x1.add(1);
      DoubleVector d1 = u1.sub(1);
      DoubleVector e1 = broadcast(SPECIES, 1).sub(u1.sub(d1)).add(x1.sub(d1));
      LongVector bits2 =
          u1.reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleLogSeries.ROOT_HALF))
              .lanewise(VectorOperators.ADD, (long) (DoubleLogSeries.ONE));
      DoubleVector n1 =
          bits2
              .lanewise(VectorOperators.ASHR, (long) (DoubleLogSeries.MANTISSA))
              .lanewise(VectorOperators.OR, (long) (DoubleLogSeries.WHOLE_BITS))
              .reinterpretAsDoubles()
              .sub(DoubleLogSeries.WHOLE_AND_BIAS);
      LongVector bits3 =
          u1.reinterpretAsLongs().lanewise(VectorOperators.SUB, (long) (DoubleLogSeries.ROOT_HALF));
      DoubleVector f1 =
          bits3
              .lanewise(VectorOperators.AND, (long) (DoubleLogSeries.FRACTION))
              .lanewise(VectorOperators.ADD, (long) (DoubleLogSeries.ROOT_HALF))
              .reinterpretAsDoubles()
              .sub(1);
      DoubleVector s4 = f1.div(f1.add(2));
      DoubleVector z4 = s4.mul(s4);
      DoubleVector rest4 =
          broadcast(SPECIES, (DoubleLogSeries.WIDE ? DoubleLogSeries.L_21 : DoubleLogSeries.L_9));
      if ((DoubleLogSeries.WIDE)) {
        rest4 = rest4.fma(z4, broadcast(SPECIES, DoubleLogSeries.L_19));
        rest4 = rest4.fma(z4, broadcast(SPECIES, DoubleLogSeries.L_17));
        rest4 = rest4.fma(z4, broadcast(SPECIES, DoubleLogSeries.L_15));
        rest4 = rest4.fma(z4, broadcast(SPECIES, DoubleLogSeries.L_13));
        rest4 = rest4.fma(z4, broadcast(SPECIES, DoubleLogSeries.L_11));
        rest4 = rest4.fma(z4, broadcast(SPECIES, DoubleLogSeries.L_9));
      }
      rest4 = rest4.fma(z4, broadcast(SPECIES, DoubleLogSeries.L_7));
      rest4 = rest4.fma(z4, broadcast(SPECIES, DoubleLogSeries.L_5));
      rest4 = rest4.fma(z4, broadcast(SPECIES, DoubleLogSeries.L_3));
      DoubleVector half4 = f1.mul(f1).mul(0.5);
      DoubleVector y1 =
          n1.fma(
              broadcast(SPECIES, DoubleLogSeries.LN_2),
              f1.sub(
                  half4
                      .sub(s4.mul(half4.add(rest4.mul(z4))))
                      .sub(n1.fma(broadcast(SPECIES, DoubleLogSeries.LN_2_REST), e1.div(u1)))));
      y1 = y1.blend(x1, x1.compare(VectorOperators.EQ, 0));
      y1 = y1.blend(Double.NEGATIVE_INFINITY, x1.compare(VectorOperators.EQ, -1));
      y1 = y1.blend(Double.NaN, x1.compare(VectorOperators.LT, -1));
      DoubleVector y0 =
          y1.blend(x1, x1.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY))
              .add(broadcast(SPECIES, 0).blend(DoubleLogSeries.LN_2, large0));
      y0.blend(Double.NaN, x.compare(VectorOperators.LT, 1)).intoArray(out, to + i);
    }
  }

  private static void acoshBackVectors(
      double[] gs, int gAt, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(gAt, n, gs.length);
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      g.div(x.sub(1).sqrt().mul(x.add(1).sqrt())).intoArray(out, to + i);
    }
  }

  private static void atanhVectors(double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector a0 = x.abs();
      DoubleVector x1 = a0.mul(2).div(broadcast(SPECIES, 1).sub(a0));
      DoubleVector u1 = x1.add(1);
      DoubleVector d1 = u1.sub(1);
      DoubleVector e1 = broadcast(SPECIES, 1).sub(u1.sub(d1)).add(x1.sub(d1));
      LongVector bits2 =
          u1.reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleLogSeries.ROOT_HALF))
              .lanewise(VectorOperators.ADD, (long) (DoubleLogSeries.ONE));
      DoubleVector n1 =
          bits2
              .lanewise(VectorOperators.ASHR, (long) (DoubleLogSeries.MANTISSA))
              .lanewise(VectorOperators.OR, (long) (DoubleLogSeries.WHOLE_BITS))
              .reinterpretAsDoubles()
              .sub(DoubleLogSeries.WHOLE_AND_BIAS);
      LongVector bits3 =
          u1.reinterpretAsLongs().lanewise(VectorOperators.SUB, (long) (DoubleLogSeries.ROOT_HALF));
      DoubleVector f1 =
          bits3
              .lanewise(VectorOperators.AND, (long) (DoubleLogSeries.FRACTION))
              .lanewise(VectorOperators.ADD, (long) (DoubleLogSeries.ROOT_HALF))
              .reinterpretAsDoubles()
              .sub(1);
      DoubleVector s4 = f1.div(f1.add(2));
      DoubleVector z4 = s4.mul(s4);
      DoubleVector rest4 =
          broadcast(SPECIES, (DoubleLogSeries.WIDE ? DoubleLogSeries.L_21 : DoubleLogSeries.L_9));
      if ((DoubleLogSeries.WIDE)) {
        rest4 = rest4.fma(z4, broadcast(SPECIES, DoubleLogSeries.L_19));
        rest4 = rest4.fma(z4, broadcast(SPECIES, DoubleLogSeries.L_17));
        rest4 = rest4.fma(z4, broadcast(SPECIES, DoubleLogSeries.L_15));
        rest4 = rest4.fma(z4, broadcast(SPECIES, DoubleLogSeries.L_13));
        rest4 = rest4.fma(z4, broadcast(SPECIES, DoubleLogSeries.L_11));
        rest4 = rest4.fma(z4, broadcast(SPECIES, DoubleLogSeries.L_9));
      }
      rest4 = rest4.fma(z4, broadcast(SPECIES, DoubleLogSeries.L_7));
      rest4 = rest4.fma(z4, broadcast(SPECIES, DoubleLogSeries.L_5));
      rest4 = rest4.fma(z4, broadcast(SPECIES, DoubleLogSeries.L_3));
      DoubleVector half4 = f1.mul(f1).mul(0.5);
      DoubleVector y1 =
          n1.fma(
              broadcast(SPECIES, DoubleLogSeries.LN_2),
              f1.sub(
                  half4
                      .sub(s4.mul(half4.add(rest4.mul(z4))))
                      .sub(n1.fma(broadcast(SPECIES, DoubleLogSeries.LN_2_REST), e1.div(u1)))));
      y1 = y1.blend(x1, x1.compare(VectorOperators.EQ, 0));
      y1 = y1.blend(Double.NEGATIVE_INFINITY, x1.compare(VectorOperators.EQ, -1));
      y1 = y1.blend(Double.NaN, x1.compare(VectorOperators.LT, -1));
      DoubleVector y0 =
          y1.blend(x1, x1.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY)).mul(0.5);
      DoubleVector size5 = y0.blend(Double.NaN, a0.compare(VectorOperators.GT, 1));
      size5
          .reinterpretAsLongs()
          .lanewise(
              VectorOperators.OR,
              x.reinterpretAsLongs().lanewise(VectorOperators.AND, (long) (DoubleExpSeries.SIGN)))
          .reinterpretAsDoubles()
          .intoArray(out, to + i);
    }
  }

  private static void atanhBackVectors(
      double[] gs, int gAt, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(gAt, n, gs.length);
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      g.div(broadcast(SPECIES, 1).sub(x).mul(x.add(1))).intoArray(out, to + i);
    }
  }

  private static void logSigmoidVectors(double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector x1 = x.abs().neg();
      DoubleVector left1 = x1.max(-DoubleExpSeries.ENDLESS);
      DoubleVector steps1 =
          left1.fma(
              broadcast(SPECIES, DoubleExpSeries.TO_STEPS),
              broadcast(SPECIES, DoubleExpSeries.WHOLE));
      DoubleVector back3 = broadcast(SPECIES, DoubleExpSeries.WHOLE).sub(steps1);
      DoubleVector r4 =
          back3.fma(
              broadcast(SPECIES, DoubleExpSeries.LN_2_REST),
              back3.fma(broadcast(SPECIES, DoubleExpSeries.LN_2), left1));
      DoubleVector h4 =
          broadcast(SPECIES, (DoubleExpSeries.WIDE ? DoubleExpSeries.E_13 : DoubleExpSeries.E_7));
      if ((DoubleExpSeries.WIDE)) {
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_12));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_11));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_10));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_9));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_8));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_7));
      }
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_6));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_5));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_4));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_3));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_2));
      DoubleVector q1 = h4.fma(r4.mul(r4), r4);
      DoubleVector y5 = q1.add(1);
      LongVector twice5 =
          steps1
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one5 = twice5.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first5 =
          one5.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other5 =
          twice5
              .lanewise(VectorOperators.SUB, one5)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector x6 = y5.mul(first5).mul(other5);
      DoubleVector u6 = x6.add(1);
      DoubleVector d6 = u6.sub(1);
      DoubleVector e6 = broadcast(SPECIES, 1).sub(u6.sub(d6)).add(x6.sub(d6));
      LongVector bits7 =
          u6.reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleLogSeries.ROOT_HALF))
              .lanewise(VectorOperators.ADD, (long) (DoubleLogSeries.ONE));
      DoubleVector n6 =
          bits7
              .lanewise(VectorOperators.ASHR, (long) (DoubleLogSeries.MANTISSA))
              .lanewise(VectorOperators.OR, (long) (DoubleLogSeries.WHOLE_BITS))
              .reinterpretAsDoubles()
              .sub(DoubleLogSeries.WHOLE_AND_BIAS);
      LongVector bits8 =
          u6.reinterpretAsLongs().lanewise(VectorOperators.SUB, (long) (DoubleLogSeries.ROOT_HALF));
      DoubleVector f6 =
          bits8
              .lanewise(VectorOperators.AND, (long) (DoubleLogSeries.FRACTION))
              .lanewise(VectorOperators.ADD, (long) (DoubleLogSeries.ROOT_HALF))
              .reinterpretAsDoubles()
              .sub(1);
      DoubleVector s9 = f6.div(f6.add(2));
      DoubleVector z9 = s9.mul(s9);
      DoubleVector rest9 =
          broadcast(SPECIES, (DoubleLogSeries.WIDE ? DoubleLogSeries.L_21 : DoubleLogSeries.L_9));
      if ((DoubleLogSeries.WIDE)) {
        rest9 = rest9.fma(z9, broadcast(SPECIES, DoubleLogSeries.L_19));
        rest9 = rest9.fma(z9, broadcast(SPECIES, DoubleLogSeries.L_17));
        rest9 = rest9.fma(z9, broadcast(SPECIES, DoubleLogSeries.L_15));
        rest9 = rest9.fma(z9, broadcast(SPECIES, DoubleLogSeries.L_13));
        rest9 = rest9.fma(z9, broadcast(SPECIES, DoubleLogSeries.L_11));
        rest9 = rest9.fma(z9, broadcast(SPECIES, DoubleLogSeries.L_9));
      }
      rest9 = rest9.fma(z9, broadcast(SPECIES, DoubleLogSeries.L_7));
      rest9 = rest9.fma(z9, broadcast(SPECIES, DoubleLogSeries.L_5));
      rest9 = rest9.fma(z9, broadcast(SPECIES, DoubleLogSeries.L_3));
      DoubleVector half9 = f6.mul(f6).mul(0.5);
      DoubleVector y6 =
          n6.fma(
              broadcast(SPECIES, DoubleLogSeries.LN_2),
              f6.sub(
                  half9
                      .sub(s9.mul(half9.add(rest9.mul(z9))))
                      .sub(n6.fma(broadcast(SPECIES, DoubleLogSeries.LN_2_REST), e6.div(u6)))));
      y6 = y6.blend(x6, x6.compare(VectorOperators.EQ, 0));
      y6 = y6.blend(Double.NEGATIVE_INFINITY, x6.compare(VectorOperators.EQ, -1));
      y6 = y6.blend(Double.NaN, x6.compare(VectorOperators.LT, -1));
      x.min(0)
          .sub(y6.blend(x6, x6.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY)))
          .intoArray(out, to + i);
    }
  }

  private static void logSigmoidBackVectors(
      double[] gs, int gAt, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(gAt, n, gs.length);
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector x1 = x.abs().neg();
      DoubleVector left1 = x1.max(-DoubleExpSeries.ENDLESS);
      DoubleVector steps1 =
          left1.fma(
              broadcast(SPECIES, DoubleExpSeries.TO_STEPS),
              broadcast(SPECIES, DoubleExpSeries.WHOLE));
      DoubleVector back3 = broadcast(SPECIES, DoubleExpSeries.WHOLE).sub(steps1);
      DoubleVector r4 =
          back3.fma(
              broadcast(SPECIES, DoubleExpSeries.LN_2_REST),
              back3.fma(broadcast(SPECIES, DoubleExpSeries.LN_2), left1));
      DoubleVector h4 =
          broadcast(SPECIES, (DoubleExpSeries.WIDE ? DoubleExpSeries.E_13 : DoubleExpSeries.E_7));
      if ((DoubleExpSeries.WIDE)) {
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_12));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_11));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_10));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_9));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_8));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_7));
      }
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_6));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_5));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_4));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_3));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_2));
      DoubleVector q1 = h4.fma(r4.mul(r4), r4);
      DoubleVector y5 = q1.add(1);
      LongVector twice5 =
          steps1
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one5 = twice5.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first5 =
          one5.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other5 =
          twice5
              .lanewise(VectorOperators.SUB, one5)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector e0 = y5.mul(first5).mul(other5);
      g.mul(e0.blend(1, x.compare(VectorOperators.LT, 0)).div(e0.add(1))).intoArray(out, to + i);
    }
  }

  private static void softplusVectors(
      double a, double b, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector z0 = x.mul(a);
      DoubleVector x1 = z0.abs().neg();
      DoubleVector left1 = x1.max(-DoubleExpSeries.ENDLESS);
      DoubleVector steps1 =
          left1.fma(
              broadcast(SPECIES, DoubleExpSeries.TO_STEPS),
              broadcast(SPECIES, DoubleExpSeries.WHOLE));
      DoubleVector back3 = broadcast(SPECIES, DoubleExpSeries.WHOLE).sub(steps1);
      DoubleVector r4 =
          back3.fma(
              broadcast(SPECIES, DoubleExpSeries.LN_2_REST),
              back3.fma(broadcast(SPECIES, DoubleExpSeries.LN_2), left1));
      DoubleVector h4 =
          broadcast(SPECIES, (DoubleExpSeries.WIDE ? DoubleExpSeries.E_13 : DoubleExpSeries.E_7));
      if ((DoubleExpSeries.WIDE)) {
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_12));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_11));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_10));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_9));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_8));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_7));
      }
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_6));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_5));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_4));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_3));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_2));
      DoubleVector q1 = h4.fma(r4.mul(r4), r4);
      DoubleVector y5 = q1.add(1);
      LongVector twice5 =
          steps1
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one5 = twice5.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first5 =
          one5.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other5 =
          twice5
              .lanewise(VectorOperators.SUB, one5)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector x6 = y5.mul(first5).mul(other5);
      DoubleVector u6 = x6.add(1);
      DoubleVector d6 = u6.sub(1);
      DoubleVector e6 = broadcast(SPECIES, 1).sub(u6.sub(d6)).add(x6.sub(d6));
      LongVector bits7 =
          u6.reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleLogSeries.ROOT_HALF))
              .lanewise(VectorOperators.ADD, (long) (DoubleLogSeries.ONE));
      DoubleVector n6 =
          bits7
              .lanewise(VectorOperators.ASHR, (long) (DoubleLogSeries.MANTISSA))
              .lanewise(VectorOperators.OR, (long) (DoubleLogSeries.WHOLE_BITS))
              .reinterpretAsDoubles()
              .sub(DoubleLogSeries.WHOLE_AND_BIAS);
      LongVector bits8 =
          u6.reinterpretAsLongs().lanewise(VectorOperators.SUB, (long) (DoubleLogSeries.ROOT_HALF));
      DoubleVector f6 =
          bits8
              .lanewise(VectorOperators.AND, (long) (DoubleLogSeries.FRACTION))
              .lanewise(VectorOperators.ADD, (long) (DoubleLogSeries.ROOT_HALF))
              .reinterpretAsDoubles()
              .sub(1);
      DoubleVector s9 = f6.div(f6.add(2));
      DoubleVector z9 = s9.mul(s9);
      DoubleVector rest9 =
          broadcast(SPECIES, (DoubleLogSeries.WIDE ? DoubleLogSeries.L_21 : DoubleLogSeries.L_9));
      if ((DoubleLogSeries.WIDE)) {
        rest9 = rest9.fma(z9, broadcast(SPECIES, DoubleLogSeries.L_19));
        rest9 = rest9.fma(z9, broadcast(SPECIES, DoubleLogSeries.L_17));
        rest9 = rest9.fma(z9, broadcast(SPECIES, DoubleLogSeries.L_15));
        rest9 = rest9.fma(z9, broadcast(SPECIES, DoubleLogSeries.L_13));
        rest9 = rest9.fma(z9, broadcast(SPECIES, DoubleLogSeries.L_11));
        rest9 = rest9.fma(z9, broadcast(SPECIES, DoubleLogSeries.L_9));
      }
      rest9 = rest9.fma(z9, broadcast(SPECIES, DoubleLogSeries.L_7));
      rest9 = rest9.fma(z9, broadcast(SPECIES, DoubleLogSeries.L_5));
      rest9 = rest9.fma(z9, broadcast(SPECIES, DoubleLogSeries.L_3));
      DoubleVector half9 = f6.mul(f6).mul(0.5);
      DoubleVector y6 =
          n6.fma(
              broadcast(SPECIES, DoubleLogSeries.LN_2),
              f6.sub(
                  half9
                      .sub(s9.mul(half9.add(rest9.mul(z9))))
                      .sub(n6.fma(broadcast(SPECIES, DoubleLogSeries.LN_2_REST), e6.div(u6)))));
      y6 = y6.blend(x6, x6.compare(VectorOperators.EQ, 0));
      y6 = y6.blend(Double.NEGATIVE_INFINITY, x6.compare(VectorOperators.EQ, -1));
      y6 = y6.blend(Double.NaN, x6.compare(VectorOperators.LT, -1));
      DoubleVector y0 =
          z0.max(0).add(y6.blend(x6, x6.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY)));
      y0.div(a).blend(x, z0.compare(VectorOperators.GT, b)).intoArray(out, to + i);
    }
  }

  private static void softplusBackVectors(
      double a, double b, double[] gs, int gAt, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(gAt, n, gs.length);
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector z0 = x.mul(a);
      DoubleVector x1 = z0.abs().neg();
      DoubleVector left1 = x1.max(-DoubleExpSeries.ENDLESS);
      DoubleVector steps1 =
          left1.fma(
              broadcast(SPECIES, DoubleExpSeries.TO_STEPS),
              broadcast(SPECIES, DoubleExpSeries.WHOLE));
      DoubleVector back3 = broadcast(SPECIES, DoubleExpSeries.WHOLE).sub(steps1);
      DoubleVector r4 =
          back3.fma(
              broadcast(SPECIES, DoubleExpSeries.LN_2_REST),
              back3.fma(broadcast(SPECIES, DoubleExpSeries.LN_2), left1));
      DoubleVector h4 =
          broadcast(SPECIES, (DoubleExpSeries.WIDE ? DoubleExpSeries.E_13 : DoubleExpSeries.E_7));
      if ((DoubleExpSeries.WIDE)) {
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_12));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_11));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_10));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_9));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_8));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_7));
      }
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_6));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_5));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_4));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_3));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_2));
      DoubleVector q1 = h4.fma(r4.mul(r4), r4);
      DoubleVector y5 = q1.add(1);
      LongVector twice5 =
          steps1
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one5 = twice5.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first5 =
          one5.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other5 =
          twice5
              .lanewise(VectorOperators.SUB, one5)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector e0 = y5.mul(first5).mul(other5);
      g.mul(broadcast(SPECIES, 1).blend(e0, z0.compare(VectorOperators.LT, 0)).div(e0.add(1)))
          .blend(g, z0.compare(VectorOperators.GT, b))
          .intoArray(out, to + i);
    }
  }

  private static void roundVectors(double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector a0 = x.abs();
      DoubleVector y0 = a0.add(DoublePieceSeries.SCALE).sub(DoublePieceSeries.SCALE);
      x.blend(
              y0.reinterpretAsLongs()
                  .lanewise(
                      VectorOperators.OR,
                      x.reinterpretAsLongs()
                          .lanewise(VectorOperators.AND, (long) (DoubleExpSeries.SIGN)))
                  .reinterpretAsDoubles(),
              a0.compare(VectorOperators.LT, DoublePieceSeries.SCALE))
          .intoArray(out, to + i);
    }
  }

  private static void floorVectors(double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector a1 = x.abs();
      DoubleVector y1 = a1.add(DoublePieceSeries.SCALE).sub(DoublePieceSeries.SCALE);
      DoubleVector y0 =
          x.blend(
              y1.reinterpretAsLongs()
                  .lanewise(
                      VectorOperators.OR,
                      x.reinterpretAsLongs()
                          .lanewise(VectorOperators.AND, (long) (DoubleExpSeries.SIGN)))
                  .reinterpretAsDoubles(),
              a1.compare(VectorOperators.LT, DoublePieceSeries.SCALE));
      y0.blend(y0.sub(1), y0.compare(VectorOperators.GT, x)).intoArray(out, to + i);
    }
  }

  private static void ceilVectors(double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector a1 = x.abs();
      DoubleVector y1 = a1.add(DoublePieceSeries.SCALE).sub(DoublePieceSeries.SCALE);
      DoubleVector y0 =
          x.blend(
              y1.reinterpretAsLongs()
                  .lanewise(
                      VectorOperators.OR,
                      x.reinterpretAsLongs()
                          .lanewise(VectorOperators.AND, (long) (DoubleExpSeries.SIGN)))
                  .reinterpretAsDoubles(),
              a1.compare(VectorOperators.LT, DoublePieceSeries.SCALE));
      DoubleVector size3 = y0.blend(y0.add(1), y0.compare(VectorOperators.LT, x)).abs();
      size3
          .reinterpretAsLongs()
          .lanewise(
              VectorOperators.OR,
              x.reinterpretAsLongs().lanewise(VectorOperators.AND, (long) (DoubleExpSeries.SIGN)))
          .reinterpretAsDoubles()
          .intoArray(out, to + i);
    }
  }

  private static void clampVectors(
      double a, double b, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      x.max(a).min(b).intoArray(out, to + i);
    }
  }

  private static void clampBackVectors(
      double a, double b, double[] gs, int gAt, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(gAt, n, gs.length);
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      broadcast(SPECIES, 0)
          .blend(g, x.compare(VectorOperators.GT, a).and(x.compare(VectorOperators.LT, b)))
          .intoArray(out, to + i);
    }
  }

  private static void clampBackClosedVectors(
      double a, double b, double[] gs, int gAt, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(gAt, n, gs.length);
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      broadcast(SPECIES, 0)
          .blend(g, x.compare(VectorOperators.GE, a).and(x.compare(VectorOperators.LE, b)))
          .intoArray(out, to + i);
    }
  }

  private static void signVectors(double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      x.blend(-1, x.compare(VectorOperators.LT, 0))
          .blend(1, x.compare(VectorOperators.GT, 0))
          .intoArray(out, to + i);
    }
  }

  private static void stepVectors(double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      broadcast(SPECIES, 1).blend(0, x.compare(VectorOperators.LE, 0)).intoArray(out, to + i);
    }
  }

  private static void leakyReluVectors(
      double a, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      x.mul(a).blend(x, x.compare(VectorOperators.GT, 0)).intoArray(out, to + i);
    }
  }

  private static void leakyReluBackVectors(
      double a, double[] gs, int gAt, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(gAt, n, gs.length);
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector down0 = (a == 0 ? broadcast(SPECIES, 0) : g.mul(a));
      down0.blend(g, x.compare(VectorOperators.GT, 0)).intoArray(out, to + i);
    }
  }

  private static void equalVectors(
      double[] xs, int xAt, double[] ys, int yAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(yAt, n, ys.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector y = fromArray(SPECIES, ys, yAt + i);
      broadcast(SPECIES, 0).blend(1, x.compare(VectorOperators.EQ, y)).intoArray(out, to + i);
    }
  }

  private static void unequalVectors(
      double[] xs, int xAt, double[] ys, int yAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(yAt, n, ys.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector y = fromArray(SPECIES, ys, yAt + i);
      broadcast(SPECIES, 0).blend(1, x.compare(VectorOperators.NE, y)).intoArray(out, to + i);
    }
  }

  private static void belowVectors(
      double[] xs, int xAt, double[] ys, int yAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(yAt, n, ys.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector y = fromArray(SPECIES, ys, yAt + i);
      broadcast(SPECIES, 0).blend(1, x.compare(VectorOperators.LT, y)).intoArray(out, to + i);
    }
  }

  private static void atMostVectors(
      double[] xs, int xAt, double[] ys, int yAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(yAt, n, ys.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector y = fromArray(SPECIES, ys, yAt + i);
      broadcast(SPECIES, 0).blend(1, x.compare(VectorOperators.LE, y)).intoArray(out, to + i);
    }
  }

  private static void aboveVectors(
      double[] xs, int xAt, double[] ys, int yAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(yAt, n, ys.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector y = fromArray(SPECIES, ys, yAt + i);
      broadcast(SPECIES, 0).blend(1, x.compare(VectorOperators.GT, y)).intoArray(out, to + i);
    }
  }

  private static void atLeastVectors(
      double[] xs, int xAt, double[] ys, int yAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(yAt, n, ys.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector y = fromArray(SPECIES, ys, yAt + i);
      broadcast(SPECIES, 0).blend(1, x.compare(VectorOperators.GE, y)).intoArray(out, to + i);
    }
  }

  private static void undefinedVectors(double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      broadcast(SPECIES, 0).blend(1, x.compare(VectorOperators.NE, x)).intoArray(out, to + i);
    }
  }

  private static void finiteVectors(double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      broadcast(SPECIES, 0)
          .blend(1, x.abs().compare(VectorOperators.LT, Double.POSITIVE_INFINITY))
          .intoArray(out, to + i);
    }
  }

  private static void shareOfLargerVectors(
      double a, double[] xs, int xAt, double[] ys, int yAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(yAt, n, ys.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector y = fromArray(SPECIES, ys, yAt + i);
      broadcast(SPECIES, 1)
          .blend(0, x.compare(VectorOperators.LT, y))
          .blend(a, x.compare(VectorOperators.EQ, y))
          .intoArray(out, to + i);
    }
  }

  private static void shareOfSmallerVectors(
      double a, double[] xs, int xAt, double[] ys, int yAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(yAt, n, ys.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector y = fromArray(SPECIES, ys, yAt + i);
      broadcast(SPECIES, 1)
          .blend(0, x.compare(VectorOperators.GT, y))
          .blend(a, x.compare(VectorOperators.EQ, y))
          .intoArray(out, to + i);
    }
  }

  private static void powVectors(
      double[] xs, int xAt, double[] ys, int yAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(yAt, n, ys.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector y = fromArray(SPECIES, ys, yAt + i);
      DoubleVector a0 = x.abs();
      VectorMask<Double> small0 = a0.compare(VectorOperators.LT, Double.MIN_NORMAL);
      DoubleVector u0 = a0.blend(a0.mul(DoublePowerSeries.SCALE), small0);
      LongVector bits1 =
          u0.reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleLogSeries.ROOT_HALF))
              .lanewise(VectorOperators.ADD, (long) (DoubleLogSeries.ONE));
      DoubleVector n0 =
          bits1
              .lanewise(VectorOperators.ASHR, (long) (DoubleLogSeries.MANTISSA))
              .lanewise(VectorOperators.OR, (long) (DoubleLogSeries.WHOLE_BITS))
              .reinterpretAsDoubles()
              .sub(DoubleLogSeries.WHOLE_AND_BIAS);
      n0 = n0.blend(n0.sub(DoubleLogSeries.BITS), small0);
      LongVector bits2 =
          u0.reinterpretAsLongs().lanewise(VectorOperators.SUB, (long) (DoubleLogSeries.ROOT_HALF));
      DoubleVector f0 =
          bits2
              .lanewise(VectorOperators.AND, (long) (DoubleLogSeries.FRACTION))
              .lanewise(VectorOperators.ADD, (long) (DoubleLogSeries.ROOT_HALF))
              .reinterpretAsDoubles()
              .sub(1);
      DoubleVector d0 = f0.add(2);
      DoubleVector s0 = f0.div(d0);
      DoubleVector sLost0 = s0.neg().fma(d0, f0).sub(s0.mul(f0.sub(d0.sub(2)))).div(d0);
      DoubleVector z0 = s0.mul(s0);
      DoubleVector zLost0 = s0.mul(2).fma(sLost0, s0.fma(s0, z0.neg()));
      DoubleVector cube0 = s0.mul(z0);
      DoubleVector cubeLost0 = s0.fma(zLost0, sLost0.fma(z0, s0.fma(z0, cube0.neg())));
      DoubleVector third0 = cube0.mul(DoublePowerSeries.THIRD);
      DoubleVector thirdLost0 =
          cubeLost0.fma(
              broadcast(SPECIES, DoublePowerSeries.THIRD),
              cube0.fma(
                  broadcast(SPECIES, DoublePowerSeries.THIRD_REST),
                  cube0.fma(broadcast(SPECIES, DoublePowerSeries.THIRD), third0.neg())));
      DoubleVector rest0 =
          broadcast(
              SPECIES, (DoublePowerSeries.WIDE ? DoublePowerSeries.A_21 : DoublePowerSeries.A_9));
      if ((DoublePowerSeries.WIDE)) {
        rest0 = rest0.fma(z0, broadcast(SPECIES, DoublePowerSeries.A_19));
        rest0 = rest0.fma(z0, broadcast(SPECIES, DoublePowerSeries.A_17));
        rest0 = rest0.fma(z0, broadcast(SPECIES, DoublePowerSeries.A_15));
        rest0 = rest0.fma(z0, broadcast(SPECIES, DoublePowerSeries.A_13));
        rest0 = rest0.fma(z0, broadcast(SPECIES, DoublePowerSeries.A_11));
        rest0 = rest0.fma(z0, broadcast(SPECIES, DoublePowerSeries.A_9));
      }
      rest0 = rest0.fma(z0, broadcast(SPECIES, DoublePowerSeries.A_7));
      rest0 = rest0.fma(z0, broadcast(SPECIES, DoublePowerSeries.A_5));
      DoubleVector h0 = s0.add(third0);
      DoubleVector hLost0 =
          s0.sub(h0).add(third0).add(cube0.mul(z0).fma(rest0, thirdLost0).add(sLost0));
      DoubleVector p0 = h0.mul(DoublePowerSeries.PER_LN_2);
      DoubleVector pLost0 =
          hLost0.fma(
              broadcast(SPECIES, DoublePowerSeries.PER_LN_2),
              h0.fma(
                  broadcast(SPECIES, DoublePowerSeries.PER_LN_2_REST),
                  h0.fma(broadcast(SPECIES, DoublePowerSeries.PER_LN_2), p0.neg())));
      DoubleVector log0 = n0.add(p0);
      DoubleVector logLost0 = n0.sub(log0).add(p0).add(pLost0);
      DoubleVector e0 = y.mul(log0);
      VectorMask<Double> endless0 = e0.abs().compare(VectorOperators.GT, DoublePowerSeries.ENDLESS);
      DoubleVector eLost0 = y.fma(logLost0, y.fma(log0, e0.neg())).blend(0, endless0);
      e0 = e0.min(DoublePowerSeries.ENDLESS).max(-DoublePowerSeries.ENDLESS);
      DoubleVector steps0 = e0.add(DoublePowerSeries.WHOLE);
      DoubleVector r3 =
          e0.sub(steps0.sub(DoublePowerSeries.WHOLE)).add(eLost0).mul(DoublePowerSeries.LN_2);
      DoubleVector h3 =
          broadcast(SPECIES, (DoubleExpSeries.WIDE ? DoubleExpSeries.E_13 : DoubleExpSeries.E_7));
      if ((DoubleExpSeries.WIDE)) {
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_12));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_11));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_10));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_9));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_8));
        h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_7));
      }
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_6));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_5));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_4));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_3));
      h3 = h3.fma(r3, broadcast(SPECIES, DoubleExpSeries.E_2));
      DoubleVector q0 = h3.fma(r3.mul(r3), r3);
      DoubleVector y4 = q0.add(1);
      LongVector twice4 =
          steps0
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one4 = twice4.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first4 =
          one4.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other4 =
          twice4
              .lanewise(VectorOperators.SUB, one4)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector size0 = y4.mul(first4).mul(other4);
      DoubleVector a5 = x.abs();
      DoubleVector z5 =
          size0
              .add(a5.mul(0))
              .blend(
                  broadcast(SPECIES, Double.POSITIVE_INFINITY)
                      .blend(0, y.compare(VectorOperators.GT, 0)),
                  a5.compare(VectorOperators.EQ, 0));
      z5 =
          z5.blend(
              broadcast(SPECIES, 0).blend(a5, y.compare(VectorOperators.GT, 0)),
              a5.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY));
      DoubleVector b5 = y.abs();
      DoubleVector half5 = b5.mul(0.5);
      VectorMask<Double> whole5 =
          b5.compare(VectorOperators.GE, DoublePowerSeries.SCALE)
              .or(
                  b5.add(DoublePowerSeries.SCALE)
                      .sub(DoublePowerSeries.SCALE)
                      .compare(VectorOperators.EQ, b5));
      VectorMask<Double> even5 =
          half5
              .compare(VectorOperators.GE, DoublePowerSeries.SCALE)
              .or(
                  half5
                      .add(DoublePowerSeries.SCALE)
                      .sub(DoublePowerSeries.SCALE)
                      .compare(VectorOperators.EQ, half5));
      z5 =
          z5.blend(
              z5.reinterpretAsLongs()
                  .lanewise(
                      VectorOperators.OR,
                      x.reinterpretAsLongs()
                          .lanewise(VectorOperators.AND, (long) (DoubleExpSeries.SIGN)))
                  .reinterpretAsDoubles(),
              whole5.and(even5.not()));
      z5 =
          z5.blend(
              Double.NaN,
              x.compare(VectorOperators.LT, 0)
                  .and(a5.compare(VectorOperators.LT, Double.POSITIVE_INFINITY))
                  .and(whole5.not()));
      z5 = z5.blend(y, y.compare(VectorOperators.NE, y));
      z5 =
          z5.blend(
              1,
              a5.compare(VectorOperators.EQ, 1)
                  .and(b5.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY)));
      z5.blend(1, y.compare(VectorOperators.EQ, 0).or(x.compare(VectorOperators.EQ, 1)))
          .intoArray(out, to + i);
    }
  }

  private static void powerVectors(double a, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector a1 = x.abs();
      VectorMask<Double> small1 = a1.compare(VectorOperators.LT, Double.MIN_NORMAL);
      DoubleVector u1 = a1.blend(a1.mul(DoublePowerSeries.SCALE), small1);
      LongVector bits2 =
          u1.reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleLogSeries.ROOT_HALF))
              .lanewise(VectorOperators.ADD, (long) (DoubleLogSeries.ONE));
      DoubleVector n1 =
          bits2
              .lanewise(VectorOperators.ASHR, (long) (DoubleLogSeries.MANTISSA))
              .lanewise(VectorOperators.OR, (long) (DoubleLogSeries.WHOLE_BITS))
              .reinterpretAsDoubles()
              .sub(DoubleLogSeries.WHOLE_AND_BIAS);
      n1 = n1.blend(n1.sub(DoubleLogSeries.BITS), small1);
      LongVector bits3 =
          u1.reinterpretAsLongs().lanewise(VectorOperators.SUB, (long) (DoubleLogSeries.ROOT_HALF));
      DoubleVector f1 =
          bits3
              .lanewise(VectorOperators.AND, (long) (DoubleLogSeries.FRACTION))
              .lanewise(VectorOperators.ADD, (long) (DoubleLogSeries.ROOT_HALF))
              .reinterpretAsDoubles()
              .sub(1);
      DoubleVector d1 = f1.add(2);
      DoubleVector s1 = f1.div(d1);
      DoubleVector sLost1 = s1.neg().fma(d1, f1).sub(s1.mul(f1.sub(d1.sub(2)))).div(d1);
      DoubleVector z1 = s1.mul(s1);
      DoubleVector zLost1 = s1.mul(2).fma(sLost1, s1.fma(s1, z1.neg()));
      DoubleVector cube1 = s1.mul(z1);
      DoubleVector cubeLost1 = s1.fma(zLost1, sLost1.fma(z1, s1.fma(z1, cube1.neg())));
      DoubleVector third1 = cube1.mul(DoublePowerSeries.THIRD);
      DoubleVector thirdLost1 =
          cubeLost1.fma(
              broadcast(SPECIES, DoublePowerSeries.THIRD),
              cube1.fma(
                  broadcast(SPECIES, DoublePowerSeries.THIRD_REST),
                  cube1.fma(broadcast(SPECIES, DoublePowerSeries.THIRD), third1.neg())));
      DoubleVector rest1 =
          broadcast(
              SPECIES, (DoublePowerSeries.WIDE ? DoublePowerSeries.A_21 : DoublePowerSeries.A_9));
      if ((DoublePowerSeries.WIDE)) {
        rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_19));
        rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_17));
        rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_15));
        rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_13));
        rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_11));
        rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_9));
      }
      rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_7));
      rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_5));
      DoubleVector h1 = s1.add(third1);
      DoubleVector hLost1 =
          s1.sub(h1).add(third1).add(cube1.mul(z1).fma(rest1, thirdLost1).add(sLost1));
      DoubleVector p1 = h1.mul(DoublePowerSeries.PER_LN_2);
      DoubleVector pLost1 =
          hLost1.fma(
              broadcast(SPECIES, DoublePowerSeries.PER_LN_2),
              h1.fma(
                  broadcast(SPECIES, DoublePowerSeries.PER_LN_2_REST),
                  h1.fma(broadcast(SPECIES, DoublePowerSeries.PER_LN_2), p1.neg())));
      DoubleVector log1 = n1.add(p1);
      DoubleVector logLost1 = n1.sub(log1).add(p1).add(pLost1);
      DoubleVector e1 = log1.mul(a);
      VectorMask<Double> endless1 = e1.abs().compare(VectorOperators.GT, DoublePowerSeries.ENDLESS);
      DoubleVector eLost1 =
          broadcast(SPECIES, a)
              .fma(logLost1, broadcast(SPECIES, a).fma(log1, e1.neg()))
              .blend(0, endless1);
      e1 = e1.min(DoublePowerSeries.ENDLESS).max(-DoublePowerSeries.ENDLESS);
      DoubleVector steps1 = e1.add(DoublePowerSeries.WHOLE);
      DoubleVector r4 =
          e1.sub(steps1.sub(DoublePowerSeries.WHOLE)).add(eLost1).mul(DoublePowerSeries.LN_2);
      DoubleVector h4 =
          broadcast(SPECIES, (DoubleExpSeries.WIDE ? DoubleExpSeries.E_13 : DoubleExpSeries.E_7));
      if ((DoubleExpSeries.WIDE)) {
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_12));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_11));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_10));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_9));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_8));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_7));
      }
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_6));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_5));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_4));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_3));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_2));
      DoubleVector q1 = h4.fma(r4.mul(r4), r4);
      DoubleVector y5 = q1.add(1);
      LongVector twice5 =
          steps1
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one5 = twice5.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first5 =
          one5.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other5 =
          twice5
              .lanewise(VectorOperators.SUB, one5)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector size1 = y5.mul(first5).mul(other5);
      DoubleVector a6 = x.abs();
      DoubleVector z6 =
          size1
              .add(a6.mul(0))
              .blend(((a > 0 ? 0 : Double.POSITIVE_INFINITY)), a6.compare(VectorOperators.EQ, 0));
      z6 =
          z6.blend(
              (a > 0 ? a6 : broadcast(SPECIES, 0)),
              a6.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY));
      double b6 = Math.abs(a);
      double half6 = b6 * 0.5;
      boolean whole6 =
          b6 >= DoublePowerSeries.SCALE
              || (b6 + DoublePowerSeries.SCALE) - DoublePowerSeries.SCALE == b6;
      boolean even6 =
          half6 >= DoublePowerSeries.SCALE
              || (half6 + DoublePowerSeries.SCALE) - DoublePowerSeries.SCALE == half6;
      z6 =
          (whole6 && !even6
              ? z6.reinterpretAsLongs()
                  .lanewise(
                      VectorOperators.OR,
                      x.reinterpretAsLongs()
                          .lanewise(VectorOperators.AND, (long) (DoubleExpSeries.SIGN)))
                  .reinterpretAsDoubles()
              : z6);
      z6 =
          z6.blend(
              Double.NaN,
              x.compare(VectorOperators.LT, 0)
                  .and(a6.compare(VectorOperators.LT, Double.POSITIVE_INFINITY))
                  .and(SPECIES.maskAll(!whole6)));
      z6 = (Double.isNaN(a) ? broadcast(SPECIES, a) : z6);
      z6 =
          z6.blend(
              1,
              a6.compare(VectorOperators.EQ, 1)
                  .and(SPECIES.maskAll(b6 == Double.POSITIVE_INFINITY)));
      z6.blend(1, SPECIES.maskAll(a == 0).or(x.compare(VectorOperators.EQ, 1)))
          .intoArray(out, to + i);
    }
  }

  private static void powerBackVectors(
      double a, double[] gs, int gAt, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(gAt, n, gs.length);
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector a1 = x.abs();
      VectorMask<Double> small1 = a1.compare(VectorOperators.LT, Double.MIN_NORMAL);
      DoubleVector u1 = a1.blend(a1.mul(DoublePowerSeries.SCALE), small1);
      LongVector bits2 =
          u1.reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleLogSeries.ROOT_HALF))
              .lanewise(VectorOperators.ADD, (long) (DoubleLogSeries.ONE));
      DoubleVector n1 =
          bits2
              .lanewise(VectorOperators.ASHR, (long) (DoubleLogSeries.MANTISSA))
              .lanewise(VectorOperators.OR, (long) (DoubleLogSeries.WHOLE_BITS))
              .reinterpretAsDoubles()
              .sub(DoubleLogSeries.WHOLE_AND_BIAS);
      n1 = n1.blend(n1.sub(DoubleLogSeries.BITS), small1);
      LongVector bits3 =
          u1.reinterpretAsLongs().lanewise(VectorOperators.SUB, (long) (DoubleLogSeries.ROOT_HALF));
      DoubleVector f1 =
          bits3
              .lanewise(VectorOperators.AND, (long) (DoubleLogSeries.FRACTION))
              .lanewise(VectorOperators.ADD, (long) (DoubleLogSeries.ROOT_HALF))
              .reinterpretAsDoubles()
              .sub(1);
      DoubleVector d1 = f1.add(2);
      DoubleVector s1 = f1.div(d1);
      DoubleVector sLost1 = s1.neg().fma(d1, f1).sub(s1.mul(f1.sub(d1.sub(2)))).div(d1);
      DoubleVector z1 = s1.mul(s1);
      DoubleVector zLost1 = s1.mul(2).fma(sLost1, s1.fma(s1, z1.neg()));
      DoubleVector cube1 = s1.mul(z1);
      DoubleVector cubeLost1 = s1.fma(zLost1, sLost1.fma(z1, s1.fma(z1, cube1.neg())));
      DoubleVector third1 = cube1.mul(DoublePowerSeries.THIRD);
      DoubleVector thirdLost1 =
          cubeLost1.fma(
              broadcast(SPECIES, DoublePowerSeries.THIRD),
              cube1.fma(
                  broadcast(SPECIES, DoublePowerSeries.THIRD_REST),
                  cube1.fma(broadcast(SPECIES, DoublePowerSeries.THIRD), third1.neg())));
      DoubleVector rest1 =
          broadcast(
              SPECIES, (DoublePowerSeries.WIDE ? DoublePowerSeries.A_21 : DoublePowerSeries.A_9));
      if ((DoublePowerSeries.WIDE)) {
        rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_19));
        rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_17));
        rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_15));
        rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_13));
        rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_11));
        rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_9));
      }
      rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_7));
      rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_5));
      DoubleVector h1 = s1.add(third1);
      DoubleVector hLost1 =
          s1.sub(h1).add(third1).add(cube1.mul(z1).fma(rest1, thirdLost1).add(sLost1));
      DoubleVector p1 = h1.mul(DoublePowerSeries.PER_LN_2);
      DoubleVector pLost1 =
          hLost1.fma(
              broadcast(SPECIES, DoublePowerSeries.PER_LN_2),
              h1.fma(
                  broadcast(SPECIES, DoublePowerSeries.PER_LN_2_REST),
                  h1.fma(broadcast(SPECIES, DoublePowerSeries.PER_LN_2), p1.neg())));
      DoubleVector log1 = n1.add(p1);
      DoubleVector logLost1 = n1.sub(log1).add(p1).add(pLost1);
      DoubleVector e1 = log1.mul((a - 1));
      VectorMask<Double> endless1 = e1.abs().compare(VectorOperators.GT, DoublePowerSeries.ENDLESS);
      DoubleVector eLost1 =
          broadcast(SPECIES, (a - 1))
              .fma(logLost1, broadcast(SPECIES, (a - 1)).fma(log1, e1.neg()))
              .blend(0, endless1);
      e1 = e1.min(DoublePowerSeries.ENDLESS).max(-DoublePowerSeries.ENDLESS);
      DoubleVector steps1 = e1.add(DoublePowerSeries.WHOLE);
      DoubleVector r4 =
          e1.sub(steps1.sub(DoublePowerSeries.WHOLE)).add(eLost1).mul(DoublePowerSeries.LN_2);
      DoubleVector h4 =
          broadcast(SPECIES, (DoubleExpSeries.WIDE ? DoubleExpSeries.E_13 : DoubleExpSeries.E_7));
      if ((DoubleExpSeries.WIDE)) {
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_12));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_11));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_10));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_9));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_8));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_7));
      }
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_6));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_5));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_4));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_3));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_2));
      DoubleVector q1 = h4.fma(r4.mul(r4), r4);
      DoubleVector y5 = q1.add(1);
      LongVector twice5 =
          steps1
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one5 = twice5.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first5 =
          one5.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other5 =
          twice5
              .lanewise(VectorOperators.SUB, one5)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector size1 = y5.mul(first5).mul(other5);
      DoubleVector a6 = x.abs();
      DoubleVector z6 =
          size1
              .add(a6.mul(0))
              .blend(
                  ((((a - 1)) > 0 ? 0 : Double.POSITIVE_INFINITY)),
                  a6.compare(VectorOperators.EQ, 0));
      z6 =
          z6.blend(
              (((a - 1)) > 0 ? a6 : broadcast(SPECIES, 0)),
              a6.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY));
      double b6 = Math.abs(((a - 1)));
      double half6 = b6 * 0.5;
      boolean whole6 =
          b6 >= DoublePowerSeries.SCALE
              || (b6 + DoublePowerSeries.SCALE) - DoublePowerSeries.SCALE == b6;
      boolean even6 =
          half6 >= DoublePowerSeries.SCALE
              || (half6 + DoublePowerSeries.SCALE) - DoublePowerSeries.SCALE == half6;
      z6 =
          (whole6 && !even6
              ? z6.reinterpretAsLongs()
                  .lanewise(
                      VectorOperators.OR,
                      x.reinterpretAsLongs()
                          .lanewise(VectorOperators.AND, (long) (DoubleExpSeries.SIGN)))
                  .reinterpretAsDoubles()
              : z6);
      z6 =
          z6.blend(
              Double.NaN,
              x.compare(VectorOperators.LT, 0)
                  .and(a6.compare(VectorOperators.LT, Double.POSITIVE_INFINITY))
                  .and(SPECIES.maskAll(!whole6)));
      z6 = (Double.isNaN(((a - 1))) ? broadcast(SPECIES, ((a - 1))) : z6);
      z6 =
          z6.blend(
              1,
              a6.compare(VectorOperators.EQ, 1)
                  .and(SPECIES.maskAll(b6 == Double.POSITIVE_INFINITY)));
      g.mul(
              z6.blend(1, SPECIES.maskAll(((a - 1)) == 0).or(x.compare(VectorOperators.EQ, 1)))
                  .mul(a))
          .intoArray(out, to + i);
    }
  }

  private static void sizePowerVectors(
      double a, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector x1 = x.abs();
      DoubleVector a1 = x1.abs();
      VectorMask<Double> small1 = a1.compare(VectorOperators.LT, Double.MIN_NORMAL);
      DoubleVector u1 = a1.blend(a1.mul(DoublePowerSeries.SCALE), small1);
      LongVector bits2 =
          u1.reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleLogSeries.ROOT_HALF))
              .lanewise(VectorOperators.ADD, (long) (DoubleLogSeries.ONE));
      DoubleVector n1 =
          bits2
              .lanewise(VectorOperators.ASHR, (long) (DoubleLogSeries.MANTISSA))
              .lanewise(VectorOperators.OR, (long) (DoubleLogSeries.WHOLE_BITS))
              .reinterpretAsDoubles()
              .sub(DoubleLogSeries.WHOLE_AND_BIAS);
      n1 = n1.blend(n1.sub(DoubleLogSeries.BITS), small1);
      LongVector bits3 =
          u1.reinterpretAsLongs().lanewise(VectorOperators.SUB, (long) (DoubleLogSeries.ROOT_HALF));
      DoubleVector f1 =
          bits3
              .lanewise(VectorOperators.AND, (long) (DoubleLogSeries.FRACTION))
              .lanewise(VectorOperators.ADD, (long) (DoubleLogSeries.ROOT_HALF))
              .reinterpretAsDoubles()
              .sub(1);
      DoubleVector d1 = f1.add(2);
      DoubleVector s1 = f1.div(d1);
      DoubleVector sLost1 = s1.neg().fma(d1, f1).sub(s1.mul(f1.sub(d1.sub(2)))).div(d1);
      DoubleVector z1 = s1.mul(s1);
      DoubleVector zLost1 = s1.mul(2).fma(sLost1, s1.fma(s1, z1.neg()));
      DoubleVector cube1 = s1.mul(z1);
      DoubleVector cubeLost1 = s1.fma(zLost1, sLost1.fma(z1, s1.fma(z1, cube1.neg())));
      DoubleVector third1 = cube1.mul(DoublePowerSeries.THIRD);
      DoubleVector thirdLost1 =
          cubeLost1.fma(
              broadcast(SPECIES, DoublePowerSeries.THIRD),
              cube1.fma(
                  broadcast(SPECIES, DoublePowerSeries.THIRD_REST),
                  cube1.fma(broadcast(SPECIES, DoublePowerSeries.THIRD), third1.neg())));
      DoubleVector rest1 =
          broadcast(
              SPECIES, (DoublePowerSeries.WIDE ? DoublePowerSeries.A_21 : DoublePowerSeries.A_9));
      if ((DoublePowerSeries.WIDE)) {
        rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_19));
        rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_17));
        rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_15));
        rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_13));
        rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_11));
        rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_9));
      }
      rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_7));
      rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_5));
      DoubleVector h1 = s1.add(third1);
      DoubleVector hLost1 =
          s1.sub(h1).add(third1).add(cube1.mul(z1).fma(rest1, thirdLost1).add(sLost1));
      DoubleVector p1 = h1.mul(DoublePowerSeries.PER_LN_2);
      DoubleVector pLost1 =
          hLost1.fma(
              broadcast(SPECIES, DoublePowerSeries.PER_LN_2),
              h1.fma(
                  broadcast(SPECIES, DoublePowerSeries.PER_LN_2_REST),
                  h1.fma(broadcast(SPECIES, DoublePowerSeries.PER_LN_2), p1.neg())));
      DoubleVector log1 = n1.add(p1);
      DoubleVector logLost1 = n1.sub(log1).add(p1).add(pLost1);
      DoubleVector e1 = log1.mul(a);
      VectorMask<Double> endless1 = e1.abs().compare(VectorOperators.GT, DoublePowerSeries.ENDLESS);
      DoubleVector eLost1 =
          broadcast(SPECIES, a)
              .fma(logLost1, broadcast(SPECIES, a).fma(log1, e1.neg()))
              .blend(0, endless1);
      e1 = e1.min(DoublePowerSeries.ENDLESS).max(-DoublePowerSeries.ENDLESS);
      DoubleVector steps1 = e1.add(DoublePowerSeries.WHOLE);
      DoubleVector r4 =
          e1.sub(steps1.sub(DoublePowerSeries.WHOLE)).add(eLost1).mul(DoublePowerSeries.LN_2);
      DoubleVector h4 =
          broadcast(SPECIES, (DoubleExpSeries.WIDE ? DoubleExpSeries.E_13 : DoubleExpSeries.E_7));
      if ((DoubleExpSeries.WIDE)) {
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_12));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_11));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_10));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_9));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_8));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_7));
      }
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_6));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_5));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_4));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_3));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_2));
      DoubleVector q1 = h4.fma(r4.mul(r4), r4);
      DoubleVector y5 = q1.add(1);
      LongVector twice5 =
          steps1
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one5 = twice5.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first5 =
          one5.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other5 =
          twice5
              .lanewise(VectorOperators.SUB, one5)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector size1 = y5.mul(first5).mul(other5);
      DoubleVector a6 = x1.abs();
      DoubleVector z6 =
          size1
              .add(a6.mul(0))
              .blend(((a > 0 ? 0 : Double.POSITIVE_INFINITY)), a6.compare(VectorOperators.EQ, 0));
      z6 =
          z6.blend(
              (a > 0 ? a6 : broadcast(SPECIES, 0)),
              a6.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY));
      double b6 = Math.abs(a);
      double half6 = b6 * 0.5;
      boolean whole6 =
          b6 >= DoublePowerSeries.SCALE
              || (b6 + DoublePowerSeries.SCALE) - DoublePowerSeries.SCALE == b6;
      boolean even6 =
          half6 >= DoublePowerSeries.SCALE
              || (half6 + DoublePowerSeries.SCALE) - DoublePowerSeries.SCALE == half6;
      z6 =
          (whole6 && !even6
              ? z6.reinterpretAsLongs()
                  .lanewise(
                      VectorOperators.OR,
                      x1.reinterpretAsLongs()
                          .lanewise(VectorOperators.AND, (long) (DoubleExpSeries.SIGN)))
                  .reinterpretAsDoubles()
              : z6);
      z6 =
          z6.blend(
              Double.NaN,
              x1.compare(VectorOperators.LT, 0)
                  .and(a6.compare(VectorOperators.LT, Double.POSITIVE_INFINITY))
                  .and(SPECIES.maskAll(!whole6)));
      z6 = (Double.isNaN(a) ? broadcast(SPECIES, a) : z6);
      z6 =
          z6.blend(
              1,
              a6.compare(VectorOperators.EQ, 1)
                  .and(SPECIES.maskAll(b6 == Double.POSITIVE_INFINITY)));
      z6.blend(1, SPECIES.maskAll(a == 0).or(x1.compare(VectorOperators.EQ, 1)))
          .intoArray(out, to + i);
    }
  }

  private static void evenPowerVectors(
      double a, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector x1 = x.abs();
      DoubleVector a1 = x1.abs();
      VectorMask<Double> small1 = a1.compare(VectorOperators.LT, Double.MIN_NORMAL);
      DoubleVector u1 = a1.blend(a1.mul(DoublePowerSeries.SCALE), small1);
      LongVector bits2 =
          u1.reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleLogSeries.ROOT_HALF))
              .lanewise(VectorOperators.ADD, (long) (DoubleLogSeries.ONE));
      DoubleVector n1 =
          bits2
              .lanewise(VectorOperators.ASHR, (long) (DoubleLogSeries.MANTISSA))
              .lanewise(VectorOperators.OR, (long) (DoubleLogSeries.WHOLE_BITS))
              .reinterpretAsDoubles()
              .sub(DoubleLogSeries.WHOLE_AND_BIAS);
      n1 = n1.blend(n1.sub(DoubleLogSeries.BITS), small1);
      LongVector bits3 =
          u1.reinterpretAsLongs().lanewise(VectorOperators.SUB, (long) (DoubleLogSeries.ROOT_HALF));
      DoubleVector f1 =
          bits3
              .lanewise(VectorOperators.AND, (long) (DoubleLogSeries.FRACTION))
              .lanewise(VectorOperators.ADD, (long) (DoubleLogSeries.ROOT_HALF))
              .reinterpretAsDoubles()
              .sub(1);
      DoubleVector d1 = f1.add(2);
      DoubleVector s1 = f1.div(d1);
      DoubleVector sLost1 = s1.neg().fma(d1, f1).sub(s1.mul(f1.sub(d1.sub(2)))).div(d1);
      DoubleVector z1 = s1.mul(s1);
      DoubleVector zLost1 = s1.mul(2).fma(sLost1, s1.fma(s1, z1.neg()));
      DoubleVector cube1 = s1.mul(z1);
      DoubleVector cubeLost1 = s1.fma(zLost1, sLost1.fma(z1, s1.fma(z1, cube1.neg())));
      DoubleVector third1 = cube1.mul(DoublePowerSeries.THIRD);
      DoubleVector thirdLost1 =
          cubeLost1.fma(
              broadcast(SPECIES, DoublePowerSeries.THIRD),
              cube1.fma(
                  broadcast(SPECIES, DoublePowerSeries.THIRD_REST),
                  cube1.fma(broadcast(SPECIES, DoublePowerSeries.THIRD), third1.neg())));
      DoubleVector rest1 =
          broadcast(
              SPECIES, (DoublePowerSeries.WIDE ? DoublePowerSeries.A_21 : DoublePowerSeries.A_9));
      if ((DoublePowerSeries.WIDE)) {
        rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_19));
        rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_17));
        rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_15));
        rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_13));
        rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_11));
        rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_9));
      }
      rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_7));
      rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_5));
      DoubleVector h1 = s1.add(third1);
      DoubleVector hLost1 =
          s1.sub(h1).add(third1).add(cube1.mul(z1).fma(rest1, thirdLost1).add(sLost1));
      DoubleVector p1 = h1.mul(DoublePowerSeries.PER_LN_2);
      DoubleVector pLost1 =
          hLost1.fma(
              broadcast(SPECIES, DoublePowerSeries.PER_LN_2),
              h1.fma(
                  broadcast(SPECIES, DoublePowerSeries.PER_LN_2_REST),
                  h1.fma(broadcast(SPECIES, DoublePowerSeries.PER_LN_2), p1.neg())));
      DoubleVector log1 = n1.add(p1);
      DoubleVector logLost1 = n1.sub(log1).add(p1).add(pLost1);
      DoubleVector e1 = log1.mul(a);
      VectorMask<Double> endless1 = e1.abs().compare(VectorOperators.GT, DoublePowerSeries.ENDLESS);
      DoubleVector eLost1 =
          broadcast(SPECIES, a)
              .fma(logLost1, broadcast(SPECIES, a).fma(log1, e1.neg()))
              .blend(0, endless1);
      e1 = e1.min(DoublePowerSeries.ENDLESS).max(-DoublePowerSeries.ENDLESS);
      DoubleVector steps1 = e1.add(DoublePowerSeries.WHOLE);
      DoubleVector r4 =
          e1.sub(steps1.sub(DoublePowerSeries.WHOLE)).add(eLost1).mul(DoublePowerSeries.LN_2);
      DoubleVector h4 =
          broadcast(SPECIES, (DoubleExpSeries.WIDE ? DoubleExpSeries.E_13 : DoubleExpSeries.E_7));
      if ((DoubleExpSeries.WIDE)) {
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_12));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_11));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_10));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_9));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_8));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_7));
      }
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_6));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_5));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_4));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_3));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_2));
      DoubleVector q1 = h4.fma(r4.mul(r4), r4);
      DoubleVector y5 = q1.add(1);
      LongVector twice5 =
          steps1
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one5 = twice5.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first5 =
          one5.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other5 =
          twice5
              .lanewise(VectorOperators.SUB, one5)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector size1 = y5.mul(first5).mul(other5);
      DoubleVector a6 = x1.abs();
      DoubleVector z6 =
          size1
              .add(a6.mul(0))
              .blend(((a > 0 ? 0 : Double.POSITIVE_INFINITY)), a6.compare(VectorOperators.EQ, 0));
      z6 =
          z6.blend(
              (a > 0 ? a6 : broadcast(SPECIES, 0)),
              a6.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY));
      double b6 = Math.abs(a);
      double half6 = b6 * 0.5;
      boolean whole6 =
          b6 >= DoublePowerSeries.SCALE
              || (b6 + DoublePowerSeries.SCALE) - DoublePowerSeries.SCALE == b6;
      boolean even6 =
          half6 >= DoublePowerSeries.SCALE
              || (half6 + DoublePowerSeries.SCALE) - DoublePowerSeries.SCALE == half6;
      z6 =
          (whole6 && !even6
              ? z6.reinterpretAsLongs()
                  .lanewise(
                      VectorOperators.OR,
                      x1.reinterpretAsLongs()
                          .lanewise(VectorOperators.AND, (long) (DoubleExpSeries.SIGN)))
                  .reinterpretAsDoubles()
              : z6);
      z6 =
          z6.blend(
              Double.NaN,
              x1.compare(VectorOperators.LT, 0)
                  .and(a6.compare(VectorOperators.LT, Double.POSITIVE_INFINITY))
                  .and(SPECIES.maskAll(!whole6)));
      z6 = (Double.isNaN(a) ? broadcast(SPECIES, a) : z6);
      z6 =
          z6.blend(
              1,
              a6.compare(VectorOperators.EQ, 1)
                  .and(SPECIES.maskAll(b6 == Double.POSITIVE_INFINITY)));
      z6.blend(1, SPECIES.maskAll(a == 0).or(x1.compare(VectorOperators.EQ, 1)))
          .blend(0, x.compare(VectorOperators.EQ, 0))
          .intoArray(out, to + i);
    }
  }

  private static void oddPowerVectors(double a, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector x1 = x.abs();
      DoubleVector a1 = x1.abs();
      VectorMask<Double> small1 = a1.compare(VectorOperators.LT, Double.MIN_NORMAL);
      DoubleVector u1 = a1.blend(a1.mul(DoublePowerSeries.SCALE), small1);
      LongVector bits2 =
          u1.reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleLogSeries.ROOT_HALF))
              .lanewise(VectorOperators.ADD, (long) (DoubleLogSeries.ONE));
      DoubleVector n1 =
          bits2
              .lanewise(VectorOperators.ASHR, (long) (DoubleLogSeries.MANTISSA))
              .lanewise(VectorOperators.OR, (long) (DoubleLogSeries.WHOLE_BITS))
              .reinterpretAsDoubles()
              .sub(DoubleLogSeries.WHOLE_AND_BIAS);
      n1 = n1.blend(n1.sub(DoubleLogSeries.BITS), small1);
      LongVector bits3 =
          u1.reinterpretAsLongs().lanewise(VectorOperators.SUB, (long) (DoubleLogSeries.ROOT_HALF));
      DoubleVector f1 =
          bits3
              .lanewise(VectorOperators.AND, (long) (DoubleLogSeries.FRACTION))
              .lanewise(VectorOperators.ADD, (long) (DoubleLogSeries.ROOT_HALF))
              .reinterpretAsDoubles()
              .sub(1);
      DoubleVector d1 = f1.add(2);
      DoubleVector s1 = f1.div(d1);
      DoubleVector sLost1 = s1.neg().fma(d1, f1).sub(s1.mul(f1.sub(d1.sub(2)))).div(d1);
      DoubleVector z1 = s1.mul(s1);
      DoubleVector zLost1 = s1.mul(2).fma(sLost1, s1.fma(s1, z1.neg()));
      DoubleVector cube1 = s1.mul(z1);
      DoubleVector cubeLost1 = s1.fma(zLost1, sLost1.fma(z1, s1.fma(z1, cube1.neg())));
      DoubleVector third1 = cube1.mul(DoublePowerSeries.THIRD);
      DoubleVector thirdLost1 =
          cubeLost1.fma(
              broadcast(SPECIES, DoublePowerSeries.THIRD),
              cube1.fma(
                  broadcast(SPECIES, DoublePowerSeries.THIRD_REST),
                  cube1.fma(broadcast(SPECIES, DoublePowerSeries.THIRD), third1.neg())));
      DoubleVector rest1 =
          broadcast(
              SPECIES, (DoublePowerSeries.WIDE ? DoublePowerSeries.A_21 : DoublePowerSeries.A_9));
      if ((DoublePowerSeries.WIDE)) {
        rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_19));
        rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_17));
        rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_15));
        rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_13));
        rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_11));
        rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_9));
      }
      rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_7));
      rest1 = rest1.fma(z1, broadcast(SPECIES, DoublePowerSeries.A_5));
      DoubleVector h1 = s1.add(third1);
      DoubleVector hLost1 =
          s1.sub(h1).add(third1).add(cube1.mul(z1).fma(rest1, thirdLost1).add(sLost1));
      DoubleVector p1 = h1.mul(DoublePowerSeries.PER_LN_2);
      DoubleVector pLost1 =
          hLost1.fma(
              broadcast(SPECIES, DoublePowerSeries.PER_LN_2),
              h1.fma(
                  broadcast(SPECIES, DoublePowerSeries.PER_LN_2_REST),
                  h1.fma(broadcast(SPECIES, DoublePowerSeries.PER_LN_2), p1.neg())));
      DoubleVector log1 = n1.add(p1);
      DoubleVector logLost1 = n1.sub(log1).add(p1).add(pLost1);
      DoubleVector e1 = log1.mul(a);
      VectorMask<Double> endless1 = e1.abs().compare(VectorOperators.GT, DoublePowerSeries.ENDLESS);
      DoubleVector eLost1 =
          broadcast(SPECIES, a)
              .fma(logLost1, broadcast(SPECIES, a).fma(log1, e1.neg()))
              .blend(0, endless1);
      e1 = e1.min(DoublePowerSeries.ENDLESS).max(-DoublePowerSeries.ENDLESS);
      DoubleVector steps1 = e1.add(DoublePowerSeries.WHOLE);
      DoubleVector r4 =
          e1.sub(steps1.sub(DoublePowerSeries.WHOLE)).add(eLost1).mul(DoublePowerSeries.LN_2);
      DoubleVector h4 =
          broadcast(SPECIES, (DoubleExpSeries.WIDE ? DoubleExpSeries.E_13 : DoubleExpSeries.E_7));
      if ((DoubleExpSeries.WIDE)) {
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_12));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_11));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_10));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_9));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_8));
        h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_7));
      }
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_6));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_5));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_4));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_3));
      h4 = h4.fma(r4, broadcast(SPECIES, DoubleExpSeries.E_2));
      DoubleVector q1 = h4.fma(r4.mul(r4), r4);
      DoubleVector y5 = q1.add(1);
      LongVector twice5 =
          steps1
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, (long) (DoubleExpSeries.POWERLESS));
      LongVector one5 = twice5.lanewise(VectorOperators.ASHR, (long) (1));
      DoubleVector first5 =
          one5.lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector other5 =
          twice5
              .lanewise(VectorOperators.SUB, one5)
              .lanewise(VectorOperators.LSHL, (long) (DoubleExpSeries.MANTISSA))
              .reinterpretAsDoubles();
      DoubleVector size1 = y5.mul(first5).mul(other5);
      DoubleVector a6 = x1.abs();
      DoubleVector z6 =
          size1
              .add(a6.mul(0))
              .blend(((a > 0 ? 0 : Double.POSITIVE_INFINITY)), a6.compare(VectorOperators.EQ, 0));
      z6 =
          z6.blend(
              (a > 0 ? a6 : broadcast(SPECIES, 0)),
              a6.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY));
      double b6 = Math.abs(a);
      double half6 = b6 * 0.5;
      boolean whole6 =
          b6 >= DoublePowerSeries.SCALE
              || (b6 + DoublePowerSeries.SCALE) - DoublePowerSeries.SCALE == b6;
      boolean even6 =
          half6 >= DoublePowerSeries.SCALE
              || (half6 + DoublePowerSeries.SCALE) - DoublePowerSeries.SCALE == half6;
      z6 =
          (whole6 && !even6
              ? z6.reinterpretAsLongs()
                  .lanewise(
                      VectorOperators.OR,
                      x1.reinterpretAsLongs()
                          .lanewise(VectorOperators.AND, (long) (DoubleExpSeries.SIGN)))
                  .reinterpretAsDoubles()
              : z6);
      z6 =
          z6.blend(
              Double.NaN,
              x1.compare(VectorOperators.LT, 0)
                  .and(a6.compare(VectorOperators.LT, Double.POSITIVE_INFINITY))
                  .and(SPECIES.maskAll(!whole6)));
      z6 = (Double.isNaN(a) ? broadcast(SPECIES, a) : z6);
      z6 =
          z6.blend(
              1,
              a6.compare(VectorOperators.EQ, 1)
                  .and(SPECIES.maskAll(b6 == Double.POSITIVE_INFINITY)));
      DoubleVector size0 =
          z6.blend(1, SPECIES.maskAll(a == 0).or(x1.compare(VectorOperators.EQ, 1)));
      size0
          .blend(size0.neg(), x.compare(VectorOperators.LT, 0))
          .blend(0, x.compare(VectorOperators.EQ, 0))
          .intoArray(out, to + i);
    }
  }

  private static void inverseSizeVectors(double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      broadcast(SPECIES, 1)
          .div(x.abs())
          .blend(0, x.compare(VectorOperators.EQ, 0))
          .intoArray(out, to + i);
    }
  }

  private static void cubeVectors(double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      x.mul(x).mul(x).intoArray(out, to + i);
    }
  }

  private static void fourthPowerVectors(double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector square0 = x.mul(x);
      square0.mul(square0).intoArray(out, to + i);
    }
  }

  private static void inverseSquareVectors(double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      broadcast(SPECIES, 1).div(x.mul(x)).intoArray(out, to + i);
    }
  }

  private static void cubeBackVectors(
      double[] gs, int gAt, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(gAt, n, gs.length);
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      g.mul(x.mul(x).mul(3)).intoArray(out, to + i);
    }
  }

  private static void scaledProductVectors(
      double a, double[] gs, int gAt, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(gAt, n, gs.length);
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      g.mul(x.mul(a)).intoArray(out, to + i);
    }
  }

  private static void squareBackVectors(
      double[] gs, int gAt, double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(gAt, n, gs.length);
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      g.mul(x.mul(2)).intoArray(out, to + i);
    }
  }

  private static void sqrtBackVectors(
      double[] gs, int gAt, double[] ys, int yAt, double[] out, int to, int n) {
    checkFromIndexSize(gAt, n, gs.length);
    checkFromIndexSize(yAt, n, ys.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector y = fromArray(SPECIES, ys, yAt + i);
      g.div(y.mul(2)).intoArray(out, to + i);
    }
  }

  private static void reciprocalBackVectors(
      double[] gs, int gAt, double[] ys, int yAt, double[] out, int to, int n) {
    checkFromIndexSize(gAt, n, gs.length);
    checkFromIndexSize(yAt, n, ys.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector y = fromArray(SPECIES, ys, yAt + i);
      g.mul(y.mul(y)).neg().intoArray(out, to + i);
    }
  }

  private static void rsqrtVectors(double[] xs, int xAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      broadcast(SPECIES, 1).div(x.sqrt()).intoArray(out, to + i);
    }
  }

  private static void rsqrtBackVectors(
      double[] gs, int gAt, double[] ys, int yAt, double[] out, int to, int n) {
    checkFromIndexSize(gAt, n, gs.length);
    checkFromIndexSize(yAt, n, ys.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector g = fromArray(SPECIES, gs, gAt + i);
      DoubleVector y = fromArray(SPECIES, ys, yAt + i);
      g.mul(y.mul(y).mul(y).mul(-0.5)).intoArray(out, to + i);
    }
  }

  private static void hypotVectors(
      double[] xs, int xAt, double[] ys, int yAt, double[] out, int to, int n) {
    checkFromIndexSize(xAt, n, xs.length);
    checkFromIndexSize(yAt, n, ys.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector x = fromArray(SPECIES, xs, xAt + i);
      DoubleVector y = fromArray(SPECIES, ys, yAt + i);
      DoubleVector a0 = x.abs();
      DoubleVector b0 = y.abs();
      DoubleVector most0 = a0.max(b0);
      DoubleVector scale0 =
          broadcast(SPECIES, 1)
              .blend(
                  DoublePowerSeries.UP, most0.compare(VectorOperators.LT, DoublePowerSeries.SMALL))
              .blend(
                  DoublePowerSeries.DOWN,
                  most0.compare(VectorOperators.GT, DoublePowerSeries.LARGE));
      DoubleVector back0 =
          broadcast(SPECIES, 1)
              .blend(
                  DoublePowerSeries.DOWN,
                  most0.compare(VectorOperators.LT, DoublePowerSeries.SMALL))
              .blend(
                  DoublePowerSeries.UP, most0.compare(VectorOperators.GT, DoublePowerSeries.LARGE));
      DoubleVector u0 = a0.mul(scale0);
      DoubleVector v0 = b0.mul(scale0);
      DoubleVector z0 = u0.fma(u0, v0.mul(v0)).sqrt().mul(back0);
      z0.blend(
              Double.POSITIVE_INFINITY,
              a0.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY)
                  .or(b0.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY)))
          .intoArray(out, to + i);
    }
  }
}
