package dev.capstan.nn.index;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.Tensor;

/** Rows of a matrix: their lengths, and whether they are numbers at all. */
public final class MatrixRows {
  private MatrixRows() {}

  /** Divides each row by its Euclidean length; a zero row stays zero. */
  static void normalize(float[] x, int width) {
    for (int from = 0; from + width <= x.length && width > 0; from += width) {
      double sum = 0;
      for (int j = 0; j < width; j++) {
        sum += (double) x[from + j] * x[from + j];
      }
      double length = Math.sqrt(sum);
      for (int j = 0; j < width && length > 0; j++) {
        x[from + j] = (float) (x[from + j] / length);
      }
    }
  }

  /** As {@link #normalize(float[], int)}; scaled, as squares of large and small numbers are not. */
  static void normalize(double[] x, int width) {
    for (int from = 0; from + width <= x.length && width > 0; from += width) {
      double largest = 0;
      for (int j = 0; j < width; j++) {
        largest = Math.max(largest, Math.abs(x[from + j]));
      }
      double sum = 0;
      for (int j = 0; j < width && largest > 0; j++) {
        sum += (x[from + j] / largest) * (x[from + j] / largest);
      }
      double length = Math.sqrt(sum);
      for (int j = 0; j < width && largest > 0; j++) {
        x[from + j] = x[from + j] / largest / length;
      }
    }
  }

  /**
   * Requires rows of finite numbers: what a diverged model gives is no neighbour of anything.
   *
   * @throws IllegalArgumentException naming the first row that is none
   */
  public static void requireFinite(String what, Tensor rows) {
    requireNonNull(what, "what");
    int width = rows.rank() == 2 ? Math.max(1, rows.shape().get(1)) : 1;
    for (int i = 0; i < rows.size(); i++) {
      if (!Double.isFinite(rows.at(i))) {
        throw new IllegalArgumentException(
            what
                + ": row "
                + i / width
                + " holds "
                + rows.at(i)
                + " at ["
                + i / width
                + ", "
                + i % width
                + "], expected finite numbers; a model that has diverged gives such rows");
      }
    }
  }
}
