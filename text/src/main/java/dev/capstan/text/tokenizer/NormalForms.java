package dev.capstan.text.tokenizer;

import java.text.Normalizer;

/**
 * Unicode's normal forms, as they were in the version that Hugging Face's tokenizers has built in.
 *
 * <p>What was not assigned then is a letter that nothing joins, moves or takes apart. So it ends
 * the stretches that {@link Normalizer} sees, which knows more of them with every JDK.
 */
final class NormalForms {
  private NormalForms() {}

  static String of(String text, Normalizer.Form form) {
    int from = 0;
    StringBuilder out = null;
    for (int i = 0, next; i < text.length(); i = next) {
      int c = text.codePointAt(i);
      next = i + Character.charCount(c);
      if (CodePoints.isWhole(c)) {
        out = out == null ? new StringBuilder(text.length()) : out;
        out.append(normalized(text.substring(from, i), form)).appendCodePoint(c);
        from = next;
      }
    }
    String rest = normalized(text.substring(from), form);
    return out == null ? rest : out.append(rest).toString();
  }

  private static String normalized(String text, Normalizer.Form form) {
    return Normalizer.normalize(MarkRuns.ordered(text, form), form);
  }
}
