package dev.capstan.examples.text;

import dev.capstan.data.TextLines;
import dev.capstan.ops.LinearAlgebra;
import dev.capstan.ops.Tensor;
import dev.capstan.text.SentenceEncoder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Finds the lines of a file that are most alike to a query. */
@Command(
    name = "similar",
    description = "Prints the lines of a text file whose meaning is nearest to the query's.",
    mixinStandardHelpOptions = true)
public final class Similar implements Callable<Integer> {
  @Parameters(paramLabel = "QUERY", description = "A text.")
  private @Nullable String query;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "A folder of sentence-transformers or model2vec.")
  private @Nullable Path model;

  @Option(
      names = "--file",
      required = true,
      paramLabel = "FILE",
      description = "Texts in UTF-8, one a line.")
  private @Nullable Path file;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many lines to print (default: ${DEFAULT-VALUE}).")
  private int count;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (count < 1) {
      throw new IllegalArgumentException("--count: got " + count + ", expected 1 or more");
    }
    List<String> texts = TextLines.read(Objects.requireNonNull(file));
    SentenceEncoder encoder = SentenceEncoder.open(Objects.requireNonNull(model));
    double[] cosines = cosines(encoder, texts, Objects.requireNonNull(query));
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    IntStream.range(0, texts.size())
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -cosines[i]))
        .limit(count)
        .forEach(i -> out.printf(Locale.ROOT, "%.4f  %d  %s%n", cosines[i], i + 1, texts.get(i)));
    out.flush();
    return 0;
  }

  private static double[] cosines(SentenceEncoder encoder, List<String> texts, String query) {
    Tensor rows = LinearAlgebra.normalize(encoder.encode(texts), 2, -1);
    Tensor asked = LinearAlgebra.normalize(encoder.encode(List.of(query)), 2, -1);
    return LinearAlgebra.matmul(rows, asked.transpose(0, 1)).toArray();
  }
}
