package dev.capstan.text.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What a {@code tokenizer.json} puts around texts. */
final class TemplateJson {
  private TemplateJson() {}

  static Template read(JsonNode node, Vocabulary vocabulary) {
    if (node.isNull() || node.isMissingNode()) {
      return Template.none();
    }
    String type = node.path("type").asText();
    return switch (type) {
      case "TemplateProcessing" ->
          new Template(
              parts(node.path("single"), node.path("special_tokens")),
              parts(node.path("pair"), node.path("special_tokens")));
      case "BertProcessing" ->
          Template.bert(token(node, "cls", vocabulary), token(node, "sep", vocabulary));
      case "RobertaProcessing" ->
          Template.roberta(token(node, "cls", vocabulary), token(node, "sep", vocabulary));
      case "ByteLevel" -> Template.none();
      case "Sequence" -> sequence(node.path("processors"), vocabulary);
      default ->
          throw TokenizerJson.unknown(
              "post_processor",
              type,
              "TemplateProcessing, BertProcessing, RobertaProcessing, ByteLevel or Sequence");
    };
  }

  private static Template sequence(JsonNode list, Vocabulary vocabulary) {
    Template around = Template.none();
    for (JsonNode each : list) {
      Template next = read(each, vocabulary);
      if (next.aroundTwo() > 0) {
        around = next;
      }
    }
    return around;
  }

  private static int token(JsonNode node, String name, Vocabulary vocabulary) {
    JsonNode number = node.path(name).path(1);
    return number.isInt()
        ? number.intValue()
        : vocabulary.required(node.path(name).path(0).asText());
  }

  private static List<Template.Part> parts(JsonNode list, JsonNode special) {
    List<Template.Part> parts = new ArrayList<>();
    for (JsonNode each : list) {
      JsonNode text = each.path("Sequence");
      JsonNode token = each.path("SpecialToken");
      if (text.isObject()) {
        boolean second = text.path("id").asText().equals("B");
        parts.add(
            new Template.Part(
                second ? Template.SECOND_TEXT : Template.FIRST_TEXT, text.path("type_id").asInt()));
      } else {
        JsonNode ids = special.path(token.path("id").asText()).path("ids");
        if (ids.isEmpty()) {
          throw new IllegalArgumentException(
              "post_processor: no numbers of '" + token.path("id").asText() + "'");
        }
        ids.forEach(id -> parts.add(new Template.Part(id.asInt(), token.path("type_id").asInt())));
      }
    }
    return parts;
  }
}
