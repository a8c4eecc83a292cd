package dev.capstan.text.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;

/** The splitter that a {@code tokenizer.json} describes. */
final class PreTokenizerJson {
  private static final PreTokenizer WHOLE =
      (text, place, words) -> {
        if (!text.isEmpty()) {
          words.accept(text, place);
        }
      };

  private PreTokenizerJson() {}

  static PreTokenizer read(JsonNode node) {
    if (node.isNull() || node.isMissingNode()) {
      return WHOLE;
    }
    String type = node.path("type").asText();
    return switch (type) {
      case "Sequence" -> sequence(node.path("pretokenizers"));
      case "BertPreTokenizer" -> Splitters.bert();
      case "Whitespace" -> Splitters.words();
      case "WhitespaceSplit" -> Splitters.atWhitespace();
      case "Digits" ->
          node.path("individual_digits").asBoolean()
              ? Splitters.aroundDigits()
              : Splitters.betweenDigits();
      case "Punctuation" -> punctuation(node);
      case "ByteLevel" ->
          new ByteLevel(
              node.path("add_prefix_space").asBoolean(true),
              node.path("use_regex").asBoolean(true));
      case "Metaspace" -> metaspace(node);
      default ->
          throw TokenizerJson.unknown(
              "pre_tokenizer",
              type,
              "Sequence, BertPreTokenizer, Whitespace, WhitespaceSplit, Digits, Punctuation,"
                  + " ByteLevel or Metaspace");
    };
  }

  private static PreTokenizer sequence(JsonNode list) {
    PreTokenizer all = WHOLE;
    for (JsonNode each : list) {
      all = all.then(read(each));
    }
    return all;
  }

  private static PreTokenizer punctuation(JsonNode node) {
    String behavior = node.path("behavior").asText("Isolated");
    if (!behavior.equals("Isolated")) {
      throw TokenizerJson.unknown("pre_tokenizer: Punctuation", behavior, "Isolated");
    }
    return Splitters.aroundPunctuation();
  }

  private static PreTokenizer metaspace(JsonNode node) {
    boolean older = node.path("add_prefix_space").asBoolean(true);
    String scheme = node.path("prepend_scheme").asText(older ? "always" : "never");
    Metaspace.Prefix prefix =
        switch (scheme) {
          case "always" -> Metaspace.Prefix.ALWAYS;
          case "first" -> Metaspace.Prefix.FIRST;
          case "never" -> Metaspace.Prefix.NEVER;
          default ->
              throw TokenizerJson.unknown(
                  "pre_tokenizer: Metaspace", scheme, "always, first or never");
        };
    return new Metaspace(
        node.path("replacement").asText("\u2581"), prefix, node.path("split").asBoolean(true));
  }
}
