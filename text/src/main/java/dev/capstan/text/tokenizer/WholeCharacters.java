package dev.capstan.text.tokenizer;

/** Texts of whole characters, as UTF-8 has them: half of a surrogate pair becomes U+FFFD. */
final class WholeCharacters {
  private static final char REPLACEMENT = '\ufffd';

  private WholeCharacters() {}

  static String of(String text) {
    StringBuilder out = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
        continue;
      }
      out = out == null ? new StringBuilder(text) : out;
      out.setCharAt(i, REPLACEMENT);
    }
    return out == null ? text : out.toString();
  }
}
