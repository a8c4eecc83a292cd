package dev.capstan.ops;

import static java.util.Objects.requireNonNull;

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

  /**
   * Rows over a copy of a matrix.
   *
   * @throws ShapeException if it is none
   */
  public MutableRows(Tensor matrix) {
    if (matrix.rank() != 2) {
      throw new ShapeException(
          "rows: not a matrix: got shape " + matrix.shape() + ", expected [rows, width]");
    }
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
   *
   * @throws IndexOutOfBoundsException if there is no such row
   * @throws DTypeException if the dtypes differ
   */
  public Tensor gather(int[] taken, Tensor beside) {
    requireNonNull(taken, "taken");
    requireNonNull(beside, "beside");
    requireRows("gather", taken);
    requireDType("gather", beside);
    Tensor out = Tensor.blank(Shape.of(taken.length, width), beside);
    out.kernels().takeSlices(elements, rows, taken, width, out.data());
    return out;
  }

  void requireRows(String op, int[] taken) {
    for (int row : taken) {
      if (row < 0 || row >= rows) {
        throw new IndexOutOfBoundsException(
            op + ": row " + row + " out of range for a table of " + rows + " rows");
      }
    }
  }

  private void requireDType(String op, Tensor x) {
    if (x.dtype() != dtype) {
      throw new DTypeException(op + ": dtypes differ: got " + x.dtype() + ", expected " + dtype);
    }
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
    requireNonNull(matrix, "matrix");
    requireDType("append", matrix);
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

  /**
   * Takes over all elements of a matrix of this form.
   *
   * @throws ShapeException if its shape is another
   * @throws DTypeException if its dtype is
   */
  public void set(Tensor matrix) {
    requireNonNull(matrix, "matrix");
    requireDType("set", matrix);
    if (!matrix.shape().equals(Shape.of(rows, width))) {
      throw new ShapeException(
          "set: got " + matrix.shape() + ", expected [" + rows + ", " + width + "]");
    }
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
