package dev.capstan.examples.report;

/** What chance allows: intervals of shares, and of the difference between two on the same rows. */
final class Shares {
  /** The normal quantile of a 95 % interval. */
  private static final double Z = 1.959963984540054;

  private Shares() {}

  /** Wilson's 95 % interval of a share: (centre ± half width) of Wilson (1927). */
  static double[] wilson(int hits, int of) {
    if (of == 0) {
      return new double[] {0, 1};
    }
    double p = (double) hits / of;
    double shrink = 1 + Z * Z / of;
    double centre = (p + Z * Z / (2.0 * of)) / shrink;
    double half = Z * Math.sqrt(p * (1 - p) / of + Z * Z / (4.0 * of * of)) / shrink;
    return new double[] {Math.max(0, centre - half), Math.min(1, centre + half)};
  }

  /**
   * The probability that among {@code gained + lost} throws of a coin one side comes up so rarely:
   * McNemar's exact test on rows that only one of two ways gets right.
   */
  static double chance(int gained, int lost) {
    int n = gained + lost;
    double term = Math.pow(0.5, n);
    if (term == 0) {
      // Beyond a thousand rows the normal form is exact to more digits than are looked at.
      double z = (Math.abs(gained - lost) - 1) / Math.sqrt(n);
      return z > Z ? 0 : 1;
    }
    double sum = 0;
    for (int k = 0; k <= Math.min(gained, lost); k++) {
      sum += term;
      term *= (double) (n - k) / (k + 1);
    }
    return Math.min(1, 2 * sum);
  }
}
