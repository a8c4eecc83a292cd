package dev.capstan.text.tokenizer;

import java.nio.charset.StandardCharsets;

/**
 * Splits as GPT-2 does and writes each byte as one visible character, so that a vocabulary of 256
 * characters and their merges knows every text.
 *
 * <p>A word is an English contraction ({@code 's}, {@code 't}, {@code 're}, {@code 've}, {@code
 * 'm}, {@code 'll}, {@code 'd}), or letters, or numbers, or other signs, each with the blank before
 * it; of several blanks the last goes with the word that follows. The published pattern is a
 * regular expression; this is the same in one pass.
 *
 * <p>Source: Radford et al., "Language models are unsupervised multitask learners" (2019); Hugging
 * Face's {@code ByteLevel}.
 */
final class ByteLevel implements PreTokenizer {
  private static final char[] VISIBLE = visible();
  private static final String[] CONTRACTIONS = {"'s", "'t", "'re", "'ve", "'m", "'ll", "'d"};

  private final boolean prefixBlank;
  private final boolean splits;

  /**
   * @param prefixBlank whether a blank is put before a text that does not begin with one
   * @param splits whether words are split, or the whole is one
   */
  ByteLevel(boolean prefixBlank, boolean splits) {
    this.prefixBlank = prefixBlank;
    this.splits = splits;
  }

  /** The visible character of each byte: itself if it is printable, else one from 256 on. */
  private static char[] visible() {
    char[] table = new char[256];
    char next = 256;
    for (int b = 0; b < 256; b++) {
      boolean printable = b >= '!' && b <= '~' || b >= 0xa1 && b <= 0xac || b >= 0xae;
      table[b] = printable ? (char) b : next++;
    }
    return table;
  }

  @Override
  public void split(String text, Place place, Words words) {
    boolean wanted = prefixBlank && !text.isEmpty() && !text.startsWith(" ");
    String whole = wanted ? " " + text : text;
    int from = 0;
    while (from < whole.length()) {
      int to = splits ? endOfWord(whole, from) : whole.length();
      words.accept(bytes(whole.substring(from, to)), place.at(from));
      from = to;
    }
  }

  private static String bytes(String word) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    StringBuilder out = new StringBuilder(bytes.length);
    for (byte b : bytes) {
      out.append(VISIBLE[b & 0xff]);
    }
    return out.toString();
  }

  private static int endOfWord(String text, int from) {
    for (String contraction : CONTRACTIONS) {
      if (text.startsWith(contraction, from)) {
        return from + contraction.length();
      }
    }
    int first = text.codePointAt(from);
    int body = first == ' ' ? from + 1 : from;
    if (body < text.length() && !CodePoints.isWhitespace(text.codePointAt(body))) {
      return endOfStretch(text, body);
    }
    int end = endOfStretch(text, from);
    // White space: all of it at the end of the text, else all but the last, which goes on.
    boolean alone = end == text.length() || end - from == Character.charCount(first);
    return alone ? end : text.offsetByCodePoints(end, -1);
  }

  private static int endOfStretch(String text, int from) {
    int kind = kind(text.codePointAt(from));
    int at = from;
    while (at < text.length() && kind(text.codePointAt(at)) == kind) {
      at += Character.charCount(text.codePointAt(at));
    }
    return at;
  }

  private static int kind(int c) {
    if (CodePoints.isWhitespace(c)) {
      return 0;
    }
    return CodePoints.isLetter(c) ? 1 : CodePoints.isNumber(c) ? 2 : 3;
  }
}
