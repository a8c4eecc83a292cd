package dev.capstan.ops.internal;

import static dev.capstan.ops.internal.DoubleFunctions.BIAS;
import static dev.capstan.ops.internal.DoubleFunctions.EXP_IS_0;
import static dev.capstan.ops.internal.DoubleFunctions.E_10;
import static dev.capstan.ops.internal.DoubleFunctions.E_11;
import static dev.capstan.ops.internal.DoubleFunctions.E_12;
import static dev.capstan.ops.internal.DoubleFunctions.E_13;
import static dev.capstan.ops.internal.DoubleFunctions.E_2;
import static dev.capstan.ops.internal.DoubleFunctions.E_3;
import static dev.capstan.ops.internal.DoubleFunctions.E_4;
import static dev.capstan.ops.internal.DoubleFunctions.E_5;
import static dev.capstan.ops.internal.DoubleFunctions.E_6;
import static dev.capstan.ops.internal.DoubleFunctions.E_7;
import static dev.capstan.ops.internal.DoubleFunctions.E_8;
import static dev.capstan.ops.internal.DoubleFunctions.E_9;
import static dev.capstan.ops.internal.DoubleFunctions.LN_2;
import static dev.capstan.ops.internal.DoubleFunctions.LN_2_REST;
import static dev.capstan.ops.internal.DoubleFunctions.L_11;
import static dev.capstan.ops.internal.DoubleFunctions.L_13;
import static dev.capstan.ops.internal.DoubleFunctions.L_15;
import static dev.capstan.ops.internal.DoubleFunctions.L_17;
import static dev.capstan.ops.internal.DoubleFunctions.L_19;
import static dev.capstan.ops.internal.DoubleFunctions.L_21;
import static dev.capstan.ops.internal.DoubleFunctions.L_3;
import static dev.capstan.ops.internal.DoubleFunctions.L_5;
import static dev.capstan.ops.internal.DoubleFunctions.L_7;
import static dev.capstan.ops.internal.DoubleFunctions.L_9;
import static dev.capstan.ops.internal.DoubleFunctions.MANTISSA;
import static dev.capstan.ops.internal.DoubleFunctions.MOST;
import static dev.capstan.ops.internal.DoubleFunctions.POWERLESS;
import static dev.capstan.ops.internal.DoubleFunctions.ROOT_HALF_BITS;
import static dev.capstan.ops.internal.DoubleFunctions.SIGN;
import static dev.capstan.ops.internal.DoubleFunctions.TANH_IS_1;
import static dev.capstan.ops.internal.DoubleFunctions.TO_STEPS;
import static dev.capstan.ops.internal.DoubleFunctions.WHOLE;
import static dev.capstan.ops.internal.DoubleFunctions.WHOLE_BITS;
import static dev.capstan.ops.internal.DoubleFunctions.WIDE;
import static java.util.Objects.checkFromIndexSize;
import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromArray;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The elementary functions of {@link DoubleFunctions} on the Vector API, step by step as defined
 * there, and so to the same bits. (The Vector API's own {@code lanewise(EXP)} is the platform's
 * library once compiled, and {@code Math.exp} before.)
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

  private VectorDoubleFunctions() {}

  /** out[to + i] = f(x[at + i]) for i below n; out may be x where to is at. */
  static void map(Unary f, double[] x, int at, double[] out, int to, int n) {
    int full = SPECIES.loopBound(n);
    for (int i = 0; i < full; i += DoubleKernels.STRETCH) {
      vectors(f, x, at + i, out, to + i, Math.min(DoubleKernels.STRETCH, full - i));
    }
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

  /** out[to + i] = exp(x[at + i] − c) for i below n, a whole number of vectors. */
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
