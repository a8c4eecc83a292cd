package dev.capstan.testkit;

/** Special functions by the plainest series that converges: slow, short, and owed to nobody. */
final class SpecialReferences {
  /** From here on the asymptotic series below are exact to the last bit. */
  private static final double FAR = 100;

  /** Far enough for Stirling's five terms (the sixth is below 3e-15), and no further: x·ln x. */
  private static final double NEAR = 12;

  private SpecialReferences() {}

  /** 2/√π·e^(−x²)·Σ 2ⁿ x²ⁿ⁺¹/(1·3·…·(2n+1)): all terms of one sign. */
  static double erf(double x) {
    double term = x;
    double sum = 0;
    for (int n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
      sum += term;
      term *= 2 * x * x / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * StrictMath.exp(-x * x) * sum;
  }

  /** e^(−x²)/√π / (x + ½/(x + 1/(x + 3/2/(x + …)))), from the inside out, for larger x. */
  static double erfc(double x) {
    if (x < 0.5) {
      return 1 - erf(x);
    }
    double tail = x;
    for (int n = 2000; n >= 1; n--) {
      tail = x + n / 2.0 / tail;
    }
    return StrictMath.exp(-x * x) / Math.sqrt(Math.PI) / tail;
  }

  /** The number whose erf is x, by halving an interval that holds it until nothing is between. */
  static double erfInv(double x) {
    double low = 0;
    double high = 6;
    double middle = 3;
    while (x != 0 && middle > low && middle < high) {
      if (erf(middle) < Math.abs(x)) {
        low = middle;
      } else {
        high = middle;
      }
      middle = (low + high) / 2;
    }
    return Math.copySign(low, x);
  }

  /** Stirling's series at x + n, and the logarithm of the product of what lies between. */
  static double lgamma(double x) {
    double between = 1;
    double at = x;
    for (; at < NEAR; at++) {
      between *= at;
    }
    double[] coefficients = {12, -360, 1260, -1680, 1188};
    double series = 0;
    for (int k = 0; k < coefficients.length; k++) {
      series += 1 / (coefficients[k] * StrictMath.pow(at, 2 * k + 1));
    }
    double stirling = (at - 0.5) * StrictMath.log(at) - at + StrictMath.log(2 * Math.PI) / 2;
    return stirling - StrictMath.log(Math.abs(between)) + series;
  }

  static double digamma(double x) {
    double between = 0;
    double at = x;
    for (; at < FAR; at++) {
      between += 1 / at;
    }
    double square = at * at;
    double series = -1 / (12 * square) + 1 / (120 * square * square);
    return StrictMath.log(at) - 1 / (2 * at) + series - between;
  }

  static double trigamma(double x) {
    double between = 0;
    double at = x;
    for (; at < FAR; at++) {
      between += 1 / (at * at);
    }
    double cube = at * at * at;
    return between + 1 / at + 1 / (2 * at * at) + 1 / (6 * cube) - 1 / (30 * cube * at * at);
  }

  /** ψ″. */
  static double tetragamma(double x) {
    double between = 0;
    double at = x;
    for (; at < FAR; at++) {
      between += 2 / (at * at * at);
    }
    double square = at * at;
    double series = 1 / (2 * square * square) - 1 / (6 * square * square * square);
    return -(between + 1 / square + 1 / (square * at) + series);
  }
}
