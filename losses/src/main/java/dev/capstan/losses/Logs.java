package dev.capstan.losses;

import dev.capstan.ops.Movement;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Tensor;

/** Logarithms of sums of exponentials that do not overflow. */
final class Logs {
  private Logs() {}

  /** log(1 + exp(z)) for every z, without the threshold of {@code softplus}. */
  static Tensor onePlusExp(Tensor z) {
    Tensor zero = z.like(i -> 0);
    return Reductions.logsumexp(Movement.stack(0, zero, z), 0);
  }
}
