package dev.capstan.text.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every code point is treated as Hugging Face's tokenizers 0.23.3 treats it, on every JDK. */
class CodePointsTest {
  /** What {@code code_points.py}, in the test resources, prints. */
  private static final String EXPECTED =
      "74b75b41a8d535d044cb6af8adeed4fd14014f465b8912f471f4673e3cec7750";

  @Test
  void everyCodePointIsNormalizedAndSplitAsThere() throws NoSuchAlgorithmException {
    BertNormalizer uncased = BertNormalizer.uncased();
    BertNormalizer cased = BertNormalizer.cased();
    BertNormalizer small = new BertNormalizer(true, true, false, true);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        continue;
      }
      String text = "a" + Character.toString(c) + "b";
      List<String> words = new ArrayList<>();
      Splitters.bert().split(text, PreTokenizer.Place.START, (word, at) -> words.add(word));
      String line =
          uncased.normalize(text)
              + "|"
              + cased.normalize(text)
              + "|"
              + small.normalize(text)
              + "|"
              + words.size()
              + "\n";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    assertEquals(EXPECTED, HexFormat.of().formatHex(digest.digest()));
  }
}
