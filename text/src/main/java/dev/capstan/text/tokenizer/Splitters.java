package dev.capstan.text.tokenizer;

import java.util.function.Consumer;
import java.util.function.IntPredicate;

/** The plain ways to split a text, each in one pass from left to right. */
final class Splitters {
  private Splitters() {}

  /** At white space, which goes, and around each sign of punctuation. */
  static PreTokenizer bert() {
    return (text, place, words) ->
        separate(text, CodePoints::isWhitespace, CodePoints::isPunctuation, words);
  }

  /** At white space, which goes. */
  static PreTokenizer atWhitespace() {
    return (text, place, words) -> separate(text, CodePoints::isWhitespace, c -> false, words);
  }

  /** Around each sign of punctuation. */
  static PreTokenizer aroundPunctuation() {
    return (text, place, words) -> separate(text, c -> false, CodePoints::isPunctuation, words);
  }

  /** Around each digit. */
  static PreTokenizer aroundDigits() {
    return (text, place, words) -> separate(text, c -> false, CodePoints::isNumber, words);
  }

  /** Between digits and what is none. */
  static PreTokenizer betweenDigits() {
    return (text, place, words) -> stretches(text, c -> CodePoints.isNumber(c) ? 1 : 0, words);
  }

  /** Stretches of letters, digits and underscores, and stretches of other signs. */
  static PreTokenizer words() {
    return (text, place, words) ->
        stretches(
            text,
            c -> CodePoints.isWhitespace(c) ? DROPPED : CodePoints.isWordPart(c) ? 1 : 0,
            words);
  }

  private static void separate(
      String text, IntPredicate dropped, IntPredicate alone, Consumer<String> words) {
    int from = 0;
    for (int i = 0, next; i < text.length(); i = next) {
      int c = text.codePointAt(i);
      next = i + Character.charCount(c);
      boolean single = alone.test(c);
      if (single || dropped.test(c)) {
        word(text, from, i, words);
        if (single) {
          word(text, i, next, words);
        }
        from = next;
      }
    }
    word(text, from, text.length(), words);
  }

  private interface Kind {
    int of(int codePoint);
  }

  private static final int DROPPED = -1;

  private static void stretches(String text, Kind kind, Consumer<String> words) {
    int from = 0;
    int current = DROPPED;
    for (int i = 0, next; i < text.length(); i = next) {
      int c = text.codePointAt(i);
      next = i + Character.charCount(c);
      int here = kind.of(c);
      if (here != current) {
        if (current != DROPPED) {
          word(text, from, i, words);
        }
        from = i;
        current = here;
      }
    }
    if (current != DROPPED) {
      word(text, from, text.length(), words);
    }
  }

  private static void word(String text, int from, int to, Consumer<String> words) {
    if (to > from) {
      words.accept(text.substring(from, to));
    }
  }
}
