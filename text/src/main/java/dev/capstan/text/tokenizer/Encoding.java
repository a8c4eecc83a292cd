package dev.capstan.text.tokenizer;

import java.util.Arrays;
import java.util.List;

/**
 * The pieces of a text: their numbers, their texts, and the segment of each (0 for a text or the
 * first of a pair, 1 for the second).
 */
public final class Encoding {
  private final int[] ids;
  private final int[] segments;
  private final List<String> tokens;

  Encoding(int[] ids, int[] segments, List<String> tokens) {
    this.ids = ids;
    this.segments = segments;
    this.tokens = tokens;
  }

  /** Pieces of one segment, of which only the numbers are known. */
  public static Encoding of(int... ids) {
    return new Encoding(ids.clone(), new int[ids.length], List.of());
  }

  /** How many pieces there are, special ones included. */
  public int size() {
    return ids.length;
  }

  /** The pieces' numbers; a copy. */
  public int[] ids() {
    return ids.clone();
  }

  /** The pieces' segments; a copy. */
  public int[] segments() {
    return segments.clone();
  }

  /** The pieces as the vocabulary writes them; empty where only the numbers are known. */
  public List<String> tokens() {
    return tokens;
  }

  /** The number of the piece at a position. */
  public int id(int position) {
    if (position < 0 || position >= ids.length) {
      throw new IndexOutOfBoundsException(
          "encoding: got position " + position + ", expected one of " + ids.length + ", from 0");
    }
    return ids[position];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Encoding that
        && Arrays.equals(ids, that.ids)
        && Arrays.equals(segments, that.segments);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(ids);
  }

  @Override
  public String toString() {
    int most = 16;
    if (tokens.isEmpty()) {
      return ids.length + " pieces";
    }
    return tokens.size() <= most
        ? tokens.toString()
        : tokens.subList(0, most) + " … (" + tokens.size() + " pieces)";
  }
}
