package dev.capstan.losses.distance;

import dev.capstan.ops.DType;
import dev.capstan.ops.DTypeException;
import dev.capstan.ops.Magnitudes;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;

/** Checks of what distances are taken of: rows in matrices. */
final class Matrices {
  private Matrices() {}

  /**
   * A power of two, 1 or less, that brings the largest number of a matrix near 1 where squares
   * would overflow: distances, or their quotients, pass it on without a change of digits.
   */
  static double shrinking(Tensor x) {
    double most = Magnitudes.largest(x);
    boolean far = most > (x.dtype() == DType.FLOAT64 ? 0x1p480 : 0x1p60);
    return far && most <= Double.MAX_VALUE ? Math.scalb(1.0, -Math.getExponent(most)) : 1;
  }

  /** One matrix. */
  static void require(String distance, Tensor x) {
    if (x.rank() != 2) {
      throw new ShapeException(
          "%s: no matrix of rows: got shape %s, expected [N, D]".formatted(distance, x.shape()));
    }
  }

  /** Two matrices whose rows are as long. */
  static void requirePair(String distance, Tensor x, Tensor y) {
    require(distance, x);
    require(distance, y);
    if (x.shape().get(1) != y.shape().get(1)) {
      throw new ShapeException(
          "%s: rows of different length: got shapes %s and %s, expected [N, D] and [M, D]"
              .formatted(distance, x.shape(), y.shape()));
    }
    if (x.dtype() != y.dtype()) {
      throw new DTypeException(
          "%s: dtypes differ: got %s and %s, expected one dtype; convert one of them with to(dtype)"
              .formatted(distance, x.dtype(), y.dtype()));
    }
  }

  /** Two matrices of one shape. */
  static void requireRows(String distance, Tensor x, Tensor y) {
    requirePair(distance, x, y);
    if (!x.shape().equals(y.shape())) {
      throw new ShapeException(
          "%s: rows do not correspond: got shapes %s and %s, expected [K, D] twice"
              .formatted(distance, x.shape(), y.shape()));
    }
  }
}
