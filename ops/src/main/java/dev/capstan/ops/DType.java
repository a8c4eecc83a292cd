package dev.capstan.ops;

import dev.capstan.ops.internal.Width;

/** The type of a tensor's elements. There is no promotion: {@code to(dtype)} converts by name. */
public enum DType {
  FLOAT32(Width.SINGLE, 4, 0x1p-23),
  FLOAT64(Width.DOUBLE, 8, 0x1p-52);

  private final Width width;
  private final int bytes;
  private final double epsilon;

  DType(Width width, int bytes, double epsilon) {
    this.width = width;
    this.bytes = bytes;
    this.epsilon = epsilon;
  }

  /** The bytes of one element. */
  public int bytes() {
    return bytes;
  }

  /** The distance from 1 to the next larger number. */
  public double epsilon() {
    return epsilon;
  }

  Width width() {
    return width;
  }

  @Override
  public String toString() {
    return this == FLOAT32 ? "float32" : "float64";
  }
}
