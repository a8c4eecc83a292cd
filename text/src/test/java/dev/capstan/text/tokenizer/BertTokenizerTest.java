package dev.capstan.text.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ids of Hugging Face's BertTokenizerFast. */
class BertTokenizerTest {
  private static final Vocabulary WORDS = vocabulary();
  private static final Tokenizer UNCASED =
      BertTokenizer.of(WORDS, BertNormalizer.uncased()).withMaxLength(128);

  private static Vocabulary vocabulary() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(resource("bert-uncased-vocab.txt.gz")),
                StandardCharsets.UTF_8))) {
      return Vocabulary.of(lines.lines().toList());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static InputStream resource(String name) {
    InputStream in = BertTokenizerTest.class.getResourceAsStream(name);
    if (in == null) {
      throw new AssertionError(name + " is missing");
    }
    return in;
  }

  @Test
  void textsHaveTheirIdsAndPieces() throws IOException {
    for (JsonNode each : new ObjectMapper().readTree(resource("wordpiece-cases.json"))) {
      String text = each.get("text").asText();
      Encoding found = UNCASED.encode(text);
      int[] ids = new int[each.get("ids").size()];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = each.get("ids").get(i).asInt();
      }
      assertArrayEquals(ids, found.ids(), text);
      for (int i = 0; i < ids.length; i++) {
        assertEquals(each.get("tokens").get(i).asText(), found.tokens().get(i), text);
      }
    }
  }

  @Test
  void ofAPairTheLongerOneIsCutFirst() {
    Tokenizer ten = UNCASED.withMaxLength(10);
    assertEquals(
        "[[CLS], cat, dog, [SEP], one, two, three, four, five, [SEP]]",
        ten.encode("cat dog", "one two three four five six").tokens().toString());
    assertEquals(
        "[[CLS], one, two, three, [SEP], four, five, six, one, [SEP]]",
        ten.encode("one two three four five", "four five six one two three").tokens().toString());
    assertArrayEquals(
        new int[] {0, 0, 0, 0, 1, 1, 1, 1, 1, 1},
        ten.encode("cat dog", "one two three four five six").segments());
  }

  @Test
  void anOddPlaceGoesToTheSecondWhereBothAreCut() {
    assertEquals(
        "[[CLS], one, [SEP], four, five, [SEP]]",
        UNCASED.withMaxLength(6).encode("one two three", "four five six").tokens().toString());
  }

  @Test
  void tenMegabytesWithoutASpaceAreOneUnknownWord() {
    assertArrayEquals(new int[] {101, 100, 102}, UNCASED.encode("x".repeat(10_000_000)).ids());
  }

  @Test
  void aVocabularyWithoutSpecialTokensIsRefused(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("vocab.txt"), List.of("[UNK]", "a", "b"));
    IOException refused =
        assertThrows(IOException.class, () -> BertTokenizer.read(file, BertNormalizer.uncased()));
    assertEquals(file + ": vocabulary: no piece '[SEP]' among 3 pieces", refused.getMessage());
  }

  @Test
  void aPieceThatStandsTwiceIsRefused(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("vocab.txt"), List.of("a", "b", "a"));
    IOException refused = assertThrows(IOException.class, () -> Vocabulary.read(file));
    assertEquals(file + ": vocabulary: 'a' stands twice, as number 0 and 2", refused.getMessage());
  }

  @Test
  void aFileThatIsNoUtf8IsRefused(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("vocab.txt"), new byte[] {'a', '\n', (byte) 0xff, '\n'});
    IOException refused = assertThrows(IOException.class, () -> Vocabulary.read(file));
    assertEquals(file + ": not UTF-8 text", refused.getMessage());
  }
}
