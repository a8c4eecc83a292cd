package dev.capstan.data;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Names that were not found, and those that may have been meant. */
final class Spelling {
  private static final int MOST_LISTED = 20;

  /** What a message has left for a list, beside what else it says. */
  private static final int MOST_CHARACTERS = 240;

  private Spelling() {}

  /** The name with the fewest letters to change, whatever their case. */
  static String nearest(String typed, List<String> known) {
    String wanted = typed.toLowerCase(Locale.ROOT);
    return known.stream()
        .min(Comparator.comparingInt(name -> changes(wanted, name.toLowerCase(Locale.ROOT))))
        .orElse("");
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
