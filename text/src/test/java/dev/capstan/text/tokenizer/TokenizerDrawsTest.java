package dev.capstan.text.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Drawn tokenizers on drawn texts, with the ids of Hugging Face's; made by {@code draws.py}, in the
 * test resources. The file beside it holds draws that once failed here.
 */
class TokenizerDrawsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int SHOWN = 20;

  private final Path folder;
  private final Map<String, JsonNode> files = new HashMap<>();

  TokenizerDrawsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void drawsThatOnceFailedHaveTheirIds() throws IOException {
    try (InputStream in = new GZIPInputStream(resource("draws.jsonl.gz"))) {
      assertEquals(List.of(), failures(in));
    }
  }

  @Test
  void newDrawsHaveTheirIds() throws IOException {
    String file = System.getProperty("capstan.draws", "");
    assumeTrue(!file.isEmpty(), "no new draws: -Dcapstan.draws=FILE names what draws.py wrote");
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      List<String> failed = failures(in);
      Files.write(Path.of(file + ".failed"), failed);
      assertEquals(0, failed.stream().filter(line -> line.contains("\"first\"")).count());
    }
  }

  /** The lines of what differs, each behind that of its tokenizer. */
  private List<String> failures(InputStream in) throws IOException {
    List<String> failed = new ArrayList<>();
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    String drawing = "";
    @Nullable Tokenizer tokenizer = null;
    int shown = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      JsonNode each = MAPPER.readTree(line);
      if (each.has("made")) {
        drawing = line;
        shown = 0;
        tokenizer = tokenizer(each.get("made"));
      } else if (tokenizer != null && shown < SHOWN && !agrees(tokenizer, each)) {
        if (shown++ == 0) {
          failed.add(drawing);
        }
        failed.add(line);
      }
    }
    return failed;
  }

  private static boolean agrees(Tokenizer tokenizer, JsonNode each) {
    String first = each.get("first").asText();
    boolean same = true;
    if (!each.get("ids").isNull()) {
      same = each.get("ids").toString().equals(numbers(tokenizer.encode(first).ids()));
    }
    if (!each.get("pair").isNull()) {
      Encoding pair = tokenizer.encode(first, each.get("second").asText());
      same &= each.get("pair").toString().equals(numbers(pair.ids()));
      same &= each.get("segments").toString().equals(numbers(pair.segments()));
    }
    return same;
  }

  private static String numbers(int[] all) {
    return Arrays.toString(all).replace(" ", "");
  }

  /** The file that a drawing stands for. */
  private Tokenizer tokenizer(JsonNode drawing) throws IOException {
    ObjectNode root = drawing.deepCopy();
    ObjectNode model = model(drawing.get("file").asText());
    drawing.get("options").properties().forEach(e -> model.set(e.getKey(), e.getValue()));
    root.set("model", model);
    root.findParents("precompiled_charsmap")
        .forEach(node -> ((ObjectNode) node).set("precompiled_charsmap", charsMap()));
    Path file = folder.resolve("tokenizer.json");
    Files.writeString(file, root.toString());
    return TokenizerJson.read(file);
  }

  private JsonNode charsMap() {
    return file("unigram").at("/normalizer/normalizers/0/precompiled_charsmap");
  }

  private ObjectNode model(String name) throws IOException {
    if (!name.equals("bert")) {
      return file(name).get("model").deepCopy();
    }
    ObjectNode model = MAPPER.createObjectNode();
    model.put("type", "WordPiece").put("unk_token", "[UNK]");
    ObjectNode vocabulary = model.putObject("vocab");
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(resource("bert-uncased-vocab.txt.gz")),
                StandardCharsets.UTF_8))) {
      lines.lines().forEach(piece -> vocabulary.put(piece, vocabulary.size()));
    }
    return model;
  }

  private JsonNode file(String name) {
    return files.computeIfAbsent(
        name,
        n -> {
          try (InputStream in = new GZIPInputStream(resource(n + ".json.gz"))) {
            return MAPPER.readTree(in);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  private static InputStream resource(String name) {
    InputStream in = TokenizerDrawsTest.class.getResourceAsStream(name);
    if (in == null) {
      throw new AssertionError(name + " is missing");
    }
    return in;
  }
}
