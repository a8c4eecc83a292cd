package dev.capstan.examples.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.List;
import java.util.Map;
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
    for (byte[] sample : samples) {
      Files.write(folder.resolve(file), sample);
      reading.read(folder.resolve(file)); // a sample is whole
    }
    long count = Long.getLong("capstan.fuzz.files", 400);
    FileSummary summary = FileFuzzer.of(reading, samples).run(folder.resolve(file), 0, count);
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
    ObjectMapper json = new ObjectMapper();
    Reading reading =
        file -> {
          Map<String, Object> config;
          try {
            config = json.readValue(file.toFile(), new TypeReference<Map<String, Object>>() {});
          } catch (JsonProcessingException e) {
            return "no JSON, which is not ours to say";
          }
          try {
            return config == null ? "null" : Losses.fromConfig(config);
          } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file.getFileName() + ": " + e.getMessage(), e);
          }
        };
    holds(
        "config.json",
        reading,
        json.writeValueAsBytes(Losses.fromConfig("contrastive_loss", Map.of()).config()),
        json.writeValueAsBytes(Losses.fromConfig("triplet_margin_loss", Map.of()).config()));
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
