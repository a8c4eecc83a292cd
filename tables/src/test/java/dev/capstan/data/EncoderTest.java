package dev.capstan.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.nn.io.Safetensors;
import dev.capstan.nn.io.SafetensorsFile;
import dev.capstan.nn.layer.Sequential;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is saved answers as what was trained, to the last bit, and nothing else is loaded. */
final class EncoderTest {
  private static final Table ROWS =
      Table.of(
          "t.csv",
          List.of("kind", "size", "colour"),
          List.of(
              List.of("a", "1", "red"), List.of("b", "2.5", "blue"),
              List.of("a", "", "red"), List.of("b", "4", "NA")));
  private static final Schema SCHEMA =
      Schema.learn(ROWS, "kind", "", MissingPolicy.IMPUTE).schema();

  private static Sequential net() {
    return Encoder.net(new SplittableRandom(3), 3, 5, 2);
  }

  @Test
  void anEncoderAnswersAsItsNetAlsoFromAFile(@TempDir Path folder) throws IOException {
    Sequential net = net();
    ModelCard card = new ModelCard(Map.of("loss", "none \"at\" all")).with("seed", 3);
    Encoder encoder = Encoder.publish(SCHEMA, net, card);
    Path file = folder.resolve("m.encoder");
    encoder.save(file);
    Encoder loaded = Encoder.load(file);

    float[] expected = net.apply(SCHEMA.encode(ROWS)).toFloatArray();
    assertArrayEquals(expected, encoder.encode(ROWS).toFloatArray());
    assertArrayEquals(expected, loaded.encode(ROWS).toFloatArray());
    assertArrayEquals(
        Arrays.copyOfRange(expected, 2, 4),
        loaded.encode(Map.of("size", "2.5", "colour", "blue", "more", "x")));
    assertEquals(SCHEMA, loaded.schema());
    assertEquals(card, loaded.card());
    assertEquals(2, loaded.dimension());
  }

  @Test
  void aRowAloneHasTheBitsOfTheRowAmongOthers() {
    Encoder wide =
        Encoder.publish(
            SCHEMA, Encoder.net(new SplittableRandom(3), 3, 300, 40, 7), new ModelCard(Map.of()));
    float[] all = wide.encode(ROWS).toFloatArray();
    for (int row = 0; row < ROWS.size(); row++) {
      assertArrayEquals(
          Arrays.copyOfRange(all, 7 * row, 7 * row + 7), wide.encode(ROWS.row(row)), "row " + row);
    }
  }

  @Test
  void anyNumberOfThreadsMayUseOne() {
    Encoder encoder = Encoder.publish(SCHEMA, net(), new ModelCard(Map.of()));
    float[] alone = encoder.encode(ROWS.row(1));
    long other =
        IntStream.range(0, 2000)
            .parallel()
            .filter(i -> !Arrays.equals(alone, encoder.encode(ROWS.row(1))))
            .count();
    assertEquals(0, other);
  }

  @Test
  void trainingAfterwardsDoesNotReachIt() {
    Sequential net = net();
    Encoder encoder = Encoder.publish(SCHEMA, net, new ModelCard(Map.of()));
    float[] before = encoder.encode(ROWS.row(0));
    net.parameters().forEach(p -> p.assign(p.value().mul(2)));
    assertArrayEquals(before, encoder.encode(ROWS.row(0)));
  }

  @Test
  void aRowThatDoesNotFitIsRefusedByColumn() {
    Encoder encoder = Encoder.publish(SCHEMA, net(), new ModelCard(Map.of()));
    assertEquals(
        "encode: the row has no 'colour'; it has: size",
        refusal(() -> encoder.encode(Map.of("size", "1"))));
    assertEquals(
        "encode: column 'size': got 'big', expected a number that float32 can hold",
        refusal(() -> encoder.encode(Map.of("size", "big", "colour", "red"))));
    assertThrows(
        ShapeException.class,
        () ->
            Encoder.publish(
                SCHEMA, Encoder.net(new SplittableRandom(1), 4, 2), new ModelCard(Map.of())));
  }

  @Test
  void whatIsNoEncoderIsNotLoaded(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("m.encoder");
    Safetensors.write(Map.of("net.0.weight", Tensor.of(1f)), file);
    String message =
        String.valueOf(assertThrows(IOException.class, () -> Encoder.load(file)).getMessage());
    assertTrue(message.startsWith("encoder: " + file + ": is no encoder"), message);

    Encoder.publish(SCHEMA, net(), new ModelCard(Map.of())).save(file);
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += 7) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThrows(IOException.class, () -> Encoder.load(file));
    }
    Safetensors.write(
        Map.of("net.0.weight", Tensor.of(new float[][] {{1}}), "net.0.bias", Tensor.of(1f)),
        Map.of("format", "capstan-encoder-1", "schema", "{\"features\":[{}]}", "card", "{}"),
        file);
    assertThrows(IOException.class, () -> Encoder.load(file));
  }

  @Test
  void aFileWithOneBitChangedIsRefused(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("m.encoder");
    Encoder.publish(SCHEMA, net(), new ModelCard(Map.of("seed", "3"))).save(file);
    byte[] whole = Files.readAllBytes(file);
    int name = new String(whole, StandardCharsets.ISO_8859_1).indexOf("checksum");
    for (int at = 8; at < whole.length; at++) {
      if (at == name) {
        at += "checksum".length(); // under another name there is none, as in others' files
      }
      byte[] changed = whole.clone();
      changed[at] ^= 4;
      Files.write(file, changed);
      assertThrows(IOException.class, () -> Encoder.load(file), "byte " + at);
    }
    byte[] last = whole.clone();
    last[whole.length - 1] ^= 1;
    Files.write(file, last);
    String message =
        String.valueOf(assertThrows(IOException.class, () -> Encoder.load(file)).getMessage());
    assertTrue(
        message.matches("encoder: .*: is damaged: its checksum is \\w{8}, expected \\w{8}"),
        message);
  }

  @Test
  void whatAnotherProgramWroteNeedsNoChecksumButTheNetAlone(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("m.encoder");
    Encoder encoder = Encoder.publish(SCHEMA, net(), new ModelCard(Map.of()));
    encoder.save(file);
    Map<String, String> words;
    try (SafetensorsFile opened = Safetensors.open(file)) {
      words = new LinkedHashMap<>(opened.metadata());
    }
    words.remove("checksum");
    Map<String, Tensor> tensors = Safetensors.read(file);
    Safetensors.write(tensors, words, file);
    assertArrayEquals(
        encoder.encode(ROWS).toFloatArray(), Encoder.load(file).encode(ROWS).toFloatArray());

    tensors.put("net.1.running_mean", Tensor.of(1f));
    Safetensors.write(tensors, words, file);
    String message =
        String.valueOf(assertThrows(IOException.class, () -> Encoder.load(file)).getMessage());
    assertTrue(message.contains("it holds 5 tensors, expected net.0.weight"), message);
  }

  private static String refusal(org.junit.jupiter.api.function.Executable call) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
