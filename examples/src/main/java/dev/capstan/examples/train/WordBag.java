package dev.capstan.examples.train;

import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.Replication;
import dev.capstan.nn.RowTable;
import dev.capstan.nn.data.Bags;
import dev.capstan.nn.io.Safetensors;
import dev.capstan.nn.io.WholeFile;
import dev.capstan.nn.layer.EmbeddingBag;
import dev.capstan.nn.layer.EmbeddingBag.Combine;
import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import dev.capstan.text.tokenizer.Vocabulary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The sum of the vectors of a text's words, rare words counting more. */
final class WordBag extends NeuralModule {
  /** The deviation of the first vectors. */
  private static final double DEVIATION = 0.1;

  private final EmbeddingBag words;
  private final double[] rarity;

  WordBag(double[] rarity, int width, RandomGenerator random) {
    this(
        new EmbeddingBag(
            new RowTable(
                "weight", Tensor.randn(DType.FLOAT32, random, rarity.length, width).mul(DEVIATION)),
            Combine.SUM),
        rarity);
  }

  private WordBag(EmbeddingBag words, double[] rarity) {
    this.words = child("words", words);
    this.rarity = rarity;
  }

  /** {@code [B, width]}; a text without words gives 0. */
  Tensor apply(Bags texts) {
    int[] ids = texts.ids().toArray();
    float[] weights = new float[ids.length];
    for (int i = 0; i < ids.length; i++) {
      weights[i] = (float) rarity[ids[i]];
    }
    return words.apply(texts.ids(), texts.starts(), Tensor.of(weights, ids.length));
  }

  /**
   * Writes a folder of model2vec, which {@code encode} and {@code similar} read: the table with
   * each word's rarity in its vector, and the vocabulary.
   */
  void save(Vocabulary vocabulary, Path folder) throws IOException {
    Files.createDirectories(folder);
    Tensor table = words.weight().toTensor();
    int width = table.shape().get(1);
    float[] scaled = table.toFloatArray();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= (float) rarity[i / width];
    }
    String pieces =
        IntStream.range(0, vocabulary.size())
            .mapToObj(vocabulary::piece)
            .collect(Collectors.joining("\n", "", "\n"));
    text(folder, "vocab.txt", pieces);
    text(
        folder,
        "config.json",
        "{\"model_type\": \"model2vec\", \"architectures\": [\"StaticModel\"], \"normalize\": true,"
            + " \"hidden_dim\": "
            + width
            + ", \"seq_length\": 1000000}\n");
    Safetensors.write(
        Map.of("embeddings", Tensor.of(scaled, vocabulary.size(), width)),
        folder.resolve("model.safetensors"));
  }

  private static void text(Path folder, String name, String text) throws IOException {
    WholeFile.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  protected WordBag copy(Replication copies) {
    return new WordBag(copies.of(words), rarity);
  }
}
