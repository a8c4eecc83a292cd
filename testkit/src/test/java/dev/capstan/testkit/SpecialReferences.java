package dev.capstan.testkit;

/** Special functions by the plainest series that converges: slow, short, and owed to nobody. */
final class SpecialReferences {
  /** From here on the asymptotic series below are exact to the last bit. */
  private static final double FAR = 100;

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

  /** The number whose erf is x, by halving an interval that holds it. */
  static double erfInv(double x) {
    double low = -6;
    double high = 6;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (erf(middle) < x) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** Stirling's series at x + n, and the logarithms of what lies between. */
  static double lgamma(double x) {
    double between = 0;
    double at = x;
    for (; at < FAR; at++) {
      between += StrictMath.log(Math.abs(at));
    }
    double series = 1 / (12 * at) - 1 / (360 * at * at * at);
    return (at - 0.5) * StrictMath.log(at) - at + StrictMath.log(2 * Math.PI) / 2 + series - between;
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
