package dev.capstan.ops.internal;

/**
 * The derivative of ψ, Σ 1/(x + n)² over all n ≥ 0; see {@link DoubleExpSeries} for what a series
 * is.
 *
 * <p>The first terms, up to where x + n is far enough, are added up as one quotient; the others are
 * the asymptotic series 1/v + 1/(2v²) + Σ B₂ₖ/v²ᵏ⁺¹ (Abramowitz and Stegun 6.4.12). A negative
 * argument is reflected: ψ′(x) = π²/sin²(πx) − ψ′(1 − x), where the first term has its pole at r,
 * the distance from the nearest whole number, and is 1/r² + P(r²). P interpolates at Chebyshev's
 * points, within 2^−56 and, in float32, 2^−30 of the result.
 */
final class DoubleTrigammaSeries {
  static final boolean WIDE = DoubleExpSeries.WIDE;

  /** From here on the asymptotic series is as exact as the type. */
  static final double FAR = WIDE ? 8 : 5;

  static final double B_2 = 1.0 / 6;
  static final double B_4 = -1.0 / 30;
  static final double B_6 = 1.0 / 42;
  static final double B_8 = -1.0 / 30;
  static final double B_10 = 5.0 / 66;
  static final double B_12 = -691.0 / 2730;
  static final double B_14 = 7.0 / 6;
  static final double B_16 = -3617.0 / 510;
  static final double B_18 = 43867.0 / 798;
  static final double B_20 = -174611.0 / 330;
  static final double B_22 = 854513.0 / 138;

  static final double P_0 = WIDE ? 3.289868133696453 : 3.289868;
  static final double P_1 = WIDE ? 6.493939402266984 : 6.4939365;
  static final double P_2 = WIDE ? 10.17343061979196 : 10.173733;
  static final double P_3 = WIDE ? 14.057082993798039 : 14.044874;
  static final double P_4 = WIDE ? 18.017901859902814 : 18.262506;
  static final double P_5 = WIDE ? 22.00543471040072 : 19.291983;
  static final double P_6 = WIDE ? 26.001017266930415 : 43.268974;
  static final double P_7 = WIDE ? 30.011401002514283 : -31.164074;
  static final double P_8 = WIDE ? 33.85228692419477 : 137.84215;
  static final double P_9 = 39.444258820260046;
  static final double P_10 = 31.732095107417287;
  static final double P_11 = 98.87654816408536;
  static final double P_12 = -143.5305103572228;
  static final double P_13 = 537.2241184844659;
  static final double P_14 = -697.9828502895857;
  static final double P_15 = 661.1989148278246;

  private DoubleTrigammaSeries() {}

  @Looped
  static double trigamma(double x) {
    double y = ofPositive(x < 0 ? 1 - x : x);
    double r = x - DoublePieceSeries.round(x);
    double q = 1 / r;
    return x < 0 ? Math.fma(q, q, besidePole(r * r) - y) : y;
  }

  static double ofPositive(double x) {
    double first = x < 1 ? 1 / x : 0;
    double v = x < 1 ? x + 1 : x;
    double n = 0;
    double d = 1;
    double s = v * v;
    n = v < FAR ? Math.fma(n, s, d) : n;
    d = v < FAR ? d * s : d;
    v = v < FAR ? v + 1 : v;
    s = v * v;
    n = v < FAR ? Math.fma(n, s, d) : n;
    d = v < FAR ? d * s : d;
    v = v < FAR ? v + 1 : v;
    s = v * v;
    n = v < FAR ? Math.fma(n, s, d) : n;
    d = v < FAR ? d * s : d;
    v = v < FAR ? v + 1 : v;
    s = v * v;
    n = v < FAR ? Math.fma(n, s, d) : n;
    d = v < FAR ? d * s : d;
    v = v < FAR ? v + 1 : v;
    if (WIDE) {
      s = v * v;
      n = v < FAR ? Math.fma(n, s, d) : n;
      d = v < FAR ? d * s : d;
      v = v < FAR ? v + 1 : v;
      s = v * v;
      n = v < FAR ? Math.fma(n, s, d) : n;
      d = v < FAR ? d * s : d;
      v = v < FAR ? v + 1 : v;
      s = v * v;
      n = v < FAR ? Math.fma(n, s, d) : n;
      d = v < FAR ? d * s : d;
      v = v < FAR ? v + 1 : v;
    }
    double t = 1 / v;
    double rest = Math.fma(t * t, Math.fma(t, trigammaTail(t * t), 0.5), t);
    return Math.fma(first, first, n / d + rest);
  }

  static double trigammaTail(double z) {
    double p = WIDE ? B_22 : B_10;
    if (WIDE) {
      p = Math.fma(p, z, B_20);
      p = Math.fma(p, z, B_18);
      p = Math.fma(p, z, B_16);
      p = Math.fma(p, z, B_14);
      p = Math.fma(p, z, B_12);
      p = Math.fma(p, z, B_10);
    }
    p = Math.fma(p, z, B_8);
    p = Math.fma(p, z, B_6);
    p = Math.fma(p, z, B_4);
    return Math.fma(p, z, B_2);
  }

  static double besidePole(double u) {
    double p = WIDE ? P_15 : P_8;
    if (WIDE) {
      p = Math.fma(p, u, P_14);
      p = Math.fma(p, u, P_13);
      p = Math.fma(p, u, P_12);
      p = Math.fma(p, u, P_11);
      p = Math.fma(p, u, P_10);
      p = Math.fma(p, u, P_9);
      p = Math.fma(p, u, P_8);
    }
    p = Math.fma(p, u, P_7);
    p = Math.fma(p, u, P_6);
    p = Math.fma(p, u, P_5);
    p = Math.fma(p, u, P_4);
    p = Math.fma(p, u, P_3);
    p = Math.fma(p, u, P_2);
    p = Math.fma(p, u, P_1);
    return Math.fma(p, u, P_0);
  }
}
