package dev.capstan.examples.csv;

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
    description =
        "Scores an encoder on a labelled table or folder of pictures, beside raw features, with thresholds.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "Rows that the encoder was trained on flatter it: bring others."})
public final class Evaluate implements Callable<Integer> {
  private static final double[] PRECISIONS = {0.99, 0.95, 0.9};

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--model", required = true, paramLabel = "M", description = "An encoder.")
  private Path model = Path.of("");

  @Option(
      names = "--file",
      required = true,
      paramLabel = "F",
      description = "A labelled table, or a folder.")
  private Path file = Path.of("");

  @Override
  public Integer call() throws IOException {
    Served.Labelled rows = Served.load(model).labelled(file);
    PrintWriter out = Objects.requireNonNull(spec, "made by picocli").commandLine().getOut();
    rows.notes().forEach(out::println);
    IntTensor labels = rows.labels();
    Tensor vectors = rows.vectors();
    out.println("raw features: " + Retrieval.of(rows.raw(), labels, Metric.EUCLIDEAN));
    Retrieval found = Retrieval.of(vectors, labels, Metric.COSINE);
    out.println("encoder:      " + found);
    for (Retrieval.ClassScore score : found.perClass()) {
      out.println("  " + rows.classes().get(score.label()) + ": Recall@1 " + score.recallAt1());
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
