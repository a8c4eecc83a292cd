package dev.capstan.losses.mining;

import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;

/** Checks that labels and a matrix of distances are of one batch. */
final class Labels {
  private Labels() {}

  static void requireSquare(String miner, Tensor d, int[] labels) {
    int n = labels.length;
    if (d.rank() != 2 || d.shape().get(0) != n || d.shape().get(1) != n) {
      throw new ShapeException(
          "%s: labels do not fit the distances: got %s labels for shape %s, expected [%s, %s]"
              .formatted(miner, n, d.shape(), n, n));
    }
  }
}
