package dev.capstan.text.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ids that Hugging Face's tokenizers gives by the same file; made by tokenizer_json.py. */
class TokenizerJsonTest {
  private final Path folder;

  TokenizerJsonTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static InputStream resource(String name) throws IOException {
    InputStream in = TokenizerJsonTest.class.getResourceAsStream(name);
    if (in == null) {
      throw new AssertionError(name + " is missing");
    }
    return new GZIPInputStream(in);
  }

  private Tokenizer tokenizer(String name) throws IOException {
    Path file = folder.resolve(name + ".json");
    if (Files.notExists(file)) {
      try (InputStream in = resource(name + ".json.gz")) {
        Files.copy(in, file);
      }
    }
    return TokenizerJson.read(file);
  }

  @Test
  void textsAndPairsOfEveryKindHaveTheirIds() throws IOException {
    Map<String, Tokenizer> known = new HashMap<>();
    for (JsonNode each : new ObjectMapper().readTree(resource("tokenizer-cases.json.gz"))) {
      String name = each.get("tokenizer").asText();
      if (!known.containsKey(name)) {
        known.put(name, tokenizer(name));
      }
      Tokenizer tokenizer = known.get(name);
      String first = each.get("first").asText();
      Encoding one = tokenizer.encode(first);
      Encoding two = tokenizer.encode(first, each.get("second").asText());
      assertEquals(each.get("ids").toString(), numbers(one.ids()), name + ": " + first);
      assertEquals(each.get("pair").toString(), numbers(two.ids()), name + ": " + first);
      assertEquals(each.get("segments").toString(), numbers(two.segments()), name + ": " + first);
    }
    assertEquals(6, known.size());
  }

  private static String numbers(int[] all) {
    return Arrays.toString(all).replace(" ", "");
  }

  /** With the square of the length it would be 10^10 steps: hours, not the minute allowed. */
  @Test
  void aLongTextWithoutASpaceTakesNoMoreThanItsLength() throws IOException {
    for (String name : new String[] {"byte-level", "unigram", "bpe-plain", "wordpiece"}) {
      Tokenizer tokenizer = tokenizer(name);
      Assertions.assertTimeoutPreemptively(
          Duration.ofMinutes(1), () -> tokenizer.pieces("ab".repeat(50_000)), name);
    }
  }

  @Test
  void whatIsNotKnownIsRefusedByName() throws IOException {
    assertEquals(
        "model: 'Wordlevel' is not known here; expected WordPiece, BPE or Unigram",
        refused("{\"model\": {\"type\": \"Wordlevel\", \"vocab\": {\"a\": 0}}}"));
    assertEquals(
        "pre_tokenizer: 'Split' is not known here; expected Sequence, BertPreTokenizer, Whitespace,"
            + " WhitespaceSplit, Digits, Punctuation, ByteLevel or Metaspace",
        refused(
            "{\"pre_tokenizer\": {\"type\": \"Split\"}, \"model\":"
                + " {\"type\": \"BPE\", \"vocab\": {\"a\": 0}, \"merges\": []}}"));
    assertEquals("no model; expected a tokenizer.json of tokenizers", refused("{}"));
    assertEquals(
        "vocabulary: no piece 'b' among 1 pieces",
        refused("{\"model\": {\"type\": \"BPE\", \"vocab\": {\"a\": 0}, \"merges\": [\"a b\"]}}"));
    assertEquals(
        "vocabulary: got 1 pieces with numbers up to 1000000000",
        refused("{\"model\": {\"type\": \"WordPiece\", \"vocab\": {\"a\": 1000000000}}}"));
  }

  private String refused(String json) throws IOException {
    Path file = Files.writeString(folder.resolve("tokenizer.json"), json);
    IOException refusal = assertThrows(IOException.class, () -> TokenizerJson.read(file));
    String message = String.valueOf(refusal.getMessage());
    assertEquals(file.toString(), message.substring(0, file.toString().length()));
    return message.substring(file.toString().length() + 2);
  }
}
