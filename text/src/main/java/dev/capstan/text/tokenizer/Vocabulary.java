package dev.capstan.text.tokenizer;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.io.WholeFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pieces that a model knows, each by its number from 0 on. */
public final class Vocabulary {
  private static final int LONGEST_SHOWN = 60;

  private final List<String> pieces;
  private final Map<String, Integer> numbers;

  private Vocabulary(List<String> pieces, Map<String, Integer> numbers) {
    this.pieces = pieces;
    this.numbers = numbers;
  }

  /**
   * A vocabulary of pieces in the order of their numbers.
   *
   * @throws IllegalArgumentException if there is none, or one stands twice
   */
  public static Vocabulary of(List<String> pieces) {
    if (pieces.isEmpty()) {
      throw new IllegalArgumentException("vocabulary: got no piece, expected at least one");
    }
    Map<String, Integer> numbers = new HashMap<>(pieces.size() * 2);
    for (int i = 0; i < pieces.size(); i++) {
      Integer before = numbers.put(pieces.get(i), i);
      if (before != null) {
        throw new IllegalArgumentException(
            "vocabulary: '"
                + shortened(pieces.get(i))
                + "' stands twice, as number "
                + before
                + " and "
                + i);
      }
    }
    return new Vocabulary(List.copyOf(pieces), numbers);
  }

  /**
   * As {@link #of}, of what a file gives each number: a piece may stand twice, and is then known by
   * its last number, and a number without a piece (null) has a name that no text has.
   */
  static Vocabulary ofFile(@Nullable String[] byNumber) {
    Map<String, Integer> numbers = new HashMap<>(byNumber.length * 2);
    String[] pieces = new String[byNumber.length];
    for (int i = 0; i < pieces.length; i++) {
      String piece = byNumber[i];
      pieces[i] = piece == null ? "[no piece " + i + "]" : piece;
      if (piece != null) {
        numbers.put(piece, i);
      }
    }
    return new Vocabulary(List.of(pieces), numbers);
  }

  /**
   * Reads a file with a piece a line, such as BERT's {@code vocab.txt}.
   *
   * @throws IOException if it cannot be read, is no UTF-8, is empty, or a piece stands twice
   */
  public static Vocabulary read(Path file) throws IOException {
    WholeFile.requireNoFolder(file);
    try {
      return of(Files.readAllLines(file));
    } catch (CharacterCodingException e) {
      throw new IOException(file + ": not UTF-8 text", e);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /** How many pieces there are. */
  public int size() {
    return pieces.size();
  }

  /** The piece of a number. */
  public String piece(int number) {
    if (number < 0 || number >= pieces.size()) {
      throw new IndexOutOfBoundsException(
          "vocabulary: number " + number + " out of range, expected 0 to " + (pieces.size() - 1));
    }
    return pieces.get(number);
  }

  /** The number of a piece; null if it is not known. */
  public @Nullable Integer number(String piece) {
    requireNonNull(piece, "piece");
    return numbers.get(piece);
  }

  /**
   * The number of a piece that has to be there.
   *
   * @throws IllegalArgumentException if it is not
   */
  public int required(String piece) {
    requireNonNull(piece, "piece");
    Integer number = numbers.get(piece);
    if (number == null) {
      throw new IllegalArgumentException(
          "vocabulary: no piece '" + shortened(piece) + "' among " + size() + " pieces");
    }
    return number;
  }

  private static String shortened(String piece) {
    return piece.length() <= LONGEST_SHOWN ? piece : piece.substring(0, LONGEST_SHOWN) + "…";
  }

  @Override
  public String toString() {
    return "Vocabulary[" + size() + " pieces]";
  }
}
