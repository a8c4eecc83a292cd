package dev.capstan.ops.internal;

/**
 * A number in two doubles, of about 104 bits: for functions that are the small difference of two
 * others, where speed does not matter. T. J. Dekker: "A floating-point technique for extending the
 * available precision" (1971).
 */
record TwoWords(double high, double low) {
  static final TwoWords ONE = of(1);
  static final TwoWords PI = new TwoWords(Math.PI, 0x1.1a62633145c07p-53);
  private static final TwoWords LN_2 = new TwoWords(0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56);

  /** Terms of (t² ≤ 0.03)ʲ, and of (θ ≤ π/2)ʲ/j!, until they are below 2^−106. */
  private static final int TERMS = 22;

  private static final int ANGLE_TERMS = 38;

  static TwoWords of(double x) {
    return new TwoWords(x, 0);
  }

  /** The sum of two words of which the first is the larger, so that the second is its rest. */
  private static TwoWords normal(double high, double low) {
    double sum = high + low;
    return new TwoWords(sum, (high - sum) + low);
  }

  double sum() {
    return high + low;
  }

  TwoWords plus(TwoWords y) {
    double sum = high + y.high;
    double back = sum - high;
    double lost = (high - (sum - back)) + (y.high - back);
    double lows = low + y.low;
    double lowBack = lows - low;
    double lowLost = (low - (lows - lowBack)) + (y.low - lowBack);
    TwoWords once = normal(sum, lost + lows);
    return normal(once.high, once.low + lowLost);
  }

  TwoWords minus(TwoWords y) {
    return plus(y.negated());
  }

  TwoWords negated() {
    return new TwoWords(-high, -low);
  }

  TwoWords times(TwoWords y) {
    double product = high * y.high;
    double lost = Math.fma(high, y.high, -product) + (high * y.low + low * y.high);
    return normal(product, lost);
  }

  TwoWords over(TwoWords y) {
    double first = high / y.high;
    TwoWords rest = minus(y.times(of(first)));
    double second = rest.high / y.high;
    TwoWords last = rest.minus(y.times(of(second)));
    return normal(first, second).plus(of(last.high / y.high));
  }

  /** ln x of a normal number above 0: k ln 2 + 2 artanh t, with t = (m − 1)/(m + 1), x = 2ᵏ m. */
  TwoWords log() {
    int k = Math.getExponent(high);
    k = Math.scalb(high, -k) > 1.4 ? k + 1 : k;
    TwoWords m = new TwoWords(Math.scalb(high, -k), Math.scalb(low, -k));
    TwoWords t = m.minus(ONE).over(m.plus(ONE));
    TwoWords square = t.times(t);
    TwoWords sum = of(0);
    for (int j = TERMS; j >= 0; j--) {
      sum = sum.times(square).plus(ONE.over(of(2 * j + 1)));
    }
    return of(k).times(LN_2).plus(of(2).times(t).times(sum));
  }

  /** The cotangent of a number between −π/2 and π/2, not 0. */
  TwoWords cot() {
    TwoWords square = times(this).negated();
    TwoWords cos = ONE;
    TwoWords sin = ONE;
    for (int j = ANGLE_TERMS; j > 0; j -= 2) {
      cos = ONE.plus(cos.times(square).over(of(j * (j - 1))));
      sin = ONE.plus(sin.times(square).over(of(j * (j + 1))));
    }
    return cos.over(sin.times(this));
  }
}
