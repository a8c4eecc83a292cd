package dev.capstan.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.data.ImageFolder.Form;
import dev.capstan.nn.RandomStream;
import dev.capstan.nn.data.Batch;
import dev.capstan.nn.data.DataLoader;
import dev.capstan.nn.data.Dataset;
import dev.capstan.nn.data.PrefetchLoader;
import dev.capstan.nn.data.ShuffledSampler;
import dev.capstan.ops.ThreadLimit;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures become rows, and what is none is refused by its file. */
final class ImageFolderTest {
  @TempDir private Path folder = Path.of("");

  private Path picture(String name, int type, int width, int[] values) throws IOException {
    BufferedImage image = new BufferedImage(width, values.length / width, type);
    for (int i = 0; i < values.length; i++) {
      if (type == BufferedImage.TYPE_INT_RGB) {
        image.setRGB(i % width, i / width, values[i]);
      } else {
        image.getRaster().setSample(i % width, i / width, 0, values[i]);
      }
    }
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  /** Two classes, three pictures. */
  private void birds() throws IOException {
    picture("wren/b.png", BufferedImage.TYPE_BYTE_GRAY, 2, new int[] {0, 51, 102, 255});
    picture("wren/a.png", BufferedImage.TYPE_USHORT_GRAY, 2, new int[] {0, 65535, 13107, 0});
    picture("crow/z.png", BufferedImage.TYPE_INT_RGB, 2, new int[] {0xff0000, 0xff00, 0xff, 0});
    Files.writeString(Files.createDirectories(folder.resolve(".cache")).resolve("x"), "x");
    Files.writeString(folder.resolve("wren/.hidden"), "x");
  }

  @Test
  void aFolderForEachClassGivesItsLabel() throws IOException {
    birds();
    ImageFolder images = ImageFolder.open(folder, Form.grey(2, 2));
    assertEquals(List.of("crow", "wren"), images.classes());
    assertEquals(List.of("crow/z.png", "wren/a.png", "wren/b.png"), images.ids());
    assertArrayEquals(new int[] {0, 1, 1}, images.labels());
    assertEquals("3 pictures of 2 classes, each as 1 × 2 × 2", images.toString());
  }

  /** As NumPy has it: (0.299, 0.587, 0.114) of a colour, a grey sample by its largest value. */
  @Test
  void pixelsAreNumbersFromZeroToOne() throws IOException {
    birds();
    Dataset grey = ImageFolder.open(folder, Form.grey(2, 2)).dataset();
    assertArrayEquals(new float[] {0.299f, 0.587f, 0.114f, 0}, grey.row(0));
    assertArrayEquals(new float[] {0, 1, 0.2f, 0}, grey.row(1));
    assertArrayEquals(new float[] {0, 0.2f, 0.4f, 1}, grey.row(2));
    Dataset color = ImageFolder.open(folder, Form.rgb(2, 2)).dataset();
    assertArrayEquals(new float[] {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0}, color.row(0));
    assertArrayEquals(new float[] {0, 1, .2f, 0, 0, 1, .2f, 0, 0, 1, .2f, 0}, color.row(1));
  }

  @Test
  void anotherSizeTakesTheMeanOfWhatIsCovered() throws IOException {
    picture("c/x.png", BufferedImage.TYPE_BYTE_GRAY, 3, new int[] {0, 51, 255, 102, 0, 153});
    ImageFolder one = ImageFolder.open(folder, Form.grey(2, 1));
    // Columns of width 1.5: (0 + 102 + (51 + 0) / 2) / 3 and ((51 + 0) / 2 + 255 + 153) / 3.
    assertArrayEquals(
        new float[] {(float) (127.5 / 3 / 255), (float) (433.5 / 3 / 255)}, one.read(0), 1e-7f);
    ImageFolder larger = ImageFolder.open(folder, Form.grey(6, 4));
    float[] first = Arrays.copyOf(larger.read(0), 6);
    assertArrayEquals(new float[] {0, 0, 0.2f, 0.2f, 1, 1}, first, 1e-7f);
  }

  @Test
  void picturesReadAheadAreThoseReadAtOnce() throws IOException {
    birds();
    ImageFolder images = ImageFolder.open(folder, Form.grey(3, 3));
    Dataset all = images.dataset();
    ShuffledSampler order = new ShuffledSampler(3, 2, new RandomStream(1));
    ShuffledSampler same = new ShuffledSampler(3, 2, new RandomStream(1));
    try (PrefetchLoader<Batch> ahead = new DataLoader<>(images, order).prefetch(2)) {
      for (int i = 0; i < 5; i++) {
        Batch expected = all.batch(same.next());
        Batch got = ahead.next();
        assertArrayEquals(expected.features().toFloatArray(), got.features().toFloatArray());
        assertEquals(expected.labels(), got.labels());
      }
    }
  }

  @Test
  void whatIsNoPictureIsRefusedByItsFile() throws IOException {
    Path text =
        Files.writeString(
            Files.createDirectories(folder.resolve("a")).resolve("x.png"), "no picture");
    ImageFolder images = ImageFolder.open(folder, Form.grey(2, 2));
    String why = text + ": no picture of a known format (PNG, JPEG, GIF, BMP, TIFF)";
    assertEquals(why, assertThrows(IOException.class, images::dataset).getMessage());
    UncheckedIOException thrown = assertThrows(UncheckedIOException.class, () -> images.batch(0));
    assertEquals(why, Objects.requireNonNull(thrown.getCause()).getMessage());
  }

  @Test
  void ofSeveralFaultsTheFirstIsNamedAndThreadsChangeNothing() throws IOException {
    int[] pixels = new int[64];
    Arrays.setAll(pixels, i -> 3 * i);
    for (int i = 0; i < 60; i++) {
      pixels[0] = i;
      picture("a/x%02d.png".formatted(i), BufferedImage.TYPE_BYTE_GRAY, 8, pixels);
    }
    ImageFolder sound = ImageFolder.open(folder, Form.grey(5, 5));
    float[] all = sound.dataset().batch(3, 59).features().toFloatArray();
    try (ThreadLimit limit = ThreadLimit.of(1)) {
      assertArrayEquals(
          sound.dataset().batch(3, 59).features().toFloatArray(), all, limit.toString());
    }
    for (int i = 20; i < 60; i += 3) {
      Files.writeString(folder.resolve("a").resolve("x%02d.png".formatted(i)), "no picture");
    }
    String why = String.valueOf(assertThrows(IOException.class, sound::dataset).getMessage());
    assertTrue(why.startsWith(folder.resolve("a").resolve("x20.png").toString()), why);
  }

  @Test
  void aPictureCutShortIsRefusedByItsFile() throws IOException {
    int[] noise = new int[4096];
    RandomStream random = new RandomStream(2);
    Arrays.setAll(noise, i -> random.nextInt(256));
    Path file = picture("a/x.png", BufferedImage.TYPE_BYTE_GRAY, 64, noise);
    cutShort(file);
    BufferedImage image = ImageIO.read(file.toFile());
    ImageIO.write(image, "jpg", file.toFile());
    cutShort(file);
  }

  /** What is behind the last pixels, 40 bytes of a PNG, may be missing. */
  private void cutShort(Path file) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    ImageFolder images = ImageFolder.open(folder, Form.grey(64, 64));
    images.read(0);
    for (int length = 0; length < whole.length - 40; length += 61) {
      Files.write(file, Arrays.copyOf(whole, length));
      String message =
          String.valueOf(assertThrows(IOException.class, () -> images.read(0)).getMessage());
      assertTrue(message.startsWith(file.toString()), message);
    }
    Files.write(file, whole);
  }

  @Test
  void aFolderOfAnotherShapeIsRefused() throws IOException {
    Form form = Form.grey(2, 2);
    refused(folder + ": no folder in it; expected one for each class", folder, form);
    refused("no folder " + folder.resolve("none"), folder.resolve("none"), form);
    Path empty = Files.createDirectory(folder.resolve("a"));
    refused(empty + ": a class without pictures; remove its folder, or bring some", folder, form);
    Path inner = Files.createDirectory(empty.resolve("inner"));
    refused(inner + ": a folder within a class; expected pictures alone", folder, form);
    Files.delete(inner);
    Files.writeString(empty.resolve("x.png"), "x");
    Path beside = Files.writeString(folder.resolve("b.txt"), "x");
    refused(beside + ": a file beside the classes' folders; expected folders alone", folder, form);
    refused(beside + ": no folder", beside, form);
    assertThrows(IllegalArgumentException.class, () -> Form.rgb(0, 2));
  }

  private static void refused(String message, Path folder, Form form) {
    assertEquals(
        message,
        assertThrows(IOException.class, () -> ImageFolder.open(folder, form)).getMessage());
  }
}
