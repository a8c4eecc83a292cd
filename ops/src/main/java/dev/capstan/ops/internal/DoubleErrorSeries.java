package dev.capstan.ops.internal;

/**
 * The error function and what is made of it; see {@link DoubleExpSeries} for what a series is.
 *
 * <p>erfc a = e^(−a²) W(a), and (a + k) W(a) is a polynomial in (a − k)/(a + k), k = 7/2, which
 * goes from −1 to below 1 as a goes from 0 to where erfc ends: it interpolates the exact function
 * at Chebyshev's points, within 2^−58 and, in float32, 2^−30. What a² loses by rounding is put back
 * as a factor 1 − e. Below 1, erf is x times a polynomial in x². Form and substitution: Shepherd
 * and Laframboise, Math. Comp. 36 (1981), 249–253; the coefficients are computed here.
 */
final class DoubleErrorSeries {
  static final boolean WIDE = DoubleExpSeries.WIDE;
  static final double ENDLESS = DoubleExpSeries.ENDLESS;
  static final double CENTRE = 3.5;
  static final double ROOT_HALF = 0.7071067811865476;
  static final double TWO_OVER_ROOT_PI = 1.1283791670955126;
  static final double ONE_OVER_ROOT_TWO_PI = 0.3989422804014327;

  /** Beyond it erfc is below the least number. */
  static final double ERFC_IS_0 = WIDE ? 28 : 11;

  /** Beyond it Φ(−x) is. */
  static final double TAIL_IS_0 = WIDE ? 39.5 : 15;

  /** 2√(2/π), and 0.044715 times it: the argument of the sigmoid that the tanh form of gelu is. */
  static final double INNER = 0x1.9884533d43651p+0;

  static final double INNER_REST = WIDE ? -0x1.cbc0d30ebfd15p-54 : -0x1.857936p-25;
  static final double CUBE = 0x1.2444f2a4d8b4bp-4;
  static final double CUBE_REST = WIDE ? -0x1.6c843a29d1c70p-61 : 0x1.49b16ap-29;

  /** Beyond it the tanh form of gelu is x or 0. */
  static final double GELU_ENDS = WIDE ? 22 : 11;

  static final double ERF_0 = WIDE ? 1.1283791670955126 : 1.1283792;
  static final double ERF_1 = WIDE ? -0.3761263890318375 : -0.37612638;
  static final double ERF_2 = WIDE ? 0.11283791670954879 : 0.11283782;
  static final double ERF_3 = WIDE ? -0.026866170645076792 : -0.02686543;
  static final double ERF_4 = WIDE ? 0.0052239776248180145 : 0.0052210316;
  static final double ERF_5 = WIDE ? -0.000854832698083379 : -0.00084840803;
  static final double ERF_6 = WIDE ? 0.0001205533111164271 : 0.00011265959;
  static final double ERF_7 = WIDE ? -1.4925595266831182e-05 : -9.667045e-06;
  static final double ERF_8 = 1.6461000484121368e-06;
  static final double ERF_9 = -1.6350312701054695e-07;
  static final double ERF_10 = 1.4659775274047436e-08;
  static final double ERF_11 = -1.1372848856791674e-09;
  static final double ERF_12 = 5.957176147748911e-11;

  static final double SCALED_0 = WIDE ? 1.08705558926226 : 1.0870556;
  static final double SCALED_1 = WIDE ? -0.937799724567112 : -0.93779975;
  static final double SCALED_2 = WIDE ? 0.6941136466346434 : 0.6941137;
  static final double SCALED_3 = WIDE ? -0.43525602671688474 : -0.43525615;
  static final double SCALED_4 = WIDE ? 0.2257386216474721 : 0.22573833;
  static final double SCALED_5 = WIDE ? -0.09231870663869324 : -0.09231718;
  static final double SCALED_6 = WIDE ? 0.026518619880232935 : 0.026521875;
  static final double SCALED_7 = WIDE ? -0.003177050338657294 : -0.003184121;
  static final double SCALED_8 = WIDE ? -0.0013053546741212216 : -0.0013220676;
  static final double SCALED_9 = WIDE ? 0.0007145316470555687 : 0.000723747;
  static final double SCALED_10 = WIDE ? -4.206229633253024e-05 : -6.782912e-06;
  static final double SCALED_11 = WIDE ? -7.477687820857378e-05 : -6.5977765e-05;
  static final double SCALED_12 = 1.8647817979487793e-05;
  static final double SCALED_13 = 7.24346951440577e-06;
  static final double SCALED_14 = -3.3939964770324844e-06;
  static final double SCALED_15 = -7.950500957867511e-07;
  static final double SCALED_16 = 5.545755050536378e-07;
  static final double SCALED_17 = 1.1488197856475404e-07;
  static final double SCALED_18 = -8.874026406217594e-08;
  static final double SCALED_19 = -2.171735960825848e-08;
  static final double SCALED_20 = 1.2889626484992123e-08;
  static final double SCALED_21 = 4.206114416117222e-09;
  static final double SCALED_22 = -1.226711606366688e-09;
  static final double SCALED_23 = -5.23838633171101e-10;

  private DoubleErrorSeries() {}

  // --- parts ----------------------------------------------------------------------------------

  /** e^(a²) erfc(a) for a from 0. */
  static double scaled(double a) {
    double r = 1 / (a + CENTRE);
    double t = (a - CENTRE) * r;
    t = Math.fma(r, Math.fma(-t, a, Math.fma(t + 1, -CENTRE, a)), t);
    double p = WIDE ? SCALED_23 : SCALED_11;
    if (WIDE) {
      p = Math.fma(p, t, SCALED_22);
      p = Math.fma(p, t, SCALED_21);
      p = Math.fma(p, t, SCALED_20);
      p = Math.fma(p, t, SCALED_19);
      p = Math.fma(p, t, SCALED_18);
      p = Math.fma(p, t, SCALED_17);
      p = Math.fma(p, t, SCALED_16);
      p = Math.fma(p, t, SCALED_15);
      p = Math.fma(p, t, SCALED_14);
      p = Math.fma(p, t, SCALED_13);
      p = Math.fma(p, t, SCALED_12);
      p = Math.fma(p, t, SCALED_11);
    }
    p = Math.fma(p, t, SCALED_10);
    p = Math.fma(p, t, SCALED_9);
    p = Math.fma(p, t, SCALED_8);
    p = Math.fma(p, t, SCALED_7);
    p = Math.fma(p, t, SCALED_6);
    p = Math.fma(p, t, SCALED_5);
    p = Math.fma(p, t, SCALED_4);
    p = Math.fma(p, t, SCALED_3);
    p = Math.fma(p, t, SCALED_2);
    p = Math.fma(p, t, SCALED_1);
    p = Math.fma(p, t, SCALED_0);
    return p * r;
  }

  /** erf(x)/x for |x| up to 1. */
  static double near(double x) {
    double z = x * x;
    double p = WIDE ? ERF_12 : ERF_7;
    if (WIDE) {
      p = Math.fma(p, z, ERF_11);
      p = Math.fma(p, z, ERF_10);
      p = Math.fma(p, z, ERF_9);
      p = Math.fma(p, z, ERF_8);
      p = Math.fma(p, z, ERF_7);
    }
    p = Math.fma(p, z, ERF_6);
    p = Math.fma(p, z, ERF_5);
    p = Math.fma(p, z, ERF_4);
    p = Math.fma(p, z, ERF_3);
    p = Math.fma(p, z, ERF_2);
    p = Math.fma(p, z, ERF_1);
    p = Math.fma(p, z, ERF_0);
    return p;
  }

  /** erfc(a) for a from 0. */
  static double complement(double a) {
    double b = Math.min(a, ERFC_IS_0);
    double square = b * b;
    double lost = Math.fma(b, b, -square);
    double steps = DoubleExpSeries.steps(-square);
    double q = DoubleExpSeries.tail(DoubleExpSeries.rest(-square, steps));
    double w = scaled(b);
    double y = Math.fma(w, q, w);
    return DoubleExpSeries.raised(Math.fma(-lost, y, y), steps);
  }

  // --- error functions ------------------------------------------------------------------------

  @Looped
  static double erf(double x) {
    double a = Math.abs(x);
    double far = DoubleExpSeries.signed(1 - complement(a), x);
    return a < 1 ? x * near(a) : far;
  }

  @Looped
  static double erfc(double x) {
    double y = complement(Math.abs(x));
    return x < 0 ? 2 - y : y;
  }

  @Looped
  static double erfBack(double g, double x) {
    return g * bell(x);
  }

  @Looped
  static double erfcBack(double g, double x) {
    return -g * bell(x);
  }

  /** 2/√π e^(−x²). */
  static double bell(double x) {
    double b = Math.min(Math.abs(x), ERFC_IS_0);
    double square = b * b;
    double lost = Math.fma(b, b, -square);
    double steps = DoubleExpSeries.steps(-square);
    double q = DoubleExpSeries.tail(DoubleExpSeries.rest(-square, steps));
    double y = Math.fma(TWO_OVER_ROOT_PI, q, TWO_OVER_ROOT_PI);
    return DoubleExpSeries.raised(Math.fma(-lost, y, y), steps);
  }

  // --- gelu -----------------------------------------------------------------------------------

  /** x Φ(x): with h = Φ(−|x|) = e^(−x²/2) W(|x|/√2)/2 it is x h on the left, x − x h elsewhere. */
  @Looped
  static double gelu(double x) {
    double b = Math.min(Math.abs(x), TAIL_IS_0);
    double square = b * b;
    double lost = Math.fma(b, b, -square) * 0.5;
    double steps = DoubleExpSeries.steps(square * -0.5);
    double q = DoubleExpSeries.tail(DoubleExpSeries.rest(square * -0.5, steps));
    double w = scaled(b * ROOT_HALF) * 0.5;
    double h = Math.fma(w, q, w);
    h = Math.fma(-lost, h, h);
    double y = DoubleExpSeries.raised(x < 0 ? -b * h : h, steps);
    return x < 0 ? y : x * (1 - y);
  }

  /** g (Φ(x) + x φ(x)). */
  @Looped
  static double geluBack(double g, double x) {
    double b = Math.min(Math.abs(x), TAIL_IS_0);
    double square = b * b;
    double lost = Math.fma(b, b, -square) * 0.5;
    double steps = DoubleExpSeries.steps(square * -0.5);
    double q = DoubleExpSeries.tail(DoubleExpSeries.rest(square * -0.5, steps));
    double e = DoubleExpSeries.raised(1 + Math.fma(-lost, 1 + q, q), steps);
    double h = scaled(b * ROOT_HALF) * 0.5;
    double density = b * ONE_OVER_ROOT_TWO_PI;
    double left = (h - density) * e;
    double slope = x < 0 ? left : 1 - left;
    return g * (x < -TAIL_IS_0 ? x * 0 : slope);
  }

  /** 2√(2/π) (b + 0.044715 b³). */
  static double inner(double b) {
    return INNER * b + CUBE * (b * b * b);
  }

  /** What it lacks. */
  static double innerLost(double b) {
    double square = b * b;
    double squareLost = Math.fma(b, b, -square);
    double cube = square * b;
    double cubeLost = Math.fma(squareLost, b, Math.fma(square, b, -cube));
    double one = INNER * b;
    double oneLost = Math.fma(INNER_REST, b, Math.fma(INNER, b, -one));
    double three = CUBE * cube;
    double threeLost =
        Math.fma(CUBE_REST, cube, Math.fma(CUBE, cubeLost, Math.fma(CUBE, cube, -three)));
    double u = one + three;
    double d = u - one;
    return ((one - (u - d)) + (three - d)) + (oneLost + threeLost);
  }

  /**
   * x/(1 + e^(−u)) with u = 2√(2/π) (x + 0.044715 x³) in two words, for e^u is as wrong as u is in
   * all.
   */
  @Looped
  static double geluTanh(double x) {
    double b = Math.min(Math.abs(x), GELU_ENDS);
    double u = inner(b);
    double lost = innerLost(b);
    double steps = DoubleExpSeries.steps(-u);
    double q = DoubleExpSeries.tail(DoubleExpSeries.rest(-u, steps));
    double p = Math.fma(-lost, 1 + q, q);
    double e = DoubleExpSeries.raised(1 + p, steps);
    double left = DoubleExpSeries.raised(Math.fma(-b, p, -b) / (1 + e), steps);
    return x < 0 ? left : x / (1 + e);
  }

  /** g (s + x u′ s (1 − s)), s the sigmoid of u. */
  @Looped
  static double geluTanhBack(double g, double x) {
    double b = Math.min(Math.abs(x), GELU_ENDS);
    double square = b * b;
    double slopeInside = b * Math.fma(3 * CUBE, square, INNER);
    double u = inner(b);
    double steps = DoubleExpSeries.steps(-u);
    double q = DoubleExpSeries.tail(DoubleExpSeries.rest(-u, steps));
    double p = Math.fma(-innerLost(b), 1 + q, q);
    double own = 1 + DoubleExpSeries.raised(1 + p, steps);
    double left = DoubleExpSeries.raised((1 + p) / own * (1 - slopeInside / own), steps);
    double slope = x < 0 ? left : 1 - left;
    return g * (x < -GELU_ENDS ? x * 0 : slope);
  }
}
