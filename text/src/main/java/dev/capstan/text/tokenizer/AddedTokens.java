package dev.capstan.text.tokenizer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds added tokens in a text, from left to right, the longest where several begin; hands over the
 * tokens and what is between them in order.
 */
final class AddedTokens {
  /** Takes what stands between tokens, and where it stands in the text. */
  interface Between {
    void accept(String text, PreTokenizer.Place place);
  }

  /** By first character, longest first. */
  private final Map<Character, List<AddedToken>> byStart = new HashMap<>();

  AddedTokens(List<AddedToken> tokens) {
    for (AddedToken token : tokens) {
      byStart.computeIfAbsent(token.content().charAt(0), c -> new ArrayList<>()).add(token);
    }
    Comparator<AddedToken> longest = Comparator.comparing(t -> -t.content().length());
    byStart.values().forEach(same -> same.sort(longest));
  }

  void split(String text, PreTokenizer.Place place, Between between, IntConsumer found) {
    int from = 0;
    int i = 0;
    while (i < text.length()) {
      AddedToken token = at(text, i);
      if (token == null) {
        i++;
        continue;
      }
      int end = i + token.content().length();
      if (!token.singleWord() || alone(text, i, end)) {
        int start = token.stripsLeft() ? skipLeft(text, from, i) : i;
        if (start > from) {
          between.accept(text.substring(from, start), place.at(from));
        }
        found.accept(token.id());
        from = token.stripsRight() ? skipRight(text, end) : end;
      }
      i = end;
    }
    if (from < text.length()) {
      between.accept(text.substring(from), place.at(from));
    }
  }

  /**
   * The longest that begins here, whether it counts or not; what it covers is not searched again.
   */
  private @Nullable AddedToken at(String text, int i) {
    for (AddedToken token : byStart.getOrDefault(text.charAt(i), List.of())) {
      if (text.startsWith(token.content(), i)) {
        return token;
      }
    }
    return null;
  }

  private static boolean alone(String text, int from, int to) {
    boolean before = from > 0 && CodePoints.isWordPart(text.codePointBefore(from));
    boolean after = to < text.length() && CodePoints.isWordPart(text.codePointAt(to));
    return !before && !after;
  }

  private static int skipLeft(String text, int least, int i) {
    int at = i;
    while (at > least && CodePoints.isWhitespace(text.codePointBefore(at))) {
      at--;
    }
    return at;
  }

  private static int skipRight(String text, int i) {
    int at = i;
    while (at < text.length() && CodePoints.isWhitespace(text.codePointAt(at))) {
      at++;
    }
    return at;
  }
}
