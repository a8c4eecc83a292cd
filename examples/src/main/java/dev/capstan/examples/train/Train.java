package dev.capstan.examples.train;

import dev.capstan.examples.Asked;
import dev.capstan.examples.Interruption;
import dev.capstan.examples.Names;
import dev.capstan.examples.OutputFile;
import dev.capstan.examples.report.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Trains an embedding, compares it with simpler descriptions of the same rows, and writes what it
 * found. Everything that can be refused is refused before training begins.
 */
@Command(
    name = "train",
    description = "Trains an embedding of a real data set, and says how good it is.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Data: digits, letter, iris and wine travel with the program; mnist is read "
          + "from data/mnist10k in the current folder.",
      "Ctrl-C ends training after the step and writes what there is; twice, it quits at once. "
          + "SIGTERM is the first Ctrl-C.",
      "Exit code: 0 if all went well, 1 if something failed, 2 for a request that "
          + "makes no sense, 130 if interrupted."
    })
public final class Train implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "DATA",
      defaultValue = "digits",
      description = "digits, letter, mnist, iris or wine (default: digits).")
  private String data = "digits";

  @Option(
      names = "--loss",
      paramLabel = "NAME",
      defaultValue = "triplet-semi-hard",
      description =
          "triplet-semi-hard (default), batch-hard-soft, triplet-margin, nt-xent, sup-con, "
              + "multi-similarity, contrastive, margin, n-pairs, lifted-structure, circle, "
              + "angular, fast-ap, proxy-anchor, proxy-nca, normalized-softmax, cos-face, "
              + "arc-face, cross-entropy, multi-margin.")
  private String loss = "";

  @Option(
      names = "--protocol",
      paramLabel = "NAME",
      defaultValue = "closed",
      description = {
        "closed: train and test rows share their classes (default).",
        "open (zero-shot): test on classes that training never sees."
      })
  private String protocol = "";

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "How long to train (default: what suits the data).")
  private @Nullable Integer epochs;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "7", description = "Default: 7.")
  private long seed;

  @Option(
      names = "--seeds",
      paramLabel = "A..B",
      description = "Train once for each seed, and print mean and deviation; no report, no JSON.")
  private @Nullable String seeds;

  @Option(names = "--hidden", paramLabel = "N", description = "Width of the hidden layer.")
  private @Nullable Integer hidden;

  @Option(names = "--dimension", paramLabel = "N", description = "Width of the embedding.")
  private @Nullable Integer dimension;

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      defaultValue = "0.001",
      description = "The net's (default: ${DEFAULT-VALUE}).")
  private double learningRate;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads (default: all processors). The result does not depend on it.")
  private @Nullable Integer threads;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      defaultValue = "capstan-report",
      description = "Where index.html goes (default: ${DEFAULT-VALUE}).")
  private Path report = Path.of("capstan-report");

  @Option(names = "--json", paramLabel = "FILE", description = "Write the result as JSON too.")
  private @Nullable Path json;

  @Option(names = "--mnist", paramLabel = "DIR", description = "The folder of MNIST's files.")
  private Path mnist = Source.MNIST_FOLDER;

  @Mixin private Steering steering = new Steering();

  @Override
  public Integer call() throws Exception {
    long start = System.nanoTime();
    requireEveryOptionCounts();
    Settings settings = settings();
    RunFolder folder = steering.folder();
    SeedRange range = seeds == null ? null : seedRange(seeds);
    if (range == null) {
      requireWritable();
    }
    source().requirePresent(mnist);
    OptionalInt done = KernelChoice.settle(settings, asked().arguments());
    if (done.isPresent()) {
      return done.getAsInt();
    }
    Split split = load(settings);
    Supplier<List<Score>> rivals =
        Beside.start(settings.threads(), () -> Baselines.of(split, settings.threads()));
    try (Interruption interruption = Interruption.listen("train", asked().err())) {
      int code =
          range == null
              ? runOnce(settings, split, folder, rivals, interruption, start)
              : runSeeds(settings, split, range, rivals, interruption);
      if (interruption.isAsked()) {
        asked().err().println("train: " + steering.afterInterruption());
      }
      return interruption.isAsked() ? Interruption.EXIT_CODE : code;
    }
  }

  private int runOnce(
      Settings settings,
      Split split,
      RunFolder folder,
      Supplier<List<Score>> rivals,
      Interruption interruption,
      long start)
      throws IOException {
    Outcome outcome = run(settings, split, split.name(), interruption, folder);
    List<Score> baselines = rivals.get();
    PrintWriter out =
        json != null && OutputFile.isStandardOutput(json) ? asked().err() : asked().out();
    ScoreTable.print(outcome, baselines, out);
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
    return 0;
  }

  private Outcome run(
      Settings settings, Split split, String name, Interruption interruption, RunFolder folder)
      throws IOException {
    try (Progress progress =
        steering.progress(name, settings.recipe().epochs(), interruption::isAsked)) {
      return Experiment.run(settings, split, progress, interruption::isAsked, folder);
    }
  }

  private int runSeeds(
      Settings settings,
      Split split,
      SeedRange range,
      Supplier<List<Score>> baselines,
      Interruption interruption)
      throws IOException {
    List<Outcome> outcomes = new ArrayList<>();
    for (long s = range.first(); s <= range.last() && !interruption.isAsked(); s++) {
      Outcome outcome =
          run(
              settings.withSeed(s),
              split,
              split.name() + ", seed " + s,
              interruption,
              RunFolder.none());
      if (outcome.isComplete()) {
        outcomes.add(outcome);
      }
    }
    ScoreTable.print(split, baselines.get(), asked().out());
    ScoreTable.printSeeds(outcomes, asked().out());
    return 0;
  }

  // --- what was asked for ---------------------------------------------------------------------

  /** What would be read and then forgotten is refused. */
  private void requireEveryOptionCounts() {
    Asked asked = asked();
    for (String option : List.of("--seed", "--report", "--json", "--resume", "--live")) {
      if (seeds != null && asked.has(option)) {
        throw asked.refused(option + " has no effect with --seeds; leave one of them out");
      }
    }
    if (asked.has("--mnist") && Source.of(Names.canonical(data)) != Source.MNIST) {
      throw asked.refused(
          "--mnist has no effect with " + data + "; leave it out, or say: train mnist");
    }
  }

  private Source source() {
    return asked().named("data set", data, Source.names(), Source.ALIASES.keySet(), Source::of);
  }

  private Settings settings() {
    Source source = source();
    Asked asked = asked();
    Criterion criterion = steering.criterion(loss);
    Protocol chosen =
        asked.named(
            "protocol", protocol, Protocol.names(), Protocol.ALIASES.keySet(), Protocol::of);
    Recipe usual = source.recipe();
    Recipe recipe =
        new Recipe(
            asked.atLeast("--hidden", 1, hidden, usual.hidden()),
            asked.atLeast("--dimension", 1, dimension, usual.dimension()),
            asked.atLeast("--epochs", 0, epochs, usual.epochs()));
    asked.requirePositive("--learning-rate", learningRate);
    return steering.settings(
        source.about(), chosen, criterion, recipe, learningRate, seed, asked.threads(threads));
  }

  private SeedRange seedRange(String typed) {
    try {
      return SeedRange.of(typed);
    } catch (IllegalArgumentException e) {
      throw asked().refused("--seeds: " + e.getMessage());
    }
  }

  private void requireWritable() {
    asked()
        .require(
            () -> {
              OutputFile.requireWritableFolder(report);
              if (json != null) {
                OutputFile.requireWritable(json);
              }
            });
  }

  private Split load(Settings settings) throws IOException {
    try {
      return source().load(settings.protocol(), mnist);
    } catch (IllegalArgumentException e) {
      throw asked().refused(e.getMessage());
    }
  }

  private Asked asked() {
    return Asked.of("train", spec);
  }
}
