package dev.capstan.text.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.text.Normalizer;
import java.util.Base64;
import java.util.function.UnaryOperator;

/** The normalizer that a {@code tokenizer.json} describes. */
final class NormalizerJson {
  private NormalizerJson() {}

  static UnaryOperator<String> read(JsonNode node) {
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

  private static UnaryOperator<String> sequence(JsonNode list) {
    UnaryOperator<String> all = text -> text;
    for (JsonNode each : list) {
      UnaryOperator<String> before = all;
      UnaryOperator<String> next = read(each);
      all = text -> next.apply(before.apply(text));
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

  private static UnaryOperator<String> prepend(String before) {
    return text -> text.isEmpty() ? text : before + text;
  }

  private static UnaryOperator<String> strip(JsonNode node) {
    boolean left = node.path("strip_left").asBoolean(true);
    boolean right = node.path("strip_right").asBoolean(true);
    return text -> {
      int from = 0;
      int to = text.length();
      while (left && from < to && CodePoints.isWhitespace(text.charAt(from))) {
        from++;
      }
      while (right && to > from && CodePoints.isWhitespace(text.charAt(to - 1))) {
        to--;
      }
      return text.substring(from, to);
    };
  }

  /** A text for a text; of regular expressions only runs of white space, in one pass. */
  private static UnaryOperator<String> replace(JsonNode node) {
    String content = node.path("content").asText();
    JsonNode pattern = node.path("pattern");
    if (pattern.path("String").isTextual() && !pattern.path("String").asText().isEmpty()) {
      String sought = pattern.path("String").asText();
      return text -> text.replace(sought, content);
    }
    String expression = pattern.path("Regex").asText();
    return switch (expression) {
      case " {2,}" -> text -> runs(text, 2, content, c -> c == ' ');
      case " +" -> text -> runs(text, 1, content, c -> c == ' ');
      case "\\s+" -> text -> runs(text, 1, content, CodePoints::isWhitespace);
      default ->
          throw TokenizerJson.unknown(
              "normalizer: Replace", expression, "a text, or one of ' {2,}', ' +', '\\s+'");
    };
  }

  private static String runs(
      String text, int least, String content, java.util.function.IntPredicate of) {
    StringBuilder out = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      int end = i;
      while (end < text.length() && of.test(text.charAt(end))) {
        end++;
      }
      if (end - i >= least) {
        out.append(content);
      } else {
        end = Math.max(end, i + 1);
        out.append(text, i, end);
      }
      i = end;
    }
    return out.toString();
  }
}
