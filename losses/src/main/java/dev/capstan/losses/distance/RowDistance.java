package dev.capstan.losses.distance;

import dev.capstan.losses.config.Keyed;
import dev.capstan.ops.Tensor;
import java.util.OptionalDouble;

/** A distance between corresponding rows. Any function of this form serves. */
@FunctionalInterface
public interface RowDistance extends Keyed {

  /**
   * The distances over the last axis.
   *
   * @param x […, D]
   * @param y […, D]; the shapes broadcast
   * @return […]
   */
  Tensor between(Tensor x, Tensor y);

  /**
   * The eps of this distance, if it is the Euclidean {@code ‖x − y + eps‖₂} over the last axis: the
   * one for which a triplet loss is a fused operation. None is always right.
   */
  default OptionalDouble euclideanEps() {
    return OptionalDouble.empty();
  }

  /** The name in configurations. A function of the user's has no other name than this one. */
  @Override
  default String key() {
    return "callable";
  }
}
