package dev.capstan.ops.internal;

/**
 * The logarithm of |Γ| and its derivative ψ between −6 and 0, where both have zeros beside their
 * poles; see {@link DoubleExpSeries} for what a series is. What lies closer to a zero is left to
 * {@link LogGamma} and {@link Polygamma}.
 *
 * <p>x = d − n with n whole and |d| at most ½. Then 1/Γ(x) = d (d − 1) … (d − n)/Γ(1 + d), and ψ(x)
 * = ψ(3 + d) − Σ 1/(d + j), j from −n to 2. Beside a zero little is left of these, so they are
 * computed in two words: each step of the polynomials and of the products goes on with what it has
 * lost. (The scheme for polynomials is that of Graillat, Langlois and Louvet, "Compensated Horner
 * scheme", 2005.) The polynomials interpolate at Chebyshev's points, 1/Γ(1 + d) within 2^−92 and,
 * in float32, 2^−49, ψ(3 + d) within 2^−75 and 2^−46.
 */
final class DoubleGammaLeftSeries {
  static final boolean WIDE = DoubleExpSeries.WIDE;

  /** Arguments from it on are near enough. */
  static final double LEAST = -6;

  /** Closer to a zero two words do not suffice. */
  static final double BESIDE_ZERO = WIDE ? 0x1p-20 : 0x1p-16;

  /** Closer to a pole a reciprocal may be past every number. */
  static final double BESIDE_POLE = 0x1p-100;

  static final double LOG_ZERO_1 = -0x1.3a7fc9600f86cp+1;
  static final double LOG_ZERO_2 = -0x1.5fb410a1bd901p+1;
  static final double LOG_ZERO_3 = -0x1.9260dbc9e59afp+1;
  static final double LOG_ZERO_4 = -0x1.fa471547c2fe5p+1;
  static final double LOG_ZERO_5 = -0x1.0284e78599581p+2;
  static final double LOG_ZERO_6 = -0x1.3f7577a6eeafdp+2;
  static final double LOG_ZERO_7 = -0x1.4086a57f0b6d9p+2;
  static final double LOG_ZERO_8 = -0x1.7fe92f591f40dp+2;

  static final double PSI_ZERO_1 = -0x1.02172b05ee260p-1;
  static final double PSI_ZERO_2 = -0x1.92d0cbc289d4ap+0;
  static final double PSI_ZERO_3 = -0x1.4e2c19f679e5ap+1;
  static final double PSI_ZERO_4 = -0x1.d1514b041b2a8p+1;
  static final double PSI_ZERO_5 = -0x1.29cea5c1ccbd0p+2;
  static final double PSI_ZERO_6 = -0x1.6ab2ca18e6ce3p+2;

  static final double R_0 = 1;
  static final double R_0_REST = WIDE ? 0.0 : -0x1.b017fc0000000p-50;
  static final double R_1 = WIDE ? 0x1.2788cfc6fb619p-1 : 0x1.2788d00000000p-1;
  static final double R_1_REST = WIDE ? -0x1.6cb9070ae98a6p-58 : -0x1.c824f40000000p-28;
  static final double R_2 = WIDE ? -0x1.4fcf4026afa2ep-1 : -0x1.4fcf400000000p-1;
  static final double R_2_REST = WIDE ? 0x1.8a3db7a98b7b7p-56 : -0x1.3572c00000000p-28;
  static final double R_3 = WIDE ? -0x1.5815e8fa27048p-5 : -0x1.5815e80000000p-5;
  static final double R_3_REST = WIDE ? 0x1.b85ed6b5994fdp-60 : -0x1.f44f140000000p-30;
  static final double R_4 = WIDE ? 0x1.5512320b43fbep-3 : 0x1.5512320000000p-3;
  static final double R_4_REST = WIDE ? 0x1.77e9be7a70e98p-57 : 0x1.3f21020000000p-32;
  static final double R_5 = WIDE ? -0x1.59af103c34092p-5 : -0x1.59af100000000p-5;
  static final double R_5_REST = WIDE ? -0x1.ef97990660902p-59 : -0x1.e093b80000000p-32;
  static final double R_6 = WIDE ? -0x1.3b4af28483e21p-7 : -0x1.3b4af00000000p-7;
  static final double R_6_REST = WIDE ? -0x1.38d2ed2c8af2ep-61 : -0x1.2784e00000000p-32;
  static final double R_7 = WIDE ? 0x1.d919c527f60b2p-8 : 0x1.d919c60000000p-8;
  static final double R_7_REST = WIDE ? -0x1.9a22a8c987893p-62 : -0x1.e2bc600000000p-33;
  static final double R_8 = WIDE ? -0x1.317112ce3a2a8p-10 : -0x1.3171c40000000p-10;
  static final double R_8_REST = WIDE ? 0x1.fbeaf56cc143cp-65 : -0x1.b1c0f60000000p-36;
  static final double R_9 = WIDE ? -0x1.c364fe6f15649p-13 : -0x1.c364da0000000p-13;
  static final double R_10 = WIDE ? 0x1.0c8a78cd9f9d4p-13 : 0x1.0cab1a0000000p-13;
  static final double R_11 = WIDE ? -0x1.51ce8af47e467p-16 : -0x1.51d5600000000p-16;
  static final double R_12 = WIDE ? -0x1.4fad41fc36657p-20 : -0x1.7f58c40000000p-20;
  static final double R_13 = WIDE ? 0x1.302509db7e998p-20 : 0x1.316f2c0000000p-20;
  static final double R_14 = -0x1.b99866664be10p-23;
  static final double R_15 = 0x1.a44b7d681ae3ep-28;
  static final double R_16 = 0x1.57bc3f5e259bap-28;
  static final double R_17 = -0x1.44b4ee848e9b5p-30;
  static final double R_18 = 0x1.cae7d8a605b63p-34;
  static final double R_19 = 0x1.11fcb3a6beda6p-37;
  static final double R_20 = -0x1.04379a53976dep-38;
  static final double R_21 = 0x1.1ab865a7c139fp-41;
  static final double R_22 = -0x1.530135f9bd636p-46;

  static final double PSI_0 = WIDE ? 0x1.d8773039049e7p-1 : 0x1.d877300000000p-1;
  static final double PSI_0_REST = WIDE ? 0x1.6cb90701fbfabp-58 : 0x1.c824f40000000p-28;
  static final double PSI_1 = WIDE ? 0x1.94699894c1f4dp-2 : 0x1.9469980000000p-2;
  static final double PSI_1_REST = WIDE ? -0x1.cf1ba4ec610e6p-56 : 0x1.2982520000000p-27;
  static final double PSI_2 = WIDE ? -0x1.3ba004f006214p-4 : -0x1.3ba0040000000p-4;
  static final double PSI_2_REST = WIDE ? 0x1.f23eacd1ba785p-58 : -0x1.e00a260000000p-29;
  static final double PSI_3 = WIDE ? 0x1.44c8ab1f6120ep-6 : 0x1.44c8ac0000000p-6;
  static final double PSI_3_REST = WIDE ? -0x1.03b9f3e96d2a7p-60 : -0x1.b620e00000000p-31;
  static final double PSI_4 = WIDE ? -0x1.7418eca7ccdb8p-8 : -0x1.7418ec0000000p-8;
  static final double PSI_4_REST = WIDE ? 0x1.25c28965d3f9ep-62 : -0x1.5e59b20000000p-33;
  static final double PSI_5 = WIDE ? 0x1.c2613024911ecp-10 : 0x1.c261260000000p-10;
  static final double PSI_5_REST = WIDE ? -0x1.ffddec990ced9p-64 : -0x1.e29aaa0000000p-35;
  static final double PSI_6 = WIDE ? -0x1.196d0a679c436p-11 : -0x1.196d040000000p-11;
  static final double PSI_6_REST = WIDE ? -0x1.68544ee8ab522p-65 : 0x1.e773200000000p-36;
  static final double PSI_7 = WIDE ? 0x1.66d5f0c734309p-13 : 0x1.66daac0000000p-13;
  static final double PSI_7_REST = WIDE ? 0x1.32dc93c1820a5p-67 : -0x1.22fa140000000p-38;
  static final double PSI_8 = WIDE ? -0x1.cf9ec0b5b3ff6p-15 : -0x1.cfa5080000000p-15;
  static final double PSI_9 = WIDE ? 0x1.2e33a5b7445fep-16 : 0x1.2d39900000000p-16;
  static final double PSI_10 = WIDE ? -0x1.8c6f922706955p-18 : -0x1.8b23a40000000p-18;
  static final double PSI_11 = WIDE ? 0x1.052d982d0d231p-19 : 0x1.1dbe020000000p-19;
  static final double PSI_12 = WIDE ? -0x1.593a13d18adb0p-21 : -0x1.79d4160000000p-21;
  static final double PSI_13 = 0x1.c95d70364fc86p-23;
  static final double PSI_14 = -0x1.2f78e49af38f2p-24;
  static final double PSI_15 = 0x1.935caf3702e86p-26;
  static final double PSI_16 = -0x1.0c3583dac390ep-27;
  static final double PSI_17 = 0x1.612aaad028109p-29;
  static final double PSI_18 = -0x1.d63440652035ep-31;
  static final double PSI_19 = 0x1.6e81f6e22d93ep-32;
  static final double PSI_20 = -0x1.e84ee59e186d7p-34;

  private DoubleGammaLeftSeries() {}

  // --- parts ----------------------------------------------------------------------------------

  /** What a step p d + c of a polynomial has lost. */
  static double lostByStep(double p, double d, double product, double sum, double c) {
    return Math.fma(p, d, -product) + lostBySum(c, product, sum);
  }

  static double lostBySum(double a, double b, double sum) {
    double back = sum - a;
    return (a - (sum - back)) + (b - back);
  }

  /** Where the polynomial of {@link #reciprocal} begins, whose coefficients have no second word. */
  static double reciprocalBegun(double d) {
    double p = WIDE ? R_22 : R_13;
    if (WIDE) {
      p = Math.fma(p, d, R_21);
      p = Math.fma(p, d, R_20);
      p = Math.fma(p, d, R_19);
      p = Math.fma(p, d, R_18);
      p = Math.fma(p, d, R_17);
      p = Math.fma(p, d, R_16);
      p = Math.fma(p, d, R_15);
      p = Math.fma(p, d, R_14);
      p = Math.fma(p, d, R_13);
    }
    p = Math.fma(p, d, R_12);
    p = Math.fma(p, d, R_11);
    p = Math.fma(p, d, R_10);
    p = Math.fma(p, d, R_9);
    return p;
  }

  /** 1/Γ(1 + d). */
  static double reciprocal(double d) {
    double p = reciprocalBegun(d);
    p = p * d + R_8;
    p = p * d + R_7;
    p = p * d + R_6;
    p = p * d + R_5;
    p = p * d + R_4;
    p = p * d + R_3;
    p = p * d + R_2;
    p = p * d + R_1;
    p = p * d + R_0;
    return p;
  }

  /** What it lacks. */
  static double reciprocalLost(double d) {
    double p = reciprocalBegun(d);
    double product = p * d;
    double sum = product + R_8;
    double lost = lostByStep(p, d, product, sum, R_8) + R_8_REST;
    p = sum;
    product = p * d;
    sum = product + R_7;
    lost = Math.fma(lost, d, lostByStep(p, d, product, sum, R_7) + R_7_REST);
    p = sum;
    product = p * d;
    sum = product + R_6;
    lost = Math.fma(lost, d, lostByStep(p, d, product, sum, R_6) + R_6_REST);
    p = sum;
    product = p * d;
    sum = product + R_5;
    lost = Math.fma(lost, d, lostByStep(p, d, product, sum, R_5) + R_5_REST);
    p = sum;
    product = p * d;
    sum = product + R_4;
    lost = Math.fma(lost, d, lostByStep(p, d, product, sum, R_4) + R_4_REST);
    p = sum;
    product = p * d;
    sum = product + R_3;
    lost = Math.fma(lost, d, lostByStep(p, d, product, sum, R_3) + R_3_REST);
    p = sum;
    product = p * d;
    sum = product + R_2;
    lost = Math.fma(lost, d, lostByStep(p, d, product, sum, R_2) + R_2_REST);
    p = sum;
    product = p * d;
    sum = product + R_1;
    lost = Math.fma(lost, d, lostByStep(p, d, product, sum, R_1) + R_1_REST);
    p = sum;
    product = p * d;
    sum = product + R_0;
    lost = Math.fma(lost, d, lostByStep(p, d, product, sum, R_0) + R_0_REST);
    return lost;
  }

  /** The product with k − d, if k is at most n. */
  static double longer(double high, double d, double n, double k) {
    return n >= k ? high * (k - d) : high;
  }

  /** What it lacks. */
  static double longerLost(double high, double low, double d, double n, double k) {
    double factor = k - d;
    double product = high * factor;
    double lost = low * factor + high * ((k - factor) - d);
    return n >= k ? Math.fma(high, factor, -product) + lost : low;
  }

  /** Where the polynomial of {@link #psiAtThree} begins, whose coefficients have no second word. */
  static double psiAtThreeBegun(double d) {
    double p = WIDE ? PSI_20 : PSI_12;
    if (WIDE) {
      p = Math.fma(p, d, PSI_19);
      p = Math.fma(p, d, PSI_18);
      p = Math.fma(p, d, PSI_17);
      p = Math.fma(p, d, PSI_16);
      p = Math.fma(p, d, PSI_15);
      p = Math.fma(p, d, PSI_14);
      p = Math.fma(p, d, PSI_13);
      p = Math.fma(p, d, PSI_12);
    }
    p = Math.fma(p, d, PSI_11);
    p = Math.fma(p, d, PSI_10);
    p = Math.fma(p, d, PSI_9);
    p = Math.fma(p, d, PSI_8);
    return p;
  }

  /** ψ(3 + d). */
  static double psiAtThree(double d) {
    double p = psiAtThreeBegun(d);
    p = p * d + PSI_7;
    p = p * d + PSI_6;
    p = p * d + PSI_5;
    p = p * d + PSI_4;
    p = p * d + PSI_3;
    p = p * d + PSI_2;
    p = p * d + PSI_1;
    p = p * d + PSI_0;
    return p;
  }

  /** What it lacks. */
  static double psiAtThreeLost(double d) {
    double p = psiAtThreeBegun(d);
    double product = p * d;
    double sum = product + PSI_7;
    double lost = lostByStep(p, d, product, sum, PSI_7) + PSI_7_REST;
    p = sum;
    product = p * d;
    sum = product + PSI_6;
    lost = Math.fma(lost, d, lostByStep(p, d, product, sum, PSI_6) + PSI_6_REST);
    p = sum;
    product = p * d;
    sum = product + PSI_5;
    lost = Math.fma(lost, d, lostByStep(p, d, product, sum, PSI_5) + PSI_5_REST);
    p = sum;
    product = p * d;
    sum = product + PSI_4;
    lost = Math.fma(lost, d, lostByStep(p, d, product, sum, PSI_4) + PSI_4_REST);
    p = sum;
    product = p * d;
    sum = product + PSI_3;
    lost = Math.fma(lost, d, lostByStep(p, d, product, sum, PSI_3) + PSI_3_REST);
    p = sum;
    product = p * d;
    sum = product + PSI_2;
    lost = Math.fma(lost, d, lostByStep(p, d, product, sum, PSI_2) + PSI_2_REST);
    p = sum;
    product = p * d;
    sum = product + PSI_1;
    lost = Math.fma(lost, d, lostByStep(p, d, product, sum, PSI_1) + PSI_1_REST);
    p = sum;
    product = p * d;
    sum = product + PSI_0;
    lost = Math.fma(lost, d, lostByStep(p, d, product, sum, PSI_0) + PSI_0_REST);
    return lost;
  }

  /** What 1/(d + j) lacks. */
  static double quotientLost(double d, double j) {
    double w = d + j;
    double q = 1 / w;
    return q * Math.fma(-q, (j - w) + d, Math.fma(-q, w, 1));
  }

  // --- the logarithm of |Γ| -------------------------------------------------------------------

  static boolean isLogLeft(double x) {
    double z = LOG_ZERO_1;
    z = x < -2.6 ? LOG_ZERO_2 : z;
    z = x < -2.9 ? LOG_ZERO_3 : z;
    z = x < -3.5 ? LOG_ZERO_4 : z;
    z = x < -4 ? LOG_ZERO_5 : z;
    z = x < -4.5 ? LOG_ZERO_6 : z;
    z = x < -5 ? LOG_ZERO_7 : z;
    z = x < -5.5 ? LOG_ZERO_8 : z;
    return x < 0 && x > LEAST && Math.abs(x - z) > BESIDE_ZERO;
  }

  static double lgammaLeft(double x) {
    double whole = DoublePieceSeries.round(x);
    double d = x - whole;
    double n = -whole;
    double high = reciprocal(d);
    double low = reciprocalLost(d);
    low = longerLost(high, low, d, n, 1);
    high = longer(high, d, n, 1);
    low = longerLost(high, low, d, n, 2);
    high = longer(high, d, n, 2);
    low = longerLost(high, low, d, n, 3);
    high = longer(high, d, n, 3);
    low = longerLost(high, low, d, n, 4);
    high = longer(high, d, n, 4);
    low = longerLost(high, low, d, n, 5);
    high = longer(high, d, n, 5);
    low = longerLost(high, low, d, n, 6);
    high = longer(high, d, n, 6);
    double product = high * d;
    double lost = Math.fma(high, d, -product) + low * d;
    double sum = product + lost;
    double rest = (product - sum) + lost;
    double size = Math.abs(sum);
    boolean small = size < Double.MIN_NORMAL;
    double u = small ? size * DoubleLogSeries.SCALE : size;
    double steps = DoubleLogSeries.exponent(u);
    steps = small ? steps - DoubleLogSeries.BITS : steps;
    double f = DoubleLogSeries.fraction(u);
    double more = Math.fma(steps, DoubleExpSeries.LN_2_REST, small ? 0 : rest / sum);
    double y = -Math.fma(steps, DoubleExpSeries.LN_2, f - (DoubleLogSeries.less(f) - more));
    return d == 0 ? Double.POSITIVE_INFINITY : y;
  }

  // --- its derivative -------------------------------------------------------------------------

  static boolean isPsiLeft(double x) {
    double z = PSI_ZERO_1;
    z = x < -1 ? PSI_ZERO_2 : z;
    z = x < -2 ? PSI_ZERO_3 : z;
    z = x < -3 ? PSI_ZERO_4 : z;
    z = x < -4 ? PSI_ZERO_5 : z;
    z = x < -5 ? PSI_ZERO_6 : z;
    double pole = DoublePieceSeries.round(x);
    boolean between = Math.abs(x - z) > BESIDE_ZERO && Math.abs(x - pole) > BESIDE_POLE;
    return x < 0 && x > LEAST && between;
  }

  static boolean isPsiLeftBack(double g, double x) {
    return isPsiLeft(x);
  }

  static double digammaLeft(double x) {
    double whole = DoublePieceSeries.round(x);
    double d = x - whole;
    double n = -whole;
    double high = 1 / d;
    double low = quotientLost(d, 0);
    double q = 1 / (d + 1);
    double sum = high + q;
    low = low + (lostBySum(high, q, sum) + quotientLost(d, 1));
    high = sum;
    q = 1 / (d + 2);
    sum = high + q;
    low = low + (lostBySum(high, q, sum) + quotientLost(d, 2));
    high = sum;
    q = n >= 1 ? 1 / (d - 1) : 0;
    sum = high + q;
    low = low + (lostBySum(high, q, sum) + (n >= 1 ? quotientLost(d, -1) : 0));
    high = sum;
    q = n >= 2 ? 1 / (d - 2) : 0;
    sum = high + q;
    low = low + (lostBySum(high, q, sum) + (n >= 2 ? quotientLost(d, -2) : 0));
    high = sum;
    q = n >= 3 ? 1 / (d - 3) : 0;
    sum = high + q;
    low = low + (lostBySum(high, q, sum) + (n >= 3 ? quotientLost(d, -3) : 0));
    high = sum;
    q = n >= 4 ? 1 / (d - 4) : 0;
    sum = high + q;
    low = low + (lostBySum(high, q, sum) + (n >= 4 ? quotientLost(d, -4) : 0));
    high = sum;
    q = n >= 5 ? 1 / (d - 5) : 0;
    sum = high + q;
    low = low + (lostBySum(high, q, sum) + (n >= 5 ? quotientLost(d, -5) : 0));
    high = sum;
    q = n >= 6 ? 1 / (d - 6) : 0;
    sum = high + q;
    low = low + (lostBySum(high, q, sum) + (n >= 6 ? quotientLost(d, -6) : 0));
    high = sum;
    double near = psiAtThree(d);
    double y = near - high;
    return y + (lostBySum(near, -high, y) + (psiAtThreeLost(d) - low));
  }

  static double lgammaBackLeft(double g, double x) {
    return g * digammaLeft(x);
  }
}
