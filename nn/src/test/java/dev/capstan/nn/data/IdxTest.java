package dev.capstan.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.ops.ShapeException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

final class IdxTest {
  private static final byte[] TWO_BY_THREE = {
    0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, (byte) 255
  };

  private static Idx read(byte[] file) throws IOException {
    return Idx.read(new ByteArrayInputStream(file), "x.idx");
  }

  private static String message(byte[] file) {
    return String.valueOf(assertThrows(IOException.class, () -> read(file)).getMessage());
  }

  private static byte[] zipped(byte[] raw) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(raw);
    }
    return out.toByteArray();
  }

  private static byte[] changed(int at, int to) {
    byte[] file = TWO_BY_THREE.clone();
    file[at] = (byte) to;
    return file;
  }

  @Test
  void sizesAndElementsAreReadPackedOrNot() throws IOException {
    for (byte[] file : new byte[][] {TWO_BY_THREE, zipped(TWO_BY_THREE)}) {
      Idx idx = read(file);
      assertArrayEquals(new int[] {2, 3}, idx.sizes());
      assertArrayEquals(new byte[] {1, 2, 3, 4, 5, (byte) 255}, idx.data());
    }
  }

  @Test
  void everyFaultNamesTheFileWhatAndWhere() {
    assertEquals("x.idx: the header is cut short (at byte 2)", message(new byte[] {0, 0}));
    assertEquals(
        "x.idx: not an IDX file: it does not begin with 0 0 (at byte 0)", message(changed(1, 7)));
    assertEquals(
        "x.idx: element type: got 13, expected 8 (byte) (at byte 2)", message(changed(2, 13)));
    assertEquals("x.idx: dimensions: got 0, expected 1 to 8 (at byte 3)", message(changed(3, 0)));
    assertEquals("x.idx: size of dimension 1 is negative (at byte 8)", message(changed(8, 0x80)));
    assertEquals(
        "x.idx: the header is cut short (at byte 9)", message(Arrays.copyOf(TWO_BY_THREE, 9)));
    assertEquals(
        "x.idx: cut short: got 5 elements, expected 6 for [2, 3] (at byte 17)",
        message(Arrays.copyOf(TWO_BY_THREE, 17)));
    assertEquals(
        "x.idx: goes on after its end: got more elements, expected 6 for [2, 3] (at byte 18)",
        message(Arrays.copyOf(TWO_BY_THREE, 20)));
  }

  @Test
  void sizesThatOverflowAreCutShortAndNoCrash() {
    byte[] file = changed(4, 0x7f);
    file[8] = 0x7f;

    assertEquals(
        "x.idx: cut short: got 6 elements, expected 2147483647 for [2130706434, 2130706435] "
            + "(at byte 18)",
        message(file));
  }

  @Test
  void compressedDataThatIsCutShortIsSaidToBe() throws IOException {
    byte[] file = zipped(TWO_BY_THREE);

    assertEquals(
        "x.idx: the compressed data is cut short; get the file anew",
        message(Arrays.copyOf(file, file.length - 9)));
  }

  @Test
  void imagesAndLabelsMustBeAsMany() throws IOException {
    Idx images = read(TWO_BY_THREE);

    assertEquals(
        "set: images and labels do not fit: got [2, 3] and [3]",
        assertThrows(
                IOException.class,
                () -> Idx.dataset(images, new Idx(new int[] {3}, new byte[3]), "set"))
            .getMessage());
    Dataset data = Idx.dataset(images, new Idx(new int[] {2}, new byte[] {4, 9}), "set");
    assertEquals(2, data.size());
    assertArrayEquals(new float[] {4, 5, 255}, data.row(1));
    assertEquals(9, data.label(1));
    assertEquals(10, data.classes());
  }

  @Test
  void noMoreIsUnpackedThanTheHeaderSays() throws IOException {
    byte[] bomb = zipped(Arrays.copyOf(TWO_BY_THREE, 50_000_000));
    ByteArrayInputStream in = new ByteArrayInputStream(bomb);

    IOException refused = assertThrows(IOException.class, () -> Idx.read(in, "x.idx"));

    assertEquals(
        "x.idx: goes on after its end: got more elements, expected 6 for [2, 3] (at byte 18)",
        refused.getMessage());
    assertTrue(in.available() > bomb.length / 2, in.available() + " of " + bomb.length);
  }

  @Test
  void sizesAndElementsMustFit() {
    String message = "idx: got sizes [2, -3] for 6 elements, expected 1 to 8 sizes whose product";

    assertTrue(refused(() -> new Idx(new int[] {2, -3}, new byte[6])).startsWith(message));
    assertThrows(ShapeException.class, () -> new Idx(new int[0], new byte[1]));
    assertThrows(ShapeException.class, () -> new Idx(new int[] {65536, 65536}, new byte[0]));
  }

  @Test
  void imagesWithoutPixelsAreRefusedByTheFilesName() {
    Idx empty = new Idx(new int[] {2, 0}, new byte[0]);
    Idx labels = new Idx(new int[] {2}, new byte[2]);

    assertEquals(
        "set: images and labels do not fit: got [2, 0] and [2]",
        assertThrows(IOException.class, () -> Idx.dataset(empty, labels, "set")).getMessage());
  }

  @Test
  void rowsThatAreNotThereAreRefused() {
    Dataset data = Dataset.of(new float[] {1, 2, 3, 4}, 2, new int[] {0, 1});
    String message = "batch: got row 2, expected one of 2, from 0";

    assertEquals(message, refused(() -> data.label(2)));
    assertEquals(message, refused(() -> data.row(2)));
    assertEquals(message, refused(() -> data.rows(0, 2)));
    assertEquals(message, refused(() -> data.batch(2)));
    assertEquals(message, refused(() -> Examples.ids(7, 8).batch(2)));
  }

  private static String refused(Executable call) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
