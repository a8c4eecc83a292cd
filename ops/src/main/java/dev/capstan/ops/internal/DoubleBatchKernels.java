package dev.capstan.ops.internal;

import org.jspecify.annotations.Nullable;

/** The loops of {@link BatchKernels} without vectors. */
class DoubleBatchKernels implements BatchKernels<double[]> {
  /** The side of a square that is transposed within the first-level cache. */
  private static final int SQUARE = 16;

  @Override
  public final void distances(double[] products, int n, boolean root, /*wide*/ double threshold) {
    double[] squares = new double[n];
    for (int i = 0; i < n; i++) {
      squares[i] = products[i * n + i];
    }
    double least = /*narrow*/ threshold;
    for (int i = 0; i < n; i++) {
      distances(products, i * n, squares, squares[i], root, least);
    }
  }

  /** The distances of one row. */
  void distances(
      double[] products, int at, double[] squares, double own, boolean root, double least) {
    rest(products, at, squares, 0, own, root, least);
  }

  /** The distances of one row from a column on. */
  static void rest(
      double[] products,
      int at,
      double[] squares,
      int from,
      double own,
      boolean root,
      double least) {
    for (int j = from; j < squares.length; j++) {
      double s = Math.max(own + squares[j] - 2 * products[at + j], 0);
      double kept = s < least ? 0 : s;
      products[at + j] = root ? Math.sqrt(kept) : kept;
    }
  }

  @Override
  public final void symmetricSlopes(double[] d, double[] g, int n, boolean root, double[] s) {
    slopes(d, g, n * n, root, s);
    for (int i = 0; i < n; i += SQUARE) {
      for (int j = i; j < n; j += SQUARE) {
        addTransposed(s, n, i, j);
      }
    }
  }

  /** The slopes by the squared distances. */
  void slopes(double[] d, double[] g, int size, boolean root, double[] s) {
    rest(d, g, 0, size, root, s);
  }

  /** The same from an index on. */
  static void rest(double[] d, double[] g, int from, int size, boolean root, double[] s) {
    for (int i = from; i < size; i++) {
      s[i] = d[i] > 0 ? root ? g[i] / (2 * d[i]) : g[i] : 0;
    }
  }

  /** The sum of the square at (row, column) and its mirror image, in both places. */
  private static void addTransposed(double[] s, int n, int row, int column) {
    int rowEnd = Math.min(row + SQUARE, n);
    int columnEnd = Math.min(column + SQUARE, n);
    for (int i = row; i < rowEnd; i++) {
      for (int j = Math.max(column, i); j < columnEnd; j++) {
        double sum = s[i * n + j] + s[j * n + i];
        s[i * n + j] = sum;
        s[j * n + i] = sum;
      }
    }
  }

  @Override
  public final void pull(double[] x, double[] weight, int n, int c, double[] pulled) {
    for (int i = 0; i < n; i++) {
      double w = weight[i];
      for (int k = i * c; k < (i + 1) * c; k++) {
        pulled[k] = 2 * (w * x[k] - pulled[k]);
      }
    }
  }

  @Override
  public final /*wide*/ double semiHard(
      double[] d,
      Classes classes,
      /*wide*/ double margin,
      /*wide*/ double each,
      double @Nullable [] slopes) {
    return search(d, classes, /*narrow*/ margin, /*narrow*/ each, slopes).run();
  }

  DoubleSemiHard search(
      double[] d, Classes classes, double margin, double each, double @Nullable [] slopes) {
    return new DoubleSemiHard(d, classes, margin, each, slopes);
  }
}
