package dev.capstan.examples.train;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** The result of a run for programs to read. */
public final class ResultJson {
  private ResultJson() {}

  /**
   * The result as JSON, in UTF-8.
   *
   * @param wholeSeconds from the start of the command to now
   */
  public static byte[] of(Outcome outcome, List<Score> baselines, double wholeSeconds)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      Settings settings = outcome.settings();
      json.writeStringField("dataset", settings.about().id());
      json.writeStringField("protocol", settings.protocol().id());
      json.writeStringField("loss", settings.criterion().id());
      json.writeNumberField("seed", settings.seed());
      json.writeNumberField("epochs", outcome.epochs());
      json.writeBooleanField("interrupted", !outcome.isComplete());
      scores(json, outcome.trained());
      numbers(json, "loss_history", outcome.lossHistory());
      numbers(json, "recall_history", outcome.recallHistory());
      json.writeNumberField("seconds", wholeSeconds);
      json.writeNumberField("training_seconds", outcome.trained().seconds());
      config(json, outcome);
      json.writeArrayFieldStart("baselines");
      for (Score baseline : baselines) {
        json.writeStartObject();
        json.writeStringField("name", baseline.name());
        scores(json, baseline);
        json.writeNumberField("seconds", baseline.seconds());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeStringField("command", settings.command());
      json.writeStringField("java", System.getProperty("java.version", ""));
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private static void scores(JsonGenerator json, Score score) throws IOException {
    json.writeNumberField("recall_at_1", score.recallAt1());
    json.writeNumberField("map_at_r", score.mapAtR());
    if (score.accuracy1nn() == null) {
      json.writeNullField("accuracy_1nn");
    } else {
      json.writeNumberField("accuracy_1nn", score.accuracy1nn());
    }
  }

  private static void config(JsonGenerator json, Outcome outcome) throws IOException {
    Settings settings = outcome.settings();
    json.writeObjectFieldStart("config");
    json.writeNumberField("input", outcome.split().train().width());
    json.writeNumberField("hidden", settings.recipe().hidden());
    json.writeNumberField("dimension", settings.recipe().dimension());
    json.writeStringField("loss", settings.criterion().description());
    json.writeStringField("optimizer", settings.optimization().id());
    json.writeStringField("schedule", settings.schedule().id());
    json.writeNumberField("learning_rate", settings.learningRate());
    json.writeNumberField("epochs", settings.recipe().epochs());
    json.writeNumberField("threads", settings.threads());
    json.writeStringField("dtype", "float32");
    json.writeNumberField("training_rows", outcome.split().train().size());
    json.writeNumberField("test_rows", outcome.split().test().size());
    json.writeEndObject();
  }

  private static void numbers(JsonGenerator json, String name, List<Double> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (double value : values) {
      json.writeNumber(value);
    }
    json.writeEndArray();
  }
}
