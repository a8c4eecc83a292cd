package dev.capstan.ops;

/** The type of a tensor's elements. There is no promotion: {@code to(dtype)} converts by name. */
public enum DType {
  FLOAT32(4, 0x1p-23),
  FLOAT64(8, 0x1p-52);

  private final int bytes;
  private final double epsilon;

  DType(int bytes, double epsilon) {
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

  @Override
  public String toString() {
    return this == FLOAT32 ? "float32" : "float64";
  }
}
