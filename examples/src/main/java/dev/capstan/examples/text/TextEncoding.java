package dev.capstan.examples.text;

import dev.capstan.data.TextLines;
import dev.capstan.examples.OutputFile;
import dev.capstan.nn.io.Npy;
import dev.capstan.ops.Indexing;
import dev.capstan.ops.LinearAlgebra;
import dev.capstan.ops.Tensor;
import dev.capstan.text.SentenceEncoder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Embeds the lines of a file by a sentence encoder's folder. */
public final class TextEncoding {
  /** Texts between two reports; they and their vectors are all that is held. */
  private static final int BLOCK = 1024;

  private TextEncoding() {}

  /**
   * Writes a row for each line.
   *
   * @param dimension how many numbers are kept and brought to length 1 again; null for all
   */
  public static void write(
      Path model,
      Path file,
      Path out,
      @Nullable Integer dimension,
      PrintWriter printed,
      PrintWriter err)
      throws IOException {
    OutputFile.requireWritable(out);
    SentenceEncoder encoder = SentenceEncoder.open(model);
    int kept = dimension == null ? encoder.dimension() : dimension;
    if (kept < 1 || kept > encoder.dimension()) {
      throw new IllegalArgumentException(
          "--dimension: got " + kept + ", expected 1 to " + encoder.dimension());
    }
    int count = texts(file, line -> {});
    TextProgress progress = new TextProgress("encode", "texts", count, err);
    Npy.write(count, kept, part -> embed(encoder, file, kept, part, progress), out);
    printed.printf("%s: %d vectors of %d numbers%n", out, count, kept);
    printed.flush();
  }

  /** The file is read once to count its lines, which the head of the result names, then again. */
  private static int texts(Path file, Consumer<String> taker) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
      throw new IOException(file + ": no regular file; expected one that can be read twice");
    }
    return TextLines.each(file, taker);
  }

  private static void embed(
      SentenceEncoder encoder, Path file, int kept, Npy.Part part, TextProgress progress)
      throws IOException {
    List<String> block = new ArrayList<>(BLOCK);
    int[] done = {0};
    try {
      texts(
          file,
          line -> {
            block.add(line);
            if (block.size() == BLOCK) {
              done[0] += embed(encoder, block, kept, part);
              progress.done(done[0], "");
            }
          });
      if (!block.isEmpty()) {
        done[0] += embed(encoder, block, kept, part);
        progress.done(done[0], "");
      }
    } catch (UncheckedIOException e) {
      throw Objects.requireNonNull(e.getCause());
    }
  }

  /** Writes the vectors of the texts, empties the list, and says how many there were. */
  private static int embed(SentenceEncoder encoder, List<String> block, int kept, Npy.Part part) {
    Tensor all = encoder.encode(block);
    Tensor rows =
        kept == encoder.dimension()
            ? all
            : LinearAlgebra.normalize(Indexing.slice(all, 1, 0, kept), 2, -1);
    try {
      part.accept(rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int count = block.size();
    block.clear();
    return count;
  }
}
