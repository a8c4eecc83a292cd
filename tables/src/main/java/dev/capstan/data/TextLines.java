package dev.capstan.data;

import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.ZipException;

/** A file with a text a line, as encoders of texts take it. */
public final class TextLines {
  private TextLines() {}

  /**
   * The lines of a file in UTF-8, compressed with gzip or not; empty ones too, so that the n-th
   * vector is the n-th line's.
   *
   * @throws IOException naming the file, if there is none, it has no line, or its bytes are no
   *     UTF-8
   */
  public static List<String> read(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    each(file, lines::add);
    return List.copyOf(lines);
  }

  /**
   * Hands over the lines one after the other, for files that are larger than memory.
   *
   * @return how many there were
   * @throws IOException as {@link #read}; lines before a damaged one have been handed over by then
   */
  public static int each(Path file, Consumer<String> taker) throws IOException {
    requireNonNull(file, "file");
    requireNonNull(taker, "taker");
    int count = 0;
    try (BufferedReader in = Table.open(file)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        taker.accept(line);
        count = Math.incrementExact(count);
      }
    } catch (CharacterCodingException e) {
      throw new IOException(file + ": not UTF-8 text", e);
    } catch (ZipException | EOFException e) {
      throw new IOException(file + ": the compressed data is damaged: " + e.getMessage(), e);
    }
    if (count == 0) {
      throw new IOException(file + ": no line in it, expected a text a line");
    }
    return count;
  }
}
