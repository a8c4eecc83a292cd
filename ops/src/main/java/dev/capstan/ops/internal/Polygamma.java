package dev.capstan.ops.internal;

/**
 * The derivatives of ln Γ: ψ, ψ′, ψ″, … in double, to a few ulps away from their zeros.
 *
 * <p>For large x the asymptotic series (Abramowitz and Stegun 6.3.18, 6.4.11)
 *
 * <pre>
 * ψ(x)  ~ ln x − 1/(2x) − Σ B₂ₖ / (2k·x²ᵏ)
 * ψₙ(x) ~ (−1)ⁿ⁺¹ [ (n−1)!/xⁿ + n!/(2xⁿ⁺¹) + Σ B₂ₖ (2k+n−1)! / ((2k)!·x²ᵏ⁺ⁿ) ]
 * </pre>
 *
 * <p>is cut after eight terms. The ninth is below 1e-17 of the first from x = 16 + 2n on, so
 * smaller arguments are brought there by ψₙ(x) = ψₙ(x + 1) − (−1)ⁿ n!/xⁿ⁺¹. Negative arguments are
 * reflected: ψₙ(x) = (−1)ⁿ ψₙ(1 − x) − dⁿ/dxⁿ π·cot(πx), for ψ in two words where both cancel.
 * Commons Math has the first two functions, the first to 1e-8, and recurses once for each unit of a
 * negative argument.
 */
public final class Polygamma {
  /** B₂, B₄, …, B₁₆. */
  private static final double[] BERNOULLI = {
    1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510
  };

  private static final double FAR = 16;

  /** Up to this power products have lost 2½ ulps at the most, and are faster. */
  private static final int PRODUCTS = 6;

  private Polygamma() {}

  /** The n-th derivative of ψ at x. */
  public static double value(int n, double x) {
    return value(n, x, 1);
  }

  /** ψ(x) to the digits of float32, which hardly ever needs two words. */
  static double digammaToFloat(double x) {
    return value(0, x, 0x1p-20);
  }

  /** With two words where a result is smaller than its terms by such a factor. */
  private static double value(int n, double x, double least) {
    if (Double.isNaN(x) || x == Double.NEGATIVE_INFINITY) {
      return Double.NaN;
    }
    if (x == Double.POSITIVE_INFINITY) {
      return n == 0 ? x : 0;
    }
    if (x <= 0 && x == Math.rint(x)) {
      return pole(n, x);
    }
    if (x < 0) {
      double sign = n % 2 == 0 ? 1 : -1;
      double reflected = sign * positive(n, 1 - x);
      double value = reflected - cotangentDerivative(n, x);
      return n == 0 && Math.abs(value) < least * Math.max(reflected, 1) ? besideZero(x) : value;
    }
    return positive(n, x);
  }

  /** Odd orders rise to +∞ on both sides of a pole; even ones jump, and 0 is taken from above. */
  private static double pole(int n, double x) {
    if (n % 2 == 1) {
      return Double.POSITIVE_INFINITY;
    }
    return x == 0 ? Double.NEGATIVE_INFINITY : Double.NaN;
  }

  private static double positive(int n, double x) {
    double sign = n % 2 == 0 ? -1 : 1;
    double factorial = factorial(n);
    double shifted = 0;
    double at = x;
    while (at < FAR + 2 * n) {
      shifted += factorial / power(at, n + 1);
      at++;
    }
    return sign * (shifted + asymptotic(n, at));
  }

  /** The series without its sign (−1)ⁿ⁺¹; for n = 0 it begins with −ln x in place of (n−1)!/xⁿ. */
  private static double asymptotic(int n, double x) {
    double first = n == 0 ? -StrictMath.log(x) : factorial(n - 1) / power(x, n);
    double square = 1 / (x * x);
    double inverse = square / power(x, n);
    double sum = 0;
    double coefficient = n == 0 ? 0.5 : factorial(n + 1) / 2; // (2k+n−1)!/(2k)! at k = 1
    for (int k = 1; k <= BERNOULLI.length; k++) {
      sum += BERNOULLI[k - 1] * coefficient * inverse;
      inverse *= square;
      coefficient *= (2.0 * k + n) * (2.0 * k + n + 1) / ((2.0 * k + 1) * (2.0 * k + 2));
    }
    return first + (factorial(n) / (2 * power(x, n + 1)) + sum);
  }

  /** The first powers, which are needed most, are products. */
  private static double power(double x, int n) {
    if (n > 3) {
      return n > PRODUCTS ? StrictMath.pow(x, n) : x * x * x * power(x, n - 3);
    }
    return n == 0 ? 1 : n == 1 ? x : n == 2 ? x * x : x * x * x;
  }

  /** dⁿ/dxⁿ π·cot(πx): a polynomial in c = cot(πx), as c′ = −π·(1 + c²). */
  private static double cotangentDerivative(int n, double x) {
    double c = 1 / StrictMath.tan(Math.PI * (x - Math.rint(x)));
    double[] p = new double[n + 2];
    p[1] = Math.PI;
    for (int order = 1; order <= n; order++) {
      double[] next = new double[n + 2];
      for (int i = 1; i <= order; i++) {
        next[i - 1] -= Math.PI * i * p[i];
        next[i + 1] -= Math.PI * i * p[i];
      }
      p = next;
    }
    double value = p[n + 1];
    for (int i = n; i >= 0; i--) {
      value = value * c + p[i];
    }
    return value;
  }

  // --- ψ beside its negative zeros ------------------------------------------------------------

  /** From here on twelve terms of the asymptotic series leave less than 2^−106 of ψ. */
  private static final double FAR_IN_TWO_WORDS = 40;

  /** B₂, B₄, …, B₂₄: numerators and denominators. */
  private static final double[] NUMERATORS = {
    1, -1, 1, -1, 5, -691, 7, -3617, 43867, -174611, 854513, -236364091
  };

  private static final double[] DENOMINATORS = {
    6, 30, 42, 30, 66, 2730, 6, 510, 798, 330, 138, 2730
  };

  /** ψ(1 − x) − π cot πx in two words, as both are nearly equal. */
  private static double besideZero(double x) {
    TwoWords at = TwoWords.ONE.minus(TwoWords.of(x));
    TwoWords shifted = TwoWords.of(0);
    while (at.high() < FAR_IN_TWO_WORDS) {
      shifted = shifted.plus(TwoWords.ONE.over(at));
      at = at.plus(TwoWords.ONE);
    }
    TwoWords inverse = TwoWords.ONE.over(at);
    TwoWords square = inverse.times(inverse);
    TwoWords sum = TwoWords.of(0);
    for (int k = NUMERATORS.length; k > 0; k--) {
      TwoWords term = TwoWords.of(NUMERATORS[k - 1]).over(TwoWords.of(2 * k * DENOMINATORS[k - 1]));
      sum = sum.plus(term).times(square);
    }
    TwoWords reflected = at.log().minus(inverse.times(TwoWords.of(0.5))).minus(sum).minus(shifted);
    TwoWords angle = TwoWords.PI.times(TwoWords.of(x - Math.rint(x)));
    return reflected.minus(TwoWords.PI.times(angle.cot())).sum();
  }

  private static double factorial(int n) {
    double product = 1;
    for (int i = 2; i <= n; i++) {
      product *= i;
    }
    return product;
  }
}
