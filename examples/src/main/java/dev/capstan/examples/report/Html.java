package dev.capstan.examples.report;

import java.util.Locale;

/** Text for a page. */
final class Html {
  private Html() {}

  /** What stands for itself between tags and in quoted attributes. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  static String element(String name, String text) {
    return "<" + name + ">" + text + "</" + name + ">";
  }

  static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  /** A share as 98.4 %. */
  static String percent(double share) {
    return Double.isNaN(share) ? "-" : format("%.1f&nbsp;%%", 100 * share);
  }
}
