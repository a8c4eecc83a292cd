package dev.capstan.autograd.check;

/**
 * What differences at one step give, and how far they lie from the gradient: a point of the curve
 * that falls with the truncation error and rises again with the rounding error.
 *
 * @param step the step
 * @param slope the central difference
 * @param extrapolated the slope after one extrapolation from twice the step
 * @param analytic what the gradient says
 */
public record ErrorAtStep(double step, double slope, double extrapolated, double analytic) {
  /** The distance of the central difference. */
  public double central() {
    return Math.abs(slope - analytic);
  }

  /** The distance after one extrapolation. */
  public double richardson() {
    return Math.abs(extrapolated - analytic);
  }
}
