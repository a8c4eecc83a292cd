package dev.capstan.ops;

import dev.capstan.ops.internal.Kernels;

/**
 * The rows of a large look-up table, changed in place by {@link Moments}. It is no tensor and no
 * tape knows of it; what is gathered from it is a constant with memory of its own.
 */
public final class MutableRows {
  private final DType dtype;
  private final int width;
  private int rows;
  private Object elements;

  /** Rows over a copy of a matrix. */
  public MutableRows(Tensor matrix) {
    this.dtype = matrix.dtype();
    this.rows = matrix.shape().get(0);
    this.width = matrix.shape().get(1);
    this.elements = Kernels.of(dtype.width()).copy(matrix.data());
  }

  public DType dtype() {
    return dtype;
  }

  /** The length of a row. */
  public int width() {
    return width;
  }

  /** The number of elements. */
  public int size() {
    return rows * width;
  }

  /**
   * The rows at these indices, as a constant {@code [taken.length, width]}, in the memory in which
   * values computed from {@code beside}, a tensor of this dtype, are; see {@link Workspace#lend}.
   */
  public Tensor gather(int[] taken, Tensor beside) {
    Tensor out = Tensor.blank(Shape.of(taken.length, width), beside);
    out.kernels().takeSlices(elements, rows, taken, width, out.data());
    return out;
  }

  /** The number of rows. */
  public int rows() {
    return rows;
  }

  /**
   * Puts the rows of a matrix behind those that there are.
   *
   * @throws DTypeException if the dtype is another
   * @throws ShapeException if it is no matrix of this width, or too large together with these
   */
  public void append(Tensor matrix) {
    if (matrix.dtype() != dtype) {
      throw new DTypeException(
          "append: dtypes differ: got " + matrix.dtype() + ", expected " + dtype);
    }
    if (matrix.rank() != 2 || matrix.shape().get(1) != width) {
      throw new ShapeException(
          "append: got " + matrix.shape() + ", expected rows of width " + width);
    }
    int more = matrix.shape().get(0);
    long total = ((long) rows + more) * width;
    if (total > Integer.MAX_VALUE) {
      throw new ShapeException(
          "append: got " + more + " rows behind " + rows + ": more than an array can hold");
    }
    Object grown = Tensor.zeros(dtype, (int) total).data();
    System.arraycopy(elements, 0, grown, 0, size());
    System.arraycopy(matrix.data(), 0, grown, size(), matrix.size());
    elements = grown;
    rows += more;
  }

  /** Takes over all elements of a matrix of this form. */
  public void set(Tensor matrix) {
    System.arraycopy(matrix.data(), 0, elements, 0, size());
  }

  /** All rows, as a constant; a copy. */
  public Tensor all() {
    return Tensor.wrap(Shape.of(rows, width), Kernels.of(dtype.width()).copy(elements));
  }

  /** The array itself. */
  Object elements() {
    return elements;
  }
}
