package dev.capstan.nn.metrics;

import java.util.Locale;

/**
 * A share with the counts behind it, which say how far it can be trusted.
 *
 * @param hits how many
 * @param of out of how many, at least one
 */
public record Proportion(long hits, long of) {
  /** The normal quantile of a 95 % interval. */
  private static final double Z = 1.959963984540054;

  public Proportion {
    if (hits < 0 || of < 1 || hits > of) {
      throw new IllegalArgumentException(
          "proportion: got " + hits + " of " + of + ", expected 0 to all of 1 or more");
    }
  }

  /** From 0 to 1. */
  public double share() {
    return (double) hits / of;
  }

  /** The lower end of Wilson's 95 % interval (1927). */
  public double low() {
    return Math.max(0, centre() - half());
  }

  /** The upper end of Wilson's 95 % interval. */
  public double high() {
    return Math.min(1, centre() + half());
  }

  private double shrink() {
    return 1 + Z * Z / of;
  }

  private double centre() {
    return (share() + Z * Z / (2.0 * of)) / shrink();
  }

  private double half() {
    double p = share();
    return Z * Math.sqrt(p * (1 - p) / of + Z * Z / (4.0 * of * of)) / shrink();
  }

  /** For example {@code 0.9666 (434 of 449; 0.9456 to 0.9797)}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%.4f (%d of %d; %.4f to %.4f)", share(), hits, of, low(), high());
  }
}
