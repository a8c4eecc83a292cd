package dev.capstan.ops.internal;

import java.util.function.DoubleUnaryOperator;

/**
 * The functions of one element that are computed by the series of the classes named {@code
 * Double…Series}: there stands what each one is, to the bit, for every kernel. Some have one or two
 * constants, which {@link #with} gives.
 */
public enum Elementary implements DoubleUnaryOperator {
  EXPM1,
  LOG1P,
  LOG2,
  LOG10,
  RSQRT,
  SINH,
  COSH,
  ASINH,
  ACOSH,
  ATANH,
  SIN,
  COS,
  TAN,
  ASIN,
  ACOS,
  ATAN,
  ERF,
  ERFC,
  ERF_INV,
  /** x·Φ(x). */
  GELU,
  /** The form of gelu by tanh. */
  GELU_TANH,
  SILU,
  MISH,
  LOG_SIGMOID,
  /** ln(1 + e^(ax))/a, x where ax exceeds b. */
  SOFTPLUS,
  /** b·x above 0, b·a·(eˣ − 1) below. */
  ELU,
  /** x above 0, a·x below. */
  LEAKY_RELU,
  /** min(max(x, a), b). */
  CLAMP,
  FLOOR,
  CEIL,
  ROUND,
  /** x to the power a. */
  POWER,
  /** |x| to the power a. */
  SIZE_POWER,
  /** |x| to the power a, 0 at 0. */
  EVEN_POWER,
  /** |x| to the power a with the sign of x, 0 at 0. */
  ODD_POWER,
  /** 1/|x|, 0 at 0. */
  INVERSE_SIZE,
  HALF_POWER,
  INVERSE_HALF_POWER,
  SIGN,
  STEP,
  CUBE,
  FOURTH_POWER,
  INVERSE_SQUARE,
  CBRT,
  LGAMMA,
  DIGAMMA,
  TRIGAMMA,
  /** 1 everywhere. */
  ONE,
  /** x itself. */
  SAME,
  /** 1 where x is infinite, else 0. */
  ENDLESS,
  /** 1 where x is NaN, else 0. */
  UNDEFINED,
  /** 1 where x is neither NaN nor infinite, else 0. */
  FINITE;

  /** A function with its constants. */
  public record Given(Elementary f, double a, double b) implements DoubleUnaryOperator {
    @Override
    public double applyAsDouble(double x) {
      return DoubleSeriesLoops.value(f, a, b, x);
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
  public double applyAsDouble(double x) {
    return DoubleSeriesLoops.value(this, 0, 0, x);
  }
}
