package dev.capstan.ops.internal;

/**
 * Powers and roots; see {@link DoubleExpSeries} for what a series is.
 *
 * <p>xʸ = 2^(y log₂ x), with the logarithm in two words: the result's relative error is the
 * absolute one of y log₂ x, which may be a thousand. With s = f/(2 + f) in two words, so are s +
 * s³/3; the rest of ln(1 + f)/2 = s + s³/3 + s⁵/5 + … is below 2^−11 of it, where one word is
 * enough.
 */
final class DoublePowerSeries {
  static final boolean WIDE = DoubleExpSeries.WIDE;
  static final double WHOLE = DoubleExpSeries.WHOLE;
  static final double SCALE = DoubleLogSeries.SCALE;
  static final double THIRD = 0x1.5555555555555p-2;
  static final double THIRD_REST = WIDE ? 0x1.5555555555555p-56 : -0x1.555556p-27;

  /** 2/ln 2. */
  static final double PER_LN_2 = 0x1.71547652b82fep+1;

  static final double PER_LN_2_REST = WIDE ? 0x1.777d0ffda0d24p-55 : 0x1.4ae0c0p-25;
  static final double LN_2 = DoubleExpSeries.LN_2;

  /** 2 to it, or to its negative, is past every number. */
  static final double ENDLESS = WIDE ? 1200 : 200;

  static final double A_5 = 1.0 / 5;
  static final double A_7 = 1.0 / 7;
  static final double A_9 = 1.0 / 9;
  static final double A_11 = 1.0 / 11;
  static final double A_13 = 1.0 / 13;
  static final double A_15 = 1.0 / 15;
  static final double A_17 = 1.0 / 17;
  static final double A_19 = 1.0 / 19;
  static final double A_21 = 1.0 / 21;

  /** Where squares neither overflow nor lose digits below the least number. */
  static final double LARGE = Math.scalb(1.0, WIDE ? 500 : 60);

  static final double SMALL = Math.scalb(1.0, WIDE ? -450 : -45);
  static final double DOWN = Math.scalb(1.0, WIDE ? -600 : -70);
  static final double UP = Math.scalb(1.0, WIDE ? 600 : 70);

  private DoublePowerSeries() {}

  /** As C and NumPy have it: 1 to any power is 1, where Java's own has NaN for NaN and ±∞. */
  @Looped
  static double pow(double x, double y) {
    double a = Math.abs(x);
    boolean small = a < Double.MIN_NORMAL;
    double u = small ? a * SCALE : a;
    double n = DoubleLogSeries.exponent(u);
    n = small ? n - DoubleLogSeries.BITS : n;
    double f = DoubleLogSeries.fraction(u);
    double d = f + 2;
    double s = f / d;
    double sLost = (Math.fma(-s, d, f) - s * (f - (d - 2))) / d;
    double z = s * s;
    double zLost = Math.fma(2 * s, sLost, Math.fma(s, s, -z));
    double cube = s * z;
    double cubeLost = Math.fma(s, zLost, Math.fma(sLost, z, Math.fma(s, z, -cube)));
    double third = cube * THIRD;
    double thirdLost =
        Math.fma(cubeLost, THIRD, Math.fma(cube, THIRD_REST, Math.fma(cube, THIRD, -third)));
    double rest = WIDE ? A_21 : A_9;
    if (WIDE) {
      rest = Math.fma(rest, z, A_19);
      rest = Math.fma(rest, z, A_17);
      rest = Math.fma(rest, z, A_15);
      rest = Math.fma(rest, z, A_13);
      rest = Math.fma(rest, z, A_11);
      rest = Math.fma(rest, z, A_9);
    }
    rest = Math.fma(rest, z, A_7);
    rest = Math.fma(rest, z, A_5);
    double h = s + third;
    double hLost = ((s - h) + third) + (Math.fma(cube * z, rest, thirdLost) + sLost);
    double p = h * PER_LN_2;
    double pLost = Math.fma(hLost, PER_LN_2, Math.fma(h, PER_LN_2_REST, Math.fma(h, PER_LN_2, -p)));
    double log = n + p;
    double logLost = ((n - log) + p) + pLost;
    double e = y * log;
    boolean endless = Math.abs(e) > ENDLESS;
    double eLost = endless ? 0 : Math.fma(y, logLost, Math.fma(y, log, -e));
    e = Math.max(Math.min(e, ENDLESS), -ENDLESS);
    double steps = e + WHOLE;
    double q = DoubleExpSeries.tail(((e - (steps - WHOLE)) + eLost) * LN_2);
    double size = DoubleExpSeries.raised(1 + q, steps);
    return powAtEdges(x, y, size);
  }

  static double powAtEdges(double x, double y, double size) {
    double a = Math.abs(x);
    double z = a == 0 ? (y > 0 ? 0 : Double.POSITIVE_INFINITY) : size + a * 0;
    z = a == Double.POSITIVE_INFINITY ? (y > 0 ? a : 0) : z;
    double b = Math.abs(y);
    double half = b * 0.5;
    boolean whole = b >= SCALE || (b + SCALE) - SCALE == b;
    boolean even = half >= SCALE || (half + SCALE) - SCALE == half;
    z = whole && !even ? DoubleExpSeries.signed(z, x) : z;
    z = x < 0 && a < Double.POSITIVE_INFINITY && !whole ? Double.NaN : z;
    z = Double.isNaN(y) ? y : z;
    z = a == 1 && b == Double.POSITIVE_INFINITY ? 1 : z;
    return y == 0 || x == 1 ? 1 : z;
  }

  @Looped
  static double power(double x, double a) {
    return pow(x, a);
  }

  @Looped
  static double powerBack(double g, double x, double a) {
    return g * (pow(x, a - 1) * a);
  }

  /** x to the power ½: the square root, but +0 at −0 and +∞ at −∞. */
  @Looped
  static double halfPower(double x) {
    double z = x == 0 ? 0 : Math.sqrt(x);
    return x == Double.NEGATIVE_INFINITY ? Double.POSITIVE_INFINITY : z;
  }

  /** x to the power −½. */
  @Looped
  static double inverseHalfPower(double x) {
    return 1 / halfPower(x);
  }

  @Looped
  static double halfPowerBack(double g, double x) {
    return g / (halfPower(x) * 2);
  }

  /** |x| to the power a. */
  @Looped
  static double sizePower(double x, double a) {
    return pow(Math.abs(x), a);
  }

  /** |x| to the power a, 0 at 0. */
  @Looped
  static double evenPower(double x, double a) {
    return x == 0 ? 0 : pow(Math.abs(x), a);
  }

  /** |x| to the power a with the sign of x, 0 at 0. */
  @Looped
  static double oddPower(double x, double a) {
    double size = pow(Math.abs(x), a);
    return x == 0 ? 0 : x < 0 ? -size : size;
  }

  /** 1/|x|, 0 at 0. */
  @Looped
  static double inverseSize(double x) {
    return x == 0 ? 0 : 1 / Math.abs(x);
  }

  @Looped
  static double cube(double x) {
    return x * x * x;
  }

  @Looped
  static double fourthPower(double x) {
    double square = x * x;
    return square * square;
  }

  @Looped
  static double inverseSquare(double x) {
    return 1 / (x * x);
  }

  @Looped
  static double cubeBack(double g, double x) {
    return g * (x * x * 3);
  }

  @Looped
  static double fourthPowerBack(double g, double x) {
    return g * (x * x * x * 4);
  }

  @Looped
  static double inverseBack(double g, double x) {
    return -(g * (1 / (x * x)));
  }

  @Looped
  static double scaledProduct(double g, double x, double a) {
    return g * (x * a);
  }

  @Looped
  static double squareBack(double g, double x) {
    return g * (x * 2);
  }

  /** Of a gradient and the root. */
  @Looped
  static double sqrtBack(double g, double y) {
    return g / (y * 2);
  }

  /** Of a gradient and the reciprocal. */
  @Looped
  static double reciprocalBack(double g, double y) {
    return -(g * (y * y));
  }

  @Looped
  static double rsqrt(double x) {
    return 1 / Math.sqrt(x);
  }

  /** Of a gradient and the reciprocal of the root. */
  @Looped
  static double rsqrtBack(double g, double y) {
    return g * (y * y * y * -0.5);
  }

  /** By the power ⅓, and a step of Newton's for what the rounding of ⅓ has cost. */
  @Looped
  static double cbrt(double x) {
    double a = Math.abs(x);
    double y = pow(a, THIRD);
    double square = y * y;
    double z = y - Math.fma(square, y, -a) * THIRD / square;
    return a == 0 || a == Double.POSITIVE_INFINITY ? x : DoubleExpSeries.signed(z, x);
  }

  /** The slope of xʸ in x, y x^(y − 1); 0 for y = 0 at x = 0 and at NaN. */
  @Looped
  static double powInBase(double x, double y) {
    double z = y * pow(x, y - 1);
    return y == 0 && (x == 0 || Double.isNaN(x)) ? 0 : z;
  }

  /** The slope of xʸ in y, xʸ ln x; 0 for x = 0 and y ≥ 0. */
  @Looped
  static double powInExponent(double x, double y) {
    double z = pow(x, y) * DoubleLogSeries.natural(x);
    return x == 0 && y >= 0 ? 0 : z;
  }

  /** x/√(x² + y²), 0 at the origin. */
  @Looped
  static double direction(double x, double y) {
    double z = x / hypot(x, y);
    return x == 0 && y == 0 ? 0 : z;
  }

  /** √(x² + y²) of both brought near 1 by a power of two; an infinity outweighs NaN. */
  @Looped
  static double hypot(double x, double y) {
    double a = Math.abs(x);
    double b = Math.abs(y);
    double most = Math.max(a, b);
    double scale = most > LARGE ? DOWN : most < SMALL ? UP : 1;
    double back = most > LARGE ? UP : most < SMALL ? DOWN : 1;
    double u = a * scale;
    double v = b * scale;
    double z = Math.sqrt(Math.fma(u, u, v * v)) * back;
    return a == Double.POSITIVE_INFINITY || b == Double.POSITIVE_INFINITY
        ? Double.POSITIVE_INFINITY
        : z;
  }
}
