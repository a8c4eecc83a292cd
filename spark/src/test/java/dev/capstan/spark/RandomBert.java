package dev.capstan.spark;

import dev.capstan.nn.RandomStream;
import dev.capstan.nn.io.Safetensors;
import dev.capstan.ops.DType;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A sentence encoder's folder with weights of no meaning: time does not depend on them.
 *
 * @param inner width of the layers between
 */
record RandomBert(int layers, int width, int heads, int inner, int words) {
  /** The shapes of all-MiniLM-L6-v2. */
  static final RandomBert MINI_LM = new RandomBert(6, 384, 12, 1536, 30522);

  /** Small enough for a test. */
  static final RandomBert TINY = new RandomBert(2, 32, 4, 64, 200);

  private static final List<String> MARKS = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");

  Path write(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("1_Pooling"));
    Files.writeString(folder.resolve("config.json"), config());
    Files.writeString(
        folder.resolve("vocab.txt"),
        String.join("\n", MARKS)
            + IntStream.range(MARKS.size(), words)
                .mapToObj(i -> "\n" + word(i))
                .collect(Collectors.joining())
            + "\n");
    Files.writeString(
        folder.resolve("modules.json"),
        """
        [{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
         {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
         {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"}]
        """);
    Files.writeString(
        folder.resolve("1_Pooling/config.json"), "{\"pooling_mode_mean_tokens\": true}");
    try (OutputStream out = Files.newOutputStream(folder.resolve("model.safetensors"))) {
      Safetensors.write(weights(), Map.of(), out);
    }
    return folder;
  }

  /** A word in letters, as digits would be words of their own. */
  private static String word(int i) {
    return "" + (char) ('a' + i % 26) + (char) ('a' + i / 26 % 26) + (char) ('a' + i / 676) + "o";
  }

  /** A text of so many words. */
  String text(long seed, int length) {
    RandomStream random = new RandomStream(seed);
    return IntStream.range(0, length)
        .mapToObj(i -> word(MARKS.size() + random.nextInt(words - MARKS.size())))
        .collect(Collectors.joining(" "));
  }

  private String config() {
    return String.format(
        "{\"model_type\": \"bert\", \"hidden_act\": \"gelu\", \"layer_norm_eps\": 1e-12,"
            + " \"max_position_embeddings\": 512, \"type_vocab_size\": 2, \"pad_token_id\": 0,"
            + " \"hidden_size\": %d, \"intermediate_size\": %d, \"num_attention_heads\": %d,"
            + " \"num_hidden_layers\": %d, \"vocab_size\": %d}",
        width, inner, heads, layers, words);
  }

  private Map<String, Tensor> weights() {
    Map<String, Tensor> all = new LinkedHashMap<>();
    put(all, "embeddings.word_embeddings.weight", words, width);
    put(all, "embeddings.position_embeddings.weight", 512, width);
    put(all, "embeddings.token_type_embeddings.weight", 2, width);
    normalised(all, "embeddings.LayerNorm");
    for (int i = 0; i < layers; i++) {
      String at = "encoder.layer." + i + ".";
      for (String part : List.of("query", "key", "value")) {
        linear(all, at + "attention.self." + part, width, width);
      }
      linear(all, at + "attention.output.dense", width, width);
      normalised(all, at + "attention.output.LayerNorm");
      linear(all, at + "intermediate.dense", inner, width);
      linear(all, at + "output.dense", width, inner);
      normalised(all, at + "output.LayerNorm");
    }
    linear(all, "pooler.dense", width, width);
    return all;
  }

  private static void linear(Map<String, Tensor> all, String name, int out, int in) {
    put(all, name + ".weight", out, in);
    put(all, name + ".bias", out);
  }

  private void normalised(Map<String, Tensor> all, String name) {
    all.put(name + ".weight", Tensor.generate(DType.FLOAT32, Shape.of(width), i -> 1));
    put(all, name + ".bias", width);
  }

  private static void put(Map<String, Tensor> all, String name, int... shape) {
    RandomStream random = new RandomStream(name.hashCode());
    all.put(
        name,
        Tensor.generate(DType.FLOAT32, Shape.of(shape), i -> 0.1 * (random.nextFloat() - 0.5)));
  }
}
