package dev.capstan.examples.csv;

import dev.capstan.examples.OutputFile;
import dev.capstan.examples.text.TextEncoding;
import dev.capstan.nn.index.EmbeddingIndex;
import dev.capstan.nn.index.Metric;
import dev.capstan.nn.io.Npy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Vectors of a table's rows, of pictures or a file's lines, as an array for elsewhere or an index
 * to ask.
 */
@Command(
    name = "encode",
    description =
        "Gives the vectors of a table's rows or of pictures, or of a text file's lines where the"
            + " model is a folder, as NPY or as an index of neighbours.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class Encode implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "M",
      description = "An encoder's file, or a folder of sentence-transformers or model2vec.")
  private Path model = Path.of("");

  @Option(
      names = "--file",
      required = true,
      paramLabel = "F",
      description = "The table, the picture or the folder of pictures, or the texts, one a line.")
  private Path file = Path.of("");

  @Option(names = "--out", paramLabel = "E.npy", description = "Write the vectors as NPY.")
  private @Nullable Path out;

  @Option(
      names = "--index",
      paramLabel = "I",
      description = "Write an index: vectors under the rows' names, with their labels.")
  private @Nullable Path index;

  @Option(
      names = "--dimension",
      paramLabel = "N",
      description =
          "Of a folder's vectors keep the first N numbers and bring them to length 1 again: for"
              + " models that were trained with nested dimensions (Matryoshka).")
  private @Nullable Integer dimension;

  @Override
  public Integer call() throws IOException {
    if (Files.isDirectory(model)) {
      return texts();
    }
    if (dimension != null) {
      throw new IllegalArgumentException("--dimension has an effect on a folder's vectors alone");
    }
    if (out == null && index == null) {
      throw new IllegalArgumentException("got neither --out nor --index, expected one or both");
    }
    Served encoder = Served.load(model);
    Served.Named named = encoder.named(file);
    PrintWriter printed = Objects.requireNonNull(spec, "made by picocli").commandLine().getOut();
    int size = named.ids().size();
    if (out != null) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      Npy.write(named.vectors(), bytes);
      OutputFile.write(out, bytes.toByteArray());
      printed.println(size + " vectors of " + encoder.dimension() + ": " + out);
    }
    if (index != null) {
      index(named, encoder.dimension()).save(index);
      printed.println(size + " named vectors: " + index);
    }
    printed.flush();
    return 0;
  }

  private int texts() throws IOException {
    if (out == null || index != null) {
      throw new IllegalArgumentException("texts: got no --out, or --index; expected --out alone");
    }
    CommandLine line = Objects.requireNonNull(spec, "made by picocli").commandLine();
    TextEncoding.write(model, file, out, dimension, line.getOut(), line.getErr());
    return 0;
  }

  private static EmbeddingIndex index(Served.Named named, int width) {
    EmbeddingIndex index = EmbeddingIndex.create(width, Metric.COSINE);
    float[] all = named.vectors().toFloatArray();
    for (int i = 0; i < named.ids().size(); i++) {
      index.add(
          named.ids().get(i),
          Arrays.copyOfRange(all, i * width, (i + 1) * width),
          named.labels().get(i));
    }
    return index;
  }
}
