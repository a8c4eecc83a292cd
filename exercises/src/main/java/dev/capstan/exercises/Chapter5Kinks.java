package dev.capstan.exercises;

import dev.capstan.autograd.Primitive;
import dev.capstan.ops.Tensor;

/** Chapter 5: kinks. */
final class Chapter5Kinks {
  private Chapter5Kinks() {}

  /**
   * 5.1: whether a rule may say {@code g} at a kink whose slopes are {@code left} on the left and
   * {@code right} on the right.
   */
  static boolean allowed(double left, double right, double g) {
    throw new Hole("5.1");
  }

  /**
   * 5.2: the larger of x and 0, by elements. The rule of this one: the gradient at 0 is 0. ({@code
   * v.like(i -> …)} makes a tensor of the shape of v by elements, {@code v.at(i)} reads one.)
   */
  static Tensor ramp(Tensor x) {
    return Primitive.of("ramp", x)
        .value(v -> v.like(i -> Math.max(v.at(i), 0)))
        .vjp(g -> Hole.here("5.2"))
        .branch(() -> sides(x))
        .record();
  }

  /**
   * 5.3: a hinge: how far x falls short of a margin, max(0, margin − x). The gradient where x is
   * equal to the margin is 0. Write value and rule.
   */
  static Tensor hinge(Tensor x, double margin) {
    return Primitive.of("hinge", x)
        .value(v -> Hole.here("5.3"))
        .vjp(g -> Hole.here("5.3"))
        .branch(() -> sides(x.sub(margin)))
        .record();
  }

  /**
   * 5.4: the Euclidean length of each row. x: [n, d], returns [n]. At a row of zeros the gradient
   * is a row of zeros, and not NaN. Not a rule this time: put it together from operations of {@code
   * Tensor}, such as {@code square}, {@code sum}, {@code sqrt}, {@code eq(0)} and {@code
   * maskedFill(mask, value)}.
   */
  static Tensor lengths(Tensor x) {
    throw new Hole("5.4");
  }

  /**
   * Which side of 0 each element is on: what the checker asks for, so that it stays on one side.
   */
  private static long sides(Tensor x) {
    long sides = 1;
    for (int i = 0; i < x.size(); i++) {
      sides = 3 * sides + (long) Math.signum(x.at(i)) + 1;
    }
    return sides;
  }
}
