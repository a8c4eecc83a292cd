package dev.capstan.autograd.check;

/**
 * A stretch of a plain array that means something on its own, such as a matrix of weights.
 *
 * @param name what reports call it
 * @param axes its shape, row-major
 */
record Slice(String name, int[] axes) {
  Slice {
    axes = axes.clone();
  }

  @Override
  public int[] axes() {
    return axes.clone();
  }

  int size() {
    int size = 1;
    for (int axis : axes) {
      size *= axis;
    }
    return size;
  }
}
