package dev.capstan.losses.distance;

import dev.capstan.ops.Tensor;

/** A distance between corresponding rows. Any function of this form serves. */
@FunctionalInterface
public interface RowDistance {

  /**
   * The distances over the last axis.
   *
   * @param x […, D]
   * @param y […, D]; the shapes broadcast
   * @return […]
   */
  Tensor between(Tensor x, Tensor y);

  /** The name in configurations. A function of the user's has no other name than this one. */
  default String key() {
    return "callable";
  }
}
