package dev.capstan.ops.internal;

/**
 * Functions of angles and their inverses; see {@link DoubleExpSeries} for what a series is.
 *
 * <p>x = n π/2 + r with |r| at most π/4, n found as for the exponential, and r from π/2 in three
 * words: the first product is exact by its fused subtraction, and what the second rounds away is
 * put back. So r is within half an ulp of its own even where x is the nearest number to a multiple
 * of π/2, up to {@link #FAR}. Beyond it {@code StrictMath} answers, element by element. Sine and
 * cosine of r are Taylor's series; the coefficients of the inverses interpolate (atan t/t − 1)/t²
 * and (asin t/t − 1)/t² in t² at Chebyshev's points of [0, 1] and [0, ¼], within 2^−58 and, in
 * float32, 2^−26 of t.
 */
final class DoubleAngleSeries {
  static final boolean WIDE = DoubleExpSeries.WIDE;
  static final double WHOLE = DoubleExpSeries.WHOLE;
  static final long ONE = Bits.of(1.0);

  /** Larger arguments have too many turns for three words. */
  static final double FAR = 0x1p20;

  static final double PER_QUARTER = 0.6366197723675814;
  static final double QUARTER = 0x1.921fb54442d18p+0;
  static final double QUARTER_REST = WIDE ? 0x1.1a62633145c07p-54 : -0x1.777a5cp-25;
  static final double QUARTER_LAST = WIDE ? -0x1.f1976b7ed8fbcp-110 : -0x1.ee59dap-50;
  static final double HALF_TURN = 0x1.921fb54442d18p+1;
  static final double HALF_TURN_REST = WIDE ? 0x1.1a62633145c07p-53 : -0x1.777a5cp-24;

  /** From the number's first bit to its sign. */
  static final long TO_SIGN = WIDE ? 62 : 30;

  static final double S_3 = -1.0 / 6;
  static final double S_5 = 1.0 / 120;
  static final double S_7 = -1.0 / 5040;
  static final double S_9 = 1.0 / 362880;
  static final double S_11 = -1.0 / 39916800;
  static final double S_13 = 1.0 / 6227020800L;
  static final double S_15 = -1.0 / 1307674368000L;
  static final double S_17 = 1.0 / 355687428096000L;
  static final double C_4 = 1.0 / 24;
  static final double C_6 = -1.0 / 720;
  static final double C_8 = 1.0 / 40320;
  static final double C_10 = -1.0 / 3628800;
  static final double C_12 = 1.0 / 479001600;
  static final double C_14 = -1.0 / 87178291200L;
  static final double C_16 = 1.0 / 20922789888000L;

  static final double ATAN_0 = WIDE ? -0.3333333333333333 : -0.3333333;
  static final double ATAN_1 = WIDE ? 0.19999999999999554 : 0.1999974;
  static final double ATAN_2 = WIDE ? -0.14285714285648404 : -0.14278568;
  static final double ATAN_3 = WIDE ? 0.11111111107234799 : 0.110337645;
  static final double ATAN_4 = WIDE ? -0.09090908969557403 : -0.0865688;
  static final double ATAN_5 = WIDE ? 0.07692305354678655 : 0.06250169;
  static final double ATAN_6 = WIDE ? -0.06666636435777692 : -0.03587154;
  static final double ATAN_7 = WIDE ? 0.05882074956371294 : 0.013507771;
  static final double ATAN_8 = WIDE ? -0.05261265735709454 : -0.0023869972;
  static final double ATAN_9 = 0.04752086773576656;
  static final double ATAN_10 = -0.04308119655330471;
  static final double ATAN_11 = 0.03872640214042632;
  static final double ATAN_12 = -0.033750132001619734;
  static final double ATAN_13 = 0.027567942297344678;
  static final double ATAN_14 = -0.020238706986393514;
  static final double ATAN_15 = 0.012756172907694298;
  static final double ATAN_16 = -0.006575683344151699;
  static final double ATAN_17 = 0.002622977891906089;
  static final double ATAN_18 = -0.0007518472526973822;
  static final double ATAN_19 = 0.0001368724853148122;
  static final double ATAN_20 = -1.1832505417555692e-05;

  static final double ASIN_0 = WIDE ? 0.16666666666666669 : 0.16666666;
  static final double ASIN_1 = WIDE ? 0.07499999999998433 : 0.07500094;
  static final double ASIN_2 = WIDE ? 0.04464285714635543 : 0.044599403;
  static final double ASIN_3 = WIDE ? 0.030381944138531247 : 0.031100662;
  static final double ASIN_4 = WIDE ? 0.02237217294214989 : 0.017149238;
  static final double ASIN_5 = WIDE ? 0.017352392720869973 : 0.033690847;
  static final double ASIN_6 = 0.013971212973552933;
  static final double ASIN_7 = 0.011479177415184906;
  static final double ASIN_8 = 0.01032281435018578;
  static final double ASIN_9 = 0.005457506718640358;
  static final double ASIN_10 = 0.01740087944269402;
  static final double ASIN_11 = -0.014851887071247204;
  static final double ASIN_12 = 0.028757851367421566;

  private DoubleAngleSeries() {}

  // --- parts ----------------------------------------------------------------------------------

  /** 1.5·2^p + n. */
  static double turns(double x) {
    return Math.fma(x, PER_QUARTER, WHOLE);
  }

  /** r = x − n π/2. */
  static double beyondTurns(double x, double turns) {
    double back = WHOLE - turns;
    double a = Math.fma(back, QUARTER, x);
    double p = back * QUARTER_REST;
    double r = a + p;
    double lost = ((a - r) + p) + Math.fma(back, QUARTER_LAST, Math.fma(back, QUARTER_REST, -p));
    return r + lost;
  }

  static double sineOf(double r) {
    double z = r * r;
    double p = WIDE ? S_17 : S_9;
    if (WIDE) {
      p = Math.fma(p, z, S_15);
      p = Math.fma(p, z, S_13);
      p = Math.fma(p, z, S_11);
      p = Math.fma(p, z, S_9);
    }
    p = Math.fma(p, z, S_7);
    p = Math.fma(p, z, S_5);
    p = Math.fma(p, z, S_3);
    return Math.fma(p * z, r, r);
  }

  /** 1 − z/2 is exact in two words. */
  static double cosineOf(double r) {
    double z = r * r;
    double p = WIDE ? C_16 : C_10;
    if (WIDE) {
      p = Math.fma(p, z, C_14);
      p = Math.fma(p, z, C_12);
      p = Math.fma(p, z, C_10);
    }
    p = Math.fma(p, z, C_8);
    p = Math.fma(p, z, C_6);
    p = Math.fma(p, z, C_4);
    double half = z * 0.5;
    double most = 1 - half;
    return most + (((1 - most) - half) + p * (z * z));
  }

  /** Not 0 where the number of quarter turns is odd. */
  static double oddness(double turns) {
    return Bits.toDouble((Bits.of(turns) & 1) << DoubleExpSeries.MANTISSA);
  }

  /** y, negated where the bit of value 2 is set. */
  static double turned(double y, long count) {
    return Bits.toDouble(Bits.of(y) ^ ((count << TO_SIGN) & DoubleExpSeries.SIGN));
  }

  static boolean isNear(double x) {
    return Math.abs(x) <= FAR;
  }

  // --- angles ---------------------------------------------------------------------------------

  @Looped("isNear")
  static double sin(double x) {
    return isNear(x) ? sinNear(x) : StrictMath.sin(x);
  }

  static double sinNear(double x) {
    double turns = turns(x);
    double r = beyondTurns(x, turns);
    double y = oddness(turns) != 0 ? cosineOf(r) : sineOf(r);
    return x == 0 ? x : turned(y, Bits.of(turns));
  }

  @Looped("isNear")
  static double cos(double x) {
    return isNear(x) ? cosNear(x) : StrictMath.cos(x);
  }

  static double cosNear(double x) {
    double turns = turns(x);
    double r = beyondTurns(x, turns);
    double y = oddness(turns) != 0 ? sineOf(r) : cosineOf(r);
    return turned(y, Bits.of(turns) + 1);
  }

  @Looped("isNear")
  static double tan(double x) {
    return isNear(x) ? tanNear(x) : StrictMath.tan(x);
  }

  static double tanNear(double x) {
    double turns = turns(x);
    double r = beyondTurns(x, turns);
    double s = sineOf(r);
    double c = cosineOf(r);
    boolean odd = oddness(turns) != 0;
    double y = (odd ? -c : s) / (odd ? s : c);
    return x == 0 ? x : y;
  }

  static boolean isNearBack(double g, double x) {
    return Math.abs(x) <= FAR;
  }

  @Looped("isNearBack")
  static double sinBack(double g, double x) {
    return g * cos(x);
  }

  static double sinBackNear(double g, double x) {
    return g * cosNear(x);
  }

  @Looped("isNearBack")
  static double cosBack(double g, double x) {
    return -g * sin(x);
  }

  static double cosBackNear(double g, double x) {
    return -g * sinNear(x);
  }

  /** 1/cos² x; of tan² x + 1 where the square is past every number. */
  @Looped("isNearBack")
  static double tanBack(double g, double x) {
    double c = cos(x);
    return g / c / c;
  }

  static double tanBackNear(double g, double x) {
    double c = cosNear(x);
    return g / c / c;
  }

  // --- inverses -------------------------------------------------------------------------------

  /** The arc tangent of 0 to 1. */
  static double atanOf(double t) {
    double z = t * t;
    double p = WIDE ? ATAN_20 : ATAN_8;
    if (WIDE) {
      p = Math.fma(p, z, ATAN_19);
      p = Math.fma(p, z, ATAN_18);
      p = Math.fma(p, z, ATAN_17);
      p = Math.fma(p, z, ATAN_16);
      p = Math.fma(p, z, ATAN_15);
      p = Math.fma(p, z, ATAN_14);
      p = Math.fma(p, z, ATAN_13);
      p = Math.fma(p, z, ATAN_12);
      p = Math.fma(p, z, ATAN_11);
      p = Math.fma(p, z, ATAN_10);
      p = Math.fma(p, z, ATAN_9);
      p = Math.fma(p, z, ATAN_8);
    }
    p = Math.fma(p, z, ATAN_7);
    p = Math.fma(p, z, ATAN_6);
    p = Math.fma(p, z, ATAN_5);
    p = Math.fma(p, z, ATAN_4);
    p = Math.fma(p, z, ATAN_3);
    p = Math.fma(p, z, ATAN_2);
    p = Math.fma(p, z, ATAN_1);
    p = Math.fma(p, z, ATAN_0);
    return Math.fma(p * z, t, t);
  }

  /** The arc sine of 0 to ½. */
  static double asinOf(double t) {
    double z = t * t;
    double p = WIDE ? ASIN_12 : ASIN_5;
    if (WIDE) {
      p = Math.fma(p, z, ASIN_11);
      p = Math.fma(p, z, ASIN_10);
      p = Math.fma(p, z, ASIN_9);
      p = Math.fma(p, z, ASIN_8);
      p = Math.fma(p, z, ASIN_7);
      p = Math.fma(p, z, ASIN_6);
      p = Math.fma(p, z, ASIN_5);
    }
    p = Math.fma(p, z, ASIN_4);
    p = Math.fma(p, z, ASIN_3);
    p = Math.fma(p, z, ASIN_2);
    p = Math.fma(p, z, ASIN_1);
    p = Math.fma(p, z, ASIN_0);
    return Math.fma(p * z, t, t);
  }

  @Looped
  static double atan(double x) {
    double a = Math.abs(x);
    boolean steep = a > 1;
    double y = atanOf(steep ? 1 / a : a);
    return DoubleExpSeries.signed(steep ? QUARTER - (y - QUARTER_REST) : y, x);
  }

  /** Of a large x 1/x², but in two steps. */
  @Looped
  static double atanBack(double g, double x) {
    double a = Math.abs(x);
    boolean steep = a > 1;
    double t = steep ? 1 / a : a;
    return g * (steep ? t : 1) / Math.fma(t, t, 1) * (steep ? t : 1);
  }

  /** Above ½ by the half angle: asin x = π/2 − 2 asin √((1 − x)/2). */
  @Looped
  static double asin(double x) {
    double a = Math.abs(x);
    boolean steep = a > 0.5;
    double y = asinOf(steep ? Math.sqrt((1 - a) * 0.5) : a);
    return DoubleExpSeries.signed(steep ? QUARTER - (2 * y - QUARTER_REST) : y, x);
  }

  @Looped
  static double asinBack(double g, double x) {
    return g / Math.sqrt((1 - x) * (1 + x));
  }

  @Looped
  static double acos(double x) {
    double a = Math.abs(x);
    boolean steep = a > 0.5;
    double y = asinOf(steep ? Math.sqrt((1 - a) * 0.5) : a);
    double flat = QUARTER - (DoubleExpSeries.signed(y, x) - QUARTER_REST);
    double end = 2 * y;
    return steep ? (x < 0 ? HALF_TURN - (end - HALF_TURN_REST) : end) : flat;
  }

  @Looped
  static double acosBack(double g, double x) {
    return -g / Math.sqrt((1 - x) * (1 + x));
  }

  /** Of the point (y, x), in the order of {@code Math.atan2}: the first operand is the height. */
  @Looped
  static double atan2(double x, double y) {
    double height = Math.abs(x);
    double width = Math.abs(y);
    double most = Math.max(height, width);
    double least = Math.min(height, width);
    double t = least / most;
    t = most == 0 ? 0 : t;
    t = least == Double.POSITIVE_INFINITY ? 1 : t;
    double a = atanOf(t);
    a = height > width ? QUARTER - (a - QUARTER_REST) : a;
    boolean left = Bits.toDouble((Bits.of(y) & DoubleExpSeries.SIGN) | ONE) < 0;
    return DoubleExpSeries.signed(left ? HALF_TURN - (a - HALF_TURN_REST) : a, x);
  }

  /** x/(x² + y²), of quotients by the larger of both. */
  @Looped
  static double inversion(double x, double y) {
    double most = Math.max(Math.abs(x), Math.abs(y));
    double u = x / most;
    double v = y / most;
    double z = u / Math.fma(u, u, v * v) / most;
    return most == 0 ? 0 : z;
  }
}
