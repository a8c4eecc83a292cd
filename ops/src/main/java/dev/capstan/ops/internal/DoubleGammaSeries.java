package dev.capstan.ops.internal;

/**
 * The logarithm of Γ and its derivative ψ for positive arguments; see {@link DoubleExpSeries} for
 * what a series is. Others are left to {@link DoubleGammaLeftSeries} or, further out, to {@link
 * LogGamma} and {@link Polygamma}.
 *
 * <p>ln Γ has zeros at 1 and 2: from 1 to 3 it is (x − 1)(x − 2) R(x − 2), and ψ, whose zero is x₀,
 * is (x − x₀) P(x − 3/2) from 1 to 2. R and P interpolate the exact functions at Chebyshev's
 * points, within 2^−58 and, in float32, 2^−27. Other arguments come there, from below by one step
 * and from above by several, with the product or the sum that Γ(x + 1) = x Γ(x) and ψ(x + 1) = ψ(x)
 * + 1/x give; the largest go through Stirling's series (Abramowitz and Stegun 6.1.40, 6.3.18).
 */
final class DoubleGammaSeries {
  static final boolean WIDE = DoubleExpSeries.WIDE;
  static final double HALF_LN_TWO_PI = 0.9189385332046727;

  // B₂ₖ/(2k (2k − 1))

  static final double T_1 = 1.0 / 12;
  static final double T_2 = -1.0 / 360;
  static final double T_3 = 1.0 / 1260;
  static final double T_4 = -1.0 / 1680;
  static final double T_5 = 1.0 / 1188;
  static final double T_6 = -691.0 / 360360;
  static final double T_7 = 1.0 / 156;
  static final double T_8 = -3617.0 / 122400;
  static final double T_9 = 43867.0 / 244188;

  // −B₂ₖ/(2k)

  static final double D_1 = -1.0 / 12;
  static final double D_2 = 1.0 / 120;
  static final double D_3 = -1.0 / 252;
  static final double D_4 = 1.0 / 240;
  static final double D_5 = -1.0 / 132;
  static final double D_6 = 691.0 / 32760;
  static final double D_7 = -1.0 / 12;
  static final double D_8 = 3617.0 / 8160;

  /** The zero of ψ. */
  static final double ROOT = 0x1.762d86356be3fp+0;

  static final double ROOT_REST = WIDE ? 0x1.b86a722197829p-54 : 0x1.ab5f1fb70d4e4p-27;

  static final double LOG_0 = WIDE ? 0.42278433509846713 : 0.42278433;
  static final double LOG_1 = WIDE ? -0.1003173016743539 : -0.1003173;
  static final double LOG_2 = WIDE ? 0.032965000621155816 : 0.03296495;
  static final double LOG_3 = WIDE ? -0.012384192193374183 : -0.012384168;
  static final double LOG_4 = WIDE ? 0.004998641164698706 : 0.0049994495;
  static final double LOG_5 = WIDE ? -0.0021081308338353785 : -0.002108514;
  static final double LOG_6 = WIDE ? 0.0009153769221939477 : 0.00091063994;
  static final double LOG_7 = WIDE ? -0.0004057073998333553 : -0.0004034612;
  static final double LOG_8 = WIDE ? 0.00018255264018626728 : 0.0001955396;
  static final double LOG_9 = WIDE ? -8.309510094797398e-05 : -8.925201e-05;
  static final double LOG_10 = WIDE ? 3.8168877217049974e-05 : 2.0481895e-05;
  static final double LOG_11 = WIDE ? -1.7661849545809686e-05 : -9.279913e-06;
  static final double LOG_12 = WIDE ? 8.22227252824938e-06 : 1.9230823e-05;
  static final double LOG_13 = WIDE ? -3.8465374565754054e-06 : -9.059813e-06;
  static final double LOG_14 = 1.8077244952477939e-06;
  static final double LOG_15 = -8.554195306752008e-07;
  static final double LOG_16 = 4.0491176292722286e-07;
  static final double LOG_17 = -1.8624721164419038e-07;
  static final double LOG_18 = 8.858800462314761e-08;
  static final double LOG_19 = -5.1889381335192836e-08;
  static final double LOG_20 = 2.4876913129422816e-08;
  static final double LOG_21 = -9.172949166290702e-10;
  static final double LOG_22 = 3.821541398410965e-10;
  static final double LOG_23 = -8.87711600370437e-09;
  static final double LOG_24 = 4.305220610785349e-09;
  static final double LOG_25 = 2.444386936885692e-09;
  static final double LOG_26 = -1.1901740908188623e-09;
  static final double LOG_27 = -8.152852870624974e-10;
  static final double LOG_28 = 3.9592899392841773e-10;

  static final double PSI_0 = WIDE ? 0.9510558760318328 : 0.9510559;
  static final double PSI_1 = WIDE ? -0.42362742128146047 : -0.4236275;
  static final double PSI_2 = WIDE ? 0.24054248424078736 : 0.24054253;
  static final double PSI_3 = WIDE ? -0.14840492305391761 : -0.14839886;
  static final double PSI_4 = WIDE ? 0.09498872445283 : 0.09498469;
  static final double PSI_5 = WIDE ? -0.06192213327165706 : -0.06205598;
  static final double PSI_6 = WIDE ? 0.04076083394462657 : 0.04085003;
  static final double PSI_7 = WIDE ? -0.02697579684427536 : -0.025786884;
  static final double PSI_8 = WIDE ? 0.017907248195969127 : 0.01711499;
  static final double PSI_9 = WIDE ? -0.011908215172584002 : -0.01637362;
  static final double PSI_10 = WIDE ? 0.007927024067961237 : 0.010902588;
  static final double PSI_11 = -0.00528001782089874;
  static final double PSI_12 = 0.0035180800751066694;
  static final double PSI_13 = -0.002344650082351321;
  static final double PSI_14 = 0.0015635679757533885;
  static final double PSI_15 = -0.001042261556504223;
  static final double PSI_16 = 0.0006899717801166841;
  static final double PSI_17 = -0.0004599625144612576;
  static final double PSI_18 = 0.0003268068044141764;
  static final double PSI_19 = -0.0002178682145501451;
  static final double PSI_20 = 9.173383289174792e-05;
  static final double PSI_21 = -6.11554261750751e-05;
  static final double PSI_22 = 0.00012230983055406747;
  static final double PSI_23 = -8.153978973309418e-05;

  private DoubleGammaSeries() {}

  static boolean isPositive(double x) {
    return !(x <= 0);
  }

  static boolean isPositiveBack(double g, double x) {
    return !(x <= 0);
  }

  /** ln x for x from 0 to below infinity. */
  static double ln(double x) {
    boolean small = x < Double.MIN_NORMAL;
    double u = small ? x * DoubleLogSeries.SCALE : x;
    double n = DoubleLogSeries.exponent(u);
    n = small ? n - DoubleLogSeries.BITS : n;
    double f = DoubleLogSeries.fraction(u);
    double less = DoubleLogSeries.less(f) - n * DoubleExpSeries.LN_2_REST;
    return Math.fma(n, DoubleExpSeries.LN_2, f - less);
  }

  // --- the logarithm of Γ ---------------------------------------------------------------------

  @Looped("isPositive, isLogLeft")
  static double lgamma(double x) {
    return isPositive(x) ? lgammaNear(x) : lgammaBelow(x);
  }

  private static double lgammaBelow(double x) {
    return DoubleGammaLeftSeries.isLogLeft(x)
        ? DoubleGammaLeftSeries.lgammaLeft(x)
        : /*narrow*/ LogGamma.value(x);
  }

  static double lgammaNear(double x) {
    boolean low = x < 1;
    boolean middle = x < 3;
    boolean high = x >= 8;
    double v = x;
    double p = 1;
    p = v >= 3 ? v - 1 : p;
    v = v >= 3 ? v - 1 : v;
    p = v >= 3 ? p * (v - 1) : p;
    v = v >= 3 ? v - 1 : v;
    p = v >= 3 ? p * (v - 1) : p;
    v = v >= 3 ? v - 1 : v;
    p = v >= 3 ? p * (v - 1) : p;
    v = v >= 3 ? v - 1 : v;
    p = v >= 3 ? p * (v - 1) : p;
    v = v >= 3 ? v - 1 : v;
    double log = ln(low || high ? x : (middle ? 1 : p));
    double u = low ? x - 1 : v - 2;
    double near = u * (low ? x : v - 1) * logPolynomial(u) + (low ? -log : log);
    double t = 1 / x;
    double far = Math.fma(x - 0.5, log - 1, (HALF_LN_TWO_PI - 0.5) + t * stirling(t * t));
    return high ? (x == Double.POSITIVE_INFINITY ? x : far) : near;
  }

  static double logPolynomial(double u) {
    double p = WIDE ? LOG_28 : LOG_13;
    if (WIDE) {
      p = Math.fma(p, u, LOG_27);
      p = Math.fma(p, u, LOG_26);
      p = Math.fma(p, u, LOG_25);
      p = Math.fma(p, u, LOG_24);
      p = Math.fma(p, u, LOG_23);
      p = Math.fma(p, u, LOG_22);
      p = Math.fma(p, u, LOG_21);
      p = Math.fma(p, u, LOG_20);
      p = Math.fma(p, u, LOG_19);
      p = Math.fma(p, u, LOG_18);
      p = Math.fma(p, u, LOG_17);
      p = Math.fma(p, u, LOG_16);
      p = Math.fma(p, u, LOG_15);
      p = Math.fma(p, u, LOG_14);
      p = Math.fma(p, u, LOG_13);
    }
    p = Math.fma(p, u, LOG_12);
    p = Math.fma(p, u, LOG_11);
    p = Math.fma(p, u, LOG_10);
    p = Math.fma(p, u, LOG_9);
    p = Math.fma(p, u, LOG_8);
    p = Math.fma(p, u, LOG_7);
    p = Math.fma(p, u, LOG_6);
    p = Math.fma(p, u, LOG_5);
    p = Math.fma(p, u, LOG_4);
    p = Math.fma(p, u, LOG_3);
    p = Math.fma(p, u, LOG_2);
    p = Math.fma(p, u, LOG_1);
    p = Math.fma(p, u, LOG_0);
    return p;
  }

  static double stirling(double z) {
    double p = WIDE ? T_9 : T_3;
    if (WIDE) {
      p = Math.fma(p, z, T_8);
      p = Math.fma(p, z, T_7);
      p = Math.fma(p, z, T_6);
      p = Math.fma(p, z, T_5);
      p = Math.fma(p, z, T_4);
      p = Math.fma(p, z, T_3);
    }
    p = Math.fma(p, z, T_2);
    return Math.fma(p, z, T_1);
  }

  // --- its derivative -------------------------------------------------------------------------

  @Looped("isPositive, isPsiLeft")
  static double digamma(double x) {
    return isPositive(x) ? digammaNear(x) : digammaBelow(x);
  }

  private static double digammaBelow(double x) {
    return DoubleGammaLeftSeries.isPsiLeft(x)
        ? DoubleGammaLeftSeries.digammaLeft(x)
        : /*narrow*/ (WIDE ? Polygamma.value(0, x) : Polygamma.digammaToFloat(x));
  }

  /** The sum of 1/(x − j) is a quotient a/b that grows step by step. */
  static double digammaNear(double x) {
    boolean low = x < 1;
    boolean high = x >= 10;
    double v = low ? x + 1 : x;
    double a = low ? -1 : 0;
    double b = low ? x : 1;
    double w = v - 1;
    a = v >= 2 ? Math.fma(a, w, b) : a;
    b = v >= 2 ? b * w : b;
    v = v >= 2 ? w : v;
    w = v - 1;
    a = v >= 2 ? Math.fma(a, w, b) : a;
    b = v >= 2 ? b * w : b;
    v = v >= 2 ? w : v;
    w = v - 1;
    a = v >= 2 ? Math.fma(a, w, b) : a;
    b = v >= 2 ? b * w : b;
    v = v >= 2 ? w : v;
    w = v - 1;
    a = v >= 2 ? Math.fma(a, w, b) : a;
    b = v >= 2 ? b * w : b;
    v = v >= 2 ? w : v;
    w = v - 1;
    a = v >= 2 ? Math.fma(a, w, b) : a;
    b = v >= 2 ? b * w : b;
    v = v >= 2 ? w : v;
    w = v - 1;
    a = v >= 2 ? Math.fma(a, w, b) : a;
    b = v >= 2 ? b * w : b;
    v = v >= 2 ? w : v;
    w = v - 1;
    a = v >= 2 ? Math.fma(a, w, b) : a;
    b = v >= 2 ? b * w : b;
    v = v >= 2 ? w : v;
    w = v - 1;
    a = v >= 2 ? Math.fma(a, w, b) : a;
    b = v >= 2 ? b * w : b;
    v = v >= 2 ? w : v;
    double near = Math.fma((v - ROOT) - ROOT_REST, psiPolynomial(v - 1.5), a / b);
    double t = 1 / x;
    double far = ln(x) + Math.fma(t * t, psiTail(t * t), t * -0.5);
    return high ? (x == Double.POSITIVE_INFINITY ? x : far) : near;
  }

  static double psiPolynomial(double u) {
    double p = WIDE ? PSI_23 : PSI_10;
    if (WIDE) {
      p = Math.fma(p, u, PSI_22);
      p = Math.fma(p, u, PSI_21);
      p = Math.fma(p, u, PSI_20);
      p = Math.fma(p, u, PSI_19);
      p = Math.fma(p, u, PSI_18);
      p = Math.fma(p, u, PSI_17);
      p = Math.fma(p, u, PSI_16);
      p = Math.fma(p, u, PSI_15);
      p = Math.fma(p, u, PSI_14);
      p = Math.fma(p, u, PSI_13);
      p = Math.fma(p, u, PSI_12);
      p = Math.fma(p, u, PSI_11);
      p = Math.fma(p, u, PSI_10);
    }
    p = Math.fma(p, u, PSI_9);
    p = Math.fma(p, u, PSI_8);
    p = Math.fma(p, u, PSI_7);
    p = Math.fma(p, u, PSI_6);
    p = Math.fma(p, u, PSI_5);
    p = Math.fma(p, u, PSI_4);
    p = Math.fma(p, u, PSI_3);
    p = Math.fma(p, u, PSI_2);
    p = Math.fma(p, u, PSI_1);
    p = Math.fma(p, u, PSI_0);
    return p;
  }

  static double psiTail(double z) {
    double p = WIDE ? D_8 : D_3;
    if (WIDE) {
      p = Math.fma(p, z, D_7);
      p = Math.fma(p, z, D_6);
      p = Math.fma(p, z, D_5);
      p = Math.fma(p, z, D_4);
      p = Math.fma(p, z, D_3);
    }
    p = Math.fma(p, z, D_2);
    return Math.fma(p, z, D_1);
  }

  @Looped("isPositiveBack, isPsiLeftBack")
  static double lgammaBack(double g, double x) {
    return g * digamma(x);
  }

  static double lgammaBackNear(double g, double x) {
    return g * digammaNear(x);
  }
}
