package dev.capstan.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.nn.io.Safetensors;
import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import dev.capstan.text.train.FineTuning;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders that are damaged, incomplete or hostile are refused by the name of what is wrong. */
class DamagedFolderTest {
  private static final Path TINY = Path.of("src/test/resources/dev/capstan/text/encoder/tiny-bert");
  private static final String WORDS = "embeddings.word_embeddings.weight";
  private static final int PIECES = 104;
  private static final int WIDTH = 32;

  private final Path folder;

  /** A whole folder: a small BERT, the mean, a square Dense, vectors of length 1. */
  DamagedFolderTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    for (String name : List.of("config.json", "vocab.txt", "model.safetensors")) {
      Files.copy(TINY.resolve(name), folder.resolve(name));
    }
    modules("Transformer:", "Pooling:1_Pooling", "Dense:2_Dense", "Normalize:3_Normalize");
    write("1_Pooling/config.json", "{\"pooling_mode\": \"mean\"}");
    write("2_Dense/config.json", "{\"activation_function\": \"torch.nn.modules.activation.Tanh\"}");
    write("tokenizer_config.json", "{\"do_lower_case\": true}");
    write("sentence_bert_config.json", "{\"max_seq_length\": 32}");
    dense(Tensor.full(DType.FLOAT32, 0.5, WIDTH, WIDTH));
  }

  private void modules(String... typeAndPath) throws IOException {
    List<String> all = new ArrayList<>();
    for (String each : typeAndPath) {
      String[] parts = each.split(":", 2);
      all.add(
          "{\"type\": \"sentence_transformers.models.%s\", \"path\": \"%s\"}"
              .formatted(parts[0], parts[1]));
    }
    write("modules.json", all.toString());
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(FolderTexts.parent(file));
    return Files.write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private void dense(Tensor weight) throws IOException {
    Safetensors.write(Map.of("linear.weight", weight), folder.resolve("2_Dense/model.safetensors"));
  }

  private void replace(String name, String sought, String other) throws IOException {
    String text = Files.readString(folder.resolve(name));
    assertTrue(text.contains(sought), name);
    write(name, text.replace(sought, other));
  }

  /** Writes the encoder's weights with one of them changed. */
  private void weight(String name, Tensor other) throws IOException {
    Path file = folder.resolve("model.safetensors");
    Map<String, Tensor> all = new LinkedHashMap<>(Safetensors.read(file));
    assertTrue(all.containsKey(name), name);
    all.put(name, other);
    Safetensors.write(all, file);
  }

  private String refusal() {
    return String.valueOf(
        assertThrows(IOException.class, () -> SentenceEncoder.open(folder)).getMessage());
  }

  private void assertRefused(String file, String message) {
    assertEquals(folder.resolve(file) + message, refusal());
  }

  @Test
  void theWholeFolderOpens() throws IOException {
    SentenceEncoder encoder = SentenceEncoder.open(folder);
    assertEquals("[1, 32]", encoder.encode(List.of("the cat")).shape().toString());
    assertEquals(32, encoder.tokenizer().maxLength());
  }

  // --- weights that are no numbers ------------------------------------------------------------

  @Test
  void weightsThatAreNotFiniteAreNamedWithTheirPlaceAndNumber() throws IOException {
    double[] words = new double[PIECES * WIDTH];
    words[3 * WIDTH + 7] = Double.NaN;
    words[9 * WIDTH] = Double.POSITIVE_INFINITY;
    words[9 * WIDTH + 1] = Double.NEGATIVE_INFINITY;
    weight(WORDS, Tensor.of(words, PIECES, WIDTH).to(DType.FLOAT32));
    assertRefused(
        "model.safetensors",
        ": 'embeddings.word_embeddings.weight' is NaN at [3, 7], one of 3 numbers that are not"
            + " finite; the file is damaged, or of a training that diverged");
  }

  @Test
  void oneInfiniteBiasOfTheLastLayerIsEnough() throws IOException {
    double[] bias = new double[WIDTH];
    bias[31] = Double.NEGATIVE_INFINITY;
    weight("encoder.layer.1.output.LayerNorm.bias", Tensor.of(bias).to(DType.FLOAT32));
    assertRefused(
        "model.safetensors",
        ": 'encoder.layer.1.output.LayerNorm.bias' is -Infinity at [31]; the file is damaged, or"
            + " of a training that diverged");
  }

  @Test
  void numbersBeyondFloat32AreInfiniteThereOnly() throws IOException {
    weight("encoder.layer.0.output.dense.bias", Tensor.full(DType.FLOAT64, 1e300, WIDTH));
    assertTrue(refusal().contains("is Infinity at [0], one of 32 numbers"), refusal());
    SentenceEncoder.open(folder, DType.FLOAT64);
  }

  @Test
  void largeNumbersWhoseSumIsInfiniteAreNumbers() throws IOException {
    weight(WORDS, Tensor.full(DType.FLOAT32, Float.MAX_VALUE, PIECES, WIDTH));
    SentenceEncoder.open(folder);
  }

  @Test
  void theWeightsAfterTheEncoderAndOfStaticTablesAreLookedAtToo() throws IOException {
    dense(Tensor.full(DType.FLOAT32, Double.NaN, WIDTH, WIDTH));
    assertRefused(
        "2_Dense/model.safetensors",
        ": 'linear.weight' is NaN at [0, 0], one of 1024 numbers that are not finite; the file is"
            + " damaged, or of a training that diverged");
    Tensor table = Tensor.zeros(DType.FLOAT32, PIECES, 4);
    Tensor weights = Tensor.full(DType.FLOAT32, Double.NaN, PIECES);
    Map<String, Tensor> model2vec = new LinkedHashMap<>();
    model2vec.put("embeddings", table);
    model2vec.put("weights", weights);
    staticFolder();
    Safetensors.write(model2vec, folder.resolve("model.safetensors"));
    assertTrue(refusal().contains("'weights' is NaN at [0], one of 104"), refusal());
  }

  private void staticFolder() throws IOException {
    Files.delete(folder.resolve("modules.json"));
    write("config.json", "{\"model_type\": \"model2vec\"}");
  }

  @Test
  void integersInThePlaceOfWeightsAreRefused() throws IOException {
    stored("2_Dense/model.safetensors", "linear.weight", "I64", WIDTH, WIDTH);
    assertRefused(
        "2_Dense/model.safetensors",
        ": 'linear.weight' is stored as I64, expected weights, as one of F64, F32, F16, BF16");
    stored("model.safetensors", WORDS, "I64", PIECES, WIDTH);
    assertRefused(
        "model.safetensors",
        ": 'embeddings.word_embeddings.weight' is stored as I64, expected weights, as one of F64,"
            + " F32, F16, BF16");
    Files.delete(folder.resolve("model.safetensors"));
    write(
        "model.safetensors.index.json", "{\"weight_map\": {\"" + WORDS + "\": \"a.safetensors\"}}");
    stored("a.safetensors", WORDS, "U8", PIECES, WIDTH);
    assertTrue(refusal().contains("is stored as U8"), refusal());
    staticFolder();
    stored("model.safetensors", "embeddings", "BOOL", PIECES, WIDTH);
    assertRefused(
        "model.safetensors",
        ": 'embeddings' is stored as BOOL, expected weights, as one of F64, F32, F16, BF16, I8");
    stored("model.safetensors", "embeddings", "I8", PIECES, WIDTH);
    assertEquals(WIDTH, SentenceEncoder.open(folder).dimension());
  }

  /** A file of one tensor of zeros. */
  private void stored(String file, String name, String type, int rows, int width)
      throws IOException {
    int bytes = rows * width * Map.of("I64", 8, "U8", 1, "I8", 1, "BOOL", 1).getOrDefault(type, 0);
    byte[] header =
        "{\"%s\": {\"dtype\": \"%s\", \"shape\": [%d, %d], \"data_offsets\": [0, %d]}}"
            .formatted(name, type, rows, width, bytes)
            .getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = Files.newOutputStream(folder.resolve(file))) {
      out.write(
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
      out.write(header);
      out.write(new byte[bytes]);
    }
  }

  // --- parts that do not fit ------------------------------------------------------------------

  @Test
  void sizesThatDoNotFitAreNamed() throws IOException {
    dense(Tensor.zeros(DType.FLOAT32, 8, 48));
    assertRefused(
        "2_Dense/model.safetensors",
        ": weight [8, 48] and bias [8] do not fit vectors of 32 numbers");
    replace("config.json", "\"vocab_size\": 104", "\"vocab_size\": 200");
    assertRefused(
        "model.safetensors",
        ": of another form than config.json says:"
            + " [embeddings.word_embeddings.weight: got [104, 32], expected [200, 32]]");
  }

  @Test
  void aVocabularyOfMorePiecesThanRowsIsRefusedAndOfFewerNot() throws IOException {
    String words = Files.readString(folder.resolve("vocab.txt"));
    write("vocab.txt", words + "one\n");
    assertRefused(
        "",
        ": the tokenizer has 105 pieces, the table of words 104 rows: they are not of one model");
    write("vocab.txt", words.strip().substring(0, words.strip().lastIndexOf('\n') + 1));
    assertEquals(103, SentenceEncoder.open(folder).tokenizer().size());
    write(
        "tokenizer.json",
        """
        {"padding": {"pad_id": 5000}, "model": {"type": "WordPiece", "vocab": {"[UNK]": 0}}}
        """);
    assertRefused("", ": the tokenizer fills up with piece 5000, the table of words has 104 rows");
    staticFolder();
    Files.delete(folder.resolve("tokenizer.json"));
    write("vocab.txt", words);
    Safetensors.write(
        Map.of("embeddings", Tensor.zeros(DType.FLOAT32, 103, 4)),
        folder.resolve("model.safetensors"));
    assertRefused(
        "model.safetensors",
        ": the tokenizer has 104 pieces, the table 103 rows: they are not of one model");
  }

  @Test
  void aLimitOfLengthThatLeavesNoRoomIsRefused() throws IOException {
    for (int most : new int[] {-5, 0, 2}) {
      write("sentence_bert_config.json", "{\"max_seq_length\": " + most + "}");
      assertRefused("", ": tokenizer: max length: got " + most + ", expected at least 3");
    }
  }

  @Test
  void modulesOutOfOrderOrOutsideOfTheFolderAreRefused() throws IOException {
    modules("Dense:2_Dense", "Transformer:", "Pooling:1_Pooling");
    assertTrue(refusal().endsWith("do not fit vectors of 0 numbers"), refusal());
    modules();
    assertRefused("modules.json", ": neither a Transformer with a Pooling nor a StaticEmbedding");
    for (String path : List.of("../elsewhere", "/etc", "a/../../b")) {
      modules("Transformer:" + path, "Pooling:1_Pooling");
      assertRefused("modules.json", ": path '" + path + "', expected a folder in this one");
    }
  }

  // --- files that are missing or no text ------------------------------------------------------

  @Test
  void eachFileThatIsMissingIsNamed() throws IOException {
    Map<String, String> needed = new LinkedHashMap<>();
    needed.put("config.json", "no file " + folder.resolve("config.json") + "; expected the folder");
    needed.put("vocab.txt", folder + ": neither tokenizer.json nor vocab.txt in it");
    for (String name :
        List.of(
            "model.safetensors",
            "1_Pooling/config.json",
            "2_Dense/config.json",
            "2_Dense/model.safetensors")) {
      needed.put(name, "no file " + folder.resolve(name));
    }
    List<String> others =
        List.of("modules.json", "tokenizer_config.json", "sentence_bert_config.json");
    try (Stream<Path> files = Files.walk(folder)) {
      assertEquals(
          needed.size() + others.size(), files.filter(Files::isRegularFile).count(), "every file");
    }
    for (Map.Entry<String, String> each : needed.entrySet()) {
      byte[] content = Files.readAllBytes(folder.resolve(each.getKey()));
      Files.delete(folder.resolve(each.getKey()));
      assertTrue(refusal().startsWith(each.getValue()), refusal());
      Files.write(folder.resolve(each.getKey()), content);
    }
    for (String name : others) {
      Files.delete(folder.resolve(name));
      SentenceEncoder.open(folder);
    }
  }

  @Test
  void filesThatAreNoUtf8OrNoJsonAreNamed() throws IOException {
    write("tokenizer.json", "{\"model\": {\"type\": \"WordPiece\", \"vocab\": {\"[UNK]\": 0}}}");
    for (String name :
        List.of(
            "tokenizer.json",
            "config.json",
            "modules.json",
            "1_Pooling/config.json",
            "2_Dense/config.json",
            "sentence_bert_config.json")) {
      Path file = folder.resolve(name);
      byte[] content = Files.readAllBytes(file);
      byte[] spoilt = content.clone();
      for (int i = 1; i < spoilt.length; i++) {
        if (spoilt[i - 1] == '"' && Character.isLetter(spoilt[i])) {
          spoilt[i] = (byte) 0xff;
        }
      }
      for (byte[] bad : new byte[][] {spoilt, {'{'}, {}, {'7'}}) {
        Files.write(file, bad);
        Throwable refused =
            assertThrows(
                IOException.class,
                () -> SentenceEncoder.open(folder),
                name + ": " + new String(bad, StandardCharsets.ISO_8859_1));
        assertTrue(String.valueOf(refused.getMessage()).startsWith(file + ": "), name + refused);
      }
      Files.write(file, content);
    }
    Files.write(
        folder.resolve("tokenizer.json"),
        "{\"model\": {\"type\": \"WordPiece\", \"vocab\": {\"[UNK]\": 0, \"\u00e9\": 1}}}"
            .getBytes(StandardCharsets.ISO_8859_1));
    assertRefused("tokenizer.json", ": no JSON: not UTF-8 text");
    Files.delete(folder.resolve("tokenizer.json"));
    Files.write(folder.resolve("vocab.txt"), new byte[] {'a', '\n', (byte) 0xc3, '\n'});
    assertRefused("vocab.txt", ": not UTF-8 text");
  }

  // --- lists and texts that are empty ---------------------------------------------------------

  @Test
  void noTextsGiveNoRowsAndNothingToTrainOn() throws IOException {
    SentenceEncoder encoder = SentenceEncoder.open(folder);
    assertEquals("[0, 32]", encoder.encode(List.of()).shape().toString());
    String message = "encoder: got no text, expected one or more";
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> encoder.apply(List.of())).getMessage());
    FineTuning.lastLayers(encoder, 1);
    FrozenLayers frozen = FrozenLayers.of(encoder);
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> frozen.apply(List.of())).getMessage());
    assertThrows(IllegalArgumentException.class, () -> encoder.applyTo(List.of()));
  }

  @Test
  void textsOfNothingVisibleAreOneVectorOfTheirOwn() throws IOException {
    SentenceEncoder encoder = SentenceEncoder.open(folder);
    float[] empty = encoder.encode("");
    for (String text : List.of(" ", "\n\t", "\u0000\u0001", "\u200b".repeat(3), "\ufeff")) {
      assertArrayEquals(empty, encoder.encode(text), "'" + text + "'");
    }
    assertEquals("[3, 32]", encoder.apply(List.of("", " ", "cat")).shape().toString());
  }

  @Test
  void aTextOfTenThousandWordsIsThatOfItsFirstPieces() throws IOException {
    SentenceEncoder encoder = SentenceEncoder.open(folder);
    assertArrayEquals(
        encoder.encode("cat ".repeat(30).strip()), encoder.encode("cat ".repeat(10_000)));
  }
}
