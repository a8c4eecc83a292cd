package dev.capstan.nn.index;

/** Arithmetic on rows of a matrix. */
final class Rows {
  private Rows() {}

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
}
