package dev.capstan.autograd;

/** The form of one {@code double}: rank 0. */
enum DoubleForm implements Form {
  NUMBER;

  @Override
  public int size() {
    return 1;
  }

  @Override
  public double epsilon() {
    return Math.ulp(1.0);
  }

  @Override
  public long bytes() {
    return Double.BYTES;
  }

  @Override
  public int[] axes() {
    return new int[0];
  }

  @Override
  public String toString() {
    return "double";
  }
}
