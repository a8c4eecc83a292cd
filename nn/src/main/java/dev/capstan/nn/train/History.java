package dev.capstan.nn.train;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.State;
import dev.capstan.nn.Stateful;
import dev.capstan.nn.io.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps what was reported after each epoch, as CSV or as JSON lines. */
public final class History implements TrainingListener, Stateful {
  private final List<EpochReport> epochs = new ArrayList<>();

  @Override
  public void epochEnded(EpochReport report) {
    requireNonNull(report, "report");
    epochs.add(report);
  }

  public List<EpochReport> epochs() {
    return List.copyOf(epochs);
  }

  private List<String> metrics() {
    Set<String> names = new LinkedHashSet<>();
    epochs.forEach(e -> names.addAll(e.metrics().keySet()));
    return List.copyOf(names);
  }

  /** A line with names, then one for each epoch. What was not measured is empty. */
  public String csv() {
    StringBuilder text = new StringBuilder("epoch,steps,loss");
    metrics().forEach(name -> text.append(',').append(quoted(name)));
    for (EpochReport e : epochs) {
      text.append('\n').append(e.epoch()).append(',').append(e.total());
      text.append(',').append(e.meanLoss());
      for (String name : metrics()) {
        Double value = e.metrics().get(name);
        text.append(',').append(value == null ? "" : value);
      }
    }
    return text.append('\n').toString();
  }

  private static String quoted(String name) {
    boolean plain = name.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
  }

  /** An object for each epoch; what is no number is null, as JSON has none. */
  public String jsonLines() {
    StringBuilder text = new StringBuilder();
    for (EpochReport e : epochs) {
      text.append("{\"epoch\":").append(e.epoch()).append(",\"steps\":").append(e.total());
      text.append(",\"loss\":").append(number(e.meanLoss()));
      e.metrics()
          .forEach(
              (name, value) ->
                  text.append(',').append(json(name)).append(':').append(number(value)));
      text.append("}\n");
    }
    return text.toString();
  }

  private static String number(double x) {
    return Double.isFinite(x) ? Double.toString(x) : "null";
  }

  private static String json(String name) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      quoted.append(c == '"' || c == '\\' || c < ' ' ? String.format("\\u%04x", (int) c) : c);
    }
    return quoted.append('"').toString();
  }

  /** Writes {@link #csv()}; the file is there whole or not at all. */
  public void saveCsv(Path file) throws IOException {
    WholeFile.write(file, csv().getBytes(StandardCharsets.UTF_8));
  }

  /** Writes {@link #jsonLines()}; the file is there whole or not at all. */
  public void saveJsonLines(Path file) throws IOException {
    WholeFile.write(file, jsonLines().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public State state() {
    State.Builder state = State.builder().put("epochs", epochs.size());
    for (int i = 0; i < epochs.size(); i++) {
      EpochReport e = epochs.get(i);
      String at = i + ".";
      state.put(at + "epoch", e.epoch()).put(at + "total", e.total());
      state.put(at + "loss", e.meanLoss());
      e.metrics().forEach((name, value) -> state.put(at + "metric." + name, value));
    }
    return state.build();
  }

  @Override
  public void restore(State state) {
    List<EpochReport> next = new ArrayList<>();
    for (int i = 0; i < state.count("epochs"); i++) {
      State e = state.part(Integer.toString(i));
      State measured = e.part("metric");
      Map<String, Double> metrics = new LinkedHashMap<>();
      measured.texts().keySet().forEach(name -> metrics.put(name, measured.real(name)));
      next.add(new EpochReport(e.count("epoch"), e.real("loss"), metrics, e.whole("total")));
    }
    epochs.clear();
    epochs.addAll(next);
  }
}
