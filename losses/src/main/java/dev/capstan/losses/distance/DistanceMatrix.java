package dev.capstan.losses.distance;

import dev.capstan.losses.config.Keyed;
import dev.capstan.ops.Tensor;

/**
 * Distances between all pairs of rows of a batch. Losses that mine a batch take one; any function
 * of this form serves.
 */
@FunctionalInterface
public interface DistanceMatrix extends Keyed {

  /**
   * The distances of a batch.
   *
   * @param embeddings [N, D]
   * @return [N, N]; element [i, j] is the distance from row i, the anchor, to row j
   */
  Tensor of(Tensor embeddings);

  /** The name in configurations. A function of the user's has no other name than this one. */
  @Override
  default String key() {
    return "callable";
  }
}
