package dev.capstan.nn.layer;

import dev.capstan.nn.Layer;
import dev.capstan.nn.Replication;
import dev.capstan.ops.LinearAlgebra;
import dev.capstan.ops.Tensor;

/**
 * Brings each row to Euclidean length 1, as embeddings want that are compared by angle: y = x /
 * max(|x|, 1e-12) along the last axis. A zero row stays zero; as below that length the divisor is a
 * constant, its gradient is g / 1e-12.
 */
public final class L2Normalize extends Layer {
  private static final double SMALLEST_LENGTH = 1e-12;

  @Override
  public Tensor apply(Tensor x) {
    return LinearAlgebra.normalize(x, 2, -1, SMALLEST_LENGTH);
  }

  @Override
  protected L2Normalize copy(Replication copies) {
    return new L2Normalize();
  }
}
