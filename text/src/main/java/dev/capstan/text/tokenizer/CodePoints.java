package dev.capstan.text.tokenizer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What a BERT tokeniser knows of code points: categories and small letters.
 *
 * <p>The table is a file of its own, {@code code-points.txt}, and not {@link Character}: the JDK's
 * categories grow with every Unicode version, so that the same text would have other ids on another
 * JDK, while the vocabularies were made by a library that stayed with Unicode 8.0. Decomposition is
 * left to {@link java.text.Normalizer}, as Unicode never changes that of an assigned code point;
 * what came later, or may come, is listed and kept from it: see {@link NormalForms}.
 */
final class CodePoints {
  private static final int WHITESPACE = 1;
  private static final int REMOVED = 2;
  private static final int PUNCTUATION = 4;
  private static final int MARK = 8;
  private static final int IDEOGRAPH = 16;
  private static final int WHOLE = 32;
  private static final int LETTER = 64;
  private static final int NUMBER = 128;
  private static final int WORD = 256;
  private static final int COMBINING = 512;
  private static final int JOINED = 1024;
  private static final int PREPENDED = 2048;
  private static final int UNJOINED = 4096;
  private static final int PICTOGRAPHIC = 8192;
  private static final int CONSONANT = 16384;
  private static final int LINKER = 32768;

  private static final CodePoints TABLE = read();

  /** A stretch of capitals, each or every second one, and how far away their small letters are. */
  private record Capitals(int from, int to, int step, int difference) {}

  private final short[] kinds = new short[Character.MAX_CODE_POINT + 1];
  private final BitSet laterNumbers = new BitSet();
  private final List<Capitals> capitals = new ArrayList<>();

  private CodePoints() {}

  static boolean isWhitespace(int c) {
    return is(c, WHITESPACE);
  }

  /** Whether cleaning drops it: controls other than tab and line ends, formats, private use. */
  static boolean isRemoved(int c) {
    return is(c, REMOVED);
  }

  static boolean isPunctuation(int c) {
    return is(c, PUNCTUATION);
  }

  /** Whether it is a non-spacing mark: what is left of an accent when letters are decomposed. */
  static boolean isMark(int c) {
    return is(c, MARK);
  }

  /** Whether it stands for a word alone, as Chinese characters do. */
  static boolean isIdeograph(int c) {
    return is(c, IDEOGRAPH);
  }

  /** Whether it is not decomposed, though later versions of Unicode do. */
  static boolean isWhole(int c) {
    return is(c, WHOLE);
  }

  static boolean isLetter(int c) {
    return is(c, LETTER);
  }

  static boolean isNumber(int c) {
    return is(c, NUMBER);
  }

  /** Whether it is a number for a splitter around digits, which knows later ones. */
  static boolean isDigit(int c) {
    return is(c, NUMBER) || TABLE.laterNumbers.get(c);
  }

  /** Whether it is part of a word: letters, marks, digits, and what connects them. */
  static boolean isWordPart(int c) {
    return is(c, WORD);
  }

  /** Whether it is a mark of any kind, spacing or not. */
  static boolean isCombining(int c) {
    return is(c, COMBINING);
  }

  /** Whether it is of one cluster with what stands before it: marks and joiners. */
  static boolean isJoined(int c) {
    return is(c, JOINED);
  }

  /** Whether what follows is of one cluster with it. */
  static boolean isPrepended(int c) {
    return is(c, PREPENDED);
  }

  /** Whether no mark joins it, as it is a control. */
  static boolean isUnjoined(int c) {
    return is(c, UNJOINED);
  }

  /** Whether it is a picture, which a zero-width joiner joins to another. */
  static boolean isPictographic(int c) {
    return is(c, PICTOGRAPHIC);
  }

  /** Whether it is a consonant of India, which a linker joins to another. */
  static boolean isConsonant(int c) {
    return is(c, CONSONANT);
  }

  static boolean isLinker(int c) {
    return is(c, LINKER);
  }

  private static boolean is(int c, int kind) {
    return (TABLE.kinds[c] & kind) != 0;
  }

  /** The small letter of a capital, itself otherwise; one for one, whatever stands around it. */
  static int toLowerCase(int c) {
    if (c < 0x80) {
      return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    }
    List<Capitals> all = TABLE.capitals;
    int low = 0;
    int high = all.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Capitals run = all.get(middle);
      if (c < run.from) {
        high = middle - 1;
      } else if (c > run.to) {
        low = middle + 1;
      } else {
        return (c - run.from) % run.step == 0 ? c + run.difference : c;
      }
    }
    return c;
  }

  private static CodePoints read() {
    CodePoints table = new CodePoints();
    try (InputStream in = CodePoints.class.getResourceAsStream("code-points.txt")) {
      if (in == null) {
        throw new IllegalStateException("code-points.txt is missing beside CodePoints.class");
      }
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
      String section = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("[")) {
          section = line;
        } else if (!line.isEmpty() && !line.startsWith("#")) {
          for (String word : line.split(" ", -1)) {
            table.take(section, word);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return table;
  }

  private void take(String section, String word) {
    int colon = word.indexOf(':');
    String stretch = colon < 0 ? word : word.substring(0, colon);
    int dash = stretch.indexOf('-');
    int from = Integer.parseInt(dash < 0 ? stretch : stretch.substring(0, dash), 16);
    int to = dash < 0 ? from : Integer.parseInt(stretch.substring(dash + 1), 16);
    if (section.equals("[capital]")) {
      boolean second = word.endsWith("/2");
      String difference = word.substring(colon + 1, word.length() - (second ? 2 : 0));
      capitals.add(new Capitals(from, to, second ? 2 : 1, Integer.parseInt(difference)));
      return;
    }
    if (section.equals("[digit]")) {
      laterNumbers.set(from, to + 1);
      return;
    }
    int kind =
        switch (section) {
          case "[whitespace]" -> WHITESPACE;
          case "[removed]" -> REMOVED;
          case "[punctuation]" -> PUNCTUATION;
          case "[mark]" -> MARK;
          case "[ideograph]" -> IDEOGRAPH;
          case "[whole]" -> WHOLE;
          case "[letter]" -> LETTER;
          case "[number]" -> NUMBER;
          case "[word]" -> WORD;
          case "[combining]" -> COMBINING;
          case "[joined]" -> JOINED;
          case "[prepended]" -> PREPENDED;
          case "[unjoined]" -> UNJOINED;
          case "[pictographic]" -> PICTOGRAPHIC;
          case "[consonant]" -> CONSONANT;
          case "[linker]" -> LINKER;
          default -> throw new IllegalStateException("code-points.txt: section " + section);
        };
    for (int c = from; c <= to; c++) {
      kinds[c] |= (short) kind;
    }
  }
}
