package dev.capstan.ops;

import static dev.capstan.ops.Elementwise.gate;
import static dev.capstan.ops.Elementwise.mul;
import static dev.capstan.ops.Elementwise.neg;
import static dev.capstan.ops.Ops.binary;
import static dev.capstan.ops.Ops.op;
import static dev.capstan.ops.Ops.unary;
import static java.util.Objects.requireNonNull;

import dev.capstan.ops.internal.Elementary;
import dev.capstan.ops.internal.ElementaryPair;
import java.util.function.DoubleUnaryOperator;

/**
 * Functions that are constant, or shifted copies of the identity, between their jumps. The gradient
 * of a step is 0 everywhere, at its jumps too: to train through one, add what it changes as a
 * constant, {@code x.add(x.round().sub(x).detach())}.
 */
public final class Rounding {
  private Rounding() {}

  /** −1, 0 or 1; 0 at 0, NaN at NaN. Gradient: 0. */
  public static Tensor sign(Tensor x) {
    return step("sign", x, Elementary.SIGN);
  }

  /** The largest whole number not above x. Gradient: 0. */
  public static Tensor floor(Tensor x) {
    return step("floor", x, Elementary.FLOOR);
  }

  /** The smallest whole number not below x. Gradient: 0. */
  public static Tensor ceil(Tensor x) {
    return step("ceil", x, Elementary.CEIL);
  }

  /** The nearest whole number, the even one of two equally near (2.5 → 2). Gradient: 0. */
  public static Tensor round(Tensor x) {
    return step("round", x, Elementary.ROUND);
  }

  private static Tensor step(String name, Tensor x, DoubleUnaryOperator f) {
    return unary(name, x, f, g -> Ops.zerosIn(x.shape(), g), f);
  }

  /**
   * x − y·⌊x/y⌋: the remainder with the sign of the divisor.
   *
   * <p>Gradient: g to x, −g·⌊x/y⌋ to y, also at the jumps, where x is a multiple of y.
   *
   * <p>Domain: NaN for y = 0 and for infinite x.
   */
  public static Tensor remainder(Tensor x, Tensor y) {
    requireNonNull(x, "x");
    requireNonNull(y, "y");
    return binary(
        "remainder",
        x,
        y,
        ElementaryPair.REMAINDER,
        g -> g,
        g -> neg(mul(g, Ops.zip("remainder", x, y, ElementaryPair.WHOLE_QUOTIENT))),
        ElementaryPair.WHOLE_QUOTIENT);
  }

  /** As {@link #remainder(Tensor, Tensor)}, by a number. */
  public static Tensor remainder(Tensor x, double y) {
    requireNonNull(x, "x");
    return remainder(x, Ops.number(y, x));
  }

  /** NaN becomes 0, ±∞ the dtype's largest numbers. Gradient: g where x is finite, 0 elsewhere. */
  public static Tensor nanToNum(Tensor x) {
    double largest = x.dtype() == DType.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE;
    return nanToNum(x, 0, largest, -largest);
  }

  /** As {@link #nanToNum(Tensor)}, with the numbers to take the place of NaN, +∞ and −∞. */
  public static Tensor nanToNum(Tensor x, double nan, double positive, double negative) {
    requireNonNull(x, "x");
    return op("nanToNum", x)
        .value(
            v ->
                Ops.zip(
                    "nanToNum",
                    v,
                    Ops.number(nan, v),
                    ElementaryPair.NUMBER_OR.with(positive, negative)))
        .vjp(g -> gate(g, Ops.map(x, Elementary.FINITE)))
        .branch(() -> Branches.of(x, Elementary.FINITE))
        .record();
  }
}
