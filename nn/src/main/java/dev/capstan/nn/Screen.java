package dev.capstan.nn;

import java.util.List;

/** Prints that are no longer than a screen. */
final class Screen {
  static final int LINES = 40;
  private static final int EDGE = (LINES - 2) / 2;

  private Screen() {}

  /** Lines under a title; the middle of many is left out. */
  static String of(String title, List<String> lines) {
    StringBuilder text = new StringBuilder(title);
    for (int i = 0; i < lines.size(); i++) {
      boolean shown = lines.size() < LINES || i < EDGE || i >= lines.size() - EDGE;
      if (shown) {
        text.append('\n').append(lines.get(i));
      } else if (i == EDGE) {
        text.append("\n  … ").append(lines.size() - 2 * EDGE).append(" more …");
      }
    }
    return text.toString();
  }
}
