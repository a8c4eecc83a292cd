package dev.capstan.examples.text;

import dev.capstan.nn.io.Npy;
import dev.capstan.ops.Indexing;
import dev.capstan.ops.LinearAlgebra;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Tensor;
import dev.capstan.text.SentenceEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Embeds the lines of a file. */
@Command(
    name = "encode",
    description = "Embeds each line of a text file, and writes the vectors as an array of NumPy's.",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true)
public final class Encode implements Callable<Integer> {
  /** Texts between two reports; their vectors are all that is held beside the result. */
  private static final int BLOCK = 1024;

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
      names = "--out",
      required = true,
      paramLabel = "E.npy",
      description = "Where the vectors go: float32, a row a line.")
  private @Nullable Path out;

  @Option(
      names = "--dimension",
      paramLabel = "N",
      description =
          "Keep the first N numbers and bring them to length 1 again: for models that were trained"
              + " with nested dimensions (Matryoshka).")
  private @Nullable Integer dimension;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Path from = Objects.requireNonNull(file);
    Path to = Objects.requireNonNull(out);
    SentenceEncoder encoder = SentenceEncoder.open(Objects.requireNonNull(model));
    int kept = dimension == null ? encoder.dimension() : dimension;
    if (kept < 1 || kept > encoder.dimension()) {
      throw new IllegalArgumentException(
          "--dimension: got " + kept + ", expected 1 to " + encoder.dimension());
    }
    List<String> texts = Lines.read(from);
    Tensor vectors = embed(encoder, texts, kept);
    Npy.write(vectors, to);
    spec().commandLine().getOut().printf("%s: %d vectors of %d numbers%n", to, texts.size(), kept);
    return 0;
  }

  private Tensor embed(SentenceEncoder encoder, List<String> texts, int kept) {
    TextProgress progress =
        new TextProgress("encode", "texts", texts.size(), spec().commandLine().getErr());
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

  private CommandSpec spec() {
    return Objects.requireNonNull(spec);
  }
}
