package dev.capstan.examples.text;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A text file with a text a line. */
final class Lines {
  private Lines() {}

  /** The lines, empty ones too, so that the n-th vector is the n-th line's. */
  static List<String> read(Path file) throws IOException {
    try {
      List<String> lines = Files.readAllLines(file);
      if (lines.isEmpty()) {
        throw new IOException(file + ": no line in it, expected a text a line");
      }
      return lines;
    } catch (CharacterCodingException e) {
      throw new IOException(file + ": not UTF-8 text", e);
    }
  }
}
