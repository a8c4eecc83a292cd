package dev.capstan.ops.internal;

import java.util.function.DoubleBinaryOperator;

/**
 * The functions of two elements that are computed by the series of the classes named {@code
 * Double…Series}: powers and angles, and the ways back through an {@link Elementary}, of a gradient
 * g and an operand x, each in one pass.
 */
public enum ElementaryPair implements DoubleBinaryOperator {
  POW,
  ATAN2,
  HYPOT,
  /** x ln y, 0 where x is 0 and y is a number. */
  XLOGY,
  /** The larger of x and y, NaN if either is. */
  LARGER,
  SMALLER,
  /** The larger of x and y, and of two zeros the first. */
  FIRST_LARGER,
  /** x above 0, y·x below. */
  SLOPED,
  /** a and b where x is +∞ and −∞, y where it is NaN, else x. */
  NUMBER_OR,
  /** x·y, but 0 wherever y is 0: closes a gradient's way. */
  GATE,
  /** x times the sigmoid of y. */
  GATED,
  /** x + a·(y − x). */
  BETWEEN,
  /** x − y·⌊x/y⌋. */
  REMAINDER,
  /** ⌊x/y⌋. */
  WHOLE_QUOTIENT,
  /** x/(x² + y²), 0 at the origin. */
  INVERSION,
  /** x/√(x² + y²), 0 at the origin. */
  DIRECTION,
  POW_IN_BASE,
  POW_IN_EXPONENT,
  XLOGY_IN_X,
  XLOGY_IN_Y,
  RELU_BACK,
  ABS_BACK,
  EXPM1_BACK,
  LOG1P_BACK,
  SINH_BACK,
  COSH_BACK,
  TANH_SLOPE_BACK,
  SIGMOID_SLOPE_BACK,
  ASINH_BACK,
  ACOSH_BACK,
  ATANH_BACK,
  SIN_BACK,
  COS_BACK,
  TAN_BACK,
  ASIN_BACK,
  ACOS_BACK,
  ATAN_BACK,
  ERF_BACK,
  ERFC_BACK,
  /** Of a gradient and the result. */
  ERF_INV_BACK,
  GELU_BACK,
  GELU_TANH_BACK,
  SILU_BACK,
  MISH_BACK,
  LOG_SIGMOID_BACK,
  SOFTPLUS_BACK,
  ELU_BACK,
  LEAKY_RELU_BACK,
  /** g strictly between the bounds. */
  CLAMP_BACK,
  /** g between the bounds and at them. */
  CLAMP_BACK_CLOSED,
  RSQRT_BACK,
  SQUARE_BACK,
  SQRT_BACK,
  RECIPROCAL_BACK,
  POWER_BACK,
  HALF_POWER_BACK,
  CUBE_BACK,
  FOURTH_POWER_BACK,
  /** Of a gradient and the operand of 1/x. */
  INVERSE_BACK,
  /** g·a·x. */
  SCALED_PRODUCT,
  LGAMMA_BACK,
  EQUAL,
  UNEQUAL,
  BELOW,
  AT_MOST,
  ABOVE,
  AT_LEAST,
  /** What x gets of the gradient of the larger of x and y: a at a tie, all beside NaN. */
  SHARE_OF_LARGER,
  SHARE_OF_SMALLER;

  /** A function with its constants. */
  public record Given(ElementaryPair f, double a, double b) implements DoubleBinaryOperator {
    @Override
    public double applyAsDouble(double x, double y) {
      return DoubleSeriesLoops.value(f, a, b, x, y);
    }
  }

  /** This function with its constants. */
  public Given with(double a, double b) {
    return new Given(this, a, b);
  }

  /** This function with its constant. */
  public Given with(double a) {
    return new Given(this, a, 0);
  }

  @Override
  public double applyAsDouble(double x, double y) {
    return DoubleSeriesLoops.value(this, 0, 0, x, y);
  }
}
