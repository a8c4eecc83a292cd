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
  MIN(Math::min);

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
