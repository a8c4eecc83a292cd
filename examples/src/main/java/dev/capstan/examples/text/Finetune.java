package dev.capstan.examples.text;

import dev.capstan.examples.Asked;
import dev.capstan.examples.OutputFile;
import dev.capstan.examples.train.KernelChoice;
import dev.capstan.ops.DType;
import dev.capstan.text.FrozenLayers;
import dev.capstan.text.SentenceEncoder;
import dev.capstan.text.encoder.Bert;
import dev.capstan.text.train.FineTuning;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains an encoder further on one's own texts. */
@Command(
    name = "finetune",
    description = "Trains a sentence encoder further on a table of texts, and saves it.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Losses by the table's columns: pairs, and more columns of hard negatives: multiple-negatives,",
      "symmetric, gist (with --guide); three texts: triplet; two and 'score': cosent, angle,",
      "cosine-similarity; three and 'score': margin-mse; two and 'label' of 0 and 1: contrastive,",
      "online-contrastive; one and 'label': sup-con, semi-hard, batch-hard, batch-hard-soft,",
      "batch-all, batch-semi-hard."
    })
public final class Finetune implements Callable<Integer> {
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
      paramLabel = "NAME",
      defaultValue = "MULTIPLE_NEGATIVES",
      converter = TextLossConverter.class,
      description = "See below. Default: multiple-negatives.")
  private TextLoss loss = TextLoss.MULTIPLE_NEGATIVES;

  @Option(names = "--epochs", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(names = "--batch", defaultValue = "32", description = "Rows. Default: ${DEFAULT-VALUE}.")
  private int batch;

  @Option(names = "--rate", defaultValue = "2e-5", description = "Default: ${DEFAULT-VALUE}.")
  private double rate;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      description = "Steps up to the rate; then it falls to 0. Default: a tenth of all.")
  private @Nullable Integer warmUp;

  @Option(
      names = "--decay",
      paramLabel = "X",
      defaultValue = "0.01",
      description = "AdamW's, of all but biases and norms. Default: ${DEFAULT-VALUE}.")
  private double decay;

  @Option(
      names = "--dropout",
      paramLabel = "P",
      description = "Share that is dropped, 0 for none. Default: the model's, often 0.1.")
  private @Nullable Double dropout;

  @Option(
      names = "--layers",
      paramLabel = "N",
      description =
          "Train the last N layers only; those below compute each text once, without dropout."
              + " Default: all.")
  private @Nullable Integer layers;

  @Option(
      names = "--longest",
      paramLabel = "N",
      description = "Pieces of a text at most. Default: the model's.")
  private @Nullable Integer longest;

  @Option(
      names = "--matryoshka",
      paramLabel = "D",
      split = ",",
      description = "Take the loss at these sizes too, so that the first numbers serve alone.")
  private List<Integer> dimensions = List.of();

  @Option(
      names = "--part",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Compute N rows at a time, for the gradient of the whole batch in the memory of N"
              + " (GradCache).")
  private int part;

  @Option(
      names = "--checkpoint",
      description =
          "Keep of each layer what goes into it, and compute the rest once more on the way back:"
              + " less memory, the same gradient.")
  private boolean recompute;

  @Option(
      names = "--guide",
      paramLabel = "DIR",
      description = "For --loss gist: the encoder that says what is no true negative.")
  private @Nullable Path guideFolder;

  @Option(
      names = "--test",
      paramLabel = "FILE",
      description = "A table to judge by, before, after each epoch and at the end; see evaluate.")
  private @Nullable Path test;

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "A page: maps and neighbours of the test's texts, or else of the table's.")
  private @Nullable Path report;

  @Option(names = "--seed", defaultValue = "0", description = "Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--threads", paramLabel = "N", description = "Default: all processors.")
  private @Nullable Integer threads;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Path target = Objects.requireNonNull(out);
    requireSense(target);
    TrainingSet set = TrainingSet.read(Objects.requireNonNull(pairs));
    loss.require(set);
    TuningReport.Judge judge = TuningReport.Judge.of(Optional.ofNullable(test));
    OptionalInt elsewhere =
        KernelChoice.settleEncoder(
            SentenceEncoder.bytes(Objects.requireNonNull(model)),
            (long) set.rows() * set.texts().size() * epochs,
            asked().threads(threads),
            asked().arguments());
    if (elsewhere.isPresent()) {
      return elsewhere.getAsInt();
    }
    SentenceEncoder encoder = open(Objects.requireNonNull(model));
    Optional<FrozenLayers> frozen = freeze(encoder);
    TuningReport told = new TuningReport(encoder, set, judge, asked().out());
    double last = train(encoder, frozen, set, told);
    encoder.eval();
    encoder.save(target);
    told.after();
    if (report != null) {
      told.write(report, String.join(" ", asked().arguments()));
    }
    asked()
        .out()
        .printf(Locale.ROOT, "%s: trained on %d rows, last loss %.4f%n", target, set.rows(), last);
    asked().out().flush();
    return 0;
  }

  private SentenceEncoder open(Path folder) throws IOException {
    SentenceEncoder encoder =
        SentenceEncoder.open(
            folder,
            DType.FLOAT32,
            dropout == null ? OptionalDouble.empty() : OptionalDouble.of(dropout));
    encoder = longest == null ? encoder : encoder.withMaxLength(longest);
    return recompute ? encoder.keeping(Bert.Kept.INPUTS) : encoder;
  }

  private Optional<FrozenLayers> freeze(SentenceEncoder encoder) {
    if (layers == null) {
      return Optional.empty();
    }
    FineTuning.lastLayers(encoder, layers);
    return Optional.of(FrozenLayers.of(encoder));
  }

  private double train(
      SentenceEncoder encoder, Optional<FrozenLayers> frozen, TrainingSet set, TuningReport told)
      throws IOException {
    Optional<SentenceEncoder> guide = Optional.empty();
    if (guideFolder != null) {
      guide = Optional.of(SentenceEncoder.open(guideFolder));
      guide.get().freeze();
    }
    Tuning tuning =
        new Tuning(
            encoder,
            guide,
            frozen,
            set,
            new Tuning.Plan(loss, batch, dimensions, part, recompute),
            seed);
    int steps = Math.max(1, (int) ((long) set.rows() * epochs / batch));
    Course usual = Course.usual(steps, rate);
    Course course =
        new Course(
            steps,
            warmUp == null ? usual.warmUp() : warmUp,
            rate,
            decay,
            usual.decaying(),
            usual.longest());
    TextProgress progress = new TextProgress("finetune", "steps", steps, asked().err());
    told.before();
    encoder.train();
    return tuning.run(
        course,
        (step, value) -> {
          progress.done(step, String.format(Locale.ROOT, ", loss %.4f", value));
          told.step(value);
          int epoch = (int) ((long) step * epochs / steps);
          if (step < steps && epoch > (int) ((step - 1L) * epochs / steps)) {
            told.epoch(epoch);
          }
        });
  }

  // --- what makes sense -----------------------------------------------------------------------

  private void requireSense(Path target) {
    Asked asked = asked();
    asked.atLeast("--epochs", 1, epochs, epochs);
    asked.atLeast("--batch", 1, batch, batch);
    asked.atLeast("--part", 0, part, part);
    asked.atLeast("--warm-up", 1, warmUp, 1);
    asked.atLeast("--longest", 1, longest, 1);
    asked.requirePositive("--rate", rate);
    if (!(decay >= 0) || Double.isInfinite(decay)) {
      throw asked.refused("--decay: got " + decay + ", expected 0 or more");
    }
    if (dropout != null && !(dropout >= 0 && dropout < 1)) {
      throw asked.refused("--dropout: got " + dropout + ", expected 0 or more and less than 1");
    }
    if ((loss == TextLoss.GIST) != (guideFolder != null)) {
      throw asked.refused("--loss gist and --guide DIR go together: got one without the other");
    }
    if (dimensions.stream().anyMatch(d -> d < 1)) {
      throw asked.refused("--matryoshka: got " + dimensions + ", expected sizes of 1 or more");
    }
    asked.require(
        () -> {
          OutputFile.requireWritableFolder(target);
          if (report != null) {
            OutputFile.requireWritable(report);
          }
        });
  }

  private Asked asked() {
    return Asked.of("finetune", spec);
  }
}
