package dev.capstan.examples.csv;

import dev.capstan.nn.index.EmbeddingIndex;
import dev.capstan.nn.index.Match;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.apache.commons.csv.CSVFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Who is nearest to each row of a table or to pictures, as CSV. */
@Command(
    name = "neighbours",
    aliases = "neighbors",
    description =
        "Prints the nearest named vectors of each row of a table, or of pictures, as CSV.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class Neighbours implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--model", required = true, paramLabel = "M", description = "An encoder.")
  private Path model = Path.of("");

  @Option(names = "--index", required = true, paramLabel = "I", description = "Made by encode.")
  private Path index = Path.of("");

  @Option(
      names = "--file",
      required = true,
      paramLabel = "F",
      description = "Rows or pictures to ask about.")
  private Path file = Path.of("");

  @Option(
      names = {"-k", "--count"},
      paramLabel = "N",
      defaultValue = "5",
      description = "How many (default: 5).")
  private int count;

  @Option(
      names = "--threshold",
      paramLabel = "D",
      description = "Farther than this is unknown; evaluate suggests one.")
  private @Nullable Double threshold;

  @Override
  public Integer call() throws IOException {
    if (count < 1) {
      throw new IllegalArgumentException("--count: got " + count + ", expected 1 or more");
    }
    if (threshold != null && !(threshold >= 0)) {
      throw new IllegalArgumentException(
          "--threshold: got " + threshold + ", expected a distance, as evaluate suggests them");
    }
    Served encoder = Served.load(model);
    EmbeddingIndex known = EmbeddingIndex.load(index);
    if (known.width() != encoder.dimension()) {
      throw new IllegalArgumentException(
          index
              + ": got vectors of "
              + known.width()
              + ", expected "
              + encoder.dimension()
              + " as the encoder gives; it was made with another one");
    }
    Served.Named asked = encoder.named(file);
    List<String> names = asked.ids();
    List<List<Match>> found = known.search(asked.vectors(), count);
    CommandLine line = Objects.requireNonNull(spec, "made by picocli").commandLine();
    if (count > known.size()) {
      line.getErr()
          .printf(
              "neighbours: --count: %d: the index has %d, which are all%n", count, known.size());
    }
    PrintWriter out = line.getOut();
    CSVFormat csv = CSVFormat.DEFAULT;
    out.println(csv.format("query", "rank", "id", "distance", "label"));
    for (int i = 0; i < names.size(); i++) {
      int rank = 0;
      for (Match match : found.get(i)) {
        if (threshold == null || match.distance() <= threshold) {
          String distance = String.format(Locale.ROOT, "%.6f", match.distance());
          out.println(csv.format(names.get(i), ++rank, match.id(), distance, match.payload()));
        }
      }
      if (rank == 0) {
        out.println(csv.format(names.get(i), 0, "unknown", "", ""));
      }
    }
    out.flush();
    return 0;
  }
}
