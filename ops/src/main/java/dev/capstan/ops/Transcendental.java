package dev.capstan.ops;

import static dev.capstan.ops.Elementwise.add;
import static dev.capstan.ops.Elementwise.div;
import static dev.capstan.ops.Elementwise.exp;
import static dev.capstan.ops.Elementwise.log;
import static dev.capstan.ops.Elementwise.mul;
import static dev.capstan.ops.Elementwise.neg;
import static dev.capstan.ops.Elementwise.rsub;
import static dev.capstan.ops.Elementwise.sqrt;
import static dev.capstan.ops.Elementwise.square;
import static dev.capstan.ops.Elementwise.sub;
import static dev.capstan.ops.Elementwise.where;
import static dev.capstan.ops.Ops.back;
import static dev.capstan.ops.Ops.binary;
import static dev.capstan.ops.Ops.number;
import static dev.capstan.ops.Ops.slope;
import static dev.capstan.ops.Ops.unary;
import static java.util.Objects.requireNonNull;

import dev.capstan.ops.internal.Elementary;
import dev.capstan.ops.internal.ElementaryPair;

/**
 * Logarithms, angles and hyperbolic functions of each element; two operands broadcast. Arguments
 * outside a function's domain give NaN, never an error. Angles are in radians.
 */
public final class Transcendental {
  private static final double LN_2 = StrictMath.log(2);
  private static final double LN_10 = StrictMath.log(10);

  private Transcendental() {}

  // --- roots, exponentials, logarithms --------------------------------------------------------

  /** The cube root, also of negative numbers. Gradient: g/(3y²), +∞ at 0. */
  public static Tensor cbrt(Tensor x) {
    return unary("cbrt", x, Elementary.CBRT, (g, y) -> div(g, mul(square(y), 3)));
  }

  /**
   * √(x² + y²), without overflow between.
   *
   * <p>Gradient: g·x/h to x, g·y/h to y; 0 at the origin.
   */
  public static Tensor hypot(Tensor x, Tensor y) {
    requireNonNull(x, "x");
    requireNonNull(y, "y");
    return binary(
        "hypot",
        x,
        y,
        ElementaryPair.HYPOT,
        g -> slope(g, x, y, ElementaryPair.DIRECTION, () -> div(x, distance(x, y))),
        g -> slope(g, y, x, ElementaryPair.DIRECTION, () -> div(y, distance(x, y))));
  }

  /** √(x² + y²), but 1 at the origin: a divisor that makes 0/0 there 0. */
  private static Tensor distance(Tensor x, Tensor y) {
    BoolTensor origin = Comparisons.where("hypot", x, y, (a, b) -> a == 0 && b == 0);
    return hypot(where(origin, 1, x), y);
  }

  /** eˣ − 1, exact near 0. Gradient: g·eˣ. */
  public static Tensor expm1(Tensor x) {
    return unary(
        "expm1",
        x,
        Elementary.EXPM1,
        g -> back(g, x, ElementaryPair.EXPM1_BACK, () -> mul(g, exp(x))));
  }

  /** ln(1 + x), exact near 0; −∞ at −1, NaN below. Gradient: g/(1 + x). */
  public static Tensor log1p(Tensor x) {
    return unary(
        "log1p",
        x,
        Elementary.LOG1P,
        g -> back(g, x, ElementaryPair.LOG1P_BACK, () -> div(g, add(x, 1))));
  }

  /** log₂ x, whole at powers of two; −∞ at 0, NaN below. Gradient: g/(x·ln 2). */
  public static Tensor log2(Tensor x) {
    return unary("log2", x, Elementary.LOG2, g -> div(g, mul(x, LN_2)));
  }

  /** log₁₀ x; −∞ at 0, NaN below. Gradient: g/(x·ln 10). */
  public static Tensor log10(Tensor x) {
    return unary("log10", x, Elementary.LOG10, g -> div(g, mul(x, LN_10)));
  }

  /**
   * x·ln y, and 0 where x = 0, whatever y is but NaN: the term of an entropy.
   *
   * <p>Gradient: g·ln y to x, g·x/y to y; 0 to both where x = 0 and y ≤ 0.
   */
  public static Tensor xlogy(Tensor x, Tensor y) {
    requireNonNull(x, "x");
    requireNonNull(y, "y");
    return binary(
        "xlogy",
        x,
        y,
        ElementaryPair.XLOGY,
        g -> slope(g, x, y, ElementaryPair.XLOGY_IN_X, () -> log(logarithmic(x, y))),
        g -> slope(g, x, y, ElementaryPair.XLOGY_IN_Y, () -> div(x, logarithmic(x, y))));
  }

  /** y, but 1 where x = 0 silences a y without a finite logarithm. */
  private static Tensor logarithmic(Tensor x, Tensor y) {
    return where(Comparisons.where("xlogy", x, y, (a, b) -> a == 0 && b <= 0), 1, y);
  }

  // --- angles ---------------------------------------------------------------------------------

  /** The sine. Gradient: g·cos x. */
  public static Tensor sin(Tensor x) {
    return unary(
        "sin", x, Elementary.SIN, g -> back(g, x, ElementaryPair.SIN_BACK, () -> mul(g, cos(x))));
  }

  /** The cosine. Gradient: −g·sin x. */
  public static Tensor cos(Tensor x) {
    return unary(
        "cos",
        x,
        Elementary.COS,
        g -> back(g, x, ElementaryPair.COS_BACK, () -> neg(mul(g, sin(x)))));
  }

  /** The tangent. Gradient: g·(1 + y²). */
  public static Tensor tan(Tensor x) {
    return unary(
        "tan",
        x,
        Elementary.TAN,
        (g, y) -> back(g, x, ElementaryPair.TAN_BACK, () -> mul(g, add(square(y), 1))));
  }

  /** The angle in [−π/2, π/2] whose sine is x; |x| ≤ 1. Gradient: g/√(1 − x²), +∞ at ±1. */
  public static Tensor asin(Tensor x) {
    return unary(
        "asin",
        x,
        Elementary.ASIN,
        g -> back(g, x, ElementaryPair.ASIN_BACK, () -> div(g, sqrt(rsub(square(x), 1)))));
  }

  /** The angle in [0, π] whose cosine is x; |x| ≤ 1. Gradient: −g/√(1 − x²), −∞ at ±1. */
  public static Tensor acos(Tensor x) {
    return unary(
        "acos",
        x,
        Elementary.ACOS,
        g -> back(g, x, ElementaryPair.ACOS_BACK, () -> neg(div(g, sqrt(rsub(square(x), 1))))));
  }

  /** The angle in (−π/2, π/2) whose tangent is x. Gradient: g/(1 + x²). */
  public static Tensor atan(Tensor x) {
    return unary(
        "atan",
        x,
        Elementary.ATAN,
        g -> back(g, x, ElementaryPair.ATAN_BACK, () -> div(g, add(square(x), 1))));
  }

  /**
   * The angle in [−π, π] of the point (x, y): note the order of the arguments.
   *
   * <p>Gradient: g·x/(x² + y²) to y, −g·y/(x² + y²) to x; 0 at the origin.
   */
  public static Tensor atan2(Tensor y, Tensor x) {
    requireNonNull(y, "y");
    requireNonNull(x, "x");
    return binary(
        "atan2",
        y,
        x,
        ElementaryPair.ATAN2,
        g -> slope(g, x, y, ElementaryPair.INVERSION, () -> inversion(x, y)),
        g -> neg(slope(g, y, x, ElementaryPair.INVERSION, () -> inversion(y, x))));
  }

  /** x/(x² + y²), 0 at the origin. */
  private static Tensor inversion(Tensor x, Tensor y) {
    return div(div(x, distance(x, y)), distance(x, y));
  }

  // --- hyperbolic -----------------------------------------------------------------------------

  /** (eˣ − e^−x)/2. Gradient: g·cosh x. */
  public static Tensor sinh(Tensor x) {
    return unary(
        "sinh",
        x,
        Elementary.SINH,
        g -> back(g, x, ElementaryPair.SINH_BACK, () -> mul(g, cosh(x))));
  }

  /** (eˣ + e^−x)/2. Gradient: g·sinh x. */
  public static Tensor cosh(Tensor x) {
    return unary(
        "cosh",
        x,
        Elementary.COSH,
        g -> back(g, x, ElementaryPair.COSH_BACK, () -> mul(g, sinh(x))));
  }

  /** The inverse of sinh, ln(x + √(x² + 1)). Gradient: g/√(x² + 1). */
  public static Tensor asinh(Tensor x) {
    return unary(
        "asinh",
        x,
        Elementary.ASINH,
        g -> back(g, x, ElementaryPair.ASINH_BACK, () -> div(g, hypot(x, number(1, x)))));
  }

  /** The inverse of cosh, ln(x + √(x² − 1)); x ≥ 1. Gradient: g/√(x² − 1), +∞ at 1. */
  public static Tensor acosh(Tensor x) {
    return unary(
        "acosh",
        x,
        Elementary.ACOSH,
        g ->
            back(
                g,
                x,
                ElementaryPair.ACOSH_BACK,
                () -> div(g, mul(sqrt(sub(x, 1)), sqrt(add(x, 1))))));
  }

  /** The inverse of tanh, ln((1 + x)/(1 − x))/2; |x| ≤ 1, ±∞ at ±1. Gradient: g/(1 − x²). */
  public static Tensor atanh(Tensor x) {
    return unary(
        "atanh",
        x,
        Elementary.ATANH,
        g -> back(g, x, ElementaryPair.ATANH_BACK, () -> div(g, mul(rsub(x, 1), add(x, 1)))));
  }
}
