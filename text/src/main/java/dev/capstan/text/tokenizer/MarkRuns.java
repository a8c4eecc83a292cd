package dev.capstan.text.tokenizer;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Long runs of combining marks, taken apart and brought into canonical order before {@link
 * Normalizer} sees them.
 *
 * <p>Unicode orders the marks after a letter by their class, those of one class as they stand. The
 * JDK inserts each mark at its place among those before it, so that a run of n marks of two classes
 * in turn costs n²: a megabyte took half an hour. Sorted by buckets it costs n, and what is in
 * order costs the JDK n. Which of two classes comes first the JDK says itself, by what it makes of
 * two marks.
 *
 * <p>Source: Unicode Standard Annex 15, canonical ordering.
 */
final class MarkRuns {
  /** Shorter runs are left to the JDK; a letter of any script has far fewer marks. */
  private static final int LONG = 64;

  private static final int FIRST_MARK = 0x300;

  /** Marks of classes 1 and 240, the lowest and the highest. */
  private static final int OVERLAY = 0x334;

  private static final int IOTA_BELOW = 0x345;

  /** These are letters by their type, and marks once they are taken apart for compatibility. */
  private static final int HALFWIDTH_VOICED = 0xff9e;

  private static final int HALFWIDTH_SEMI_VOICED = 0xff9f;

  private final Normalizer.Form decomposition;
  private final StringBuilder out;
  private final TreeMap<Integer, StringBuilder> classes = new TreeMap<>(MarkRuns::byClass);
  private final Map<Integer, StringBuilder> ofMark = new HashMap<>();

  private final Map<Integer, Boolean> inPlace = new HashMap<>();

  private MarkRuns(Normalizer.Form form, StringBuilder out) {
    boolean canonical = form == Normalizer.Form.NFC || form == Normalizer.Form.NFD;
    this.decomposition = canonical ? Normalizer.Form.NFD : Normalizer.Form.NFKD;
    this.out = out;
  }

  /** The same text for this form, with no long run of marks out of order. */
  static String ordered(String text, Normalizer.Form form) {
    StringBuilder out = null;
    int copied = 0;
    for (int i = 0, end; i < text.length(); i = end) {
      end = endOfRun(text, i);
      if (end - i > LONG) {
        out = out == null ? new StringBuilder(text.length()) : out;
        out.append(text, copied, i);
        new MarkRuns(form, out).append(text.substring(i, end));
        copied = end;
      }
      end = Math.max(end, i + 1);
    }
    return out == null ? text : out.append(text, copied, text.length()).toString();
  }

  private static int endOfRun(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= FIRST_MARK && isMark(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    return at;
  }

  private static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || c == HALFWIDTH_VOICED
        || c == HALFWIDTH_SEMI_VOICED;
  }

  private void append(String run) {
    Map<Integer, String> parts = new HashMap<>();
    for (int i = 0, c; i < run.length(); i += Character.charCount(c)) {
      c = run.codePointAt(i);
      parts
          .computeIfAbsent(c, x -> Normalizer.normalize(Character.toString(x), decomposition))
          .codePoints()
          .forEach(this::append);
    }
    flush();
  }

  private void append(int mark) {
    if (isInPlace(mark)) {
      flush();
      out.appendCodePoint(mark);
    } else {
      ofMark
          .computeIfAbsent(mark, m -> classes.computeIfAbsent(m, first -> new StringBuilder()))
          .appendCodePoint(mark);
    }
  }

  private void flush() {
    for (StringBuilder each : classes.values()) {
      out.append(each);
      each.setLength(0);
    }
  }

  /** Marks without a class stay where they are, and nothing passes them. */
  private boolean isInPlace(int mark) {
    return inPlace.computeIfAbsent(mark, m -> !swaps(IOTA_BELOW, m) && !swaps(m, OVERLAY));
  }

  private static int byClass(int a, int b) {
    return swaps(a, b) ? 1 : swaps(b, a) ? -1 : 0;
  }

  /** Whether the first of two marks belongs behind the second. */
  private static boolean swaps(int a, int b) {
    String both = new StringBuilder().appendCodePoint(a).appendCodePoint(b).toString();
    return a != b && !Normalizer.normalize(both, Normalizer.Form.NFD).equals(both);
  }
}
