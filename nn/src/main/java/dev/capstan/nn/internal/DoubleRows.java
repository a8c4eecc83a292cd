package dev.capstan.nn.internal;

import dev.capstan.ops.Tensor;

/** A table in float64. */
final class DoubleRows implements Rows {
  private final double[] elements;
  private final int width;

  DoubleRows(double[] elements, int width) {
    this.elements = elements;
    this.width = width;
  }

  double[] elements() {
    return elements;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public Tensor gather(int[] rows) {
    double[] taken = new double[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(elements, rows[i] * width, taken, i * width, width);
    }
    return Tensor.of(taken, rows.length, width);
  }

  @Override
  public void set(Tensor matrix) {
    System.arraycopy(Elements.doubles(matrix), 0, elements, 0, elements.length);
  }

  @Override
  public Tensor all() {
    return Tensor.of(elements, width == 0 ? 0 : elements.length / width, width);
  }
}
