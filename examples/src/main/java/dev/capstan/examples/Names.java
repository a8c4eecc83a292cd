package dev.capstan.examples;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Names that the user typed, and those that they may have meant. */
public final class Names {
  /** More names than this are counted, not listed. */
  private static final int MOST_LISTED = 30;

  /** More letters than this of what was typed are not repeated. */
  private static final int MOST_LETTERS = 60;

  private Names() {}

  /** Lower case, with hyphens for underscores and blanks. */
  public static String canonical(String typed) {
    return typed.strip().toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
  }

  /** The message for an unknown name: what it is, the nearest known one, and all of them. */
  public static String unknown(String what, String typed, Collection<String> known) {
    return unknown(what, typed, known, List.of());
  }

  /** As {@link #unknown(String, String, Collection)}; other names are understood but not listed. */
  public static String unknown(
      String what, String typed, Collection<String> known, Collection<String> others) {
    List<String> all = Stream.concat(known.stream(), others.stream()).toList();
    return "unknown "
        + what
        + " '"
        + elided(typed)
        + "'; did you mean '"
        + nearest(canonical(typed), all)
        + "'? Known: "
        + (known.size() <= MOST_LISTED ? String.join(", ", known) : known.size() + " names");
  }

  /** What was typed, short enough for a message. */
  static String elided(String typed) {
    return typed.length() <= MOST_LETTERS ? typed : typed.substring(0, MOST_LETTERS) + "...";
  }

  /**
   * The known name with the smallest share of letters to change, so that a long one is not far for
   * being long; one that begins alike wins a tie.
   */
  static String nearest(String typed, Collection<String> known) {
    return known.stream()
        .min(
            Comparator.comparingDouble((String name) -> share(typed, name))
                .thenComparing(name -> -commonStart(typed, name)))
        .orElseThrow();
  }

  private static double share(String typed, String name) {
    return (double) changes(typed, name) / Math.max(1, Math.max(typed.length(), name.length()));
  }

  private static int commonStart(String a, String b) {
    int n = 0;
    while (n < Math.min(a.length(), b.length()) && a.charAt(n) == b.charAt(n)) {
      n++;
    }
    return n;
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
