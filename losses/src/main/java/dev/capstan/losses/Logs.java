package dev.capstan.losses;

import dev.capstan.ops.DType;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Tensor;

/** Logarithms of sums of exponentials that do not overflow. */
final class Logs {
  private Logs() {}

  /** log(1 + exp(z)) for every z, without the threshold of {@code softplus}. */
  static Tensor onePlusExp(Tensor z) {
    return Movement.stack(0, z.like(i -> 0), z).logsumexp(0);
  }

  /**
   * What stands for −∞ beside numbers like x in a {@code logsumexp}: so low that its exponential is
   * 0, and finite, so that a tape that looks for infinities finds none that was meant.
   */
  static double nothing(Tensor x) {
    return x.dtype() == DType.FLOAT32 ? -Float.MAX_VALUE / 2 : -Double.MAX_VALUE / 2;
  }
}
