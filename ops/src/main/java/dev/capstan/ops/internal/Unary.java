package dev.capstan.ops.internal;

import java.util.function.DoubleUnaryOperator;

/**
 * The elementwise functions that kernels know by name. The lambda is the definition in float64. In
 * float32 the definition is that of the float kernels: the same steps in the element's own type.
 */
public enum Unary implements DoubleUnaryOperator {
  NEG(x -> -x),
  ABS(Math::abs),
  SQUARE(x -> x * x),
  SQRT(Math::sqrt),
  RECIPROCAL(x -> 1 / x),
  RELU(x -> x < 0 ? 0 : x),
  EXP(DoubleFunctions::exp),
  LOG(DoubleFunctions::log),
  TANH(DoubleFunctions::tanh),
  SIGMOID(DoubleFunctions::sigmoid);

  private final DoubleUnaryOperator definition;

  Unary(DoubleUnaryOperator definition) {
    this.definition = definition;
  }

  @Override
  public double applyAsDouble(double x) {
    return definition.applyAsDouble(x);
  }
}
