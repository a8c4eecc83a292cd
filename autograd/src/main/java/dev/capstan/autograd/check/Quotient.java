package dev.capstan.autograd.check;

/**
 * A difference quotient.
 *
 * @param slope the quotient; NaN where the function is not finite
 * @param noise what rounding may have done to it
 */
record Quotient(double slope, double noise) {
  boolean finite() {
    return Double.isFinite(slope);
  }
}
