package dev.capstan.text.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts of megabytes without a space take time in proportion to their length. */
class LongTextTest {
  private static final int BYTES = 10_000_000;
  private static final int MARKS = 1_000_000;

  /**
   * With the square of the length it would be 10^14 steps for ten megabytes, days, and half an hour
   * for a million marks; a text takes some seconds on a machine that does nothing else.
   */
  private static final Duration SOON = Duration.ofMinutes(5);

  private static final List<Normalizer.Form> FORMS = List.of(Normalizer.Form.values());

  private final Path folder;

  LongTextTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Tokenizer tokenizer(String name) throws IOException {
    Path file = folder.resolve(name + ".json");
    try (InputStream packed = LongTextTest.class.getResourceAsStream(name + ".json.gz")) {
      if (packed == null) {
        throw new AssertionError(name + " is missing");
      }
      Files.copy(new GZIPInputStream(packed), file);
    }
    return TokenizerJson.read(file);
  }

  private static String marks(String two) {
    return two.repeat(MARKS / 2);
  }

  private static String text(String unit) {
    return unit.repeat(BYTES / unit.getBytes(StandardCharsets.UTF_8).length);
  }

  /** By each kind of model; byte pairs merge every second letter of this. */
  @Test
  void tenMegabytesWithoutASpaceAreCut() throws IOException {
    for (String name : List.of("wordpiece", "byte-level", "unigram-bytes")) {
      Tokenizer tokenizer = tokenizer(name);
      int pieces = tokenizer.pieces("ab".repeat(50)).length;
      int found = assertTimeoutPreemptively(SOON, () -> tokenizer.pieces(text("ab")).length, name);
      // What is longer than a word may be is one piece; all else is the same over and over.
      boolean inProportion = Math.abs(found - (BYTES / 100L) * pieces) <= BYTES / 50;
      assertTrue(found == 1 || inProportion, name + ": " + pieces + ", " + found);
    }
  }

  /** Classes 230 and 220 in turn: each mark belongs before half of those before it. */
  @Test
  void megabytesOfMarksAreBroughtIntoOrder() {
    for (Normalizer.Form form : FORMS) {
      String found =
          assertTimeoutPreemptively(
              SOON, () -> NormalForms.of("x" + marks("\u0315\u0316"), form), form.toString());
      int half = MARKS / 2;
      assertEquals("x" + "\u0316".repeat(half) + "\u0315".repeat(half), found);
    }
    assertEquals("x", BertNormalizer.uncased().normalize("x" + marks("\u0301\u0323")));
  }

  /** The JDK's own answer, which takes its time, on runs that are short enough for it. */
  @Test
  void runsOfMarksAreThoseOfTheStandard() {
    List<Integer> marks = new ArrayList<>(List.of((int) 'e', (int) '\uff76', 0xff9e, 0xff9f));
    for (int c = 0x300; c < 0x1f000; c++) {
      int type = Character.getType(c);
      boolean mark =
          type == Character.NON_SPACING_MARK
              || type == Character.COMBINING_SPACING_MARK
              || type == Character.ENCLOSING_MARK;
      if (mark && !CodePoints.isWhole(c)) {
        marks.add(c);
      }
    }
    SplittableRandom random = new SplittableRandom(4);
    for (int draw = 0; draw < 400; draw++) {
      StringBuilder text = new StringBuilder("e");
      int kinds = 1 + random.nextInt(draw % 2 == 0 ? 6 : marks.size());
      int first = random.nextInt(marks.size());
      for (int i = 0; i < 300; i++) {
        text.appendCodePoint(marks.get((first + random.nextInt(kinds)) % marks.size()));
      }
      for (Normalizer.Form form : FORMS) {
        assertEquals(
            Normalizer.normalize(text, form), NormalForms.of(text.toString(), form), "" + draw);
      }
    }
  }
}
