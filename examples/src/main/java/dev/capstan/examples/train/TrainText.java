package dev.capstan.examples.train;

import dev.capstan.data.Table;
import dev.capstan.examples.Asked;
import dev.capstan.examples.Interruption;
import dev.capstan.examples.OutputFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains vectors of words on labelled texts. What can be refused is refused before training. */
@Command(
    name = "text",
    description = "Trains vectors of words on labelled texts, and says how good they are.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "The model is a folder that encode and similar read, and model2vec in Python."})
public final class TrainText implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--file",
      required = true,
      paramLabel = "F",
      description = "A CSV or TSV file, compressed with gzip or not.")
  private Path file = Path.of("");

  @Option(
      names = "--label",
      required = true,
      paramLabel = "NAME",
      description = "The column of classes.")
  private String label = "";

  @Option(
      names = "--text",
      paramLabel = "NAME",
      defaultValue = "text",
      description = "The column of texts (default: text).")
  private String text = "";

  @Option(
      names = "--split",
      paramLabel = "NAME",
      description = "The column that says train or test, if any.")
  private String part = "";

  @Option(
      names = "--columns",
      paramLabel = "NAME",
      split = ",",
      description = "The columns' names, for a file without a header line.")
  private List<String> columns = List.of();

  @Option(
      names = "--test",
      paramLabel = "SHARE",
      defaultValue = "0.25",
      description = "Without --split: texts of each class that are set apart (default: 0.25).")
  private double test;

  @Option(
      names = "--least",
      paramLabel = "N",
      defaultValue = "2",
      description = "How often a word occurs to have a vector (default: 2).")
  private int least;

  @Option(names = "--model", paramLabel = "DIR", description = "Where the vectors go.")
  private @Nullable Path model;

  @Option(
      names = "--loss",
      paramLabel = "NAME",
      defaultValue = "triplet-semi-hard",
      description = "Any of train's (default: triplet-semi-hard).")
  private String loss = "";

  @Option(names = "--epochs", paramLabel = "N", defaultValue = "4", description = "Default: 4.")
  private int epochs;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "7", description = "Default: 7.")
  private long seed;

  @Option(
      names = "--dimension",
      paramLabel = "N",
      defaultValue = "64",
      description = "Width of the vectors (default: 64).")
  private int dimension;

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      defaultValue = "0.005",
      description = "The vectors' (default: ${DEFAULT-VALUE}).")
  private double learningRate;

  @Option(names = "--threads", paramLabel = "N", description = "Default: all processors.")
  private @Nullable Integer threads;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      defaultValue = "capstan-report",
      description = "Where history.csv and history.jsonl go (default: ${DEFAULT-VALUE}).")
  private Path report = Path.of("");

  @Mixin private Steering steering = new Steering();

  @Override
  public Integer call() throws IOException {
    Criterion criterion = requireSense();
    RunFolder folder = steering.folder();
    steering.check();
    Table table = Table.read(file, columns);
    TextSplit split = TextSplit.of(table, new TextSplit.Plan(text, label, part, test, least, seed));
    Settings settings = settings(table, split, criterion);
    KernelChoice.settleThreads(settings.threads());
    split.notes().forEach(note -> asked().err().println("train text: " + note));
    try (Interruption interruption = Interruption.listen("train text", asked().err());
        Progress progress = steering.progress(split.name(), epochs, interruption::isAsked)) {
      TextExperiment experiment = new TextExperiment(settings, split);
      TextExperiment.Found found = experiment.run(progress, interruption::isAsked, folder);
      tell(experiment, found, split);
      if (interruption.isAsked()) {
        asked().err().println("train text: " + steering.afterInterruption());
      }
      return interruption.isAsked() ? Interruption.EXIT_CODE : 0;
    }
  }

  private void tell(TextExperiment experiment, TextExperiment.Found found, TextSplit split)
      throws IOException {
    PrintWriter out = asked().out();
    ScoreTable.print(
        split.name(),
        Protocol.CLOSED,
        split.train().length,
        split.test().length,
        List.of(TfIdf.score(split), found.untrained(), found.trained()),
        out);
    if (found.epochs() < epochs) {
      out.printf("interrupted after %d of %d epochs%n", found.epochs(), epochs);
    }
    if (model != null) {
      experiment.save(model);
      out.println("model: " + model);
    }
    Files.createDirectories(report);
    found.history().saveCsv(report.resolve("history.csv"));
    found.history().saveJsonLines(report.resolve("history.jsonl"));
    out.println("history: " + report.resolve("history.csv"));
    out.flush();
  }

  private Criterion requireSense() {
    Asked asked = asked();
    Criterion criterion = steering.criterion(loss);
    asked.atLeast("--dimension", 1, dimension, dimension);
    asked.atLeast("--least", 1, least, least);
    asked.atLeast("--epochs", 0, epochs, epochs);
    asked.threads(threads);
    asked.requirePositive("--learning-rate", learningRate);
    asked.requireShare("--test", test);
    asked.require(
        () -> {
          OutputFile.requireWritableFolder(report);
          if (model != null) {
            OutputFile.requireWritableFolder(model);
          }
        });
    return criterion;
  }

  private Settings settings(Table table, TextSplit split, Criterion criterion) {
    Recipe recipe = new Recipe(0, dimension, epochs);
    About about =
        new About(
            table.source(),
            table.source(),
            table.source()
                + ": "
                + table.size()
                + " texts, "
                + split.vocabulary().size()
                + " words and "
                + split.classes().size()
                + " classes",
            table.size(),
            split.vocabulary().size(),
            "train text --file "
                + file
                + " --label "
                + label
                + " --text "
                + text
                + (part.isEmpty() ? " --test " + test : " --split " + part)
                + (columns.isEmpty() ? "" : " --columns " + String.join(",", columns))
                + " --least "
                + least
                + " --dimension "
                + dimension,
            recipe);
    return steering.settings(
        about, Protocol.CLOSED, criterion, recipe, learningRate, seed, asked().threads(threads));
  }

  private Asked asked() {
    return Asked.of("train text", spec);
  }
}
