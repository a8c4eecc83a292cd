package dev.capstan.ops;

import static dev.capstan.ops.Elementwise.add;
import static dev.capstan.ops.Elementwise.div;
import static dev.capstan.ops.Elementwise.log;
import static dev.capstan.ops.Elementwise.mul;
import static dev.capstan.ops.Elementwise.neg;
import static dev.capstan.ops.Elementwise.rsub;
import static dev.capstan.ops.Elementwise.sqrt;
import static dev.capstan.ops.Elementwise.square;
import static dev.capstan.ops.Elementwise.sub;
import static dev.capstan.ops.Elementwise.where;
import static dev.capstan.ops.Ops.binary;
import static dev.capstan.ops.Ops.unary;

/**
 * Logarithms, angles and hyperbolic functions of each element; two operands broadcast. Arguments
 * outside a function's domain give NaN, never an error. Angles are in radians.
 */
public final class Transcendental {
  private static final double LN_2 = Math.log(2);
  private static final double LN_10 = Math.log(10);

  /** Above it x² + 1 is x² in double, and the inverse hyperbolic functions are ln(2x). */
  private static final double SQUARE_ABSORBS_ONE = 0x1p28;

  private Transcendental() {}

  // --- roots, exponentials, logarithms --------------------------------------------------------

  /** The cube root, also of negative numbers. Gradient: g/(3y²), +∞ at 0. */
  public static Tensor cbrt(Tensor x) {
    return unary("cbrt", x, Math::cbrt, (g, y) -> div(g, mul(square(y), 3)));
  }

  /**
   * √(x² + y²), without overflow between.
   *
   * <p>Gradient: g·x/h to x, g·y/h to y; 0 at the origin.
   */
  public static Tensor hypot(Tensor x, Tensor y) {
    return binary(
        "hypot",
        x,
        y,
        Math::hypot,
        g -> mul(g, div(x, distance(x, y))),
        g -> mul(g, div(y, distance(x, y))));
  }

  /** √(x² + y²), but 1 at the origin: a divisor that makes 0/0 there 0. */
  private static Tensor distance(Tensor x, Tensor y) {
    BoolTensor origin = Comparisons.where("hypot", x, y, (a, b) -> a == 0 && b == 0);
    return hypot(where(origin, 1, x), y);
  }

  /** eˣ − 1, exact near 0. Gradient: g·(y + 1). */
  public static Tensor expm1(Tensor x) {
    return unary("expm1", x, Math::expm1, (g, y) -> mul(g, add(y, 1)));
  }

  /** ln(1 + x), exact near 0; −∞ at −1, NaN below. Gradient: g/(1 + x). */
  public static Tensor log1p(Tensor x) {
    return unary("log1p", x, Math::log1p, g -> div(g, add(x, 1)));
  }

  /** log₂ x, whole at powers of two; −∞ at 0, NaN below. Gradient: g/(x·ln 2). */
  public static Tensor log2(Tensor x) {
    return unary("log2", x, v -> log2(v), g -> div(g, mul(x, LN_2)));
  }

  private static double log2(double x) {
    int e = Math.getExponent(x);
    boolean power = e <= Double.MAX_EXPONENT && x == Math.scalb(1.0, e);
    return power ? e : Math.log(x) / LN_2;
  }

  /** log₁₀ x; −∞ at 0, NaN below. Gradient: g/(x·ln 10). */
  public static Tensor log10(Tensor x) {
    return unary("log10", x, Math::log10, g -> div(g, mul(x, LN_10)));
  }

  /**
   * x·ln y, and 0 where x = 0, whatever y is but NaN: the term of an entropy.
   *
   * <p>Gradient: g·ln y to x, g·x/y to y; 0 to both where x = 0 and y ≤ 0.
   */
  public static Tensor xlogy(Tensor x, Tensor y) {
    return binary(
        "xlogy",
        x,
        y,
        (a, b) -> a == 0 && !Double.isNaN(b) ? 0 : a * Math.log(b),
        g -> mul(g, log(logarithmic(x, y))),
        g -> mul(g, div(x, logarithmic(x, y))));
  }

  /** y, but 1 where x = 0 silences a y without a finite logarithm. */
  private static Tensor logarithmic(Tensor x, Tensor y) {
    return where(Comparisons.where("xlogy", x, y, (a, b) -> a == 0 && b <= 0), 1, y);
  }

  // --- angles ---------------------------------------------------------------------------------

  /** The sine. Gradient: g·cos x. */
  public static Tensor sin(Tensor x) {
    return unary("sin", x, Math::sin, g -> mul(g, cos(x)));
  }

  /** The cosine. Gradient: −g·sin x. */
  public static Tensor cos(Tensor x) {
    return unary("cos", x, Math::cos, g -> neg(mul(g, sin(x))));
  }

  /** The tangent. Gradient: g·(1 + y²). */
  public static Tensor tan(Tensor x) {
    return unary("tan", x, Math::tan, (g, y) -> mul(g, add(square(y), 1)));
  }

  /** The angle in [−π/2, π/2] whose sine is x; |x| ≤ 1. Gradient: g/√(1 − x²), +∞ at ±1. */
  public static Tensor asin(Tensor x) {
    return unary("asin", x, Math::asin, g -> div(g, sqrt(rsub(square(x), 1))));
  }

  /** The angle in [0, π] whose cosine is x; |x| ≤ 1. Gradient: −g/√(1 − x²), −∞ at ±1. */
  public static Tensor acos(Tensor x) {
    return unary("acos", x, Math::acos, g -> neg(div(g, sqrt(rsub(square(x), 1)))));
  }

  /** The angle in (−π/2, π/2) whose tangent is x. Gradient: g/(1 + x²). */
  public static Tensor atan(Tensor x) {
    return unary("atan", x, Math::atan, g -> div(g, add(square(x), 1)));
  }

  /**
   * The angle in [−π, π] of the point (x, y): note the order of the arguments.
   *
   * <p>Gradient: g·x/(x² + y²) to y, −g·y/(x² + y²) to x; 0 at the origin.
   */
  public static Tensor atan2(Tensor y, Tensor x) {
    return binary(
        "atan2",
        y,
        x,
        Math::atan2,
        g -> mul(g, div(div(x, distance(x, y)), distance(x, y))),
        g -> neg(mul(g, div(div(y, distance(x, y)), distance(x, y)))));
  }

  // --- hyperbolic -----------------------------------------------------------------------------

  /** (eˣ − e^−x)/2. Gradient: g·cosh x. */
  public static Tensor sinh(Tensor x) {
    return unary("sinh", x, Math::sinh, g -> mul(g, cosh(x)));
  }

  /** (eˣ + e^−x)/2. Gradient: g·sinh x. */
  public static Tensor cosh(Tensor x) {
    return unary("cosh", x, Math::cosh, g -> mul(g, sinh(x)));
  }

  /** The inverse of sinh, ln(x + √(x² + 1)). Gradient: g/√(x² + 1). */
  public static Tensor asinh(Tensor x) {
    return unary("asinh", x, v -> asinh(v), g -> div(g, sqrt(add(square(x), 1))));
  }

  /** Odd, and free of cancellation near 0. */
  private static double asinh(double x) {
    double a = Math.abs(x);
    double y =
        a > SQUARE_ABSORBS_ONE
            ? Math.log(a) + LN_2
            : Math.log1p(a + a * a / (1 + Math.sqrt(a * a + 1)));
    return Math.copySign(y, x);
  }

  /** The inverse of cosh, ln(x + √(x² − 1)); x ≥ 1. Gradient: g/√(x² − 1), +∞ at 1. */
  public static Tensor acosh(Tensor x) {
    return unary("acosh", x, v -> acosh(v), g -> div(g, mul(sqrt(sub(x, 1)), sqrt(add(x, 1)))));
  }

  private static double acosh(double x) {
    double t = x - 1;
    return x > SQUARE_ABSORBS_ONE ? Math.log(x) + LN_2 : Math.log1p(t + Math.sqrt(t * (t + 2)));
  }

  /** The inverse of tanh, ln((1 + x)/(1 − x))/2; |x| ≤ 1, ±∞ at ±1. Gradient: g/(1 − x²). */
  public static Tensor atanh(Tensor x) {
    return unary("atanh", x, v -> atanh(v), g -> div(g, rsub(square(x), 1)));
  }

  private static double atanh(double x) {
    double a = Math.abs(x);
    return Math.copySign(Math.log1p(2 * a / (1 - a)) / 2, x);
  }
}
