package dev.capstan.losses.distance;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.Elementwise;
import dev.capstan.ops.LinearAlgebra;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.AtBound;
import dev.capstan.ops.option.Transpose;

/** The distances that TensorFlow Addons knows by name. */
public enum AddonsDistance implements DistanceMatrix {
  /**
   * The Euclidean distance: √s where s = max(|x_i|² + |x_j|² − 2 x_i·x_j, 0) is positive, else 0
   * with gradient 0: duplicates never give a NaN.
   */
  L2("L2"),
  /** s itself, with gradient 0 where it is 0. */
  SQUARED_L2("squared-L2"),
  /**
   * A cosine distance, no angle: max(1 − u_i·u_j, 0) with u = x / √max(|x|², 1e-12). The diagonal
   * is not set to 0. A zero vector has distance 1 to everything, itself included, and a gradient
   * 1e6 times as large as others.
   */
  ANGULAR("angular");

  /** The square root of the system's 1e-12 for squared norms. */
  private static final double SMALLEST_NORM = 1e-6;

  private final String key;

  AddonsDistance(String key) {
    this.key = key;
  }

  @Override
  public Tensor of(Tensor embeddings) {
    requireNonNull(embeddings, "embeddings");
    Matrices.require("AddonsDistance", embeddings);
    return switch (this) {
      case L2 -> SquaredDistances.rooted(embeddings, 0);
      case SQUARED_L2 -> SquaredDistances.of(embeddings);
      case ANGULAR -> angular(embeddings);
    };
  }

  private static Tensor angular(Tensor embeddings) {
    Tensor u = LinearAlgebra.normalize(embeddings, 2, -1, SMALLEST_NORM);
    Tensor cosines = LinearAlgebra.matmul(u, Transpose.NO, u, Transpose.YES);
    return Elementwise.clampMin(Elementwise.rsub(cosines, 1), 0, AtBound.ONE);
  }

  @Override
  public String key() {
    return key;
  }
}
