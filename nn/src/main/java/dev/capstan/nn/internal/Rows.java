package dev.capstan.nn.internal;

import dev.capstan.ops.Tensor;

/** The elements of a table, changed in place by {@link Slots}. */
public interface Rows {

  /** Rows over a copy of a matrix. */
  static Rows of(Tensor matrix) {
    int width = matrix.shape().get(1);
    return switch (matrix.dtype()) {
      case FLOAT32 -> new FloatRows(Elements.floats(matrix), width);
      case FLOAT64 -> new DoubleRows(Elements.doubles(matrix), width);
    };
  }

  int width();

  /** The rows at these indices, as a constant {@code [rows.length, width]}. */
  Tensor gather(int[] rows);

  /** Takes over all elements of a matrix of this table's shape. */
  void set(Tensor matrix);

  /** All rows, as a constant. */
  Tensor all();
}
