package dev.capstan.examples.train;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.capstan.nn.metrics.Pca;
import dev.capstan.nn.train.StepReport;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Training to be watched in a browser while it goes on: loss, recall, learning rate and a map of
 * the embedding, with buttons that hold the run and end it after the step. It only looks on: the
 * result is the same to the bit.
 *
 * <p>The state is put together by the thread that trains, between two steps, and the thread that
 * answers the browser hands it out: tensors belong to the one, and the other sees bytes alone.
 */
final class LiveView implements Progress {
  /** So many epochs are drawn; of a longer run the newest. */
  private static final int EPOCHS = 1_000;

  /** So many points a map has; of more rows evenly spaced ones are taken. */
  private static final int POINTS = 600;

  /** Between two epochs the state is made anew after so long. */
  private static final long EVERY_NANOS = 300_000_000L;

  private static final long NAP_MILLIS = 50;

  private final Progress inner;
  private final String name;
  private final int epochs;
  private final BooleanSupplier interrupted;
  private final LiveServer server;
  private final List<double[]> history = new ArrayList<>();
  private double rate = Double.NaN;
  private int epoch;
  private double stepLoss = Double.NaN;
  private long total;
  private long made;
  private Supplier<Tensor> embedded = () -> Tensor.of(new double[0][2]);
  private int[] labels = {};
  private List<String> classes = List.of();
  private double[][] map = {};
  private volatile boolean paused;
  private volatile boolean stopped;
  private volatile byte[] state = {};

  /**
   * Opens the view, and says where.
   *
   * @param inner what is shown besides
   * @param port 0 for any that is free
   * @param interrupted whether somebody asked for the end by other means
   * @throws IOException if the port is taken
   */
  LiveView(
      Progress inner,
      String name,
      int epochs,
      int port,
      BooleanSupplier interrupted,
      PrintWriter err)
      throws IOException {
    this.inner = inner;
    this.name = name;
    this.epochs = epochs;
    this.interrupted = interrupted;
    make();
    server =
        new LiveServer(
            port,
            () -> state,
            Map.of(
                "/pause", () -> paused = true,
                "/resume", () -> paused = false,
                "/stop", () -> stopped = true));
    err.println("live: http://127.0.0.1:" + server.port() + "/");
    err.flush();
  }

  /** Whether the run is to end after the step. */
  @Override
  public boolean stopAsked() {
    return stopped;
  }

  @Override
  public void watching(Supplier<Tensor> embedded, IntTensor labels, List<String> classes) {
    this.embedded = embedded;
    this.labels = labels.toArray();
    this.classes = classes;
    draw();
    make();
  }

  @Override
  public void step(StepReport report) {
    epoch = report.epoch() - 1;
    total = report.total();
    stepLoss = report.loss();
    rate = report.rate();
    if (System.nanoTime() - made > EVERY_NANOS) {
      make();
    }
    hold();
  }

  @Override
  public void epoch(int epoch, double loss, double recallAt1) {
    inner.epoch(epoch, loss, recallAt1);
    this.epoch = epoch;
    history.add(new double[] {epoch, loss, recallAt1, rate});
    if (history.size() > EPOCHS) {
      history.remove(0);
    }
    draw();
    make();
    hold();
  }

  /** Waits while the run is to be held. */
  private void hold() {
    if (!paused) {
      return;
    }
    make();
    while (paused && !stopped && !interrupted.getAsBoolean()) {
      try {
        Thread.sleep(NAP_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    make();
  }

  /** The rows on two axes, each turned so that it runs as it did on the last map. */
  private void draw() {
    Tensor all = embedded.get();
    int rows = all.shape().get(0);
    if (rows < 2) {
      return;
    }
    Tensor flat = Pca.of(all, Math.min(2, all.shape().get(1))).project(all);
    int points = Math.min(POINTS, rows);
    double[][] next = new double[points][3];
    for (int p = 0; p < points; p++) {
      int row = (int) ((long) p * rows / points);
      next[p][0] = flat.get(row, 0);
      next[p][1] = flat.shape().get(1) > 1 ? flat.get(row, 1) : 0;
      next[p][2] = row < labels.length ? labels[row] : 0;
    }
    for (int axis = 0; axis < 2; axis++) {
      double along = 0;
      for (int p = 0; p < map.length && p < points; p++) {
        along += map[p][axis] * next[p][axis];
      }
      for (double[] point : next) {
        point[axis] *= along < 0 ? -1 : 1;
      }
    }
    map = next;
  }

  private void make() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("name", name);
      json.writeNumberField("epochs", epochs);
      json.writeNumberField("epoch", epoch);
      json.writeNumberField("steps", total);
      number(json, "stepLoss", stepLoss);
      number(json, "rate", rate);
      json.writeBooleanField("paused", paused);
      json.writeBooleanField("stopped", stopped);
      json.writeArrayFieldStart("history");
      for (double[] each : history) {
        numbers(json, each);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("classes");
      for (String each : classes) {
        json.writeString(each);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("map");
      for (double[] each : map) {
        numbers(json, each);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    state = out.toByteArray();
    made = System.nanoTime();
  }

  private static void number(JsonGenerator json, String field, double x) throws IOException {
    json.writeFieldName(field);
    number(json, x);
  }

  private static void numbers(JsonGenerator json, double[] values) throws IOException {
    json.writeStartArray();
    for (double x : values) {
      number(json, x);
    }
    json.writeEndArray();
  }

  /** JSON has no NaN. */
  private static void number(JsonGenerator json, double x) throws IOException {
    if (Double.isFinite(x)) {
      json.writeNumber((float) x);
    } else {
      json.writeNull();
    }
  }

  int port() {
    return server.port();
  }

  /** Ends with the run; a page that is open is given the time to hear of the last epoch. */
  @Override
  public void close() {
    make();
    if (server.isWatched()) {
      try {
        Thread.sleep(LiveServer.BETWEEN_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    server.close();
    inner.close();
  }
}
