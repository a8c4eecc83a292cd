package dev.capstan.text.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.Base64;
import java.util.function.IntPredicate;

/** The normalizer that a {@code tokenizer.json} describes. */
final class NormalizerJson {
  private NormalizerJson() {}

  static TextNormalizer read(JsonNode node) {
    if (node.isNull() || node.isMissingNode()) {
      return text -> text;
    }
    String type = node.path("type").asText();
    return switch (type) {
      case "Sequence" -> sequence(node.path("normalizers"));
      case "BertNormalizer" -> bert(node)::normalize;
      case "Lowercase" -> new BertNormalizer(false, false, false, true)::normalize;
      case "StripAccents" -> NormalizerJson::withoutMarks;
      case "NFC" -> text -> NormalForms.of(text, Normalizer.Form.NFC);
      case "NFD" -> text -> NormalForms.of(text, Normalizer.Form.NFD);
      case "NFKC" -> text -> NormalForms.of(text, Normalizer.Form.NFKC);
      case "NFKD" -> text -> NormalForms.of(text, Normalizer.Form.NFKD);
      case "Precompiled" ->
          new CharsMap(Base64.getDecoder().decode(node.path("precompiled_charsmap").asText()));
      case "Prepend" -> prepend(node.path("prepend").asText());
      case "Strip" -> strip(node);
      case "Replace" -> replace(node);
      default ->
          throw TokenizerJson.unknown(
              "normalizer",
              type,
              "Sequence, BertNormalizer, Lowercase, StripAccents, NFC, NFD, NFKC, NFKD, Precompiled,"
                  + " Prepend, Strip or Replace");
    };
  }

  private static TextNormalizer sequence(JsonNode list) {
    TextNormalizer all = text -> text;
    for (JsonNode each : list) {
      all = all.then(read(each));
    }
    return all;
  }

  /** Accents go with the capitals, unless the file says otherwise. */
  static BertNormalizer bert(JsonNode node) {
    boolean lowercase = node.path("lowercase").asBoolean(true);
    return new BertNormalizer(
        node.path("clean_text").asBoolean(true),
        node.path("handle_chinese_chars").asBoolean(true),
        node.path("strip_accents").asBoolean(lowercase),
        lowercase);
  }

  private static String withoutMarks(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().filter(c -> !CodePoints.isCombining(c)).forEach(out::appendCodePoint);
    return out.toString();
  }

  private static TextNormalizer prepend(String before) {
    return text -> text.isEmpty() ? text : before + text;
  }

  private static TextNormalizer strip(JsonNode node) {
    return new Strip(
        node.path("strip_left").asBoolean(true), node.path("strip_right").asBoolean(true));
  }

  /** White space at the ends goes. */
  private record Strip(boolean left, boolean right) implements TextNormalizer {
    @Override
    public String apply(String text) {
      int from = begin(text);
      int to = text.length();
      while (right && to > from && CodePoints.isWhitespace(text.charAt(to - 1))) {
        to--;
      }
      return text.substring(from, to);
    }

    @Override
    public int head(String text, int head) {
      return Math.min(apply(text).length(), Math.max(0, head - begin(text)));
    }

    private int begin(String text) {
      int from = 0;
      while (left && from < text.length() && CodePoints.isWhitespace(text.charAt(from))) {
        from++;
      }
      return from;
    }
  }

  /** A text for a text; of regular expressions only runs of white space, in one pass. */
  private static TextNormalizer replace(JsonNode node) {
    String content = node.path("content").asText();
    JsonNode pattern = node.path("pattern");
    if (pattern.path("String").isTextual() && !pattern.path("String").asText().isEmpty()) {
      String sought = pattern.path("String").asText();
      return new Replace((text, i) -> text.startsWith(sought, i) ? sought.length() : 0, content);
    }
    String expression = pattern.path("Regex").asText();
    return switch (expression) {
      case " {2,}" -> new Replace(run(2, c -> c == ' '), content);
      case " +" -> new Replace(run(1, c -> c == ' '), content);
      case "\\s+" -> new Replace(run(1, CodePoints::isWhitespace), content);
      default ->
          throw TokenizerJson.unknown(
              "normalizer: Replace", expression, "a text, or one of ' {2,}', ' +', '\\s+'");
    };
  }

  /** How many characters that are sought begin at a place; 0 if none do. */
  private interface Sought {
    int at(String text, int i);
  }

  private static Sought run(int least, IntPredicate of) {
    return (text, i) -> {
      int end = i;
      while (end < text.length() && of.test(text.charAt(end))) {
        end++;
      }
      return end - i >= least ? end - i : 0;
    };
  }

  private record Replace(Sought sought, String content) implements TextNormalizer {
    @Override
    public String apply(String text) {
      StringBuilder out = new StringBuilder(text.length());
      for (int i = 0, length; i < text.length(); i += Math.max(1, length)) {
        length = sought.at(text, i);
        if (length > 0) {
          out.append(content);
        } else {
          out.append(text.charAt(i));
        }
      }
      return out.toString();
    }

    /** What is put in counts as the last character of what it stands for. */
    @Override
    public int head(String text, int head) {
      int out = 0;
      for (int i = 0, length; i < head; i += Math.max(1, length)) {
        length = sought.at(text, i);
        if (i + length > head) {
          break;
        }
        out += length > 0 ? content.length() : 1;
      }
      return out;
    }
  }
}
