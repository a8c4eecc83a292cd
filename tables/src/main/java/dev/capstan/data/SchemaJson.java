package dev.capstan.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.capstan.data.FeatureColumn.CategoryColumn;
import dev.capstan.data.FeatureColumn.NumberColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Schema, form of pictures and card as JSON. Every double comes back as it was. */
final class SchemaJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SchemaJson() {}

  static String write(Schema schema) {
    ObjectNode json = JSON.createObjectNode();
    json.put("label", schema.label())
        .put("id", schema.id())
        .put("missing", schema.missing().name());
    ArrayNode classes = json.putArray("classes");
    schema.classes().forEach(classes::add);
    ArrayNode features = json.putArray("features");
    for (FeatureColumn feature : schema.features()) {
      ObjectNode one = features.addObject().put("name", feature.name());
      if (feature instanceof NumberColumn number) {
        one.put("mean", number.mean()).put("deviation", number.deviation());
      } else if (feature instanceof CategoryColumn category) {
        ArrayNode values = one.putArray("values");
        category.values().forEach(values::add);
      }
    }
    return json.toString();
  }

  static String write(ModelCard card) {
    ObjectNode json = JSON.createObjectNode();
    card.entries().forEach(json::put);
    return json.toString();
  }

  static String write(ImageFolder.Form form, List<String> classes) {
    ObjectNode json = JSON.createObjectNode();
    json.put("width", form.width()).put("height", form.height()).put("color", form.color().name());
    classes.forEach(json.putArray("classes")::add);
    return json.toString();
  }

  static ImageFolder.Form form(String text) {
    JsonNode json = parsed(text);
    return new ImageFolder.Form(
        json.path("width").asInt(),
        json.path("height").asInt(),
        ImageFolder.Color.valueOf(json.path("color").asText()));
  }

  static List<String> classes(String text) {
    return texts(parsed(text).path("classes"));
  }

  static Schema schema(String text) {
    JsonNode json = parsed(text);
    List<FeatureColumn> features = new ArrayList<>();
    for (JsonNode one : json.path("features")) {
      String name = one.path("name").asText();
      if (one.has("values")) {
        features.add(new CategoryColumn(name, texts(one.path("values"))));
      } else if (one.path("mean").isNumber() && one.path("deviation").asDouble() > 0) {
        features.add(
            new NumberColumn(name, one.path("mean").asDouble(), one.path("deviation").asDouble()));
      } else {
        throw new IllegalArgumentException("schema: column '" + name + "' is neither kind");
      }
    }
    return new Schema(
        json.path("label").asText(),
        json.path("id").asText(),
        features,
        texts(json.path("classes")),
        MissingPolicy.valueOf(json.path("missing").asText()));
  }

  static ModelCard card(String text) {
    Map<String, String> entries = new LinkedHashMap<>();
    JsonNode json = parsed(text);
    json.fieldNames().forEachRemaining(name -> entries.put(name, json.path(name).asText()));
    return new ModelCard(entries);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(e -> texts.add(e.asText()));
    return texts;
  }

  private static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("schema: not JSON: " + e.getOriginalMessage(), e);
    }
  }
}
