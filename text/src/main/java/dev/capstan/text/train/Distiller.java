package dev.capstan.text.train;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.io.Safetensors;
import dev.capstan.nn.metrics.Pca;
import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import dev.capstan.text.SentenceEncoder;
import dev.capstan.text.tokenizer.Encoding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Makes a static encoder of a large one: each piece of the vocabulary is embedded alone, the
 * vectors are cut to their principal components, and frequent pieces weigh less.
 *
 * <p>A piece's frequency is taken from its number, as vocabularies begin with the most frequent:
 * Zipf's law, p ∝ 1/rank. Its weight is a/(a + p). The result is a folder of model2vec, which
 * embeds a text by the mean of its pieces' rows: thousands of times faster than the encoder, and
 * less exact.
 *
 * <p>Source: the recipe of model2vec (Tulkens and van Dongen, 2024); the weight of Arora et al., "A
 * simple but tough-to-beat baseline for sentence embeddings" (2017).
 *
 * @param dimension how many components are kept; all there are if that is fewer
 * @param weight a
 */
public record Distiller(int dimension, double weight) {
  /** The weight's a in the paper's recommended range, and model2vec's default. */
  private static final double USUAL_WEIGHT = 1e-4;

  private static final int USUAL_DIMENSION = 256;

  /** Pieces that are embedded together. */
  private static final int BATCH = 256;

  /** Checks the settings. */
  public Distiller {
    if (dimension < 1) {
      throw new IllegalArgumentException(
          "distill: dimension: got " + dimension + ", expected 1 or more");
    }
    if (!(weight > 0)) {
      throw new IllegalArgumentException(
          "distill: weight: got " + weight + ", expected a number greater than 0");
    }
  }

  /** 256 components, weights as in the paper. */
  public Distiller() {
    this(USUAL_DIMENSION, USUAL_WEIGHT);
  }

  /** The same with another number of components. */
  public Distiller withDimension(int components) {
    return new Distiller(components, weight);
  }

  /**
   * The table of a static encoder, [pieces, dimension].
   *
   * @param progress is told how many pieces are done, from time to time
   * @throws IllegalArgumentException if the encoder is static itself
   */
  public Tensor table(SentenceEncoder encoder, IntConsumer progress) {
    requireNonNull(encoder, "encoder");
    requireNonNull(progress, "progress");
    Tensor vectors = encoder.evaluating(() -> alone(encoder, progress));
    int components = Math.min(dimension, Math.min(vectors.shape().get(1), vectors.shape().get(0)));
    Tensor cut = Pca.of(vectors, components).project(vectors);
    double[] weights = weights(cut.shape().get(0));
    return cut.like(i -> cut.at(i) * weights[i / components]);
  }

  private static Tensor alone(SentenceEncoder encoder, IntConsumer progress) {
    if (encoder.bert().isEmpty()) {
      throw new IllegalArgumentException("distill: the encoder is static already");
    }
    int size = encoder.tokenizer().size();
    int width = encoder.dimension();
    double[] all = new double[Math.multiplyExact(size, width)];
    for (int from = 0; from < size; from += BATCH) {
      List<Encoding> pieces = new ArrayList<>();
      for (int piece = from; piece < Math.min(size, from + BATCH); piece++) {
        pieces.add(encoder.tokenizer().around(piece));
      }
      double[] block = encoder.applyTo(pieces).toArray();
      System.arraycopy(block, 0, all, from * width, block.length);
      progress.accept(Math.min(size, from + BATCH));
    }
    return Tensor.of(all, size, width);
  }

  private double[] weights(int size) {
    double total = 0;
    for (int rank = 2; rank < size + 2; rank++) {
      total += 1.0 / rank;
    }
    double[] weights = new double[size];
    for (int i = 0; i < size; i++) {
      weights[i] = weight / (weight + 1.0 / (i + 2) / total);
    }
    return weights;
  }

  /**
   * Writes a folder of model2vec: the table in float32, the encoder's tokeniser, a configuration.
   *
   * @param from the encoder's folder, for its tokeniser's files
   * @return the table
   * @throws IOException if it cannot be written
   */
  public Tensor write(SentenceEncoder encoder, Path from, Path to, IntConsumer progress)
      throws IOException {
    requireNonNull(encoder, "encoder");
    requireNonNull(from, "from");
    requireNonNull(to, "to");
    requireNonNull(progress, "progress");
    Tensor table = table(encoder, progress).to(DType.FLOAT32);
    Files.createDirectories(to);
    for (String name : List.of("tokenizer.json", "vocab.txt", "tokenizer_config.json")) {
      if (Files.exists(from.resolve(name))) {
        Files.write(to.resolve(name), Files.readAllBytes(from.resolve(name)));
      }
    }
    String config =
        String.format(
            Locale.ROOT,
            "{\"model_type\": \"model2vec\", \"architectures\": [\"StaticModel\"], \"normalize\":"
                + " true, \"apply_pca\": %d, \"apply_zipf\": true, \"sif_coefficient\": %s,"
                + " \"hidden_dim\": %d, \"seq_length\": 1000000}%n",
            dimension,
            weight,
            table.shape().get(1));
    Files.write(to.resolve("config.json"), config.getBytes(StandardCharsets.UTF_8));
    Safetensors.write(Map.of("embeddings", table), to.resolve("model.safetensors"));
    return table;
  }
}
