package dev.capstan.text.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Locale;

/**
 * What is cut off a text or a pair that is too long.
 *
 * @param side which end goes
 * @param of which text of a pair goes
 */
record Truncation(Side side, Of of) {
  enum Side {
    LEFT,
    RIGHT
  }

  /** The longer text of a pair, or always the same. */
  enum Of {
    LONGEST_FIRST,
    ONLY_FIRST,
    ONLY_SECOND
  }

  static final Truncation USUAL = new Truncation(Side.RIGHT, Of.LONGEST_FIRST);

  /** What a {@code tokenizer.json} says; the usual where it says nothing. */
  static Truncation read(JsonNode node) {
    String side = node.path("direction").asText("Right");
    String strategy = node.path("strategy").asText("LongestFirst");
    Of of =
        switch (strategy) {
          case "LongestFirst" -> Of.LONGEST_FIRST;
          case "OnlyFirst" -> Of.ONLY_FIRST;
          case "OnlySecond" -> Of.ONLY_SECOND;
          default ->
              throw TokenizerJson.unknown(
                  "truncation", strategy, "LongestFirst, OnlyFirst or OnlySecond");
        };
    return switch (side.toLowerCase(Locale.ROOT)) {
      case "right" -> new Truncation(Side.RIGHT, of);
      case "left" -> new Truncation(Side.LEFT, of);
      default -> throw TokenizerJson.unknown("truncation", side, "Right or Left");
    };
  }

  /** A text of at most so many pieces. */
  int[] cut(int[] ids, int most) {
    if (ids.length <= most) {
      return ids;
    }
    return side == Side.RIGHT
        ? Arrays.copyOf(ids, most)
        : Arrays.copyOfRange(ids, ids.length - most, ids.length);
  }

  /**
   * How many pieces of the first of two texts are kept, that both together have room.
   *
   * @throws IllegalArgumentException if only one of them may be cut, and nothing would be left of
   *     it
   */
  int keptOfFirst(int first, int second, int room) {
    int kept =
        switch (of) {
          case ONLY_FIRST -> room - second;
          case ONLY_SECOND -> first;
          // The longer one is cut; both are where not even the shorter has half of the room.
          case LONGEST_FIRST -> {
            int shorter = Math.min(Math.min(first, second), room / 2);
            yield first <= second ? shorter : room - shorter;
          }
        };
    int left = of == Of.ONLY_FIRST ? kept : room - kept;
    if (of != Of.LONGEST_FIRST && left < 1) {
      throw new IllegalArgumentException(
          "tokenizer: a pair of "
              + first
              + " and "
              + second
              + " pieces in room for "
              + room
              + ", and "
              + (of == Of.ONLY_FIRST ? "only the first" : "only the second")
              + " may be cut; cut the other one beforehand, or set another strategy");
    }
    return kept;
  }
}
