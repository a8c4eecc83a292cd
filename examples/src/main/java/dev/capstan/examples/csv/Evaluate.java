package dev.capstan.examples.csv;

import dev.capstan.data.Encoder;
import dev.capstan.data.Schema;
import dev.capstan.data.Table;
import dev.capstan.nn.index.Calibration;
import dev.capstan.nn.index.Metric;
import dev.capstan.nn.metrics.Retrieval;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How good an encoder is on labelled rows, beside the same rows without it. */
@Command(
    name = "evaluate",
    description = "Scores an encoder on a labelled table, beside raw features, with thresholds.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "Rows that the encoder was trained on flatter it: bring others."})
public final class Evaluate implements Callable<Integer> {
  private static final double[] PRECISIONS = {0.99, 0.95, 0.9};

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--model", required = true, paramLabel = "M", description = "An encoder.")
  private Path model = Path.of("");

  @Option(names = "--file", required = true, paramLabel = "F", description = "A labelled table.")
  private Path file = Path.of("");

  @Override
  public Integer call() throws IOException {
    Encoder encoder = Encoder.load(model);
    Schema schema = encoder.schema();
    Table all = Table.read(file);
    Table table = schema.usable(all);
    PrintWriter out = Objects.requireNonNull(spec, "made by picocli").commandLine().getOut();
    if (table.size() < all.size()) {
      out.println(
          (all.size() - table.size())
              + " of "
              + all.size()
              + " rows are left out: a value is missing");
    }
    Tensor raw = schema.encode(table);
    IntTensor labels = IntTensor.of(schema.labels(table));
    Tensor vectors = encoder.embed(raw);
    out.println("raw features: " + Retrieval.of(raw, labels, Metric.EUCLIDEAN));
    Retrieval found = Retrieval.of(vectors, labels, Metric.COSINE);
    out.println("encoder:      " + found);
    for (Retrieval.ClassScore score : found.perClass()) {
      out.println("  " + schema.classes().get(score.label()) + ": Recall@1 " + score.recallAt1());
    }
    Calibration calibration = Calibration.ofNearest(vectors, labels, Metric.COSINE);
    for (double precision : PRECISIONS) {
      out.println(
          "threshold for precision "
              + precision
              + ": "
              + calibration.atPrecision(precision).map(Object::toString).orElse("none reaches it"));
    }
    out.flush();
    return 0;
  }
}
