package dev.capstan.text.tokenizer;

import java.util.function.IntPredicate;

/** The plain ways to split a text, each in one pass from left to right. */
final class Splitters {
  private Splitters() {}

  /** At white space, which goes, and around each sign of punctuation. */
  static PreTokenizer bert() {
    return (text, place, words) ->
        separate(text, place, CodePoints::isWhitespace, CodePoints::isPunctuation, words);
  }

  /** At white space, which goes. */
  static PreTokenizer atWhitespace() {
    return (text, place, words) ->
        separate(text, place, CodePoints::isWhitespace, c -> false, words);
  }

  /** Around each sign of punctuation. */
  static PreTokenizer aroundPunctuation() {
    return (text, place, words) ->
        separate(text, place, c -> false, CodePoints::isPunctuation, words);
  }

  /** Around each digit. */
  static PreTokenizer aroundDigits() {
    return (text, place, words) -> separate(text, place, c -> false, CodePoints::isDigit, words);
  }

  /** Between digits and what is none. */
  static PreTokenizer betweenDigits() {
    return (text, place, words) ->
        stretches(text, place, c -> CodePoints.isDigit(c) ? 1 : 0, words);
  }

  /** Stretches of letters, digits and underscores, and stretches of other signs. */
  static PreTokenizer words() {
    return (text, place, words) ->
        stretches(
            text,
            place,
            c -> CodePoints.isWhitespace(c) ? DROPPED : CodePoints.isWordPart(c) ? 1 : 0,
            words);
  }

  private static void separate(
      String text,
      PreTokenizer.Place place,
      IntPredicate dropped,
      IntPredicate alone,
      PreTokenizer.Words words) {
    int from = 0;
    for (int i = 0, next; i < text.length(); i = next) {
      int c = text.codePointAt(i);
      next = i + Character.charCount(c);
      boolean single = alone.test(c);
      if (single || dropped.test(c)) {
        word(text, place, from, i, words);
        if (single) {
          word(text, place, i, next, words);
        }
        from = next;
      }
    }
    word(text, place, from, text.length(), words);
  }

  private interface Kind {
    int of(int codePoint);
  }

  private static final int DROPPED = -1;

  private static void stretches(
      String text, PreTokenizer.Place place, Kind kind, PreTokenizer.Words words) {
    int from = 0;
    int current = DROPPED;
    for (int i = 0, next; i < text.length(); i = next) {
      int c = text.codePointAt(i);
      next = i + Character.charCount(c);
      int here = kind.of(c);
      if (here != current) {
        if (current != DROPPED) {
          word(text, place, from, i, words);
        }
        from = i;
        current = here;
      }
    }
    if (current != DROPPED) {
      word(text, place, from, text.length(), words);
    }
  }

  private static void word(
      String text, PreTokenizer.Place place, int from, int to, PreTokenizer.Words words) {
    if (to > from) {
      words.accept(text.substring(from, to), place.at(from));
    }
  }
}
