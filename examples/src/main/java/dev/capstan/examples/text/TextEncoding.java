package dev.capstan.examples.text;

import dev.capstan.data.TextLines;
import dev.capstan.nn.io.Npy;
import dev.capstan.ops.Indexing;
import dev.capstan.ops.LinearAlgebra;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Tensor;
import dev.capstan.text.SentenceEncoder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Embeds the lines of a file by a sentence encoder's folder. */
public final class TextEncoding {
  /** Texts between two reports; their vectors are all that is held beside the result. */
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
    SentenceEncoder encoder = SentenceEncoder.open(model);
    int kept = dimension == null ? encoder.dimension() : dimension;
    if (kept < 1 || kept > encoder.dimension()) {
      throw new IllegalArgumentException(
          "--dimension: got " + kept + ", expected 1 to " + encoder.dimension());
    }
    List<String> texts = TextLines.read(file);
    Npy.write(embed(encoder, texts, kept, err), out);
    printed.printf("%s: %d vectors of %d numbers%n", out, texts.size(), kept);
    printed.flush();
  }

  private static Tensor embed(
      SentenceEncoder encoder, List<String> texts, int kept, PrintWriter err) {
    TextProgress progress = new TextProgress("encode", "texts", texts.size(), err);
    List<Tensor> blocks = new ArrayList<>();
    for (int from = 0; from < texts.size(); from += BLOCK) {
      int to = Math.min(texts.size(), from + BLOCK);
      Tensor block = encoder.encode(texts.subList(from, to));
      blocks.add(
          kept == encoder.dimension()
              ? block
              : LinearAlgebra.normalize(Indexing.slice(block, 1, 0, kept), 2, -1));
      progress.done(to, "");
    }
    return Movement.concat(blocks, 0);
  }
}
