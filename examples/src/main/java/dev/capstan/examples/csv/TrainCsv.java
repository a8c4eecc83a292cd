package dev.capstan.examples.csv;

import dev.capstan.data.Encoder;
import dev.capstan.data.MissingPolicy;
import dev.capstan.data.ModelCard;
import dev.capstan.data.Table;
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
import dev.capstan.examples.train.Steering;
import dev.capstan.ops.Capstan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains an encoder on a table of one's own. What can be refused is refused before training. */
@Command(
    name = "csv",
    description = "Trains an encoder on a CSV or TSV file, and says how good it is.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class TrainCsv implements Callable<Integer> {
  /** Steps that small tables get in all, unless epochs are given. */
  private static final int STEPS = 600;

  private static final int BATCH = 128;
  private static final int MOST_EPOCHS = 200;
  private static final int LEAST_EPOCHS = 8;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--file", required = true, paramLabel = "F", description = "The table.")
  private Path file = Path.of("");

  @Option(
      names = "--label",
      required = true,
      paramLabel = "NAME",
      description = "The column of classes.")
  private String label = "";

  @Option(names = "--id", paramLabel = "NAME", description = "The column that names rows, if any.")
  private String id = "";

  @Option(
      names = "--missing",
      paramLabel = "WHAT",
      defaultValue = "impute",
      description = "Rows that lack a value: impute (default), drop or refuse.")
  private MissingPolicy missing = MissingPolicy.IMPUTE;

  @Option(
      names = "--test",
      paramLabel = "SHARE",
      defaultValue = "0.25",
      description = "Rows of each class that are set apart to judge by (default: 0.25).")
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
      defaultValue = "64",
      description = "Width of the hidden layer (default: 64).")
  private int hidden;

  @Option(
      names = "--dimension",
      paramLabel = "N",
      defaultValue = "16",
      description = "Width of the vectors (default: 16).")
  private int dimension;

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

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    Criterion criterion = requireSense();
    RunFolder folder = steering.folder();
    steering.check();
    Table table = Table.read(file);
    CsvSplit data = CsvSplit.of(table, label, id, missing, test, seed);
    Settings settings = settings(table, data, criterion);
    OptionalInt elsewhere = KernelChoice.settle(settings, asked().arguments());
    if (elsewhere.isPresent()) {
      return elsewhere.getAsInt();
    }
    data.notes().forEach(note -> asked().err().println("train csv: " + note));
    try (Interruption interruption = Interruption.listen("train csv", asked().err())) {
      Outcome outcome = run(settings, data, interruption, folder);
      List<Score> baselines = Baselines.of(data.split(), settings.threads());
      tell(outcome, baselines, data, start);
      if (interruption.isAsked()) {
        asked().err().println("train csv: " + steering.afterInterruption());
      }
      return interruption.isAsked() ? Interruption.EXIT_CODE : 0;
    }
  }

  private Outcome run(Settings settings, CsvSplit data, Interruption interruption, RunFolder folder)
      throws IOException {
    String name = data.split().name();
    try (Progress progress =
        steering.progress(name, settings.recipe().epochs(), interruption::isAsked)) {
      return Experiment.run(settings, data.split(), progress, interruption::isAsked, folder);
    }
  }

  private void tell(Outcome outcome, List<Score> baselines, CsvSplit data, long start)
      throws IOException {
    PrintWriter out =
        json != null && OutputFile.isStandardOutput(json) ? asked().err() : asked().out();
    ScoreTable.print(outcome, baselines, out);
    if (model != null) {
      ModelCard card = card(outcome, baselines.get(0));
      Encoder.publish(data.schema(), outcome.model(), card).save(model);
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

  // --- what was asked for ---------------------------------------------------------------------

  private Criterion requireSense() {
    Asked asked = asked();
    Criterion criterion = steering.criterion(loss);
    asked.atLeast("--hidden", 1, hidden, hidden);
    asked.atLeast("--dimension", 1, dimension, dimension);
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
    return criterion;
  }

  private Settings settings(Table table, CsvSplit data, Criterion criterion) {
    int rows = data.split().train().size();
    int usual = Math.max(LEAST_EPOCHS, Math.min(MOST_EPOCHS, STEPS / Math.max(1, rows / BATCH)));
    Recipe recipe = new Recipe(hidden, dimension, epochs == null ? usual : epochs);
    About about =
        new About(
            table.source(),
            table.source(),
            table.source()
                + ": "
                + table.size()
                + " rows of "
                + data.schema().features().size()
                + " columns and "
                + data.schema().classes().size()
                + " classes",
            table.size(),
            data.schema().width(),
            "train csv --file "
                + file
                + " --label "
                + label
                + " --missing "
                + missing.name().toLowerCase(Locale.ROOT)
                + " --test "
                + test
                + " --hidden "
                + hidden
                + " --dimension "
                + dimension,
            recipe);
    return steering.settings(
        about, Protocol.CLOSED, criterion, recipe, learningRate, seed, asked().threads(threads));
  }

  private Asked asked() {
    return Asked.of("train csv", spec);
  }
}
