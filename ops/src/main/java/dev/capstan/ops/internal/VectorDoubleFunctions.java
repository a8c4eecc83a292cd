package dev.capstan.ops.internal;

import static java.util.Objects.checkFromIndexSize;
import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromArray;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Elementary functions of whole arrays on the Vector API, from adds, products and fused
 * multiply-adds alone, so that interpreted and compiled code, and every JDK, give the same bits.
 * (The Vector API's own {@code lanewise(EXP)} is the platform's library once compiled, and {@code
 * Math.exp} before.)
 *
 * <p>All but log begin alike. x = n ln 2 + r with n whole and |r| at most ½ ln 2; then exp x = 2ⁿ
 * (1 + q), and q = exp r − 1 = r + r² (½ + r/6 + r²/24 + …), Taylor's series cut off where the rest
 * is below 1/10 ulp: after r⁷ in float32, after r¹³ in float64. n is found by adding 1.5·2^p, p the
 * bits of the mantissa: the sum is rounded to a whole number, which then stands in its last bits.
 *
 * <p>Greatest error beside the exact value, in ulps (VectorFunctionsTest): exp 1.6, sigmoid 2.6,
 * tanh 3, log 1.5. NaN, infinities, zeros of either sign, overflow and gradual underflow are as in
 * {@code Math}.
 *
 * <p>The loops repeat each other's lines on purpose, and no method of ours takes or gives a vector:
 * C2 keeps vectors in registers only where it sees the whole loop, and in a large unit JDK 17
 * inlines the Vector API's methods, but no others.
 *
 * <p>Each loop is longer than the 325 bytes of code that C2 inlines into a caller (LoopSizeTest).
 * More than 15 calls deep, JDK 17 puts the Vector API's methods off until the rest has been
 * compiled; it then no longer sees which species a reinterpretation gives, and every vector becomes
 * an object.
 */
final class VectorDoubleFunctions {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** Whether elements are doubles: a constant, which the compiler folds. */
  private static final boolean WIDE = Double.SIZE == Long.SIZE;

  private static final int MANTISSA = WIDE ? 52 : 23;
  private static final int BIAS = Double.MAX_EXPONENT;

  /** 1.5·2^p: beside it, numbers have whole steps. */
  private static final double WHOLE = 1.5 * (1L << MANTISSA);

  private static final long WHOLE_BITS = Double.doubleToRawLongBits(WHOLE);
  private static final /*wide*/ double LN_2_WIDE = 0x1.62e42fefa39efp-1; // wide
  private static final double LN_2 = /*narrow*/ LN_2_WIDE;

  /** What is lacking of ln 2; the last term is what a double lacks. */
  private static final double LN_2_REST =
      /*narrow*/ (LN_2_WIDE - LN_2 + 0x1.abc9e3b39803fp-56); // wide

  /** Below it exp x is less than half of the least number. */
  private static final double EXP_IS_0 = -(BIAS + MANTISSA + 1) * LN_2;

  /** Above it tanh x is 1 but for less than half an ulp. */
  private static final double TANH_IS_1 = 22;

  /** Subtracted from the bits of a sum with WHOLE, it leaves n and twice the exponent's bias. */
  private static final long POWERLESS = WHOLE_BITS - 2L * BIAS;

  /** A power whose two factors are just within bounds, and with which exp x is infinite. */
  private static final long MOST = 2L * BIAS;

  private static final long SIGN = Double.doubleToRawLongBits(-0.0);
  private static final long ROOT_HALF_BITS = Double.doubleToRawLongBits(Math.sqrt(0.5));

  /** One over ln 2. */
  private static final double TO_STEPS = /*narrow*/ (1 / LN_2_WIDE);

  // E_k = 1/k!, and L_k = 2/k.

  private static final double E_2 = 1.0 / 2;
  private static final double E_3 = 1.0 / 6;
  private static final double E_4 = 1.0 / 24;
  private static final double E_5 = 1.0 / 120;
  private static final double E_6 = 1.0 / 720;
  private static final double E_7 = 1.0 / 5040;
  private static final double E_8 = 1.0 / 40320;
  private static final double E_9 = 1.0 / 362880;
  private static final double E_10 = 1.0 / 3628800;
  private static final double E_11 = 1.0 / 39916800;
  private static final double E_12 = 1.0 / 479001600;
  private static final double E_13 = 1.0 / 6227020800L;

  private static final double L_3 = 2.0 / 3;
  private static final double L_5 = 2.0 / 5;
  private static final double L_7 = 2.0 / 7;
  private static final double L_9 = 2.0 / 9;
  private static final double L_11 = 2.0 / 11;
  private static final double L_13 = 2.0 / 13;
  private static final double L_15 = 2.0 / 15;
  private static final double L_17 = 2.0 / 17;
  private static final double L_19 = 2.0 / 19;
  private static final double L_21 = 2.0 / 21;

  private VectorDoubleFunctions() {}

  /** Whether {@link #map} knows the function. */
  static boolean knows(Unary f) {
    return f == Unary.EXP || f == Unary.LOG || f == Unary.TANH || f == Unary.SIGMOID;
  }

  /** out[to + i] = f(x[at + i]) for i below n; out may be x where to is at. */
  static void map(Unary f, double[] x, int at, double[] out, int to, int n) {
    int full = SPECIES.loopBound(n);
    vectors(f, x, at, out, to, full);
    if (full < n) {
      double[] rest = new double[LANES];
      System.arraycopy(x, at + full, rest, 0, n - full);
      vectors(f, rest, 0, rest, 0, LANES);
      System.arraycopy(rest, 0, out, to + full, n - full);
    }
  }

  private static void vectors(Unary f, double[] x, int at, double[] out, int to, int n) {
    switch (f) {
      case EXP -> expLess(x, at, n, 0, out, to);
      case LOG -> log(x, at, out, to, n);
      case TANH -> tanh(x, at, out, to, n);
      case SIGMOID -> sigmoid(x, at, out, to, n);
      default -> throw new IllegalArgumentException("no vector form of " + f);
    }
  }

  /**
   * out[to + i] = exp(x[at + i] − c) for i below n, a whole number of vectors.
   *
   * <p>2ⁿ is multiplied on as two factors of about its root, for it may be below the least normal
   * number, or above the largest, where the product is neither.
   */
  static void expLess(double[] x, int at, int n, double c, double[] out, int to) {
    checkFromIndexSize(at, n, x.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector v = fromArray(SPECIES, x, at + i).sub(c);
      LongVector bits = v.fma(TO_STEPS, WHOLE).reinterpretAsLongs();
      bits = bits.lanewise(VectorOperators.MIN, WHOLE_BITS + MOST);
      DoubleVector back = broadcast(SPECIES, WHOLE).sub(bits.reinterpretAsDoubles());
      DoubleVector r =
          back.fma(broadcast(SPECIES, LN_2_REST), back.fma(broadcast(SPECIES, LN_2), v));
      DoubleVector h = broadcast(SPECIES, WIDE ? E_13 : E_7);
      if (WIDE) {
        h =
            h.fma(r, broadcast(SPECIES, E_12))
                .fma(r, broadcast(SPECIES, E_11))
                .fma(r, broadcast(SPECIES, E_10))
                .fma(r, broadcast(SPECIES, E_9))
                .fma(r, broadcast(SPECIES, E_8))
                .fma(r, broadcast(SPECIES, E_7));
      }
      h =
          h.fma(r, broadcast(SPECIES, E_6))
              .fma(r, broadcast(SPECIES, E_5))
              .fma(r, broadcast(SPECIES, E_4))
              .fma(r, broadcast(SPECIES, E_3))
              .fma(r, broadcast(SPECIES, E_2));
      DoubleVector q = h.fma(r.mul(r), r);
      LongVector twice = bits.lanewise(VectorOperators.SUB, POWERLESS);
      LongVector one = twice.lanewise(VectorOperators.LSHR, 1);
      LongVector other = twice.sub(one);
      q.add(1)
          .mul(one.lanewise(VectorOperators.LSHL, MANTISSA).reinterpretAsDoubles())
          .mul(other.lanewise(VectorOperators.LSHL, MANTISSA).reinterpretAsDoubles())
          .blend(broadcast(SPECIES, 0), v.compare(VectorOperators.LT, broadcast(SPECIES, EXP_IS_0)))
          .intoArray(out, to + i);
    }
  }

  /** With e = exp(−|x|): 1 / (1 + e) on the right side, e / (1 + e) on the left. */
  private static void sigmoid(double[] x, int at, double[] out, int to, int n) {
    checkFromIndexSize(at, n, x.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector v = fromArray(SPECIES, x, at + i);
      DoubleVector left = v.abs().neg();
      DoubleVector whole = left.fma(TO_STEPS, WHOLE);
      DoubleVector back = broadcast(SPECIES, WHOLE).sub(whole);
      DoubleVector r =
          back.fma(broadcast(SPECIES, LN_2_REST), back.fma(broadcast(SPECIES, LN_2), left));
      DoubleVector h = broadcast(SPECIES, WIDE ? E_13 : E_7);
      if (WIDE) {
        h =
            h.fma(r, broadcast(SPECIES, E_12))
                .fma(r, broadcast(SPECIES, E_11))
                .fma(r, broadcast(SPECIES, E_10))
                .fma(r, broadcast(SPECIES, E_9))
                .fma(r, broadcast(SPECIES, E_8))
                .fma(r, broadcast(SPECIES, E_7));
      }
      h =
          h.fma(r, broadcast(SPECIES, E_6))
              .fma(r, broadcast(SPECIES, E_5))
              .fma(r, broadcast(SPECIES, E_4))
              .fma(r, broadcast(SPECIES, E_3))
              .fma(r, broadcast(SPECIES, E_2));
      DoubleVector q = h.fma(r.mul(r), r);
      LongVector twice = whole.reinterpretAsLongs().lanewise(VectorOperators.SUB, POWERLESS);
      LongVector one = twice.lanewise(VectorOperators.LSHR, 1);
      LongVector other = twice.sub(one);
      DoubleVector e =
          q.add(1)
              .mul(one.lanewise(VectorOperators.LSHL, MANTISSA).reinterpretAsDoubles())
              .mul(other.lanewise(VectorOperators.LSHL, MANTISSA).reinterpretAsDoubles())
              .blend(0, left.compare(VectorOperators.LT, EXP_IS_0));
      broadcast(SPECIES, 1)
          .blend(e, v.compare(VectorOperators.LT, 0))
          .div(e.add(1))
          .intoArray(out, to + i);
    }
  }

  /** With m = exp(−2|x|) − 1 = 2ⁿ q + (2ⁿ − 1), where nothing cancels: ±|m| / (2 + m). */
  private static void tanh(double[] x, int at, double[] out, int to, int n) {
    checkFromIndexSize(at, n, x.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector v = fromArray(SPECIES, x, at + i);
      DoubleVector left = v.abs().mul(-2);
      DoubleVector whole = left.fma(TO_STEPS, WHOLE);
      DoubleVector back = broadcast(SPECIES, WHOLE).sub(whole);
      DoubleVector r =
          back.fma(broadcast(SPECIES, LN_2_REST), back.fma(broadcast(SPECIES, LN_2), left));
      DoubleVector h = broadcast(SPECIES, WIDE ? E_13 : E_7);
      if (WIDE) {
        h =
            h.fma(r, broadcast(SPECIES, E_12))
                .fma(r, broadcast(SPECIES, E_11))
                .fma(r, broadcast(SPECIES, E_10))
                .fma(r, broadcast(SPECIES, E_9))
                .fma(r, broadcast(SPECIES, E_8))
                .fma(r, broadcast(SPECIES, E_7));
      }
      h =
          h.fma(r, broadcast(SPECIES, E_6))
              .fma(r, broadcast(SPECIES, E_5))
              .fma(r, broadcast(SPECIES, E_4))
              .fma(r, broadcast(SPECIES, E_3))
              .fma(r, broadcast(SPECIES, E_2));
      DoubleVector q = h.fma(r.mul(r), r);
      LongVector power = whole.reinterpretAsLongs().add(BIAS);
      DoubleVector twos = power.lanewise(VectorOperators.LSHL, MANTISSA).reinterpretAsDoubles();
      DoubleVector m = q.fma(twos, twos.sub(1));
      m = m.blend(-1, left.compare(VectorOperators.LT, -2 * TANH_IS_1));
      LongVector size = m.abs().div(m.add(2)).reinterpretAsLongs();
      LongVector sign = v.reinterpretAsLongs().lanewise(VectorOperators.AND, SIGN);
      size.lanewise(VectorOperators.OR, sign).reinterpretAsDoubles().intoArray(out, to + i);
    }
  }

  /**
   * x = 2ⁿ (1 + f) with 1 + f from √½ to √2; with s = f / (2 + f), z = s² and R = 2 z/3 + 2 z²/5 +
   * …, cut off as above, log(1 + f) = f − (f²/2 − s (f²/2 + R)).
   */
  private static void log(double[] x, int at, double[] out, int to, int n) {
    checkFromIndexSize(at, n, x.length);
    checkFromIndexSize(to, n, out.length);
    for (int i = 0; i < n; i += LANES) {
      DoubleVector v = fromArray(SPECIES, x, at + i);
      VectorMask<Double> subnormal = v.compare(VectorOperators.LT, Double.MIN_NORMAL);
      LongVector bits =
          v.blend(v.mul(1L << MANTISSA), subnormal)
              .reinterpretAsLongs()
              .lanewise(VectorOperators.SUB, ROOT_HALF_BITS);
      DoubleVector steps =
          bits.lanewise(VectorOperators.ADD, (long) BIAS << MANTISSA)
              .lanewise(VectorOperators.LSHR, MANTISSA)
              .lanewise(VectorOperators.OR, WHOLE_BITS)
              .reinterpretAsDoubles()
              .sub(WHOLE + BIAS);
      steps = steps.blend(steps.sub(MANTISSA), subnormal);
      DoubleVector f =
          bits.lanewise(VectorOperators.AND, (1L << MANTISSA) - 1)
              .lanewise(VectorOperators.ADD, ROOT_HALF_BITS)
              .reinterpretAsDoubles()
              .sub(1);
      DoubleVector s = f.div(f.add(2));
      DoubleVector z = s.mul(s);
      DoubleVector rest = broadcast(SPECIES, WIDE ? L_21 : L_9);
      if (WIDE) {
        rest =
            rest.fma(z, broadcast(SPECIES, L_19))
                .fma(z, broadcast(SPECIES, L_17))
                .fma(z, broadcast(SPECIES, L_15))
                .fma(z, broadcast(SPECIES, L_13))
                .fma(z, broadcast(SPECIES, L_11))
                .fma(z, broadcast(SPECIES, L_9));
      }
      rest =
          rest.fma(z, broadcast(SPECIES, L_7))
              .fma(z, broadcast(SPECIES, L_5))
              .fma(z, broadcast(SPECIES, L_3))
              .mul(z);
      DoubleVector half = f.mul(f).mul(E_2);
      DoubleVector less = half.sub(s.mul(half.add(rest)));
      DoubleVector y = f.sub(less.sub(steps.mul(LN_2_REST)));
      steps
          .fma(broadcast(SPECIES, LN_2), y)
          .add(v.mul(0)) // NaN stays, and infinity becomes it
          .blend(Double.NaN, v.compare(VectorOperators.LT, 0))
          .blend(Double.NEGATIVE_INFINITY, v.compare(VectorOperators.EQ, 0))
          .blend(Double.POSITIVE_INFINITY, v.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY))
          .intoArray(out, to + i);
    }
  }
}
