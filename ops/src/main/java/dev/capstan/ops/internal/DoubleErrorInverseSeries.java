package dev.capstan.ops.internal;

/**
 * The inverse of the error function; see {@link DoubleExpSeries} for what a series is.
 *
 * <p>With w = −ln(1 − x²) it is x P(w), and P is smooth, also in √w where w is large: it is
 * interpolated at Chebyshev's points, for w up to 8 in w and beyond in √w, in two pieces of which
 * float32 needs one, within 2^−58 and, in float32, 2^−28. The form is that of M. Giles:
 * "Approximating the erfinv function" (2010); the coefficients are computed here.
 */
final class DoubleErrorInverseSeries {
  static final boolean WIDE = DoubleExpSeries.WIDE;

  /** √π/2. */
  static final double SLOPE = 0.8862269254527580;

  static final double LOW_0 = WIDE ? 1.8587791124269735 : 1.8587791;
  static final double LOW_1 = WIDE ? 0.913418741350761 : 0.91341877;
  static final double LOW_2 = WIDE ? -0.1155369592294061 : -0.1155367;
  static final double LOW_3 = WIDE ? -0.013054209120187519 : -0.013054202;
  static final double LOW_4 = WIDE ? 0.0304327140167867 : 0.03042843;
  static final double LOW_5 = WIDE ? -0.01588750456796176 : -0.015887577;
  static final double LOW_6 = WIDE ? 0.001992877840096238 : 0.0020193327;
  static final double LOW_7 = WIDE ? 0.002903961182417932 : 0.002903987;
  static final double LOW_8 = WIDE ? -0.0021912917572736675 : -0.0022706161;
  static final double LOW_9 = WIDE ? 0.000484980066204853 : 0.00048705496;
  static final double LOW_10 = WIDE ? 0.0003051302274419093 : 0.0004312424;
  static final double LOW_11 = WIDE ? -0.0003009986132826082 : -0.0003101023;
  static final double LOW_12 = WIDE ? 8.794336803526239e-05 : -1.8017505e-05;
  static final double LOW_13 = WIDE ? 3.1271042598973644e-05 : 4.7957365e-05;
  static final double LOW_14 = -4.1288142576415757e-05;
  static final double LOW_15 = 1.478466613406768e-05;
  static final double LOW_16 = 2.865662951891139e-06;
  static final double LOW_17 = -5.619643536543077e-06;
  static final double LOW_18 = 2.4056377155791177e-06;
  static final double LOW_19 = 1.4469329798154247e-07;
  static final double LOW_20 = -7.684344348888699e-07;
  static final double LOW_21 = 4.351211437698932e-07;
  static final double LOW_22 = -4.371851390536994e-09;
  static final double LOW_23 = -1.4953181640555491e-07;
  static final double LOW_24 = 6.216028171119099e-08;
  static final double LOW_25 = 2.2743493537212084e-08;
  static final double LOW_26 = -1.7774260985620704e-08;
  static final double LOW_27 = -1.325090112021289e-09;
  static final double LOW_28 = 1.8864558524639908e-09;

  static final double MIDDLE_0 = WIDE ? 3.3354857170835537 : 3.3354857;
  static final double MIDDLE_1 = WIDE ? 1.0073688127440552 : 1.0073689;
  static final double MIDDLE_2 = WIDE ? 0.0032768662191022565 : 0.0032771407;
  static final double MIDDLE_3 = WIDE ? -0.0020631750877161278 : -0.0020657624;
  static final double MIDDLE_4 = WIDE ? 0.0010934563837457583 : 0.0010881659;
  static final double MIDDLE_5 = WIDE ? -0.0006798558566643106 : -0.0006602183;
  static final double MIDDLE_6 = WIDE ? 0.00043077123084433577 : 0.0004660408;
  static final double MIDDLE_7 = WIDE ? -0.00022508929090521643 : -0.0002686009;
  static final double MIDDLE_8 = 7.842382694784605e-05;
  static final double MIDDLE_9 = -5.482039495611263e-06;
  static final double MIDDLE_10 = -1.3385566086371804e-05;
  static final double MIDDLE_11 = 9.409758604589356e-06;
  static final double MIDDLE_12 = -2.867161664383865e-06;
  static final double MIDDLE_13 = -1.4933558199378238e-07;
  static final double MIDDLE_14 = 5.779480108233492e-07;
  static final double MIDDLE_15 = -2.702139188160327e-07;
  static final double MIDDLE_16 = 4.3114795712216513e-08;
  static final double MIDDLE_17 = 2.006017012223307e-08;
  static final double MIDDLE_18 = -1.5102816885811976e-08;
  static final double MIDDLE_19 = 3.50351760773388e-09;

  static final double HIGH_0 = 4.849906401408584;
  static final double HIGH_1 = 1.0103004648645448;
  static final double HIGH_2 = -0.0001387193183795739;
  static final double HIGH_3 = -0.00021503011979247556;
  static final double HIGH_4 = 7.599527807608688e-05;
  static final double HIGH_5 = -1.9681771328137503e-05;
  static final double HIGH_6 = 4.526052831379971e-06;
  static final double HIGH_7 = -9.93024339213534e-07;
  static final double HIGH_8 = 2.290504569429457e-07;
  static final double HIGH_9 = -6.757797700543085e-08;
  static final double HIGH_10 = 2.902922527858744e-08;
  static final double HIGH_11 = -1.5200854349431383e-08;
  static final double HIGH_12 = 7.793077181779703e-09;
  static final double HIGH_13 = -3.549578932638514e-09;
  static final double HIGH_14 = 1.3607511826439074e-09;
  static final double HIGH_15 = -3.765252423912159e-10;
  static final double HIGH_16 = 3.13144099550249e-11;
  static final double HIGH_17 = 2.2915437391329182e-11;
  static final double HIGH_18 = -6.75694528039577e-12;

  private DoubleErrorInverseSeries() {}

  @Looped
  static double erfInv(double x) {
    double a = Math.abs(x);
    double w = -DoubleLogSeries.natural((1 - a) * (1 + a));
    double root = Math.sqrt(w);
    double p = root > 4.25 ? high(root - 5) : middle(root - 3.5);
    p = w < 8 ? low(Math.fma(w, 0.25, -1)) : p;
    double y = x * p;
    return a == 1 ? x * Double.POSITIVE_INFINITY : y;
  }

  /** √π/2 e^(y²) of the result y. */
  @Looped
  static double erfInvBack(double g, double y) {
    return g * (SLOPE / DoubleExpSeries.expBelow(-(y * y)));
  }

  static double low(double u) {
    double p = WIDE ? LOW_28 : LOW_13;
    if (WIDE) {
      p = Math.fma(p, u, LOW_27);
      p = Math.fma(p, u, LOW_26);
      p = Math.fma(p, u, LOW_25);
      p = Math.fma(p, u, LOW_24);
      p = Math.fma(p, u, LOW_23);
      p = Math.fma(p, u, LOW_22);
      p = Math.fma(p, u, LOW_21);
      p = Math.fma(p, u, LOW_20);
      p = Math.fma(p, u, LOW_19);
      p = Math.fma(p, u, LOW_18);
      p = Math.fma(p, u, LOW_17);
      p = Math.fma(p, u, LOW_16);
      p = Math.fma(p, u, LOW_15);
      p = Math.fma(p, u, LOW_14);
      p = Math.fma(p, u, LOW_13);
    }
    p = Math.fma(p, u, LOW_12);
    p = Math.fma(p, u, LOW_11);
    p = Math.fma(p, u, LOW_10);
    p = Math.fma(p, u, LOW_9);
    p = Math.fma(p, u, LOW_8);
    p = Math.fma(p, u, LOW_7);
    p = Math.fma(p, u, LOW_6);
    p = Math.fma(p, u, LOW_5);
    p = Math.fma(p, u, LOW_4);
    p = Math.fma(p, u, LOW_3);
    p = Math.fma(p, u, LOW_2);
    p = Math.fma(p, u, LOW_1);
    p = Math.fma(p, u, LOW_0);
    return p;
  }

  static double middle(double u) {
    double p = WIDE ? MIDDLE_19 : MIDDLE_7;
    if (WIDE) {
      p = Math.fma(p, u, MIDDLE_18);
      p = Math.fma(p, u, MIDDLE_17);
      p = Math.fma(p, u, MIDDLE_16);
      p = Math.fma(p, u, MIDDLE_15);
      p = Math.fma(p, u, MIDDLE_14);
      p = Math.fma(p, u, MIDDLE_13);
      p = Math.fma(p, u, MIDDLE_12);
      p = Math.fma(p, u, MIDDLE_11);
      p = Math.fma(p, u, MIDDLE_10);
      p = Math.fma(p, u, MIDDLE_9);
      p = Math.fma(p, u, MIDDLE_8);
      p = Math.fma(p, u, MIDDLE_7);
    }
    p = Math.fma(p, u, MIDDLE_6);
    p = Math.fma(p, u, MIDDLE_5);
    p = Math.fma(p, u, MIDDLE_4);
    p = Math.fma(p, u, MIDDLE_3);
    p = Math.fma(p, u, MIDDLE_2);
    p = Math.fma(p, u, MIDDLE_1);
    p = Math.fma(p, u, MIDDLE_0);
    return p;
  }

  /** Of arguments that float32 has not. */
  static double high(double u) {
    double p = HIGH_18;
    p = Math.fma(p, u, HIGH_17);
    p = Math.fma(p, u, HIGH_16);
    p = Math.fma(p, u, HIGH_15);
    p = Math.fma(p, u, HIGH_14);
    p = Math.fma(p, u, HIGH_13);
    p = Math.fma(p, u, HIGH_12);
    p = Math.fma(p, u, HIGH_11);
    p = Math.fma(p, u, HIGH_10);
    p = Math.fma(p, u, HIGH_9);
    p = Math.fma(p, u, HIGH_8);
    p = Math.fma(p, u, HIGH_7);
    p = Math.fma(p, u, HIGH_6);
    p = Math.fma(p, u, HIGH_5);
    p = Math.fma(p, u, HIGH_4);
    p = Math.fma(p, u, HIGH_3);
    p = Math.fma(p, u, HIGH_2);
    p = Math.fma(p, u, HIGH_1);
    p = Math.fma(p, u, HIGH_0);
    return p;
  }
}
