package dev.capstan.ops.option;

/**
 * The derivative of a clamp exactly at its bound, where the function has a kink and systems differ:
 * {@code relu} and PyTorch's hinges (since 2.15) stop the gradient there, TensorFlow's hinges and
 * PyTorch's older ones let it pass.
 */
public enum AtBound {
  /** The gradient is 0 at the bound. */
  ZERO(0),
  /** The gradient passes at the bound, as it does inside. */
  ONE(1);

  private final double slope;

  AtBound(double slope) {
    this.slope = slope;
  }

  /** The derivative at the bound. */
  public double slope() {
    return slope;
  }
}
