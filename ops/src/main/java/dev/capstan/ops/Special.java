package dev.capstan.ops;

import static dev.capstan.ops.Elementwise.add;
import static dev.capstan.ops.Elementwise.exp;
import static dev.capstan.ops.Elementwise.mul;
import static dev.capstan.ops.Elementwise.neg;
import static dev.capstan.ops.Elementwise.square;
import static dev.capstan.ops.Elementwise.sub;
import static dev.capstan.ops.Ops.back;
import static dev.capstan.ops.Ops.binary;
import static dev.capstan.ops.Ops.unary;
import static java.util.Objects.requireNonNull;

import dev.capstan.ops.internal.Elementary;
import dev.capstan.ops.internal.ElementaryPair;
import dev.capstan.ops.internal.Polygamma;
import org.apache.commons.math3.special.Beta;

/**
 * Special functions of each element. Beta is that of Apache Commons Math; the further polygamma
 * functions are computed in {@link Polygamma}. Arguments outside a function's domain give NaN,
 * poles an infinity.
 */
public final class Special {
  private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

  /** The highest order of ψ's derivatives: (16 + 2n) to the power n + 16 is finite. */
  private static final int HIGHEST = 100;

  private Special() {}

  /** The error function, 2/√π·∫₀ˣ e^(−t²) dt. Gradient: g·2/√π·e^(−x²). */
  public static Tensor erf(Tensor x) {
    return unary(
        "erf", x, Elementary.ERF, g -> back(g, x, ElementaryPair.ERF_BACK, () -> mul(g, bell(x))));
  }

  /** 1 − erf(x), without cancellation for large x. Gradient: −g·2/√π·e^(−x²). */
  public static Tensor erfc(Tensor x) {
    return unary(
        "erfc",
        x,
        Elementary.ERFC,
        g -> back(g, x, ElementaryPair.ERFC_BACK, () -> neg(mul(g, bell(x)))));
  }

  private static Tensor bell(Tensor x) {
    return mul(exp(neg(square(x))), TWO_OVER_ROOT_PI);
  }

  /** The inverse of erf; |x| ≤ 1, ±∞ at ±1. Gradient: g·√π/2·e^(y²). */
  public static Tensor erfInv(Tensor x) {
    return unary(
        "erfInv",
        x,
        Elementary.ERF_INV,
        (g, y) ->
            back(
                g,
                y,
                ElementaryPair.ERF_INV_BACK,
                () -> mul(g, mul(exp(square(y)), 1 / TWO_OVER_ROOT_PI))));
  }

  /** ln |Γ(x)|; +∞ at 0, −1, −2, … Gradient: g·ψ(x), NaN at the poles but 0. */
  public static Tensor lgamma(Tensor x) {
    return unary(
        "lgamma",
        x,
        Elementary.LGAMMA,
        g -> back(g, x, ElementaryPair.LGAMMA_BACK, () -> mul(g, digamma(x))));
  }

  /** ψ(x) = Γ′(x)/Γ(x); −∞ at 0, NaN at −1, −2, … Gradient: g·ψ′(x). */
  public static Tensor digamma(Tensor x) {
    return polygamma(x, 0);
  }

  /** ψ′(x), the derivative of {@link #digamma}; +∞ at 0. Gradient: g·ψ″(x). */
  public static Tensor trigamma(Tensor x) {
    return polygamma(x, 1);
  }

  /**
   * The n-th derivative of {@link #digamma}.
   *
   * <p>Gradient: g times the derivative of order n + 1. The orders end at 100: soon after, the
   * factorials in the series leave the range of double.
   *
   * @throws IllegalArgumentException if n is not in [0, 100]
   */
  public static Tensor polygamma(Tensor x, int n) {
    if (n < 0 || n > HIGHEST) {
      throw Called.illegal("polygamma: no such order: got " + n + ", expected 0 to " + HIGHEST);
    }
    return derivative(x, n);
  }

  /** Of an order that a gradient of an allowed one may have: a few more. */
  private static Tensor derivative(Tensor x, int n) {
    return unary(
        "polygamma",
        x,
        switch (n) {
          case 0 -> Elementary.DIGAMMA;
          case 1 -> Elementary.TRIGAMMA;
          default -> v -> Polygamma.value(n, v);
        },
        g -> mul(g, derivative(x, n + 1)));
  }

  /**
   * B(x, y) = Γ(x)·Γ(y)/Γ(x + y) for positive x and y, NaN for others.
   *
   * <p>Gradient: g·B·(ψ(x) − ψ(x + y)) to x, and with y in the place of x to y.
   */
  public static Tensor beta(Tensor x, Tensor y) {
    requireNonNull(x, "x");
    requireNonNull(y, "y");
    return binary(
        "beta",
        x,
        y,
        (a, b) -> StrictMath.exp(Beta.logBeta(a, b)),
        g -> mul(g, betaSlope(x, y)),
        g -> mul(g, betaSlope(y, x)));
  }

  private static Tensor betaSlope(Tensor x, Tensor y) {
    return mul(beta(x, y), sub(digamma(x), digamma(add(x, y))));
  }
}
