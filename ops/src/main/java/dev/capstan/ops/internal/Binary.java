package dev.capstan.ops.internal;

import java.util.function.DoubleBinaryOperator;

/** The functions of two elements that kernels know by name; the lambda is the definition. */
public enum Binary implements DoubleBinaryOperator {
  ADD(Double::sum),
  SUB((x, y) -> x - y),
  MUL((x, y) -> x * y),
  DIV((x, y) -> x / y),
  /** NaN if either is NaN. */
  MAX(Math::max),
  MIN(Math::min),
  /** x · y, but 0 wherever y is 0, also for an infinite or undefined x: closes a gradient's way. */
  GATE((x, y) -> y == 0 ? 0 : x * y),

  // The way back through a function: a gradient g, and the function's operand x or result y.

  /** y is relu's result: g where it is positive or NaN, else 0. */
  RELU_BACK((g, y) -> y <= 0 ? 0 : g),
  /** x is abs's operand: g with its sign, 0 at 0. */
  ABS_BACK((g, x) -> x == 0 ? 0 : g * Math.signum(x)),
  TANH_BACK((g, y) -> g * (1 - y * y)),
  SIGMOID_BACK((g, y) -> g * (y * (1 - y)));

  private final DoubleBinaryOperator definition;

  Binary(DoubleBinaryOperator definition) {
    this.definition = definition;
  }

  /** Whether this is one of + − × ÷, which every kernel computes to the same bits. */
  boolean ordinary() {
    return this == ADD || this == SUB || this == MUL || this == DIV;
  }

  @Override
  public double applyAsDouble(double x, double y) {
    return definition.applyAsDouble(x, y);
  }
}
