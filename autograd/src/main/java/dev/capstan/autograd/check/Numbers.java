package dev.capstan.autograd.check;

import java.util.Locale;

/** Numbers as messages show them. */
final class Numbers {
  private Numbers() {}

  /** Seven significant digits, enough to see a wrong one; whole numbers as such. */
  static String shown(double x) {
    if (x == Math.rint(x) && Math.abs(x) < 1e7) {
      return String.valueOf((long) x);
    }
    return Double.isFinite(x) ? trimmed(String.format(Locale.ROOT, "%.7g", x)) : String.valueOf(x);
  }

  /** Two significant digits, for errors and steps. */
  static String brief(double x) {
    return x == 0 ? "0" : String.format(Locale.ROOT, "%.1e", x);
  }

  private static String trimmed(String s) {
    if (s.indexOf('.') < 0 || s.indexOf('e') >= 0) {
      return s;
    }
    int end = s.length();
    while (s.charAt(end - 1) == '0' && s.charAt(end - 2) != '.') {
      end--;
    }
    return s.substring(0, end);
  }
}
