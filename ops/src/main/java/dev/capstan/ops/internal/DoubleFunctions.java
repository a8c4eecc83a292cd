package dev.capstan.ops.internal;

/**
 * Elementary functions, defined: from adds, products and fused multiply-adds alone, in one order.
 * {@link VectorDoubleFunctions} executes the same steps on vectors, so that interpreted and
 * compiled code, every JDK and every machine give the same bits. ({@code Math.exp} and its like are
 * whatever the platform's library is.)
 *
 * <p>All but log begin alike. x = n ln 2 + r with n whole and |r| at most ½ ln 2; then exp x = 2ⁿ
 * (1 + q), and q = exp r − 1 = r + r² (½ + r/6 + r²/24 + …), Taylor's series cut off where the rest
 * is below 1/10 ulp: after r⁷ in float32, after r¹³ in float64. n is found by adding 1.5·2^p, p the
 * bits of the mantissa: the sum is rounded to a whole number, which then stands in its last bits.
 *
 * <p>Greatest error beside the exact value, in ulps (ElementaryFunctionsTest): exp 1.6, sigmoid
 * 2.6, tanh 3, log 1.5. NaN, infinities, zeros of either sign, overflow and gradual underflow are
 * as in {@code Math}.
 */
final class DoubleFunctions {

  /** Whether elements are doubles: a constant, which the compiler folds. */
  static final boolean WIDE = Double.SIZE == Long.SIZE;

  static final int MANTISSA = WIDE ? 52 : 23;
  static final int BIAS = Double.MAX_EXPONENT;

  /** 2^p. */
  static final double MANTISSA_SIZE = 1L << MANTISSA;

  /** 1.5·2^p: beside it, numbers have whole steps. */
  static final double WHOLE = 1.5 * (1L << MANTISSA);

  static final /*bits*/ long WHOLE_BITS = Double.doubleToRawLongBits(WHOLE);
  static final /*bits*/ long ONE_BITS = Double.doubleToRawLongBits(1.0);
  private static final /*wide*/ double LN_2_WIDE = 0x1.62e42fefa39efp-1; // wide
  static final double LN_2 = /*narrow*/ LN_2_WIDE;

  /** What is lacking of ln 2; the last term is what a double lacks. */
  private static final /*wide*/ double REST_WIDE = LN_2_WIDE - LN_2 + 0x1.abc9e3b39803fp-56; // wide

  static final double LN_2_REST = /*narrow*/ REST_WIDE;

  /** Below it exp x is less than half of the least number. */
  static final double EXP_IS_0 = -(BIAS + MANTISSA + 1) * LN_2;

  /** Above it tanh x is 1 but for less than half an ulp. */
  static final double TANH_IS_1 = 22;

  /** Subtracted from the bits of a sum with WHOLE, it leaves n and twice the exponent's bias. */
  static final /*bits*/ long POWERLESS = WHOLE_BITS - 2 * BIAS;

  /** A power whose two factors are just within bounds, and with which exp x is infinite. */
  static final /*bits*/ long MOST = 2 * BIAS;

  static final /*bits*/ long SIGN = Double.doubleToRawLongBits(-0.0);
  static final /*bits*/ long ROOT_HALF_BITS = Double.doubleToRawLongBits(Math.sqrt(0.5));

  /** The bits of the mantissa. */
  static final /*bits*/ long FRACTION = ONE_BITS / BIAS - 1;

  /** One over ln 2. */
  static final double TO_STEPS = /*narrow*/ (1 / LN_2_WIDE);

  // E_k = 1/k!, and L_k = 2/k.

  static final double E_2 = 1.0 / 2;
  static final double E_3 = 1.0 / 6;
  static final double E_4 = 1.0 / 24;
  static final double E_5 = 1.0 / 120;
  static final double E_6 = 1.0 / 720;
  static final double E_7 = 1.0 / 5040;
  static final double E_8 = 1.0 / 40320;
  static final double E_9 = 1.0 / 362880;
  static final double E_10 = 1.0 / 3628800;
  static final double E_11 = 1.0 / 39916800;
  static final double E_12 = 1.0 / 479001600;
  static final double E_13 = 1.0 / 6227020800L;

  static final double L_3 = 2.0 / 3;
  static final double L_5 = 2.0 / 5;
  static final double L_7 = 2.0 / 7;
  static final double L_9 = 2.0 / 9;
  static final double L_11 = 2.0 / 11;
  static final double L_13 = 2.0 / 13;
  static final double L_15 = 2.0 / 15;
  static final double L_17 = 2.0 / 17;
  static final double L_19 = 2.0 / 19;
  static final double L_21 = 2.0 / 21;

  private DoubleFunctions() {}

  /** Whether {@link #map} knows the function. */
  static boolean knows(Unary f) {
    return f == Unary.EXP || f == Unary.LOG || f == Unary.TANH || f == Unary.SIGMOID;
  }

  /** out[i] = f(x[i]) for a function that is known; out may be x. */
  static void map(Unary f, double[] x, double[] out) {
    switch (f) {
      case EXP -> expLess(x, 0, out.length, 0, out, 0);
      case LOG -> log(x, out);
      case TANH -> tanh(x, out);
      case SIGMOID -> sigmoid(x, out);
      default -> throw new IllegalArgumentException("no series for " + f);
    }
  }

  /** out[to + i] = exp(x[at + i] − c) for i below n. */
  static void expLess(double[] x, int at, int n, double c, double[] out, int to) {
    for (int i = 0; i < n; i++) {
      out[to + i] = exp(x[at + i] - c);
    }
  }

  private static void log(double[] x, double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = log(x[i]);
    }
  }

  private static void tanh(double[] x, double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = tanh(x[i]);
    }
  }

  private static void sigmoid(double[] x, double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = sigmoid(x[i]);
    }
  }

  /**
   * 2ⁿ is multiplied on as two factors of about its root, for it may be below the least normal
   * number, or above the largest, where the product is neither.
   */
  static double exp(double x) {
    /*bits*/ long most = WHOLE_BITS + MOST;
    /*bits*/ long bits = Math.min(Double.doubleToRawLongBits(Math.fma(x, TO_STEPS, WHOLE)), most);
    double back = WHOLE - Double.longBitsToDouble(bits);
    double r = Math.fma(back, LN_2_REST, Math.fma(back, LN_2, x));
    /*bits*/ long twice = bits - POWERLESS;
    /*bits*/ long one = twice >>> 1;
    /*bits*/ long other = twice - one;
    double y =
        (expLessOne(r) + 1)
            * Double.longBitsToDouble(one << MANTISSA)
            * Double.longBitsToDouble(other << MANTISSA);
    return x < EXP_IS_0 ? 0 : y;
  }

  /** exp r − 1 for |r| up to ½ ln 2. */
  private static double expLessOne(double r) {
    double h = WIDE ? E_13 : E_7;
    if (WIDE) {
      h = Math.fma(h, r, E_12);
      h = Math.fma(h, r, E_11);
      h = Math.fma(h, r, E_10);
      h = Math.fma(h, r, E_9);
      h = Math.fma(h, r, E_8);
      h = Math.fma(h, r, E_7);
    }
    h = Math.fma(h, r, E_6);
    h = Math.fma(h, r, E_5);
    h = Math.fma(h, r, E_4);
    h = Math.fma(h, r, E_3);
    h = Math.fma(h, r, E_2);
    return Math.fma(h, r * r, r);
  }

  /**
   * With e = exp(−|x|): 1 / (1 + e) on the right side, e / (1 + e) on the left. The side is chosen
   * by bits, for a branch would be mispredicted half of the time.
   */
  static double sigmoid(double x) {
    double e = exp(-Math.abs(x));
    /*bits*/ long left = Double.doubleToRawLongBits(x) >> (Double.SIZE - 1);
    /*bits*/ long chosen = left & Double.doubleToRawLongBits(e) | ~left & ONE_BITS;
    return Double.longBitsToDouble(chosen) / (e + 1);
  }

  /** With m = exp(−2|x|) − 1 = 2ⁿ q + (2ⁿ − 1), where nothing cancels: ±|m| / (2 + m). */
  static double tanh(double x) {
    double left = Math.abs(x) * -2;
    double whole = Math.fma(left, TO_STEPS, WHOLE);
    double back = WHOLE - whole;
    double r = Math.fma(back, LN_2_REST, Math.fma(back, LN_2, left));
    /*bits*/ long power = Double.doubleToRawLongBits(whole) + BIAS;
    double twos = Double.longBitsToDouble(power << MANTISSA);
    double m = left < -2 * TANH_IS_1 ? -1 : Math.fma(expLessOne(r), twos, twos - 1);
    return Math.copySign(Math.abs(m) / (m + 2), x);
  }

  /**
   * x = 2ⁿ (1 + f) with 1 + f from √½ to √2; with s = f / (2 + f), z = s² and R = 2 z/3 + 2 z²/5 +
   * …, cut off as above, log(1 + f) = f − (f²/2 − s (f²/2 + R)).
   */
  static double log(double x) {
    if (x == 0 || x == Double.POSITIVE_INFINITY) {
      return x == 0 ? Double.NEGATIVE_INFINITY : x;
    }
    if (!(x > 0)) {
      return Double.NaN;
    }
    boolean subnormal = x < Double.MIN_NORMAL;
    double v = subnormal ? x * MANTISSA_SIZE : x;
    /*bits*/ long bits = Double.doubleToRawLongBits(v) - ROOT_HALF_BITS;
    double steps = ((bits + ONE_BITS) >>> MANTISSA) - BIAS - (subnormal ? MANTISSA : 0);
    double f = Double.longBitsToDouble((bits & FRACTION) + ROOT_HALF_BITS) - 1;
    double s = f / (f + 2);
    double z = s * s;
    double rest = WIDE ? L_21 : L_9;
    if (WIDE) {
      rest = Math.fma(rest, z, L_19);
      rest = Math.fma(rest, z, L_17);
      rest = Math.fma(rest, z, L_15);
      rest = Math.fma(rest, z, L_13);
      rest = Math.fma(rest, z, L_11);
      rest = Math.fma(rest, z, L_9);
    }
    rest = Math.fma(rest, z, L_7);
    rest = Math.fma(rest, z, L_5);
    rest = Math.fma(rest, z, L_3) * z;
    double half = f * f * E_2;
    double less = half - s * (half + rest);
    double y = f - (less - steps * LN_2_REST);
    return Math.fma(steps, LN_2, y);
  }
}
