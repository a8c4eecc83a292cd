package dev.capstan.losses.distance;

import dev.capstan.losses.config.On;
import dev.capstan.ops.LinearAlgebra;
import dev.capstan.ops.Tensor;

/** What is done to a row before it is compared. */
public enum Rows {
  /** Scaled to length 1: x / max(|x|, 1e-12). */
  @On
  NORMALIZED,
  /** Nothing. */
  AS_GIVEN;

  /** The rows of a matrix, [N, D]. */
  public Tensor of(Tensor x) {
    return this == NORMALIZED ? LinearAlgebra.normalize(x, 2, -1) : x;
  }

  /** The rows of a second matrix, which may be the first. */
  Tensor other(Tensor x, Tensor done, Tensor y) {
    return x == y ? done : of(y);
  }
}
