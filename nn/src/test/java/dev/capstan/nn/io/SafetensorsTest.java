package dev.capstan.nn.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.capstan.nn.Parameter;
import dev.capstan.nn.layer.Linear;
import dev.capstan.nn.layer.Sequential;
import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SafetensorsTest {
  @TempDir private Path folder = Path.of("");

  private Path file() {
    return folder.resolve("model.safetensors");
  }

  /** A file of a header and sixteen bytes of elements. */
  private Path written(String header) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer all = ByteBuffer.allocate(8 + text.length + 16).order(ByteOrder.LITTLE_ENDIAN);
    all.putLong(text.length).put(text).putFloat(1).putFloat(-2.5f).putDouble(0.1);
    return Files.write(file(), all.array());
  }

  private String refusal(String header) throws IOException {
    Path file = written(header);
    String message =
        String.valueOf(assertThrows(IOException.class, () -> Safetensors.read(file)).getMessage());
    return message.replace(file.toString(), "FILE");
  }

  @Test
  void aFileAsOthersWriteItIsRead() throws IOException {
    Map<String, Tensor> read =
        Safetensors.read(
            written(
                "{\"__metadata__\": {\"format\": \"pt\"}, "
                    + "\"a\\u002e\\\"b\": {\"shape\": [2, 1], \"dtype\": \"F32\", "
                    + "\"data_offsets\": [0, 8]},"
                    + "\"c\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[8,16]}}  "));

    assertEquals(List.of("a.\"b", "c"), List.copyOf(read.keySet()));
    Tensor a = Objects.requireNonNull(read.get("a.\"b"));
    assertEquals("float32 [2, 1]", a.form().toString());
    assertArrayEquals(new float[] {1, -2.5f}, a.toFloatArray());
    assertEquals(0.1, Objects.requireNonNull(read.get("c")).item());
  }

  @Test
  void whatIsWrittenIsReadBackToTheBit() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("odd \"name\"\n", Tensor.of(new double[] {Math.PI, -0.0, Double.NaN}, 3, 1));
    tensors.put("empty", Tensor.zeros(DType.FLOAT32, 0, 4));
    tensors.put("scalar", Tensor.scalar(1e-40f));

    Safetensors.write(tensors, file());
    Map<String, Tensor> read = Safetensors.read(file());

    assertEquals(List.copyOf(tensors.keySet()), List.copyOf(read.keySet()));
    tensors.forEach(
        (name, t) -> {
          Tensor back = Objects.requireNonNull(read.get(name));
          assertEquals(t.form(), back.form());
          assertArrayEquals(t.toArray(), back.toArray());
        });
    try (var files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void aModuleIsSavedAndLoadedByPath() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    Sequential model = new Sequential(new Linear(3, 4, random), new Linear(4, 2, random));
    Sequential other = new Sequential(new Linear(3, 4, random), new Linear(4, 2, random));
    Safetensors.save(model, file());

    Safetensors.load(other, file());

    for (int i = 0; i < 4; i++) {
      Parameter p = model.parameters().get(i);
      assertArrayEquals(p.value().toArray(), other.parameters().get(i).value().toArray());
    }
  }

  @Test
  void aFileOfAnotherModuleChangesNothing() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    Linear wide = new Linear(3, 4, random);
    Linear narrow = new Linear(2, 4, random);
    Tensor before = narrow.weight().value();
    Safetensors.save(wide, file());

    assertEquals(
        file() + ": 'weight': got float32 [4, 3], expected float32 [4, 2]",
        assertThrows(IOException.class, () -> Safetensors.load(narrow, file())).getMessage());
    assertEquals(
        file()
            + ": not this module's: missing [0.bias, 0.weight], not in the module [bias, weight]",
        assertThrows(IOException.class, () -> Safetensors.load(new Sequential(narrow), file()))
            .getMessage());
    assertEquals(before, narrow.weight().value());
  }

  @Test
  void damageIsNamedWithItsPlace() throws IOException {
    assertEquals("FILE: the header is damaged: expected ':' (at byte 13)", refusal("{\"a\" 7}"));
    assertEquals(
        "FILE: the header is damaged: expected two data_offsets of 'a' (at byte 28)",
        refusal("{\"a\":{\"dtype\":\"F32\"}}"));
    assertEquals(
        "FILE: 'a': dtype: got I64, expected F32 or F64",
        refusal("{\"a\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}}"));
    assertEquals(
        "FILE: 'a': bytes 0 to 8 do not hold [3] of F32, or lie beyond the end, at 16",
        refusal("{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}"));
    assertEquals(
        "FILE: 'a': bytes 8 to 24 do not hold [2] of F64, or lie beyond the end, at 16",
        refusal("{\"a\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[8,24]}}"));
  }

  @Test
  void aFileThatIsCutShortIsSaidToBe() throws IOException {
    Safetensors.save(new Linear(2, 2, new SplittableRandom(1)), file());
    byte[] whole = Files.readAllBytes(file());
    Files.write(file(), Arrays.copyOf(whole, 40));

    String message =
        String.valueOf(
            assertThrows(IOException.class, () -> Safetensors.read(file())).getMessage());
    assertEquals(
        file()
            + ": not a safetensors file, or cut short (its header would be "
            + (whole[0] & 0xff)
            + " bytes long, the file has 40)",
        message);
  }
}
