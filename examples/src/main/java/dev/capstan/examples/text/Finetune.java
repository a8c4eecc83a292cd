package dev.capstan.examples.text;

import dev.capstan.nn.ParameterGradients;
import dev.capstan.nn.RandomStream;
import dev.capstan.nn.optim.AdamW;
import dev.capstan.nn.optim.RateSchedule;
import dev.capstan.nn.optim.Scheduler;
import dev.capstan.ops.Tensor;
import dev.capstan.text.SentenceEncoder;
import dev.capstan.text.train.FineTuning;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains an encoder further on one's own texts. */
@Command(
    name = "finetune",
    description = "Trains a sentence encoder further on a table of texts, and saves it.",
    mixinStandardHelpOptions = true)
public final class Finetune implements Callable<Integer> {
  private static final double DECAY = 0.01;
  private static final double LONGEST_GRADIENT = 1;

  /** Rows of a class in a batch, where classes are what is learnt. */
  private static final int ROWS_A_CLASS = 8;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "A folder of sentence-transformers or model2vec.")
  private @Nullable Path model;

  @Option(
      names = "--pairs",
      required = true,
      paramLabel = "FILE",
      description =
          "A table (.csv, or .tsv) with a header: columns of texts, and perhaps 'score' or 'label'.")
  private @Nullable Path pairs;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where the trained encoder goes; Python opens it too.")
  private @Nullable Path out;

  @Option(
      names = "--loss",
      defaultValue = "MULTIPLE_NEGATIVES",
      converter = TextLossConverter.class,
      description =
          "multiple-negatives, symmetric (pairs); cosent, angle, cosine-similarity (scores);"
              + " sup-con, semi-hard (labels). Default: multiple-negatives.")
  private TextLoss loss = TextLoss.MULTIPLE_NEGATIVES;

  @Option(names = "--epochs", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(names = "--batch", defaultValue = "32", description = "Rows. Default: ${DEFAULT-VALUE}.")
  private int batch;

  @Option(names = "--rate", defaultValue = "2e-5", description = "Default: ${DEFAULT-VALUE}.")
  private double rate;

  @Option(
      names = "--layers",
      paramLabel = "N",
      description = "Train the last N layers only. Default: all.")
  private @Nullable Integer layers;

  @Option(names = "--seed", defaultValue = "0", description = "Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    requirePositive("--epochs", epochs);
    requirePositive("--batch", batch);
    Path target = Objects.requireNonNull(out);
    if (Files.exists(target) && !Files.isDirectory(target)) {
      throw new IOException(target + ": is no folder");
    }
    TrainingSet set = TrainingSet.read(Objects.requireNonNull(pairs));
    loss.require(set);
    SentenceEncoder encoder = SentenceEncoder.open(Objects.requireNonNull(model));
    if (layers != null) {
      FineTuning.lastLayers(encoder, layers);
    }
    encoder.train();
    double last = train(encoder, set);
    encoder.eval();
    encoder.save(target);
    PrintWriter print = Objects.requireNonNull(spec).commandLine().getOut();
    print.printf(Locale.ROOT, "%s: trained on %d rows, last loss %.4f%n", target, set.rows(), last);
    print.flush();
    return 0;
  }

  private static void requirePositive(String option, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(option + ": got " + value + ", expected 1 or more");
    }
  }

  private double train(SentenceEncoder encoder, TrainingSet set) {
    int steps = Math.max(1, (int) ((long) set.rows() * epochs / batch));
    AdamW optimizer =
        new AdamW(
            FineTuning.withoutDecayOnVectors(
                encoder, AdamW.Options.of(rate).withWeightDecay(DECAY)));
    Scheduler scheduler = new Scheduler(optimizer, upAndDown(steps));
    TextBatches batches = new TextBatches(set, new RandomStream(seed));
    TextProgress progress =
        new TextProgress(
            "finetune", "steps", steps, Objects.requireNonNull(spec).commandLine().getErr());
    double last = Double.NaN;
    for (int step = 1; step <= steps; step++) {
      int[] rows =
          loss.wants() == TextLoss.Wants.LABELS
              ? batches.perClass(Math.max(2, batch / ROWS_A_CLASS), ROWS_A_CLASS)
              : batches.withoutRepeats(batch);
      ParameterGradients gradients = optimizer.gradients(() -> lossOf(encoder, set, rows));
      last = gradients.loss().item();
      if (!Double.isFinite(last)) {
        throw new IllegalStateException(
            "the loss of step " + step + " is " + last + "; try a smaller --rate");
      }
      optimizer.apply(gradients.clipNorm(LONGEST_GRADIENT));
      scheduler.advance();
      progress.done(step, String.format(Locale.ROOT, ", loss %.4f", last));
    }
    return last;
  }

  private Tensor lossOf(SentenceEncoder encoder, TrainingSet set, int[] rows) {
    List<Tensor> columns =
        set.texts().stream()
            .map(column -> encoder.apply(IntStream.of(rows).mapToObj(column::get).toList()))
            .toList();
    return loss.apply(columns, set, rows);
  }

  /** Linear up in the first tenth of the steps, then linear down to 0, as BERT is fine-tuned. */
  static RateSchedule upAndDown(int steps) {
    int up = Math.max(1, steps / 10);
    return step ->
        step < up
            ? (step + 1.0) / up
            : Math.max(0, (double) (steps - step) / Math.max(1, steps - up));
  }
}
