package dev.capstan.examples.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.capstan.data.Table;
import dev.capstan.losses.Losses;
import dev.capstan.nn.data.Idx;
import dev.capstan.nn.io.Npy;
import dev.capstan.nn.io.Safetensors;
import dev.capstan.ops.Tensor;
import dev.capstan.testkit.fixtures.FixtureFile;
import dev.capstan.testkit.fuzz.FileFuzzer;
import dev.capstan.testkit.fuzz.FileFuzzer.FileSummary;
import dev.capstan.testkit.fuzz.FileFuzzer.Reading;
import dev.capstan.text.tokenizer.TokenizerJson;
import dev.capstan.text.tokenizer.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of every format, spoilt at random: read, or refused by the file's name.
 *
 * <p>{@code -Dcapstan.fuzz.files=20000} spoils more of each than the few of a build.
 */
final class FileFuzzTest {
  @TempDir Path folder;

  private void holds(String file, Reading reading, byte[]... samples) throws IOException {
    holds(file, reading, FileFuzzer.of(reading, samples), samples);
  }

  private void holds(String file, Reading reading, FileFuzzer fuzzer, byte[]... samples)
      throws IOException {
    for (byte[] sample : samples) {
      Files.write(folder.resolve(file), sample);
      reading.read(folder.resolve(file)); // a sample is whole
    }
    long count = Long.getLong("capstan.fuzz.files", 400);
    FileSummary summary = fuzzer.run(folder.resolve(file), 0, count);
    System.getLogger(FileFuzzTest.class.getName())
        .log(System.Logger.Level.INFO, () -> file + ": " + summary);
    assertEquals(List.of(), summary.findings());
    assertTrue(summary.accepted() < count, summary.toString());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void idx() throws IOException {
    byte[] whole = {0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6};
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(packed)) {
      zip.write(whole);
    }
    holds("digits.idx", FileFuzzTest::readIdx, whole, packed.toByteArray());
  }

  private static Idx readIdx(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Idx.read(in, file.getFileName().toString());
    }
  }

  @Test
  void tables() throws IOException {
    holds(
        "iris.csv",
        Table::read,
        bytes("length,width,class\n5.1,3.5,setosa\n\"7.0\",3.2,\"versi\"\"color\"\n6.3,,virgin\n"));
  }

  @Test
  void fixtures() throws IOException {
    holds(
        "loss.json",
        FixtureFile::read,
        bytes(
            """
            [{"name": "a", "dtype": "float64", "params": {"margin": 1.5, "swap": true},
              "inputs": {"x": {"shape": [2, 2], "data": [1, 2, "NaN", 4]},
                         "y": {"dtype": "int64", "shape": [2], "data": [0, 1]},
                         "m": {"dtype": "bool", "shape": [1], "data": [true]}},
              "expected": {"output": {"shape": [], "data": [0.5]}, "grads": {"x": {"shape": [2, 2], "data": [0, 0, 1, 0]}}},
              "tol": {"rtol": 1e-9, "atol": 1e-12}}]
            """));
  }

  @Test
  void configurations() throws IOException {
    List<byte[]> samples = new ArrayList<>();
    for (String name : Losses.names()) {
      try {
        samples.add(JSON.writeValueAsBytes(Losses.fromConfig(name, Map.of()).config()));
      } catch (IllegalArgumentException e) {
        assertTrue(String.valueOf(e.getMessage()).contains("missing"), e.getMessage());
      }
    }
    assertTrue(
        samples.size() > 60, samples.size() + " losses without parameters that must be given");
    byte[][] all = samples.toArray(byte[][]::new);
    FileFuzzer fuzzer =
        FileFuzzer.of(FileFuzzTest::readConfig, all).withChange(FileFuzzTest::changedJson);
    holds("config.json", FileFuzzTest::readConfig, fuzzer, all);
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A loss of a file's configuration; what is no JSON object is refused by the parser's words. */
  private static Object readConfig(Path file) throws IOException {
    Map<String, Object> config;
    try {
      config = JSON.readValue(file.toFile(), new TypeReference<Map<String, Object>>() {});
    } catch (JsonProcessingException e) {
      throw new IOException(file.getFileName() + ": no JSON object", e);
    }
    if (config == null) {
      throw new IOException(file.getFileName() + ": no JSON object");
    }
    try {
      return Losses.fromConfig(config);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file.getFileName() + ": " + e.getMessage(), e);
    }
  }

  /** What a configuration holds where it should not. */
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "-1",
          "0",
          "0.5",
          "1e308",
          "1e400",
          "2147483648",
          "99999999999999999999",
          "\"\"",
          "\"mean\"",
          "\"NaN\"",
          "\"x\"",
          "[]",
          "[1, [2], {}]",
          "{}",
          "{\"name\": \"triplet_margin_loss\"}",
          "{\"name\": \"lp_distance\", \"p\": 2}");

  /** Another value in place of one, or one left out, added, renamed, or put into another. */
  private static byte[] changedJson(byte[] file, SplittableRandom random) {
    try {
      JsonNode root = JSON.readTree(file);
      List<ObjectNode> objects = new ArrayList<>();
      if (root != null) {
        gather(root, objects);
      }
      if (objects.isEmpty()) {
        return file;
      }
      ObjectNode object = objects.get(random.nextInt(objects.size()));
      List<String> keys = new ArrayList<>();
      object.fieldNames().forEachRemaining(keys::add);
      String key = keys.isEmpty() ? "name" : keys.get(random.nextInt(keys.size()));
      String other = List.of("", "x", "Name", key + "s", "x".repeat(3_000)).get(random.nextInt(5));
      JsonNode value = JSON.readTree(VALUES.get(random.nextInt(VALUES.size())));
      switch (random.nextInt(6)) {
        case 0 -> object.remove(key);
        case 1 -> object.set(other, value);
        case 2 -> object.set(key, object.path(key).isMissingNode() ? value : root.deepCopy());
        case 3 -> object.put(key, other);
        default -> object.set(key, value);
      }
      return JSON.writeValueAsBytes(root);
    } catch (IOException e) {
      return file; // what is no JSON any more is spoilt enough
    }
  }

  private static void gather(JsonNode node, List<ObjectNode> objects) {
    if (node instanceof ObjectNode object) {
      objects.add(object);
    }
    node.forEach(inner -> gather(inner, objects));
  }

  @Test
  void arrays() throws IOException {
    Path whole = folder.resolve("whole.npy");
    Npy.write(Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 2, 3), whole);
    holds("x.npy", Npy::read, Files.readAllBytes(whole));
  }

  @Test
  void weights() throws IOException {
    Path whole = folder.resolve("whole.safetensors");
    Safetensors.write(
        Map.of("a", Tensor.of(new double[] {1, 2}, 2), "b", Tensor.scalar(3.0)),
        Map.of("made", "here"),
        whole);
    holds("net.safetensors", Safetensors::read, Files.readAllBytes(whole));
  }

  @Test
  void vocabularies() throws IOException {
    holds("vocab.txt", Vocabulary::read, bytes("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nthe\n##s\n"));
  }

  @Test
  void tokenizers() throws IOException {
    holds(
        "tokenizer.json",
        TokenizerJson::read,
        bytes(
            """
            {"version": "1.0", "truncation": null, "padding": null,
             "added_tokens": [{"id": 0, "content": "[PAD]", "special": true}],
             "normalizer": {"type": "BertNormalizer", "clean_text": true,
               "handle_chinese_chars": true, "strip_accents": null, "lowercase": true},
             "pre_tokenizer": {"type": "BertPreTokenizer"},
             "post_processor": {"type": "TemplateProcessing", "single": [], "pair": [],
               "special_tokens": {}},
             "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
             "model": {"type": "WordPiece", "unk_token": "[UNK]",
               "continuing_subword_prefix": "##", "max_input_chars_per_word": 100,
               "vocab": {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "a": 4, "##b": 5}}}
            """));
  }
}
