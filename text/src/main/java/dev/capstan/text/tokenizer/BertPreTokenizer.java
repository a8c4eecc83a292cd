package dev.capstan.text.tokenizer;

import java.util.function.Consumer;

/** Splits text into words: at white space, which goes, and around each sign of punctuation. */
final class BertPreTokenizer {
  private BertPreTokenizer() {}

  static void split(String text, Consumer<String> words) {
    int from = 0;
    for (int i = 0, next; i < text.length(); i = next) {
      int c = text.codePointAt(i);
      next = i + Character.charCount(c);
      boolean sign = CodePoints.isPunctuation(c);
      if (sign || CodePoints.isWhitespace(c)) {
        word(text, from, i, words);
        if (sign) {
          word(text, i, next, words);
        }
        from = next;
      }
    }
    word(text, from, text.length(), words);
  }

  private static void word(String text, int from, int to, Consumer<String> words) {
    if (to > from) {
      words.accept(text.substring(from, to));
    }
  }
}
