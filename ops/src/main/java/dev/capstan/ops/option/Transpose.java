package dev.capstan.ops.option;

/** Whether a product reads a matrix as it is or transposed; nothing is copied either way. */
public enum Transpose {
  NO,
  YES;

  /** The other one. */
  public Transpose flip() {
    return this == NO ? YES : NO;
  }
}
