package dev.capstan.nn.index;

import static java.util.Objects.requireNonNull;

/**
 * How far every row of a gallery is from one query, in order if not in size: squared, or products
 * negated.
 */
public interface RowDistances {
  int size();

  /** Distances that are known, one for each row, as they are; NaN counts as farthest. */
  static RowDistances of(float... distances) {
    return new GivenDistances(requireNonNull(distances, "distances").clone());
  }

  /** A number that is smaller, the nearer a row is. */
  double at(int row);

  /** The distance of a row, in the metric's sense. */
  double distance(int row);

  /** The k nearest rows, nearest first, ties by index; {@code except} is left out (−1 for none). */
  int[] nearest(int k, int except);
}
