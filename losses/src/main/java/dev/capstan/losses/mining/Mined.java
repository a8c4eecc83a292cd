package dev.capstan.losses.mining;

import static java.util.Objects.requireNonNull;

/** What a miner chose, as triplets or as pairs: a loss asks for the form that it needs. */
public interface Mined {

  /** The triplets; chosen pairs combine to every triplet of a positive and a negative pair. */
  Triplets triplets();

  /** The positive pairs; a triplet contributes one, so that a pair may occur several times. */
  Pairs positives();

  /** The negative pairs; as {@link #positives}. */
  Pairs negatives();

  /** Chosen triplets in a matrix of that many columns. */
  static Mined of(Triplets triplets, int columns) {
    requireNonNull(triplets, "triplets");
    return new MinedTriplets(triplets, columns);
  }

  /** Chosen pairs of a batch of that many rows. */
  static Mined of(Pairs positives, Pairs negatives, int rows) {
    requireNonNull(positives, "positives");
    requireNonNull(negatives, "negatives");
    if (rows < 0) {
      throw new IllegalArgumentException(
          "Mined: no such batch: got %s rows, expected 0 or more".formatted(rows));
    }
    return new MinedPairs(positives, negatives, rows);
  }
}
