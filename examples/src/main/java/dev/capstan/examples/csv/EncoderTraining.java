package dev.capstan.examples.csv;

import dev.capstan.data.ModelCard;
import dev.capstan.examples.Asked;
import dev.capstan.examples.Interruption;
import dev.capstan.examples.OutputFile;
import dev.capstan.examples.report.Report;
import dev.capstan.examples.train.About;
import dev.capstan.examples.train.Baselines;
import dev.capstan.examples.train.Criterion;
import dev.capstan.examples.train.Experiment;
import dev.capstan.examples.train.KernelChoice;
import dev.capstan.examples.train.Outcome;
import dev.capstan.examples.train.Progress;
import dev.capstan.examples.train.Protocol;
import dev.capstan.examples.train.Recipe;
import dev.capstan.examples.train.ResultJson;
import dev.capstan.examples.train.RunFolder;
import dev.capstan.examples.train.Score;
import dev.capstan.examples.train.ScoreTable;
import dev.capstan.examples.train.Settings;
import dev.capstan.examples.train.Split;
import dev.capstan.examples.train.Steering;
import dev.capstan.ops.Capstan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What every command has that trains an encoder: options, the run, and where its findings go. */
final class EncoderTraining {
  /** Steps that few rows get in all, unless epochs are given. */
  private static final int STEPS = 600;

  private static final int BATCH = 128;
  private static final int MOST_EPOCHS = 200;
  private static final int LEAST_EPOCHS = 8;

  /** Data that a command has made ready. */
  interface Prepared {
    Split split();

    /** What was noticed on the way, each said once with counts. */
    List<String> notes();

    /** All rows, those for training and those for the test. */
    int size();

    /** One sentence without its full stop. */
    String description();

    /** The options that name the data. */
    String options();

    /** Writes the encoder that serves. */
    void save(Outcome outcome, ModelCard card, Path file) throws IOException;
  }

  @Spec(Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--test",
      paramLabel = "SHARE",
      defaultValue = "0.25",
      description = "What of each class is set apart to judge by (default: 0.25).")
  private double test;

  @Option(names = "--model", paramLabel = "OUT", description = "Where the encoder goes.")
  private @Nullable Path model;

  @Option(
      names = "--loss",
      paramLabel = "NAME",
      defaultValue = "triplet-semi-hard",
      description = "Any of train's (default: triplet-semi-hard).")
  private String loss = "";

  @Option(names = "--epochs", paramLabel = "N", description = "Default: what suits the rows.")
  private @Nullable Integer epochs;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "7", description = "Default: 7.")
  private long seed;

  @Option(
      names = "--hidden",
      paramLabel = "N",
      description = "Width of the hidden layer (default: 64 for tables, 256 for pictures).")
  private @Nullable Integer hidden;

  @Option(
      names = "--dimension",
      paramLabel = "N",
      description = "Width of the vectors (default: 16 for tables, 64 for pictures).")
  private @Nullable Integer dimension;

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      defaultValue = "0.001",
      description = "The net's (default: ${DEFAULT-VALUE}).")
  private double learningRate;

  @Option(names = "--threads", paramLabel = "N", description = "Default: all processors.")
  private @Nullable Integer threads;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      defaultValue = "capstan-report",
      description = "Where index.html goes (default: ${DEFAULT-VALUE}).")
  private Path report = Path.of("");

  @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON too.")
  private @Nullable Path json;

  @Mixin private Steering steering = new Steering();

  double test() {
    return test;
  }

  long seed() {
    return seed;
  }

  /** Refuses what can be seen without reading the data. */
  void requireSense() {
    Asked asked = asked();
    steering.criterion(loss);
    asked.atLeast("--hidden", 1, hidden, 1);
    asked.atLeast("--dimension", 1, dimension, 1);
    asked.atLeast("--epochs", 0, epochs, LEAST_EPOCHS);
    asked.threads(threads);
    asked.requirePositive("--learning-rate", learningRate);
    asked.requireShare("--test", test);
    asked.require(
        () -> {
          OutputFile.requireWritableFolder(report);
          if (model != null) {
            OutputFile.requireWritable(model);
          }
          if (json != null) {
            OutputFile.requireWritable(json);
          }
        });
    steering.folder();
    steering.check();
  }

  /**
   * Trains, and tells what came of it.
   *
   * @param usualHidden the width of the hidden layer unless one is asked for
   * @param start when the command began, by {@link System#nanoTime}
   * @return the exit code
   */
  int run(Prepared data, int usualHidden, int usualDimension, long start) throws IOException {
    Settings settings = settings(data, usualHidden, usualDimension);
    OptionalInt elsewhere = KernelChoice.settle(settings, asked().arguments());
    if (elsewhere.isPresent()) {
      return elsewhere.getAsInt();
    }
    String name = name();
    data.notes().forEach(note -> asked().err().println(name + ": " + note));
    try (Interruption interruption = Interruption.listen(name, asked().err())) {
      Outcome outcome = outcome(settings, data.split(), interruption, steering.folder());
      tell(outcome, Baselines.of(data.split(), settings.threads()), data, start);
      if (interruption.isAsked()) {
        asked().err().println(name + ": " + steering.afterInterruption());
      }
      return interruption.isAsked() ? Interruption.EXIT_CODE : 0;
    }
  }

  private Settings settings(Prepared data, int usualHidden, int usualDimension) {
    Criterion criterion = steering.criterion(loss);
    int rows = data.split().train().size();
    int usual = Math.max(LEAST_EPOCHS, Math.min(MOST_EPOCHS, STEPS / Math.max(1, rows / BATCH)));
    Recipe recipe =
        new Recipe(
            hidden == null ? usualHidden : hidden,
            dimension == null ? usualDimension : dimension,
            epochs == null ? usual : epochs);
    Split split = data.split();
    About about =
        new About(
            split.name(),
            split.name(),
            data.description(),
            data.size(),
            split.train().width(),
            name()
                + data.options()
                + " --test "
                + test
                + " --hidden "
                + recipe.hidden()
                + " --dimension "
                + recipe.dimension(),
            recipe);
    return steering.settings(
        about, Protocol.CLOSED, criterion, recipe, learningRate, seed, asked().threads(threads));
  }

  private Outcome outcome(
      Settings settings, Split split, Interruption interruption, RunFolder folder)
      throws IOException {
    try (Progress progress =
        steering.progress(split.name(), settings.recipe().epochs(), interruption::isAsked)) {
      return Experiment.run(settings, split, progress, interruption::isAsked, folder);
    }
  }

  private void tell(Outcome outcome, List<Score> baselines, Prepared data, long start)
      throws IOException {
    PrintWriter out =
        json != null && OutputFile.isStandardOutput(json) ? asked().err() : asked().out();
    ScoreTable.print(outcome, baselines, out);
    if (model != null) {
      data.save(outcome, card(outcome, baselines.get(0)), model);
      out.println("model: " + model);
    }
    Path page = report.resolve("index.html");
    OutputFile.write(page, Report.of(outcome, baselines));
    outcome.saveHistory(report);
    out.println("report: " + page);
    if (json != null) {
      double seconds = (System.nanoTime() - start) * 1e-9;
      OutputFile.write(json, ResultJson.of(outcome, baselines, seconds));
      out.println("result: " + json);
    }
    out.flush();
  }

  private static ModelCard card(Outcome outcome, Score raw) {
    Map<String, String> entries = new LinkedHashMap<>();
    Settings settings = outcome.settings();
    entries.put("data", settings.about().description());
    entries.put("training rows", Integer.toString(outcome.split().train().size()));
    entries.put("test rows", Integer.toString(outcome.split().test().size()));
    entries.put("loss", settings.criterion().description());
    entries.put("epochs", Integer.toString(outcome.epochs()));
    entries.put("seed", Long.toString(settings.seed()));
    entries.put("test Recall@1", Double.toString(outcome.trained().recallAt1()));
    entries.put("test MAP@R", Double.toString(outcome.trained().mapAtR()));
    entries.put("raw features' test Recall@1", Double.toString(raw.recallAt1()));
    entries.put("raw features' test MAP@R", Double.toString(raw.mapAtR()));
    entries.put("kernels", Capstan.kernels());
    entries.put("java", System.getProperty("java.version", ""));
    entries.put("library", "capstan " + Capstan.version());
    entries.put("command", settings.command());
    return new ModelCard(entries);
  }

  private String name() {
    return "train " + (command == null ? "" : command.name());
  }

  private Asked asked() {
    return Asked.of("train", command);
  }
}
