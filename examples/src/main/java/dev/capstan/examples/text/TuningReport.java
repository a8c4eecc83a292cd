package dev.capstan.examples.text;

import dev.capstan.examples.OutputFile;
import dev.capstan.examples.report.TextPage;
import dev.capstan.ops.Tensor;
import dev.capstan.text.SentenceEncoder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is told of a fine-tuning: a test's figures as it goes on, and a page at its end. */
final class TuningReport {
  /** More texts than this blur into one on a map. */
  private static final int MOST_TEXTS = 1200;

  /** A table to judge by, if there is one. */
  record Judge(Optional<TextEvaluation.Asked> asked, Optional<TrainingSet> set) {
    static Judge of(Optional<Path> file) throws IOException {
      if (file.isEmpty()) {
        return new Judge(Optional.empty(), Optional.empty());
      }
      TrainingSet set = TrainingSet.read(file.get());
      return new Judge(Optional.of(TextEvaluation.of(file.get(), set)), Optional.of(set));
    }
  }

  private final SentenceEncoder encoder;
  private final Judge judge;
  private final PrintWriter out;
  private final String what;
  private final List<String> texts;
  private final int[] labels;
  private final List<String> classes;
  private final List<Double> losses = new ArrayList<>();
  private Map<String, Double> figuresBefore = Map.of();
  private Map<String, Double> figuresAfter = Map.of();
  private Optional<Tensor> rowsBefore = Optional.empty();

  TuningReport(SentenceEncoder encoder, TrainingSet set, Judge judge, PrintWriter out) {
    this.encoder = encoder;
    this.judge = judge;
    this.out = out;
    TrainingSet shown = judge.set().orElse(set);
    Map<String, Integer> distinct = new LinkedHashMap<>();
    for (List<String> column : shown.texts()) {
      int every = Math.max(1, shown.rows() * shown.texts().size() / MOST_TEXTS);
      for (int row = 0; row < shown.rows(); row += every) {
        distinct.putIfAbsent(column.get(row), shown.labels().length > 0 ? shown.labels()[row] : 0);
      }
    }
    texts = List.copyOf(distinct.keySet());
    labels = distinct.values().stream().mapToInt(label -> label).toArray();
    classes = shown.classes();
    what =
        "Trained on %d rows; %d texts of the %s are shown."
            .formatted(
                set.rows(), texts.size(), judge.set().isPresent() ? "test" : "training table");
  }

  /** To be called before the first step. */
  void before() {
    figuresBefore = judged("before");
    rowsBefore = Optional.of(encoder.encode(texts));
  }

  void step(double loss) {
    losses.add(loss);
  }

  void epoch(int number) {
    judged("epoch " + number);
  }

  /** To be called after the last step. */
  void after() {
    figuresAfter = judged("after");
  }

  private Map<String, Double> judged(String when) {
    if (judge.asked().isEmpty()) {
      return Map.of();
    }
    Map<String, Double> figures = judge.asked().get().evaluator().evaluate(encoder);
    out.println(when + ": " + TextEvaluation.line(figures));
    out.flush();
    return figures;
  }

  /** Writes the page. */
  void write(Path file, String command) throws IOException {
    Tensor before = rowsBefore.orElseThrow();
    TextPage.Content content =
        new TextPage.Content(
            what,
            texts,
            labels,
            classes,
            before,
            encoder.encode(texts),
            figuresBefore,
            figuresAfter,
            losses,
            command);
    OutputFile.write(file, TextPage.of(content));
    out.println("report: " + file);
  }
}
