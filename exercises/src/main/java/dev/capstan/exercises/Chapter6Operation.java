package dev.capstan.exercises;

import dev.capstan.autograd.Primitive;
import dev.capstan.ops.Tensor;

/** Chapter 6: your own operation. */
final class Chapter6Operation {
  private Chapter6Operation() {}

  /** 6.1: the rule of x · σ(x), where σ is {@code sigmoid}, whose slope is σ(x) (1 − σ(x)). */
  static Tensor swish(Tensor x) {
    return Primitive.of("swish", x)
        .value(v -> v.mul(v.sigmoid()))
        .vjp((g, y) -> Hole.here("6.1"))
        .record();
  }

  /**
   * 6.2: value and rule of log Σⱼ exp xⱼ for each row. x: [n, m], returns [n]. The value of a row
   * of thousands is finite.
   */
  static Tensor logSumExp(Tensor x) {
    return Primitive.of("logSumExp", x)
        .value(v -> Hole.here("6.2"))
        .vjp((g, y) -> Hole.here("6.2"))
        .record();
  }

  /** 6.3: the rule of softmax along rows, from the result y. x: [n, m], returns [n, m]. */
  static Tensor softmax(Tensor x) {
    return Primitive.of("softmax", x)
        .value(v -> v.softmax(1))
        .vjp((g, y) -> Hole.here("6.3"))
        .record();
  }

  /**
   * 6.4: a step function that can be trained. Its value is x rounded, its gradient is that of x, as
   * if nothing had been rounded. No rule: {@code round()} has gradient 0, and what {@code
   * stopGradient()} returns counts as a constant.
   */
  static Tensor roundStraightThrough(Tensor x) {
    throw new Hole("6.4");
  }
}
