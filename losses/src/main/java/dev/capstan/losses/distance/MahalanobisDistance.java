package dev.capstan.losses.distance;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Named;
import dev.capstan.ops.LinearAlgebra;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;

/**
 * A learned Mahalanobis distance: Euclidean after a linear map.
 *
 * <p>{@code √((x − y)ᵀ L Lᵀ (x − y)) = ‖xL − yL‖}. Shapes: {@code factor: [D, K]}, otherwise as
 * {@link Distance}. Gradient: to the rows and to the factor; 0 at distance 0. The matrix L Lᵀ is
 * positive semi-definite whatever L is, so nothing has to be projected after a step.
 *
 * <p>The factor belongs to the caller: inside a training step, make the distance of the traced
 * parameter and give it to the loss. A configuration cannot carry it.
 *
 * @param factor L; the identity gives the Euclidean distance
 */
@Named("mahalanobis")
public record MahalanobisDistance(Tensor factor) implements Distance {
  private static final LpDistance EUCLIDEAN = new LpDistance(2, 1, Rows.AS_GIVEN);

  public MahalanobisDistance {
    if (factor.rank() != 2) {
      throw new ShapeException(
          "MahalanobisDistance: the factor is no matrix: got shape "
              + factor.shape()
              + ", expected [D, K]");
    }
  }

  @Override
  public Tensor between(Tensor x, Tensor y) {
    requireNonNull(y, "y");
    Matrices.requirePair("MahalanobisDistance", x, y);
    Tensor u = LinearAlgebra.matmul(x, factor);
    return EUCLIDEAN.between(u, x == y ? u : LinearAlgebra.matmul(y, factor));
  }

  @Override
  public Tensor rows(Tensor x, Tensor y) {
    requireNonNull(y, "y");
    Matrices.requireRows("MahalanobisDistance", x, y);
    return EUCLIDEAN.rows(LinearAlgebra.matmul(x, factor), LinearAlgebra.matmul(y, factor));
  }

  @Override
  public Tensor values(Tensor x, Tensor y) {
    requireNonNull(y, "y");
    Matrices.requirePair("MahalanobisDistance", x, y);
    Tensor l = factor.detach();
    return EUCLIDEAN.values(
        LinearAlgebra.matmul(x.detach(), l), LinearAlgebra.matmul(y.detach(), l));
  }
}
