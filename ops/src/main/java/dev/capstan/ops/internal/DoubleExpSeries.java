package dev.capstan.ops.internal;

/**
 * Functions made of the exponential, each defined to the bit: adds, products, quotients and fused
 * multiply-adds in the order that stands here, in every kernel. The language of these methods is
 * that of {@code VectorForms}, which makes the loops; both sides of a {@code ? :} are computed
 * there, so whatever the other side gives must be harmless.
 *
 * <p>x = n ln 2 + r with n whole and |r| at most ½ ln 2; then eˣ = 2ⁿ (1 + q), and q = e^r − 1 = r
 * + r² (½ + r/6 + r²/24 + …), Taylor's series cut off where the rest is below 1/10 ulp: after r⁷ in
 * float32, after r¹³ in float64. n is found by adding 1.5·2^p, p the bits of the mantissa: the sum
 * is rounded to a whole number, which then stands in its last bits.
 *
 * <p>2ⁿ is multiplied on last, as two factors of about its root: so a result below the least normal
 * number is rounded there and nowhere before.
 */
final class DoubleExpSeries {
  /** Whether elements are doubles: a constant, which the compiler folds. */
  static final boolean WIDE = Double.SIZE == Long.SIZE;

  static final long MANTISSA = WIDE ? 52 : 23;
  static final long BIAS = Double.MAX_EXPONENT;

  /** 1.5·2^p: beside it, numbers have whole steps. */
  static final double WHOLE = 1.5 * (double) (1L << (WIDE ? 52 : 23));

  static final long SIGN = Bits.of(-0.0);

  /** Subtracted from the bits of a sum with WHOLE, it leaves n and twice the exponent's bias. */
  static final long POWERLESS = Bits.of(WHOLE) - 2L * BIAS;

  static final double LN_2 = 0x1.62e42fefa39efp-1;
  static final double LN_2_REST = WIDE ? 0x1.abc9e3b39803fp-56 : -0x1.05c610p-29;
  static final double TO_STEPS = 0x1.71547652b82fep+0;

  /** e to it, or to its negative, is past every number, and within the reach of two factors. */
  static final double ENDLESS = WIDE ? 800 : 120;

  /** e to it is past every number, and 2ⁿ/2 is not. */
  static final double JUST_ENDLESS = WIDE ? 710 : 89;

  /** Beyond it 1 is lost beside eˣ. */
  static final double ONE_IS_LOST = WIDE ? 40 : 20;

  // E_k = 1/k!

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

  private DoubleExpSeries() {}

  // --- parts ----------------------------------------------------------------------------------

  /** 1.5·2^p + n. */
  static double steps(double x) {
    return Math.fma(x, TO_STEPS, WHOLE);
  }

  /** r = x − n ln 2. */
  static double rest(double x, double steps) {
    double back = WHOLE - steps;
    return Math.fma(back, LN_2_REST, Math.fma(back, LN_2, x));
  }

  /** q = e^r − 1. */
  static double tail(double r) {
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

  /** y·2ⁿ. */
  static double raised(double y, double steps) {
    long twice = Bits.of(steps) - POWERLESS;
    long one = twice >> 1;
    double first = Bits.toDouble(one << MANTISSA);
    double other = Bits.toDouble((twice - one) << MANTISSA);
    return y * first * other;
  }

  /** e^x for x up to 0: of less than −ENDLESS it is 0. */
  static double expBelow(double x) {
    double left = Math.max(x, -ENDLESS);
    double steps = steps(left);
    double q = tail(rest(left, steps));
    return raised(1 + q, steps);
  }

  static double signed(double size, double x) {
    return Bits.toDouble(Bits.of(size) | (Bits.of(x) & SIGN));
  }

  // --- exponentials ---------------------------------------------------------------------------

  /** eˣ − 1 = 2ⁿ q + (2ⁿ − 1), with half of all of it where 2ⁿ could be past every number. */
  @Looped
  static double expm1(double x) {
    double near = Math.max(Math.min(x, JUST_ENDLESS), -ONE_IS_LOST);
    double steps = steps(near);
    double q = tail(rest(near, steps));
    double half = raised(0.5, steps);
    double y = 2 * Math.fma(q, half, half - 0.5);
    return x == 0 ? x : y;
  }

  @Looped
  static double expm1Back(double g, double x) {
    double near = Math.max(Math.min(x, ENDLESS), -ENDLESS);
    double steps = steps(near);
    double q = tail(rest(near, steps));
    return g * raised(1 + q, steps);
  }

  /** With t = e^|x| − 1: (t + t/(t + 1))/2; for large x e^|x|/2, whose half comes first. */
  @Looped
  static double sinh(double x) {
    double a = Math.min(Math.abs(x), ENDLESS);
    double steps = steps(a);
    double q = tail(rest(a, steps));
    double half = raised(0.5, steps);
    double t = 2 * Math.fma(q, half, half - 0.5);
    double small = (t + t / (t + 1)) * 0.5;
    double large = raised(Math.fma(q, 0.5, 0.5), steps);
    return signed(a > ONE_IS_LOST ? large : small, x);
  }

  @Looped
  static double cosh(double x) {
    double a = Math.min(Math.abs(x), ENDLESS);
    double steps = steps(a);
    double q = tail(rest(a, steps));
    double half = raised(Math.fma(q, 0.5, 0.5), steps);
    return half + 0.25 / half;
  }

  @Looped
  static double sinhBack(double g, double x) {
    return g * cosh(x);
  }

  @Looped
  static double coshBack(double g, double x) {
    return g * sinh(x);
  }

  // --- steps ----------------------------------------------------------------------------------

  /** x/(1 + e^−x); on the left x e^x/(1 + e^x), with 2ⁿ multiplied on last. */
  @Looped
  static double silu(double x) {
    double left = Math.max(-Math.abs(x), -ENDLESS);
    double steps = steps(left);
    double q = tail(rest(left, steps));
    double e = raised(1 + q, steps);
    double y = (x < 0 ? Math.fma(left, q, left) : x) / (1 + e);
    return x < 0 ? raised(y, steps) : y;
  }

  /** s (1 + x (1 − s)), s the sigmoid and 1 − s the one of −x. */
  @Looped
  static double siluBack(double g, double x) {
    double left = Math.max(-Math.abs(x), -ENDLESS);
    double steps = steps(left);
    double q = tail(rest(left, steps));
    double e = raised(1 + q, steps);
    double own = 1 + e;
    double low = raised((1 + q) / own * (1 + x / own), steps);
    double high = Math.fma(x, e / own, 1) / own;
    double slope = x < 0 ? low : x > ENDLESS ? 1 : high;
    return g * (x < -ENDLESS ? x * 0 : slope);
  }

  /** x tanh(ln(1 + eˣ)) = x e (e + 2)/(e (e + 2) + 2), on the right in powers of e^−x. */
  @Looped
  static double mish(double x) {
    double left = Math.max(-Math.abs(x), -ENDLESS);
    double steps = steps(left);
    double q = tail(rest(left, steps));
    double e = raised(1 + q, steps);
    double above = x < 0 ? e + 2 : Math.fma(2, e, 1);
    double below = x < 0 ? Math.fma(e, above, 2) : Math.fma(2 * e, e, above);
    double y = (x < 0 ? Math.fma(left, q, left) : x) * above / below;
    return x < 0 ? raised(y, steps) : y;
  }

  /** t + x (1 − t²) s, with t = tanh(ln(1 + eˣ)), 1 − t² = 4 (1 + e)²/(…)² and s the sigmoid. */
  @Looped
  static double mishBack(double g, double x) {
    double left = Math.max(-Math.abs(x), -ENDLESS);
    double steps = steps(left);
    double q = tail(rest(left, steps));
    double e = raised(1 + q, steps);
    double above = x < 0 ? e + 2 : Math.fma(2, e, 1);
    double below = x < 0 ? Math.fma(e, above, 2) : Math.fma(2 * e, e, above);
    double t = above / below;
    double bend = 4 * (1 + e) / (below * below);
    double low = raised((1 + q) * Math.fma(x, bend, t), steps);
    double high = Math.fma(x, bend * e * e, t);
    double slope = x < 0 ? low : x > ENDLESS ? 1 : high;
    return g * (x < -ENDLESS ? x * 0 : slope);
  }

  /** x times the sigmoid of y. */
  @Looped
  static double gated(double x, double y) {
    double e = expBelow(-Math.abs(y));
    return x * ((y < 0 ? e : 1) / (1 + e));
  }

  @Looped
  static double sigmoidSlopeBack(double g, double x) {
    double e = expBelow(-Math.abs(x));
    double own = 1 + e;
    return g * (e / (own * own));
  }

  /** 1/cosh² x = 4 e/(1 + e)², e = e^(−2|x|). */
  @Looped
  static double tanhSlopeBack(double g, double x) {
    double e = expBelow(-2 * Math.abs(x));
    double own = 1 + e;
    return g * (4 * e / (own * own));
  }

  @Looped
  static double elu(double x, double a, double b) {
    return b * (x > 0 ? x : a * expm1(Math.min(x, 0)));
  }

  @Looped
  static double eluBack(double g, double x, double a, double b) {
    return g * (x > 0 ? b : b * a * expBelow(Math.min(x, 0)));
  }
}
