package dev.capstan.benchmarks.report;

import java.util.Locale;

/** Numbers as a table shows them. */
final class Digits {
  private Digits() {}

  /** Three digits, and no more than are known. */
  static String three(double x) {
    double size = Math.abs(x);
    if (size >= 100 || x == Math.rint(x)) {
      return String.format(Locale.ROOT, "%.0f", x);
    }
    return String.format(Locale.ROOT, size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f", x);
  }

  /** A factor with at most two decimals. */
  static String ratio(double x) {
    return String.format(Locale.ROOT, x >= 100 ? "%.0f" : x >= 10 ? "%.1f" : "%.2f", x);
  }

  /** What is asked for, as short as it goes: 4, 0.85. */
  static String plain(double x) {
    return x == Math.rint(x) ? String.format(Locale.ROOT, "%.0f", x) : Double.toString(x);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  static String giga(double x) {
    return String.format(Locale.ROOT, "%.1f", x / 1e9);
  }
}
