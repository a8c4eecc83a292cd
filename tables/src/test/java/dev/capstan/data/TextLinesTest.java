package dev.capstan.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A text a line. */
final class TextLinesTest {
  @TempDir private Path folder = Path.of("");

  private static byte[] packed(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void everyLineIsAText() throws IOException {
    Path plain = Files.writeString(folder.resolve("x"), "éin\n\nzwei\r\ndrei");
    assertEquals(List.of("éin", "", "zwei", "drei"), TextLines.read(plain));
    Path small = Files.write(folder.resolve("y"), packed("éin\n\nzwei\n"));
    assertEquals(List.of("éin", "", "zwei"), TextLines.read(small));
  }

  @Test
  void linesAreHandedOverAndCounted() throws IOException {
    List<String> lines = new ArrayList<>();
    Path file = Files.writeString(folder.resolve("x"), "a\n\nb\n");
    assertEquals(3, TextLines.each(file, lines::add));
    assertEquals(List.of("a", "", "b"), lines);
  }

  @Test
  void whatIsNoTextIsRefusedByItsFile() throws IOException {
    Path file = folder.resolve("x");
    refused("no file " + file, file);
    Files.writeString(file, "");
    refused(file + ": no line in it, expected a text a line", file);
    Files.write(file, new byte[] {'a', '\n', (byte) 0xff});
    refused(file + ": not UTF-8 text", file);
    byte[] whole = packed("a text that goes on for a while\n");
    Files.write(file, Arrays.copyOf(whole, whole.length - 12));
    refused(file + ": the compressed data is damaged: Unexpected end of ZLIB input stream", file);
  }

  private static void refused(String message, Path file) {
    assertEquals(message, assertThrows(IOException.class, () -> TextLines.read(file)).getMessage());
  }
}
