package dev.capstan.examples.csv;

import dev.capstan.examples.text.TextEvaluation;
import dev.capstan.nn.index.Calibration;
import dev.capstan.nn.index.Metric;
import dev.capstan.nn.metrics.Retrieval;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
        "Scores an encoder on a labelled table or folder of pictures, beside raw features, with"
            + " thresholds; or a folder's encoder of texts on a table of them.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "A table of texts is judged by its columns: two and 'score', similarity (Spearman); two and",
      "'label' of 0 and 1, pairs (threshold, F1); one and 'label', classes (MAP@R); three, triplets;",
      "two alone, queries and what answers them (NDCG@10).",
      "Rows that the encoder was trained on flatter it: bring others."
    })
public final class Evaluate implements Callable<Integer> {
  private static final double[] PRECISIONS = {0.99, 0.95, 0.9};

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "M",
      description = "An encoder, or a folder of sentence-transformers or model2vec.")
  private Path model = Path.of("");

  @Option(
      names = "--file",
      required = true,
      paramLabel = "F",
      description = "A labelled table, a folder, or a table of texts.")
  private Path file = Path.of("");

  @Override
  public Integer call() throws IOException {
    if (Files.isDirectory(model)) {
      TextEvaluation.print(
          model, file, Objects.requireNonNull(spec, "made by picocli").commandLine().getOut());
      return 0;
    }
    Served.Labelled rows = Served.load(model).labelled(file);
    PrintWriter out = Objects.requireNonNull(spec, "made by picocli").commandLine().getOut();
    rows.notes().forEach(out::println);
    IntTensor labels = rows.labels();
    if (Arrays.stream(labels.toArray()).distinct().count() < 2) {
      throw new IllegalArgumentException(
          file + ": its rows are of one class, expected two or more: every match would be right");
    }
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
