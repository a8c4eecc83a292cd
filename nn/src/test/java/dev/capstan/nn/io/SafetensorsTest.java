package dev.capstan.nn.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.nn.Loading;
import dev.capstan.nn.Parameter;
import dev.capstan.nn.io.LoadOptions.Allowed;
import dev.capstan.nn.layer.Linear;
import dev.capstan.nn.layer.Sequential;
import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
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
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
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
        file()
            + ": not this module's: of another form ['weight': got float32 [4, 3], expected float32"
            + " [4, 2]]",
        assertThrows(IOException.class, () -> Safetensors.load(narrow, file())).getMessage());
    assertEquals(
        file()
            + ": not this module's: missing [0.weight, 0.bias]; not in the module [bias, weight]",
        assertThrows(IOException.class, () -> Safetensors.load(new Sequential(narrow), file()))
            .getMessage());
    assertEquals(before, narrow.weight().value());
  }

  /** 16 bytes as two whole numbers without sign. */
  private Tensor unsigned(long a, long b) throws IOException {
    String header = "{\"a\":{\"dtype\":\"U64\",\"shape\":[2],\"data_offsets\":[0,16]}}";
    ByteBuffer bytes = ByteBuffer.allocate(8 + header.length() + 16).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(header.length()).put(header.getBytes(StandardCharsets.UTF_8));
    Files.write(file(), bytes.putLong(a).putLong(b).array());
    return Objects.requireNonNull(Safetensors.read(file()).get("a"));
  }

  @Test
  void wholeNumbersWithoutSignAreReadWhereADoubleHoldsThem() throws IOException {
    assertArrayEquals(
        new double[] {0x1p63, 0x1.fffffffffffffp63}, unsigned(1L << 63, -1L << 11).toArray());
    assertArrayEquals(new double[] {0x1p53, 0x1.8p63}, unsigned(1L << 53, 3L << 62).toArray());
    for (long x : new long[] {-1, -2, (1L << 63) + 1, (1L << 63) + 1024, (1L << 53) + 1}) {
      assertEquals(
          file() + ": 'a': the integer " + Long.toUnsignedString(x) + " is no double",
          assertThrows(IOException.class, () -> unsigned(1, x)).getMessage());
    }
  }

  @Test
  void damageIsNamedWithItsPlace() throws IOException {
    assertEquals("FILE: the header is damaged: expected ':' (at byte 13)", refusal("{\"a\" 7}"));
    assertEquals(
        "FILE: the header is damaged: expected two data_offsets of 'a' (at byte 28)",
        refusal("{\"a\":{\"dtype\":\"F32\"}}"));
    assertEquals(
        "FILE: 'a': dtype: got C64, expected one of [F64, F32, F16, BF16, I64, U64, I32, U32, I16,"
            + " U16, I8, U8, BOOL]",
        refusal("{\"a\":{\"dtype\":\"C64\",\"shape\":[1],\"data_offsets\":[0,8]}}"));
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

  /** A line of a header: name, shape, first and last byte, all of F32. */
  private static String line(String name, String shape, long begin, long end) {
    return String.format(
        "\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}",
        name, shape, begin, end);
  }

  @Test
  void whatTheFormatForbidsIsRefused() throws IOException {
    String first = line("a", "[2]", 0, 8);
    String second = line("b", "[2]", 8, 16);
    Safetensors.read(written("{" + second + "," + first + "}"));
    assertEquals(
        "FILE: the header is damaged: expected 'a' only once (at byte 65)",
        refusal("{" + first + "," + line("a", "[2]", 8, 16) + "}"));
    assertEquals(
        "FILE: 'b': its bytes begin at 4, expected 8: tensors overlap or leave a hole",
        refusal("{" + first + "," + line("b", "[3]", 4, 16) + "}"));
    assertEquals(
        "FILE: 'b': its bytes begin at 12, expected 8: tensors overlap or leave a hole",
        refusal("{" + first + "," + line("b", "[1]", 12, 16) + "}"));
    assertEquals(
        "FILE: 'b': its bytes begin at 4, expected 0: tensors overlap or leave a hole",
        refusal("{" + line("b", "[3]", 4, 16) + "}"));
    assertEquals("FILE: 8 bytes follow the last tensor, expected none", refusal("{" + first + "}"));
    assertEquals(
        "FILE: the header is damaged: expected a shape of 'a' (at byte 49)",
        refusal("{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}"));
    assertEquals(
        "FILE: the header is damaged: expected 'dtype' only once (at byte 35)",
        refusal("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F64\"}}"));
    for (String number : List.of("\u0661", "01", "+1", "1.0", "-1", "", "1e1")) {
      String message = refusal("{" + line("a", "[" + number + ",2]", 0, 8) + "," + second + "}");
      assertTrue(message.startsWith("FILE: the header is damaged: expected "), message);
    }
    assertEquals(
        "FILE: the header is damaged: expected '{' (at byte 8)", refusal(" {" + first + "}"));
    assertTrue(refusal("{\"__metadata__\":{\"a\":1}}").contains("expected '\"'"));
  }

  @Test
  void sizesWhoseProductOverflowsAreRefused() throws IOException {
    for (String shape :
        List.of(
            "[65536,65536,65536,65536]", "[2147483647,2147483647,2147483647]", "[4294967296]")) {
      String message = refusal("{" + line("a", shape, 0, 16) + "}");
      assertTrue(message.startsWith("FILE: "), message);
    }
    assertEquals(
        "FILE: 'a': bytes 0 to 16 do not hold [65536, 65536, 65536, 65536] of F32, or lie beyond"
            + " the end, at 16",
        refusal("{" + line("a", "[65536,65536,65536,65536]", 0, 16) + "}"));
  }

  private static Path resource(String name) {
    try {
      return Path.of(Objects.requireNonNull(SafetensorsTest.class.getResource(name)).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static Tensor of(Map<String, Tensor> read, String name) {
    return Objects.requireNonNull(read.get(name), name);
  }

  @Test
  void everyTypeThatTheFormatKnowsIsReadAndWidened() throws IOException {
    Map<String, Tensor> read = Safetensors.read(resource("types.safetensors"));

    for (String name : List.of("f32", "f16", "bf16", "i16", "i8", "u8", "u16")) {
      assertEquals("float32 [2, 3]", of(read, name).form().toString(), name);
      assertArrayEquals(new double[] {0, 1, 2, 3, 100, 1}, of(read, name).toArray(), name);
    }
    for (String name : List.of("f64", "i64", "i32", "u32", "u64")) {
      assertEquals("float64 [2, 3]", of(read, name).form().toString(), name);
      assertArrayEquals(new double[] {0, 1, 2, 3, 100, 1}, of(read, name).toArray(), name);
    }
    assertArrayEquals(new double[] {0, 1, 1, 1, 1, 1}, of(read, "bool").toArray());
    assertArrayEquals(
        new double[] {65504, -0x1p-24, 0x1p-14, Double.POSITIVE_INFINITY, -0.0, 1365 * 0x1p-12},
        of(read, "halves").toArray());
    assertArrayEquals(
        new double[] {0xff * 0x1p120, -0x1p-133, 1, Double.NEGATIVE_INFINITY, -0.0, 171 * 0x1p-9},
        of(read, "brains").toArray());
    assertArrayEquals(new double[] {-1, -0x1p53}, of(read, "negative").toArray());
    assertEquals(7, of(read, "scalar").item());
    assertEquals("float32 [0, 3]", of(read, "empty").form().toString());
  }

  @Test
  void integersThatNoDoubleHoldsAndBooleansThatAreNoneAreRefused() throws IOException {
    byte[] text =
        "{\"a\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}}"
            .getBytes(StandardCharsets.UTF_8);
    ByteBuffer all = ByteBuffer.allocate(8 + text.length + 8).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file(), all.putLong(text.length).put(text).putLong((1L << 53) + 1).array());
    assertEquals(
        file() + ": 'a': the integer 9007199254740993 is no double",
        assertThrows(IOException.class, () -> Safetensors.read(file())).getMessage());
    assertTrue(
        refusal("{\"a\":{\"dtype\":\"BOOL\",\"shape\":[16],\"data_offsets\":[0,16]}}")
            .contains("a boolean is "));
  }

  @Test
  void tensorsAreReadOneByOneFromAFileThatStaysOpen() throws IOException {
    try (SafetensorsFile file = Safetensors.open(resource("types.safetensors"))) {
      assertEquals("pt", file.metadata().get("format"));
      assertEquals("äöü \"quoted\"", file.metadata().get("note"));
      assertEquals("BF16", file.storedType("bf16"));
      assertEquals("float32 [2, 3]", file.form("bf16").toString());
      assertEquals(100, file.read("i8").get(1, 1));
      assertTrue(
          String.valueOf(assertThrows(IOException.class, () -> file.read("nothing")).getMessage())
              .endsWith("types.safetensors: holds no tensor 'nothing'"));
    }
  }

  @Test
  void largeTensorsPassInPiecesBothWays() throws IOException {
    Tensor large = Tensor.rand(DType.FLOAT32, new SplittableRandom(1), 700, 1001);
    Tensor wide = Tensor.rand(DType.FLOAT64, new SplittableRandom(2), 300_001);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("large", large);
    tensors.put("wide", wide);
    Safetensors.write(tensors, Map.of("step", "7"), file());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Safetensors.write(tensors, Map.of("step", "7"), bytes);

    Map<String, Tensor> read = Safetensors.read(file());
    Safetensors.Contents streamed =
        Safetensors.read(new ByteArrayInputStream(bytes.toByteArray()), "stream");

    assertArrayEquals(Files.readAllBytes(file()), bytes.toByteArray());
    for (Map<String, Tensor> each : List.of(read, streamed.tensors())) {
      assertArrayEquals(large.toArray(), of(each, "large").toArray());
      assertArrayEquals(wide.toArray(), of(each, "wide").toArray());
    }
    assertEquals(Map.of("step", "7"), streamed.metadata());
    byte[] cut = Arrays.copyOf(bytes.toByteArray(), bytes.size() - 1);
    byte[] longer = Arrays.copyOf(bytes.toByteArray(), bytes.size() + 1);
    for (byte[] wrong : List.of(cut, longer)) {
      assertThrows(
          IOException.class, () -> Safetensors.read(new ByteArrayInputStream(wrong), "stream"));
    }
  }

  /**
   * The padding that others rely on when they map a file: elements begin at a multiple of eight.
   */
  @Test
  void elementsBeginAtAMultipleOfEightBytes() throws IOException {
    for (int length = 1; length <= 16; length++) {
      Safetensors.write(Map.of("x".repeat(length), Tensor.scalar(1.0)), file());
      byte[] all = Files.readAllBytes(file());
      long header = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN).getLong();
      assertEquals(0, header % 8);
      assertEquals(all.length, 8 + header + 8);
      assertTrue(header < 64 + length, "no more blanks than needed");
    }
  }

  @Test
  void whatCannotBeReadAgainIsNotWritten() {
    assertEquals(
        "write: a tensor is named '__metadata__', which the format keeps for itself",
        assertThrows(
                IllegalArgumentException.class,
                () -> Safetensors.write(Map.of("__metadata__", Tensor.scalar(1.0)), file()))
            .getMessage());
    assertEquals(
        "write: a name or text is no Unicode: it holds half of a surrogate pair",
        assertThrows(
                IllegalArgumentException.class,
                () -> Safetensors.write(Map.of("\ud800", Tensor.scalar(1.0)), file()))
            .getMessage());
    assertFalse(Files.exists(file()));
  }

  /** As many tensors as pass the size of an int in bytes, all of one array, to nowhere. */
  @Test
  @EnabledIfSystemProperty(named = "capstan.thorough", matches = "true")
  void moreThanTwoGigabytesAreWritten() throws IOException {
    Tensor block = Tensor.zeros(DType.FLOAT64, 1 << 24);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < 17; i++) {
      tensors.put("block" + i, block);
    }
    long[] count = {0};
    Safetensors.write(
        tensors,
        Map.of(),
        new OutputStream() {
          @Override
          public void write(int b) {
            count[0]++;
          }

          @Override
          public void write(byte[] bytes, int from, int n) {
            count[0] += n;
          }
        });
    assertTrue(count[0] > 17L << 27);
  }

  // --- other names and parts
  // ----------------------------------------------------------------------

  @Test
  void aFileInPartsIsReadByItsIndex() throws IOException {
    Map<String, Tensor> read = Safetensors.read(resource("model.safetensors.index.json"));

    assertEquals(List.of("f32", "i64", "f16"), List.copyOf(read.keySet()));
    assertArrayEquals(new double[] {0, 1, 2, 3, 100, 1}, of(read, "f16").toArray());
  }

  @Test
  void anIndexThatDoesNotFitItsPartsIsRefused() throws IOException {
    Path index = folder.resolve("i.json");
    Safetensors.write(Map.of("a", Tensor.scalar(1.0)), folder.resolve("p"));
    Files.writeString(index, "{\"weight_map\": {\"a\": \"p\", \"b\": \"p\"}}");
    assertEquals(
        index + ": p lacks [b] and has besides []",
        assertThrows(IOException.class, () -> Safetensors.read(index)).getMessage());
    Files.writeString(index, "{\"weight_map\": {\"a\": \"../p\"}}");
    assertEquals(
        index + ": got the part '../p', expected a file beside it",
        assertThrows(IOException.class, () -> Safetensors.read(index)).getMessage());
    Files.writeString(index, "{\"metadata\": [[{}, 1.5e3, null]]}");
    assertTrue(
        String.valueOf(assertThrows(IOException.class, () -> Safetensors.read(index)).getMessage())
            .contains("expected a weight_map"));
  }

  @Test
  void namesMayBeMappedAndDifferencesAllowed() throws IOException {
    Linear layer = new Linear(3, 2, new SplittableRandom(1));
    Map<String, Tensor> foreign = new LinkedHashMap<>();
    foreign.put("module.w", Tensor.full(DType.FLOAT64, 2, 2, 3));
    foreign.put("module.bias", Tensor.full(DType.FLOAT32, 3, 5));
    foreign.put("steps", Tensor.scalar(1.0));
    Safetensors.write(foreign, file());
    LoadOptions names =
        LoadOptions.exact().withoutPrefix("module.").renaming(Map.of("w", "weight"));
    double[] bias = layer.bias().value().toArray();

    assertEquals(
        file()
            + ": not this module's: not in the module [steps]; of another form ['weight': got"
            + " float64 [2, 3], expected float32 [2, 3], 'bias': got float32 [5], expected float32"
            + " [2]]",
        assertThrows(IOException.class, () -> Safetensors.load(layer, file(), names)).getMessage());
    Loading loading =
        Safetensors.load(
            layer, file(), names.allowing(Allowed.EXTRA, Allowed.MISSHAPEN, Allowed.OTHER_DTYPE));

    assertEquals(List.of("steps"), loading.extra());
    assertEquals(List.of(), loading.missing());
    assertEquals(List.of("'bias': got float32 [5], expected float32 [2]"), loading.misshapen());
    assertArrayEquals(new double[] {2, 2, 2, 2, 2, 2}, layer.weight().value().toArray());
    assertArrayEquals(bias, layer.bias().value().toArray());
    assertTrue(
        String.valueOf(
                assertThrows(
                        IOException.class,
                        () -> Safetensors.load(layer, file(), names.renaming(name -> "one")))
                    .getMessage())
            .endsWith("'module.w' and 'module.bias' both become 'one'"));
  }

  // --- spoilt files
  // -------------------------------------------------------------------------------

  /** Bytes changed, left out, doubled or cut: refused with a sentence or read, nothing else. */
  @Test
  void aSpoiltFileIsRefusedInASentence() throws IOException {
    byte[] whole = Files.readAllBytes(resource("types.safetensors"));
    SplittableRandom random = new SplittableRandom(11);
    int mutants = Boolean.getBoolean("capstan.thorough") ? 20_000 : 2_000;
    int refused = 0;
    for (int i = 0; i < mutants; i++) {
      byte[] spoilt = spoilt(whole, random);
      try {
        Safetensors.Contents read = Safetensors.read(new ByteArrayInputStream(spoilt), "spoilt");
        assertFalse(read.tensors().size() > 18);
      } catch (IOException e) {
        refused++;
        String message = String.valueOf(e.getMessage());
        assertTrue(message.startsWith("spoilt: ") && message.length() < 500, message);
      }
    }
    assertTrue(refused > mutants / 4, refused + " of " + mutants);
  }

  private static byte[] spoilt(byte[] whole, SplittableRandom random) {
    int at = random.nextInt(random.nextBoolean() ? 1100 : whole.length);
    int n = random.nextInt(1, 9);
    byte[] head = Arrays.copyOf(whole, at);
    byte[] tail = Arrays.copyOfRange(whole, Math.min(whole.length, at + n), whole.length);
    byte[] middle = new byte[random.nextInt(3) == 0 ? 0 : n];
    String letters = "{}[]:,\"0123456789 FIBU\\u";
    for (int i = 0; i < middle.length; i++) {
      middle[i] =
          (byte)
              (random.nextBoolean()
                  ? letters.charAt(random.nextInt(letters.length()))
                  : random.nextInt(256));
    }
    ByteBuffer all = ByteBuffer.allocate(head.length + middle.length + tail.length);
    return all.put(head).put(middle).put(tail).array();
  }
}
