package dev.capstan.examples.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.capstan.nn.index.Metric;
import dev.capstan.nn.metrics.Pca;
import dev.capstan.nn.metrics.Retrieval;
import dev.capstan.ops.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The data sets themselves, and what is known about them from elsewhere. */
final class SourceTest {
  /** The reference values are given to ten digits. */
  private static final double TEN_DIGITS = 5e-11;

  /** Half a unit of the third digit. */
  private static final double THREE_DIGITS = 5e-4;

  /**
   * Letters are 16 small whole numbers, so that many rows are equally far; which of them comes
   * first is up to each implementation's rounding. Allowed are two queries of the 2,019.
   */
  private static final double LETTER_TIES = 2.0 / 2019;

  private static final Path MNIST = Path.of("..", "data", "mnist10k");

  private static Split load(Source source, Protocol protocol) throws IOException {
    return source.load(protocol, Source.MNIST_FOLDER);
  }

  private static Retrieval retrieval(Tensor rows, Split split, Metric distance) {
    return Retrieval.of(rows, split.test().labels(), distance);
  }

  @Test
  void eachHasTheSizeThatItSays() throws IOException {
    for (Source source : Source.values()) {
      Split split = source.load(Protocol.CLOSED, MNIST);
      assertEquals(source.rows(), sizeOf(split), source.id());
      assertEquals(source.width(), split.train().width(), source.id());
    }
  }

  @Test
  void rawDigitsScoreWhatTheReferenceSays() throws IOException {
    Split digits = load(Source.DIGITS, Protocol.CLOSED);
    assertEquals(1348, digits.train().size());
    assertEquals(449, digits.test().size());
    Tensor test = digits.test().features();

    Retrieval raw = retrieval(test, digits, Metric.EUCLIDEAN);
    assertEquals(0.9665924276, raw.recallAt1(), TEN_DIGITS);
    assertEquals(0.5261910367, raw.mapAtR(), TEN_DIGITS);

    // Rows of length 1 are ranked alike by angle and by distance.
    Retrieval normalised = retrieval(test, digits, Metric.COSINE);
    assertEquals(0.9777282851, normalised.recallAt1(), TEN_DIGITS);
    assertEquals(0.5241136955, normalised.mapAtR(), TEN_DIGITS);
  }

  @Test
  void otherReferencesAreKnownToThreeDigits() throws IOException {
    Split digits = load(Source.DIGITS, Protocol.CLOSED);
    Pca pca = Pca.of(digits.train().features(), 32);
    Retrieval projected =
        retrieval(pca.project(digits.test().features()), digits, Metric.EUCLIDEAN);
    assertEquals(0.971, projected.recallAt1(), THREE_DIGITS);
    assertEquals(0.530, projected.mapAtR(), THREE_DIGITS);

    Split unseenDigits = load(Source.DIGITS, Protocol.OPEN);
    Retrieval rawUnseen = retrieval(unseenDigits.test().features(), unseenDigits, Metric.EUCLIDEAN);
    assertEquals(0.989, rawUnseen.recallAt1(), THREE_DIGITS);
    assertEquals(0.611, rawUnseen.mapAtR(), THREE_DIGITS);

    Split unseenLetters = load(Source.LETTER, Protocol.OPEN);
    assertEquals(2019, unseenLetters.test().size());
    Retrieval letters = retrieval(unseenLetters.test().features(), unseenLetters, Metric.EUCLIDEAN);
    assertEquals(0.950, letters.recallAt1(), THREE_DIGITS + LETTER_TIES);
    assertEquals(0.180, letters.mapAtR(), THREE_DIGITS + LETTER_TIES);
  }

  @Test
  void everyOtherSetIsReadWhole() throws IOException {
    Split letters = load(Source.LETTER, Protocol.CLOSED);
    assertEquals(16_000, letters.train().size());
    assertEquals(4_000, letters.test().size());
    assertEquals("T", letters.classNames().get(letters.train().label(0)));
    assertEquals(2 / 15f, letters.train().row(0)[0]);

    Split mnist = Source.MNIST.load(Protocol.CLOSED, MNIST);
    assertEquals(8_000, mnist.train().size());
    assertEquals(2_000, mnist.test().size());
    assertEquals(28, mnist.imageSide());

    assertEquals(150, sizeOf(load(Source.IRIS, Protocol.CLOSED)));
    Split wine = load(Source.WINE, Protocol.CLOSED);
    assertEquals(178, sizeOf(wine));
    assertEquals(13, wine.train().width());
  }

  private static int sizeOf(Split split) {
    return split.train().size() + split.test().size();
  }

  @Test
  void missingAndDamagedFilesAreNamed(@TempDir Path folder) throws IOException {
    Path images = folder.resolve("mnist10k-images.idx3-ubyte.gz");
    assertEquals(
        "mnist: no file "
            + images
            + "; run from the project's folder, or name the data with --mnist FOLDER",
        assertThrows(IOException.class, () -> Source.MNIST.load(Protocol.CLOSED, folder))
            .getMessage());

    byte[] whole = Files.readAllBytes(MNIST.resolve(images.getFileName()));
    Files.write(images, Arrays.copyOf(whole, 5000));
    assertEquals(
        "mnist10k-images.idx3-ubyte.gz: the compressed data is cut short; get the file anew",
        assertThrows(IOException.class, () -> Source.MNIST.load(Protocol.CLOSED, folder))
            .getMessage());
  }

  // --- tables ---------------------------------------------------------------------------------

  private static Table table(String text) throws IOException {
    return Table.read(new BufferedReader(new StringReader(text)), "t.csv");
  }

  private static String refusal(String text) {
    return String.valueOf(assertThrows(IOException.class, () -> table(text)).getMessage());
  }

  @Test
  void aTableHasTheClassFirstAndNumbersAfterIt() throws IOException {
    Table table = table("label,a,b\nx,1,2.5\ny,3,4\nx,-5,6e1\n");

    assertEquals(List.of("x", "y"), table.classNames());
    assertArrayEquals(new int[] {0, 1, 0}, table.dataset().labels().toArray());
    assertArrayEquals(new float[] {-5, 60}, table.dataset().row(2));
  }

  @Test
  void aDamagedTableIsRefusedWithRowAndColumn() {
    assertEquals(
        "t.csv: row 2: got 2 columns, expected 3 as in the header",
        refusal("label,a,b\nx,1,2\ny,3\n"));
    assertEquals(
        "t.csv: row 1, column 3: got '2,5', expected a number", refusal("l,a,b\nx,1,\"2,5\"\n"));
    assertEquals("t.csv: no rows after the header line", refusal("label,a,b\n"));
  }
}
