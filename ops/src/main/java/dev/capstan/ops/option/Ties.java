package dev.capstan.ops.option;

/** Where the gradient of a larger (smaller) of two goes if both are equal. */
public enum Ties {
  /** Half to each, as PyTorch and JAX do. */
  SPLIT(0.5),
  /** All to the first operand, as TensorFlow does. */
  FIRST(1);

  private final double first;

  Ties(double first) {
    this.first = first;
  }

  /** The share of the first operand. */
  public double first() {
    return first;
  }
}
