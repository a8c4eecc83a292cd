package dev.capstan.ops.internal;

/**
 * Functions made of the logarithm; see {@link DoubleExpSeries} for what a series is.
 *
 * <p>x = 2ⁿ (1 + f) with 1 + f from √½ to √2; with s = f/(2 + f), z = s² and R = 2 z/3 + 2 z²/5 +
 * …, cut off where the rest is below 1/10 ulp, ln(1 + f) = f − (f²/2 − s (f²/2 + R)).
 */
final class DoubleLogSeries {
  static final boolean WIDE = DoubleExpSeries.WIDE;
  static final long MANTISSA = DoubleExpSeries.MANTISSA;
  static final double WHOLE = DoubleExpSeries.WHOLE;
  static final double LN_2 = DoubleExpSeries.LN_2;
  static final double LN_2_REST = DoubleExpSeries.LN_2_REST;

  static final long ROOT_HALF = Bits.of(0.7071067811865476);
  static final long FRACTION = (1L << (WIDE ? 52 : 23)) - 1;
  static final long ONE = Bits.of(1.0);
  static final long WHOLE_BITS = Bits.of(WHOLE);
  static final double WHOLE_AND_BIAS = WHOLE + DoubleExpSeries.BIAS;

  /** 2^p. */
  static final double SCALE = (double) (1L << (WIDE ? 52 : 23));

  static final double BITS = (double) MANTISSA;

  /** Above it x² + 1 is x² in either type, and the inverse hyperbolic functions are ln 2x. */
  static final double SQUARE_ABSORBS_ONE = 0x1p28;

  static final double TO_LOG_2 = 0x1.71547652b82fep+0;
  static final double TO_LOG_2_REST = WIDE ? 0x1.777d0ffda0d24p-56 : 0x1.4ae0c0p-26;
  static final double TO_LOG_10 = 0x1.bcb7b1526e50ep-2;
  static final double TO_LOG_10_REST = WIDE ? 0x1.95355baaafad3p-57 : -0x1.5b235ep-27;

  /** log₁₀ 2 with so many zeros at its end that n times it is exact. */
  static final double LOG_10_2 = WIDE ? 0x1.34413509f8000p-2 : 0x1.344p-2;

  static final double LOG_10_2_REST = WIDE ? -0x1.80433b83b532ap-44 : 0x1.3509f79fef312p-18;

  // L_k = 2/k

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

  private DoubleLogSeries() {}

  // --- parts ----------------------------------------------------------------------------------

  /** n of a positive normal number. */
  static double exponent(double x) {
    long bits = Bits.of(x) - ROOT_HALF + ONE;
    return Bits.toDouble((bits >> MANTISSA) | WHOLE_BITS) - WHOLE_AND_BIAS;
  }

  /** f of a positive normal number. */
  static double fraction(double x) {
    long bits = Bits.of(x) - ROOT_HALF;
    return Bits.toDouble((bits & FRACTION) + ROOT_HALF) - 1;
  }

  /** f − ln(1 + f). */
  static double less(double f) {
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
    rest = Math.fma(rest, z, L_3);
    double half = f * f * 0.5;
    return half - s * (half + rest * z);
  }

  // --- logarithms -----------------------------------------------------------------------------

  /** ln u + e/u, where u + e is 1 + x in two words. */
  @Looped
  static double log1p(double x) {
    double u = 1 + x;
    double d = u - 1;
    double e = (1 - (u - d)) + (x - d);
    double n = exponent(u);
    double f = fraction(u);
    double y = Math.fma(n, LN_2, f - (less(f) - Math.fma(n, LN_2_REST, e / u)));
    y = x == 0 ? x : y;
    y = x == -1 ? Double.NEGATIVE_INFINITY : y;
    y = x < -1 ? Double.NaN : y;
    return x == Double.POSITIVE_INFINITY ? x : y;
  }

  @Looped
  static double log1pBack(double g, double x) {
    return g / (1 + x);
  }

  /** n + f/ln 2 and what both lack. */
  @Looped
  static double log2(double x) {
    boolean small = x < Double.MIN_NORMAL;
    double u = small ? x * SCALE : x;
    double n = exponent(u);
    n = small ? n - BITS : n;
    double f = fraction(u);
    double p = f * TO_LOG_2;
    double rest = Math.fma(f, TO_LOG_2_REST, Math.fma(f, TO_LOG_2, -p)) - less(f) * TO_LOG_2;
    double y = n + p;
    return atEdges(x, y + (((n - y) + p) + rest));
  }

  /** As {@link DoubleFunctions#log}. */
  static double natural(double x) {
    boolean small = x < Double.MIN_NORMAL;
    double u = small ? x * SCALE : x;
    double n = exponent(u);
    n = small ? n - BITS : n;
    double f = fraction(u);
    return atEdges(x, Math.fma(n, LN_2, f - (less(f) - n * LN_2_REST)));
  }

  /** x ln y, 0 where x is 0 and y is a number. */
  @Looped
  static double xlogy(double x, double y) {
    double z = x * natural(y);
    return x == 0 && !Double.isNaN(y) ? 0 : z;
  }

  /** The slope of x ln y in x, ln y; 0 where x is 0 and y has no finite logarithm. */
  @Looped
  static double xlogyInX(double x, double y) {
    double z = natural(y);
    return x == 0 && y <= 0 ? 0 : z;
  }

  /** The slope of x ln y in y, x/y; 0 as above. */
  @Looped
  static double xlogyInY(double x, double y) {
    double z = x / y;
    return x == 0 && y <= 0 ? 0 : z;
  }

  @Looped
  static double log10(double x) {
    boolean small = x < Double.MIN_NORMAL;
    double u = small ? x * SCALE : x;
    double n = exponent(u);
    n = small ? n - BITS : n;
    double f = fraction(u);
    double p = f * TO_LOG_10;
    double rest = Math.fma(f, TO_LOG_10_REST, Math.fma(f, TO_LOG_10, -p)) - less(f) * TO_LOG_10;
    double whole = n * LOG_10_2;
    double y = whole + p;
    return atEdges(x, y + (((whole - y) + p) + Math.fma(n, LOG_10_2_REST, rest)));
  }

  /** y, but what a logarithm is at 0, below it, at infinity and at NaN. */
  static double atEdges(double x, double y) {
    double z = y + x * 0;
    z = x < 0 ? Double.NaN : z;
    z = x == 0 ? Double.NEGATIVE_INFINITY : z;
    return x == Double.POSITIVE_INFINITY ? x : z;
  }

  // --- inverse hyperbolic functions -----------------------------------------------------------

  /** Odd, and free of cancellation near 0. */
  @Looped
  static double asinh(double x) {
    double a = Math.abs(x);
    boolean large = a > SQUARE_ABSORBS_ONE;
    double t = large ? a - 1 : a + a * a / (1 + Math.sqrt(Math.fma(a, a, 1)));
    double y = log1p(t) + (large ? LN_2 : 0);
    return DoubleExpSeries.signed(y, x);
  }

  /** From |x| itself where x² absorbs 1, and could be past every number. */
  @Looped
  static double asinhBack(double g, double x) {
    double a = Math.abs(x);
    return g / (a > SQUARE_ABSORBS_ONE ? a : Math.sqrt(Math.fma(a, a, 1)));
  }

  @Looped
  static double acosh(double x) {
    double t = x - 1;
    boolean large = x > SQUARE_ABSORBS_ONE;
    double y = log1p(large ? t : t + Math.sqrt(t * (t + 2))) + (large ? LN_2 : 0);
    return x < 1 ? Double.NaN : y;
  }

  @Looped
  static double acoshBack(double g, double x) {
    return g / (Math.sqrt(x - 1) * Math.sqrt(x + 1));
  }

  @Looped
  static double atanh(double x) {
    double a = Math.abs(x);
    double y = log1p(2 * a / (1 - a)) * 0.5;
    return DoubleExpSeries.signed(a > 1 ? Double.NaN : y, x);
  }

  @Looped
  static double atanhBack(double g, double x) {
    return g / ((1 - x) * (1 + x));
  }

  // --- steps ----------------------------------------------------------------------------------

  @Looped
  static double logSigmoid(double x) {
    return Math.min(x, 0) - log1p(DoubleExpSeries.expBelow(-Math.abs(x)));
  }

  @Looped
  static double logSigmoidBack(double g, double x) {
    double e = DoubleExpSeries.expBelow(-Math.abs(x));
    return g * ((x < 0 ? 1 : e) / (1 + e));
  }

  @Looped
  static double softplus(double x, double a, double b) {
    double z = x * a;
    double y = Math.max(z, 0) + log1p(DoubleExpSeries.expBelow(-Math.abs(z)));
    return z > b ? x : y / a;
  }

  @Looped
  static double softplusBack(double g, double x, double a, double b) {
    double z = x * a;
    double e = DoubleExpSeries.expBelow(-Math.abs(z));
    return z > b ? g : g * ((z < 0 ? e : 1) / (1 + e));
  }
}
