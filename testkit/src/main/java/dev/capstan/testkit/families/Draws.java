package dev.capstan.testkit.families;

import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import java.util.List;
import java.util.SplittableRandom;

/** Random numbers and choices of the families. */
final class Draws {
  private Draws() {}

  static <T> T one(SplittableRandom r, List<T> from) {
    return from.get(r.nextInt(from.size()));
  }

  static Tensor normal(SplittableRandom r, int... shape) {
    return Tensor.randn(DType.FLOAT64, r, shape);
  }

  /** A small vector or matrix. */
  static Tensor small(SplittableRandom r) {
    return r.nextBoolean()
        ? normal(r, 1 + r.nextInt(5))
        : normal(r, 1 + r.nextInt(3), 1 + r.nextInt(4));
  }

  /** Ten to a power drawn evenly. */
  static double power(SplittableRandom r, double low, double high) {
    return Math.pow(10, r.nextDouble(low, high));
  }

  static int sign(SplittableRandom r) {
    return r.nextBoolean() ? 1 : -1;
  }
}
