package dev.capstan.nn.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.ops.DType;
import dev.capstan.ops.Indexing;
import dev.capstan.ops.Shape;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that NumPy wrote ({@code files.py} makes them), and files for NumPy. */
final class NpyTest {
  @Test
  void rowsThatComeInPartsAreTheFileOfTheWhole(@TempDir Path place) throws IOException {
    Tensor whole = Tensor.generate(DType.FLOAT32, Shape.of(5, 3), i -> i * 0.5);
    Npy.write(whole, place.resolve("whole.npy"));
    Npy.write(
        5,
        3,
        part -> {
          part.accept(Indexing.slice(whole, 0, 0, 4));
          part.accept(Indexing.slice(whole, 0, 4, 5));
        },
        place.resolve("parts.npy"));
    assertArrayEquals(
        Files.readAllBytes(place.resolve("whole.npy")),
        Files.readAllBytes(place.resolve("parts.npy")));
    Path none = place.resolve("none.npy");
    assertEquals(
        "npy: got 5 rows, expected 6",
        assertThrows(ShapeException.class, () -> Npy.write(6, 3, p -> p.accept(whole), none))
            .getMessage());
    assertEquals(
        "npy: got a part [5, 3], expected [n, 2]",
        assertThrows(ShapeException.class, () -> Npy.write(5, 2, p -> p.accept(whole), none))
            .getMessage());
    assertTrue(Files.notExists(none));
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(NpyTest.class.getResourceAsStream(name + ".npy"))) {
      return in.readAllBytes();
    }
  }

  private static Tensor read(byte[] all) throws IOException {
    return Npy.read(new ByteArrayInputStream(all), "FILE");
  }

  @ParameterizedTest
  @CsvSource({
    "f4, float32",
    "f8, float64",
    "big, float64",
    "i8, float64",
    "u1, float32",
    "f2, float32",
    "fortran, float32"
  })
  void everyTypeAndOrderIsRead(String name, String dtype) throws IOException {
    Tensor x = read(resource(name));

    assertEquals(dtype + " [2, 3]", x.form().toString());
    assertArrayEquals(new double[] {0, 1, 2, 3, 4, 5}, x.toArray());
  }

  @Test
  void booleansScalarsVectorsAndEmptyArraysAreRead() throws IOException {
    assertArrayEquals(new double[] {0, 0, 0, 1, 1, 1}, read(resource("b1")).toArray());
    assertEquals(2.5, read(resource("scalar")).item());
    assertEquals("float32 [6]", read(resource("vector")).form().toString());
    assertEquals("float64 [0, 4]", read(resource("empty")).form().toString());
  }

  /** To the byte what NumPy writes, so NumPy reads it. */
  @Test
  void whatIsWrittenIsWhatNumPyWrites() throws IOException {
    for (String name : new String[] {"f4", "f8", "scalar", "vector", "empty"}) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Npy.write(read(resource(name)), out);
      assertArrayEquals(resource(name), out.toByteArray(), name);
    }
    Tensor x = Tensor.rand(DType.FLOAT64, new SplittableRandom(1), 3, 1, 70_001);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Npy.write(x, out);
    assertArrayEquals(x.toArray(), read(out.toByteArray()).toArray());
  }

  private static String refusal(byte[] all) {
    return String.valueOf(assertThrows(IOException.class, () -> read(all)).getMessage());
  }

  /** A file of version 1 with this header and eight bytes of elements. */
  private static byte[] file(String header) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    byte[] all =
        Arrays.copyOf(
            "\u0093NUMPY\u0001".getBytes(StandardCharsets.ISO_8859_1), 10 + text.length + 8);
    all[8] = (byte) text.length;
    System.arraycopy(text, 0, all, 10, text.length);
    return all;
  }

  private static byte[] file(String descr, String shape) {
    return file("{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + shape + "), }\n");
  }

  @Test
  void damageIsNamed() throws IOException {
    assertEquals(1, read(file("<f8", "1,")).size());
    byte[] whole = resource("f4");
    assertEquals(
        "FILE: cut short: got 23 bytes of 24", refusal(Arrays.copyOf(whole, whole.length - 1)));
    assertEquals(
        "FILE: bytes follow the array, expected none",
        refusal(Arrays.copyOf(whole, whole.length + 1)));
    assertEquals("FILE: no NPY file: it begins otherwise", refusal(new byte[20]));
    assertEquals(
        "FILE: type: got '<c16', expected floats, integers or booleans",
        refusal(file("<c16", "1,")));
    assertEquals("FILE: cut short: got 8 bytes of 1048576", refusal(file("<f8", "2147483630,")));
    assertEquals(
        "FILE: shape: got (65536, 65536, 65536, 65536): more elements than an array can hold",
        refusal(file("<f8", "65536, 65536, 65536, 65536")));
    assertEquals("FILE: shape: got (99999999999,)", refusal(file("<f8", "99999999999,")));
    assertEquals("FILE: got 9 axes, expected at most 8", refusal(file("<f8", "1,1,1,1,1,1,1,1,1")));
    assertEquals(
        "FILE: the header is damaged, or of a record: got {'descr': [('a', '<f4')]}",
        refusal(file("{'descr': [('a', '<f4')]}")));
  }
}
