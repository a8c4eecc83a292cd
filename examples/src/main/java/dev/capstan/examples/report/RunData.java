package dev.capstan.examples.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.capstan.examples.train.Outcome;
import dev.capstan.examples.train.Score;
import dev.capstan.nn.data.Dataset;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;

/** What the page's script knows of the run, and what a program may read out of the page. */
final class RunData {
  private RunData() {}

  static String json(Outcome outcome, List<Score> baselines, Tiles tiles) throws IOException {
    StringWriter text = new StringWriter();
    Dataset test = outcome.split().test();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeArrayFieldStart("classes");
      for (String name : outcome.split().classNames()) {
        json.writeString(name);
      }
      json.writeEndArray();
      numbers(json, "labels", test.labels().toArray());
      numbers(json, "nearestBefore", outcome.untrained().nearest());
      numbers(json, "nearestAfter", outcome.trained().nearest());
      json.writeNumberField("epochs", outcome.epochs());
      json.writeNumberField("columns", tiles.columns());
      json.writeNumberField("lines", tiles.lines());
      json.writeStringField("command", outcome.settings().command());
      json.writeArrayFieldStart("scores");
      for (Score baseline : baselines) {
        score(json, baseline);
      }
      score(json, outcome.untrained());
      score(json, outcome.trained());
      json.writeEndArray();
      json.writeEndObject();
    }
    // "</" would end the script element that holds the data.
    return text.toString().replace("</", "<\\/");
  }

  private static void score(JsonGenerator json, Score score) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", score.name());
    json.writeNumberField("recall", score.recallAt1());
    json.writeNumberField("map", score.mapAtR());
    json.writeEndObject();
  }

  private static void numbers(JsonGenerator json, String name, int[] values) throws IOException {
    json.writeFieldName(name);
    json.writeArray(values, 0, values.length);
  }
}
