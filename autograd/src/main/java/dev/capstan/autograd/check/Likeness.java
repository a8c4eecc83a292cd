package dev.capstan.autograd.check;

import java.util.Arrays;

/** How alike two arrays of numbers are, one of them from differences. */
final class Likeness {
  /**
   * Arrays this near, as a share of the largest element, are the same: central differences without
   * extrapolation are good to 1e-8 on ordinary functions, and faults that differ by less than this
   * from one another need no telling apart.
   */
  static final double ALIKE = 1e-5;

  private Likeness() {}

  static boolean alike(double[] a, double[] b) {
    return a.length == b.length && of(a, b) <= ALIKE;
  }

  /** The largest distance as a share of the largest element; infinite if one is not finite. */
  static double of(double[] a, double[] b) {
    double apart = 0;
    double size = Double.MIN_NORMAL;
    for (int i = 0; i < a.length; i++) {
      double d = Math.abs(a[i] - b[i]);
      apart = Double.isNaN(d) ? Double.POSITIVE_INFINITY : Math.max(apart, d);
      size = Math.max(size, Math.max(Math.abs(a[i]), Math.abs(b[i])));
    }
    return apart == 0 ? 0 : apart / size;
  }

  /** Where two arrays differ most. */
  static int furthest(double[] a, double[] b) {
    int at = 0;
    for (int i = 1; i < a.length; i++) {
      double d = Math.abs(a[i] - b[i]);
      at = Double.isNaN(d) || d > Math.abs(a[at] - b[at]) ? i : at;
    }
    return at;
  }

  /** The first element at which two arrays are not the same number; −1 if there is none. */
  static int differ(double[] a, double[] b) {
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      if (a[i] != b[i] && Double.compare(a[i], b[i]) != 0) {
        return i;
      }
    }
    return -1;
  }

  static double largest(double[] a) {
    return Arrays.stream(a).map(Math::abs).max().orElse(0);
  }

  static double[] times(double c, double[] a) {
    return Arrays.stream(a).map(x -> c * x).toArray();
  }
}
