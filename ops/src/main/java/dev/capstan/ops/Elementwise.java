package dev.capstan.ops;

import static dev.capstan.ops.Ops.binary;
import static dev.capstan.ops.Ops.number;
import static dev.capstan.ops.Ops.unary;

import dev.capstan.ops.internal.Binary;
import dev.capstan.ops.internal.Unary;

/** Operations that treat each element alone; two operands broadcast against each other. */
public final class Elementwise {
  private Elementwise() {}

  /** x + y. */
  public static Tensor add(Tensor x, Tensor y) {
    return binary("add", x, y, Binary.ADD, g -> g, g -> g);
  }

  /** x + c. */
  public static Tensor add(Tensor x, double c) {
    return add(x, number(c, x));
  }

  /** x − y. */
  public static Tensor sub(Tensor x, Tensor y) {
    return binary("sub", x, y, Binary.SUB, g -> g, g -> neg(g));
  }

  /** x · y. */
  public static Tensor mul(Tensor x, Tensor y) {
    return binary("mul", x, y, Binary.MUL, g -> mul(g, y), g -> mul(g, x));
  }

  /** x · c. */
  public static Tensor mul(Tensor x, double c) {
    return mul(x, number(c, x));
  }

  /** −x. */
  public static Tensor neg(Tensor x) {
    return unary("neg", x, Unary.NEG, g -> neg(g));
  }

  /** eˣ. */
  public static Tensor exp(Tensor x) {
    return unary("exp", x, Unary.EXP, (g, y) -> mul(g, y));
  }

  /** x². */
  public static Tensor square(Tensor x) {
    return unary("square", x, Unary.SQUARE, g -> mul(g, mul(x, 2)));
  }

  /** max(x, 0); the gradient at 0 is 0. */
  public static Tensor relu(Tensor x) {
    return unary("relu", x, Unary.RELU, g -> mul(g, Ops.map(x, Unary.STEP)), Unary.STEP);
  }
}
