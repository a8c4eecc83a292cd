package dev.capstan.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.capstan.nn.io.Safetensors;
import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.ThreadLimit;
import dev.capstan.text.internal.JsonTree;
import dev.capstan.text.train.Distiller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of sentence-transformers and model2vec, opened, used, refused and saved. */
class SentenceEncoderTest {
  private static final Path RESOURCES = Path.of("src/test/resources/dev/capstan/text/encoder");
  private static final Path TINY = RESOURCES.resolve("tiny-bert");

  /**
   * The expected numbers of the small encoder are float64, and printed to more digits than this.
   */
  private static final double PRINTED = 1e-9;

  /**
   * Two float32 programs of six layers add in different orders: some ten units in the last place.
   */
  private static final double FLOAT32 = 2e-6;

  private static final String MODULES =
      """
      [{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
       {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
       {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"}]
      """;

  private final Path folder;

  SentenceEncoderTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    for (String name : List.of("config.json", "vocab.txt", "model.safetensors")) {
      Files.copy(TINY.resolve(name), folder.resolve(name));
    }
    Files.writeString(folder.resolve("modules.json"), MODULES);
    Files.createDirectory(folder.resolve("1_Pooling"));
    pooling("{\"pooling_mode_mean_tokens\": true}");
  }

  private void pooling(String json) throws IOException {
    Files.writeString(folder.resolve("1_Pooling").resolve("config.json"), json);
  }

  private static List<String> texts() throws IOException {
    List<String> texts = new ArrayList<>();
    JsonTree.read(TINY.resolve("expected.json")).get("texts").forEach(t -> texts.add(t.asText()));
    return texts;
  }

  private static double[] expected(String name) throws IOException {
    List<Double> all = new ArrayList<>();
    for (JsonNode row : JsonTree.read(TINY.resolve("expected.json")).get(name)) {
      row.forEach(x -> all.add(x.asDouble()));
    }
    return all.stream().mapToDouble(x -> x).toArray();
  }

  @Test
  void aFolderIsOpenedAsItLies() throws IOException {
    SentenceEncoder encoder = SentenceEncoder.open(folder, DType.FLOAT64);
    assertEquals(32, encoder.dimension());
    assertTrue(encoder.normalizes());
    assertArrayEquals(expected("mean_normalized"), encoder.encode(texts()).toArray(), PRINTED);
  }

  @Test
  void aTextHasTheSameBitsAloneAndAmongOthers() throws IOException {
    SentenceEncoder encoder = SentenceEncoder.open(folder);
    double[] together = encoder.encode(texts()).toArray();
    for (int i = 0; i < texts().size(); i++) {
      double[] alone = encoder.encode(List.of(texts().get(i))).toArray();
      assertArrayEquals(alone, Arrays.copyOfRange(together, 32 * i, 32 * (i + 1)));
    }
  }

  /** Alone, in every place of a batch, in a stream, and by one to four threads: for each kind. */
  @Test
  void noKindOfEncoderDependsOnOtherTextsOrThreads() throws IOException {
    List<SentenceEncoder> kinds = new ArrayList<>();
    for (String mode :
        List.of("mean", "cls", "max", "weightedmean", "mean_sqrt_len_tokens", "lasttoken")) {
      pooling("{\"pooling_mode\": \"" + mode + "\"}");
      kinds.add(SentenceEncoder.open(folder));
    }
    kinds.add(SentenceEncoder.open(otherArchitecture("roberta")));
    kinds.add(SentenceEncoder.open(otherArchitecture("distilbert")));
    Path small = folder.resolve("small");
    new Distiller().withDimension(8).write(kinds.get(0), folder, small, count -> {});
    kinds.add(SentenceEncoder.open(small));
    List<String> texts = new ArrayList<>(texts());
    for (int i = 0; i < 30; i++) {
      texts.add("the cat " + "a dog ".repeat(i % 5) + (i % 2 == 0 ? "good" : "movie sat"));
    }
    for (SentenceEncoder encoder : kinds) {
      List<float[]> alone = texts.stream().map(encoder::encode).toList();
      List<Integer> order = new ArrayList<>(IntStream.range(0, texts.size()).boxed().toList());
      Random random = new Random(5);
      for (int threads : new int[] {1, 2, 4}) {
        Collections.shuffle(order, random);
        try (ThreadLimit limit = ThreadLimit.of(threads)) {
          float[] together = encoder.encode(order.stream().map(texts::get).toList()).toFloatArray();
          Iterator<float[]> stream = encoder.encode(order.stream().map(texts::get).iterator());
          int width = encoder.dimension();
          for (int i = 0; i < order.size(); i++) {
            float[] expected = alone.get(order.get(i));
            String where = encoder + " with " + limit;
            assertArrayEquals(
                expected, Arrays.copyOfRange(together, i * width, (i + 1) * width), where);
            assertArrayEquals(expected, stream.next(), where);
          }
          assertFalse(stream.hasNext());
        }
      }
    }
  }

  /** The small encoder's weights under another architecture's names. */
  private Path otherArchitecture(String type) throws IOException {
    Path other = folder.resolve(type);
    Files.createDirectories(other.resolve("1_Pooling"));
    Files.writeString(other.resolve("modules.json"), MODULES);
    Files.writeString(
        other.resolve("1_Pooling").resolve("config.json"), "{\"pooling_mode\": \"mean\"}");
    Files.copy(folder.resolve("vocab.txt"), other.resolve("vocab.txt"));
    String config = Files.readString(folder.resolve("config.json"));
    config = config.replace("\"model_type\": \"bert\"", "\"model_type\": \"" + type + "\"");
    Map<String, Tensor> weights = new LinkedHashMap<>();
    Safetensors.read(folder.resolve("model.safetensors"))
        .forEach(
            (name, tensor) -> {
              if (!type.equals("distilbert")) {
                weights.put(name, tensor);
              } else if (!name.contains("token_type") && !name.contains("pooler")) {
                weights.put(distilBertName(name), tensor);
              }
            });
    if (type.equals("distilbert")) {
      config =
          config
              .replace("\"hidden_size\"", "\"dim\"")
              .replace("\"num_hidden_layers\"", "\"n_layers\"")
              .replace("\"num_attention_heads\"", "\"n_heads\"")
              .replace("\"intermediate_size\"", "\"hidden_dim\"");
    }
    Files.writeString(other.resolve("config.json"), config);
    Safetensors.write(weights, other.resolve("model.safetensors"));
    return other;
  }

  private static String distilBertName(String name) {
    return name.replace("encoder.layer.", "transformer.layer.")
        .replace(".attention.self.query.", ".attention.q_lin.")
        .replace(".attention.self.key.", ".attention.k_lin.")
        .replace(".attention.self.value.", ".attention.v_lin.")
        .replace(".attention.output.dense.", ".attention.out_lin.")
        .replace(".attention.output.LayerNorm.", ".sa_layer_norm.")
        .replace(".intermediate.dense.", ".ffn.lin1.")
        .replace(".output.dense.", ".ffn.lin2.")
        .replace(".output.LayerNorm.", ".output_layer_norm.");
  }

  @Test
  void aStreamTakesNoMoreTextsThanABlock() throws IOException {
    SentenceEncoder encoder = SentenceEncoder.open(folder);
    int[] taken = {0};
    Iterator<String> endless =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public String next() {
            return "the cat " + taken[0]++;
          }
        };
    Iterator<float[]> vectors = encoder.encode(endless);
    assertEquals(0, taken[0]);
    assertArrayEquals(encoder.encode("the cat 0"), vectors.next());
    assertTrue(taken[0] <= 2048, () -> taken[0] + " texts were taken for the first vector");
    assertThrows(
        NoSuchElementException.class, () -> encoder.encode(Collections.emptyIterator()).next());
  }

  @Test
  void halfOfASurrogatePairIsOneCharacterThatIsNone() throws IOException {
    SentenceEncoder encoder = SentenceEncoder.open(folder);
    assertArrayEquals(encoder.encode("cat \ufffd dog"), encoder.encode("cat \ud83d dog"));
    assertArrayEquals(encoder.encode("cat\ufffd"), encoder.encode("cat\udc00"));
  }

  @Test
  void poolingsAreChosenByTheFolder() throws IOException {
    pooling("{\"pooling_mode\": \"cls\"}");
    assertArrayEquals(
        expected("cls_normalized"),
        SentenceEncoder.open(folder, DType.FLOAT64).encode(texts()).toArray(),
        PRINTED);
    pooling("{\"pooling_mode_cls_token\": true, \"pooling_mode_max_tokens\": true}");
    assertEquals(64, SentenceEncoder.open(folder).dimension());
  }

  @Test
  void noTextGivesNoRowAndAnEmptyTextARow() throws IOException {
    SentenceEncoder encoder = SentenceEncoder.open(folder);
    assertEquals("[0, 32]", encoder.encode(List.of()).shape().toString());
    assertEquals("[1, 32]", encoder.encode(List.of("")).shape().toString());
  }

  @Test
  void textsBeyondThePositionsAreCut() throws IOException {
    SentenceEncoder encoder = SentenceEncoder.open(folder);
    assertEquals(40, encoder.tokenizer().maxLength());
    assertEquals("[1, 32]", encoder.encode(List.of("cat ".repeat(500))).shape().toString());
  }

  @Test
  void aSavedFolderGivesTheSameVectors(@TempDir Path other) throws IOException {
    SentenceEncoder encoder = SentenceEncoder.open(folder);
    Path copy = other.resolve("copy");
    encoder.save(copy);
    SentenceEncoder again = SentenceEncoder.open(copy);
    assertArrayEquals(encoder.encode(texts()).toArray(), again.encode(texts()).toArray());
    assertEquals(
        Files.readString(folder.resolve("modules.json")),
        Files.readString(copy.resolve("modules.json")));
  }

  @Test
  void aFolderOfModel2vecIsAMeanOfWeighedRows() throws IOException {
    Path staticFolder = Files.createDirectory(folder.resolve("static"));
    Files.copy(TINY.resolve("vocab.txt"), staticFolder.resolve("vocab.txt"));
    Files.writeString(
        staticFolder.resolve("config.json"),
        "{\"model_type\": \"model2vec\", \"normalize\": false}");
    double[] table = new double[104 * 2];
    double[] weights = new double[104];
    for (int i = 0; i < 104; i++) {
      table[2 * i] = i;
      table[2 * i + 1] = 1;
      weights[i] = i % 2 == 0 ? 1 : 0.5;
    }
    Safetensors.write(
        Map.of(
            "embeddings",
            Tensor.of(table, 104, 2).to(DType.FLOAT32),
            "weights",
            Tensor.of(weights)),
        staticFolder.resolve("model.safetensors"));
    SentenceEncoder encoder = SentenceEncoder.open(staticFolder, DType.FLOAT64);
    int[] pieces = encoder.tokenizer().pieces("the cat");
    double[] mean = new double[2];
    for (int piece : pieces) {
      double weight = weights[piece] / pieces.length;
      mean[0] += weight * piece;
      mean[1] += weight;
    }
    assertArrayEquals(mean, encoder.encode(List.of("the cat")).toArray(), PRINTED);
    assertArrayEquals(new double[2], encoder.encode(List.of("")).toArray());
    assertArrayEquals(new double[2], encoder.encode(List.of("\u6771")).toArray());
  }

  @Test
  void aServerRemembersAndAnswersManyThreads() throws Exception {
    SentenceEncoder encoder = SentenceEncoder.open(folder);
    TextServer server = TextServer.of(encoder).withCache(3);
    float[] once = server.encode("the cat sat");
    once[0] = 7;
    List<Thread> threads = new ArrayList<>();
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    for (int t = 0; t < 4; t++) {
      Thread thread =
          new Thread(
              () -> {
                for (String text : List.of("the cat sat", "a dog", "the dog", "good cat")) {
                  assertArrayEquals(encoderOf(text), server.encode(text));
                }
              });
      thread.setUncaughtExceptionHandler((failed, e) -> failures.add(e));
      threads.add(thread);
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(List.of(), failures);
  }

  private float[] encoderOf(String text) {
    try {
      return SentenceEncoder.open(folder).encode(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatIsMissingOrUnknownIsNamed() throws IOException {
    Files.writeString(
        folder.resolve("modules.json"), MODULES.replace("Normalize", "WeightedLayer"));
    assertEquals(
        folder.resolve("modules.json")
            + ": 'sentence_transformers.models.WeightedLayer' is not known here; expected"
            + " Transformer, Pooling, Dense, Normalize or StaticEmbedding",
        refusal());
    Files.writeString(folder.resolve("modules.json"), MODULES);
    pooling("{}");
    assertTrue(refusal().contains("no pooling is asked for"), refusal());
    pooling("{\"pooling_mode\": \"mean\"}");
    String config = Files.readString(folder.resolve("config.json"));
    Files.writeString(folder.resolve("config.json"), config.replace("\"bert\"", "\"gpt2\""));
    assertEquals(
        folder.resolve("config.json")
            + ": model_type: got 'gpt2', expected bert, roberta, xlm-roberta, camembert or distilbert",
        refusal());
    Files.delete(folder.resolve("config.json"));
    assertTrue(
        refusal().startsWith("no file " + folder.resolve("config.json") + "; expected the folder"),
        refusal());
    Files.writeString(folder.resolve("config.json"), config);
    Files.writeString(
        folder.resolve("vocab.txt"), Files.readString(folder.resolve("vocab.txt")) + "one\nmore\n");
    assertTrue(refusal().contains("they are not of one model"), refusal());
    Files.delete(folder.resolve("vocab.txt"));
    assertEquals(folder + ": neither tokenizer.json nor vocab.txt in it", refusal());
  }

  private String refusal() {
    return String.valueOf(
        assertThrows(IOException.class, () -> SentenceEncoder.open(folder)).getMessage());
  }

  /** The model is 91 MB and not part of the project; CONTRIBUTING says where it comes from. */
  @Test
  void sentencesOfMiniLmHaveTheirVectors() throws IOException {
    String model = System.getProperty("capstan.minilm", "");
    assumeTrue(!model.isEmpty(), "all-MiniLM-L6-v2 is not here: -Dcapstan.minilm=FOLDER names it");
    SentenceEncoder encoder = SentenceEncoder.open(Path.of(model));
    List<String> texts = new ArrayList<>();
    List<JsonNode> vectors = new ArrayList<>();
    for (JsonNode each : JsonTree.read(RESOURCES.resolve("minilm-sentences.json"))) {
      texts.add(each.get("text").asText());
      vectors.add(each.get("embedding"));
    }
    Tensor found = encoder.encode(texts);
    for (int i = 0; i < texts.size(); i++) {
      for (int j = 0; j < encoder.dimension(); j++) {
        assertEquals(
            vectors.get(i).get(j).asDouble(),
            found.at(i * encoder.dimension() + j),
            FLOAT32,
            texts.get(i));
      }
    }
  }
}
