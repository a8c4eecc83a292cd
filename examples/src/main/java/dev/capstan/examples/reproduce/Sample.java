package dev.capstan.examples.reproduce;

import java.util.Locale;

/**
 * A figure over some seeds.
 *
 * @param deviation over n − 1; NaN if it is not known
 */
record Sample(int seeds, double mean, double deviation) {

  static Sample of(double[] values) {
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    double square = 0;
    for (double value : values) {
      square += (value - mean) * (value - mean);
    }
    double deviation = values.length < 2 ? Double.NaN : Math.sqrt(square / (values.length - 1));
    return new Sample(values.length, mean, deviation);
  }

  /**
   * Whether this is below another by more than chance: by three standard errors of a difference.
   * Where the other's deviation comes from fewer seeds it may be too small by luck, so it counts as
   * no smaller than this one's.
   */
  boolean misses(Sample other) {
    double ours = Double.isNaN(deviation) ? 0 : deviation;
    double theirs = Double.isNaN(other.deviation) ? ours : Math.max(ours, other.deviation);
    double error = Math.sqrt(ours * ours / seeds + theirs * theirs / other.seeds);
    return mean < other.mean - 3 * error;
  }

  @Override
  public String toString() {
    String text = String.format(Locale.ROOT, "%.4f", mean).replaceFirst("^0", "");
    return Double.isNaN(deviation)
        ? text
        : text + String.format(Locale.ROOT, "±%.4f", deviation).replaceFirst("±0", "±");
  }
}
