package dev.capstan.data;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Names that were not found, and those that may have been meant. */
final class Spelling {
  private static final int MOST_LISTED = 20;

  /** What a message has left for a list, beside what else it says. */
  private static final int MOST_CHARACTERS = 240;

  /** With more than this share of letters to change it is another word. */
  private static final double FARTHEST = 0.5;

  private Spelling() {}

  /** A question after the nearest name, if one is near, before a sentence that begins. */
  static String offered(String typed, List<String> known) {
    return known.stream()
        .min(Comparator.comparingDouble(name -> distance(typed, name)))
        .filter(name -> distance(typed, name) <= FARTHEST)
        .map(name -> "; did you mean '" + Numerals.shortened(name) + "'? The")
        .orElse("; the");
  }

  /** The share of letters to change, whatever their case. */
  private static double distance(String typed, String name) {
    int longest = Math.max(1, Math.max(typed.length(), name.length()));
    return (double) changes(typed.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT))
        / longest;
  }

  /** The first names, as many as a message has room for, and how many more there are. */
  static String listed(List<String> names) {
    StringBuilder listed = new StringBuilder();
    int shown = 0;
    while (shown < Math.min(names.size(), MOST_LISTED)) {
      String next = (shown == 0 ? "" : ", ") + Numerals.shortened(names.get(shown));
      if (listed.length() + next.length() > MOST_CHARACTERS) {
        break;
      }
      listed.append(next);
      shown++;
    }
    int more = names.size() - shown;
    return more == 0 ? listed.toString() : listed + " and " + more + " more";
  }

  /** Levenshtein's distance, row by row. */
  private static int changes(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[b.length()];
  }
}
