package dev.capstan.examples.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.capstan.examples.train.Outcome;
import dev.capstan.examples.train.Score;
import dev.capstan.examples.train.Settings;
import dev.capstan.examples.train.Split;
import dev.capstan.nn.data.Dataset;
import dev.capstan.nn.metrics.Pca;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * One page that shows a run: maps of the test rows before and after training, curves, neighbours.
 *
 * <p>The page is a resource with one gap, into which the run's numbers are put as JSON; its script
 * draws them. It needs nothing from elsewhere.
 */
public final class Report {
  private static final String TEMPLATE = "report.html";
  private static final String GAP = "/*DATA*/";

  /** More points than this would blur into one; then every n-th row is shown. */
  private static final int MOST_POINTS = 1500;

  private final Outcome outcome;
  private final JsonGenerator json;

  private Report(Outcome outcome, JsonGenerator json) {
    this.outcome = outcome;
    this.json = json;
  }

  /** The page, in UTF-8. */
  public static byte[] of(Outcome outcome, List<Score> baselines) throws IOException {
    StringWriter data = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(data)) {
      new Report(outcome, json).write(baselines);
    }
    // "</" would end the script element that holds the data.
    String safe = data.toString().replace("</", "<\\/");
    return template().replace(GAP, safe).getBytes(StandardCharsets.UTF_8);
  }

  private static String template() throws IOException {
    try (InputStream in = Report.class.getResourceAsStream(TEMPLATE)) {
      if (in == null) {
        throw new IOException(TEMPLATE + " is missing from the program; build it anew");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void write(List<Score> baselines) throws IOException {
    Settings settings = outcome.settings();
    Split split = outcome.split();
    json.writeStartObject();
    json.writeStringField("title", settings.source().title());
    json.writeStringField("description", settings.source().description());
    json.writeStringField("protocol", settings.protocol().id());
    json.writeStringField("loss", settings.criterion().description());
    json.writeStringField("command", settings.command());
    json.writeNumberField("seed", settings.seed());
    json.writeNumberField("trainRows", split.train().size());
    json.writeNumberField("testRows", split.test().size());
    json.writeArrayFieldStart("classes");
    for (String name : split.classNames()) {
      json.writeString(name);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("scores");
    for (Score baseline : baselines) {
      score(baseline);
    }
    score(outcome.trained());
    json.writeEndArray();
    curve("losses", outcome.lossHistory());
    curve("recalls", outcome.recallHistory());
    points();
    neighbours();
    json.writeEndObject();
  }

  private void score(Score score) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", score.name());
    json.writeNumberField("recall", score.recallAt1());
    json.writeNumberField("map", score.mapAtR());
    if (score.accuracy1nn() != null) {
      json.writeNumberField("accuracy", score.accuracy1nn());
    }
    json.writeNumberField("seconds", score.seconds());
    json.writeEndObject();
  }

  private void curve(String name, List<Double> values) throws IOException {
    json.writeArrayFieldStart(name);
    for (double value : values) {
      json.writeNumber(rounded(value, 1e5));
    }
    json.writeEndArray();
  }

  // --- the maps -------------------------------------------------------------------------------

  private void points() throws IOException {
    Dataset test = outcome.split().test();
    int every = (test.size() + MOST_POINTS - 1) / MOST_POINTS;
    map("before", outcome.before(), every);
    map("after", outcome.after(), every);
    json.writeArrayFieldStart("rows");
    for (int i = 0; i < test.size(); i += every) {
      json.writeNumber(i);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("labels");
    for (int i = 0; i < test.size(); i++) {
      json.writeNumber(test.label(i));
    }
    json.writeEndArray();
    int side = outcome.split().imageSide();
    json.writeNumberField("side", side);
    if (side > 0) {
      json.writeStringField("pictures", pictures(test));
    }
  }

  /** The first two principal components of the embeddings, x and y in turn. */
  private void map(String name, Tensor embedded, int every) throws IOException {
    Tensor flat = Pca.of(embedded, 2).project(embedded);
    json.writeArrayFieldStart(name);
    for (int i = 0; i < flat.shape().get(0); i += every) {
      json.writeNumber(rounded(flat.get(i, 0), 1e4));
      json.writeNumber(rounded(flat.get(i, 1), 1e4));
    }
    json.writeEndArray();
  }

  /** One byte a pixel, 0 for paper and 255 for ink. */
  private static String pictures(Dataset rows) {
    float[] pixels = rows.features().toFloatArray();
    byte[] bytes = new byte[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      bytes[i] = (byte) Math.round(255 * Math.min(1, Math.max(0, pixels[i])));
    }
    return Base64.getEncoder().encodeToString(bytes);
  }

  private void neighbours() throws IOException {
    json.writeArrayFieldStart("queries");
    for (Queries.Query query : Queries.of(outcome)) {
      json.writeStartObject();
      json.writeNumberField("row", query.row());
      json.writeArrayFieldStart("nearest");
      for (int row : query.nearest()) {
        json.writeNumber(row);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static double rounded(double x, double per) {
    return Math.round(x * per) / per;
  }
}
