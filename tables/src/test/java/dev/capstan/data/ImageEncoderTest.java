package dev.capstan.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.data.ImageFolder.Form;
import dev.capstan.nn.io.Safetensors;
import dev.capstan.nn.layer.Sequential;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is saved answers as what was trained, to the last bit, and nothing else is loaded. */
final class ImageEncoderTest {
  private static final Form FORM = Form.grey(3, 2);
  private static final List<String> CLASSES = List.of("a", "b \"c\"");
  private static final ModelCard CARD = new ModelCard(Map.of("seed", "3"));

  @TempDir private Path folder = Path.of("");

  private static Sequential net(int features) {
    return Encoder.net(new SplittableRandom(3), features, 5, 2);
  }

  private ImageFolder pictures() throws IOException {
    for (int i = 0; i < 4; i++) {
      BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
      image.getRaster().setSample(i % 3, i % 2, 0, 40 * i + 1);
      Path of = Files.createDirectories(folder.resolve(i < 2 ? "pictures/a" : "pictures/b"));
      ImageIO.write(image, "png", of.resolve(i + ".png").toFile());
    }
    return ImageFolder.open(folder.resolve("pictures"), FORM);
  }

  @Test
  void anEncoderAnswersAsItsNetAlsoFromAFile() throws IOException {
    ImageFolder pictures = pictures();
    Sequential net = net(FORM.features());
    ImageEncoder encoder = ImageEncoder.publish(FORM, CLASSES, net, CARD);
    Path file = folder.resolve("m.encoder");
    encoder.save(file);
    ImageEncoder loaded = ImageEncoder.load(file);

    float[] expected = net.apply(pictures.dataset().features()).toFloatArray();
    assertArrayEquals(expected, encoder.encode(pictures).toFloatArray());
    assertArrayEquals(expected, loaded.encode(pictures).toFloatArray());
    assertArrayEquals(
        Arrays.copyOfRange(expected, 2, 4),
        loaded.encode(folder.resolve("pictures").resolve("a").resolve("1.png")));
    assertEquals(FORM, loaded.form());
    assertEquals(CLASSES, loaded.classes());
    assertEquals(CARD, loaded.card());
    assertEquals(2, loaded.dimension());
  }

  @Test
  void whatDoesNotFitIsRefused() throws IOException {
    ImageEncoder encoder = ImageEncoder.publish(FORM, CLASSES, net(FORM.features()), CARD);
    pictures();
    ImageFolder other = ImageFolder.open(folder.resolve("pictures"), Form.rgb(3, 2));
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> encoder.encode(other)).getMessage());
    assertTrue(message.startsWith("encode: got pictures as Form[width=3, height=2, color=RGB]"));
    assertThrows(ShapeException.class, () -> ImageEncoder.publish(FORM, CLASSES, net(7), CARD));
  }

  @Test
  void whatIsNoEncoderIsNotLoaded() throws IOException {
    Path file = folder.resolve("m.encoder");
    Safetensors.write(Map.of("net.0.weight", Tensor.of(1f)), file);
    String message =
        String.valueOf(assertThrows(IOException.class, () -> ImageEncoder.load(file)).getMessage());
    assertTrue(message.startsWith("encoder: " + file + ": is no encoder of pictures"), message);

    ImageEncoder.publish(FORM, CLASSES, net(FORM.features()), CARD).save(file);
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += 7) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThrows(IOException.class, () -> ImageEncoder.load(file));
    }
    Safetensors.write(
        Map.of("net.0.weight", Tensor.of(new float[][] {{1}}), "net.0.bias", Tensor.of(1f)),
        Map.of("format", ImageEncoder.FORMAT, "pictures", "{\"width\":1}", "card", "{}"),
        file);
    assertThrows(IOException.class, () -> ImageEncoder.load(file));
  }
}
