package dev.capstan.text.tokenizer;

import java.text.Normalizer;

/**
 * Text as BERT's vocabularies expect it.
 *
 * <p>In this order: controls are dropped and each white space becomes a blank; ideographs are set
 * apart by blanks; letters are decomposed and lose their accents; capitals become small letters.
 *
 * <p>Source: Devlin et al., arXiv:1810.04805; the rules of Hugging Face's {@code BertNormalizer}.
 *
 * @param cleanText whether controls are dropped and white space becomes blanks
 * @param handleChineseChars whether ideographs are set apart
 * @param stripAccents whether accents go
 * @param lowercase whether capitals become small
 */
public record BertNormalizer(
    boolean cleanText, boolean handleChineseChars, boolean stripAccents, boolean lowercase) {
  private static final int CAPITAL_I_WITH_DOT = 0x130;
  private static final char DOT_ABOVE = '\u0307';

  /** For an uncased vocabulary. */
  public static BertNormalizer uncased() {
    return new BertNormalizer(true, true, true, true);
  }

  /** For a cased vocabulary. */
  public static BertNormalizer cased() {
    return new BertNormalizer(true, true, false, false);
  }

  /** The text in the form that words are looked up in. */
  public String normalize(String text) {
    String clean = isPlain(text) ? text : cleaned(text);
    String bare = stripAccents ? withoutAccents(clean) : clean;
    return lowercase ? small(bare) : bare;
  }

  /** Whether cleaning changes nothing, as in most English text. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }

  private String cleaned(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      if (cleanText && CodePoints.isRemoved(c)) {
        continue;
      }
      if (cleanText && CodePoints.isWhitespace(c)) {
        out.append(' ');
      } else if (handleChineseChars && CodePoints.isIdeograph(c)) {
        out.append(' ').appendCodePoint(c).append(' ');
      } else {
        out.appendCodePoint(c);
      }
    }
    return out.toString();
  }

  private static String withoutAccents(String text) {
    if (isPlain(text)) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    NormalForms.of(text, Normalizer.Form.NFD)
        .codePoints()
        .filter(c -> !CodePoints.isMark(c))
        .forEach(out::appendCodePoint);
    return out.toString();
  }

  private static String small(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      if (c == CAPITAL_I_WITH_DOT) {
        out.append('i').append(DOT_ABOVE);
      } else {
        out.appendCodePoint(CodePoints.toLowerCase(c));
      }
    }
    return out.toString();
  }
}
