package dev.capstan.nn.metrics;

/**
 * Matrix products in float64 for a decomposition or two. They are plain loops on purpose: a library
 * product is faster once it is compiled, but a program that trains in float32 would compile its
 * float64 form for these few calls alone, which takes longer than they do.
 *
 * <p>Four rows are added at a time, so that a sum is read and written once for four; all arrays of
 * the inner loop run by one index, which the compiler vectorises. Sums are taken in one order.
 */
final class Products {
  private static final int ROWS_AT_A_TIME = 4;

  /** So many rows of sums stay in the nearer caches while all of the other rows pass by. */
  private static final int PANEL = 32;

  private Products() {}

  /** x y, the rows of each in arrays of their own; x: [m, k], y: [k, n]. */
  static double[][] of(double[][] x, double[][] y) {
    int n = y[0].length;
    double[][] out = new double[x.length][n];
    for (int from = 0; from < x.length; from += PANEL) {
      rows(x, y, out, from, Math.min(x.length, from + PANEL));
    }
    return out;
  }

  /** Some rows of x y. */
  private static void rows(double[][] x, double[][] y, double[][] out, int from, int to) {
    double[] zeros = new double[y[0].length];
    for (int k = 0; k < y.length; k += ROWS_AT_A_TIME) {
      double[] a = y[k];
      double[] b = row(y, k + 1, zeros);
      double[] c = row(y, k + 2, zeros);
      double[] d = row(y, k + 3, zeros);
      for (int i = from; i < to; i++) {
        double[] f = x[i];
        add(out[i], 0, f[k], a, at(f, k + 1), b, at(f, k + 2), c, at(f, k + 3), d);
      }
    }
  }

  /** xᵀ x, symmetric to the last bit; x: [n, d]. */
  static double[][] gram(double[][] x) {
    int d = x[0].length;
    double[][] out = new double[d][d];
    for (int from = 0; from < d; from += PANEL) {
      gramRows(x, out, from, Math.min(d, from + PANEL));
    }
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < i; j++) {
        out[i][j] = out[j][i];
      }
    }
    return out;
  }

  /** Some rows of xᵀ x, on and above the diagonal. */
  private static void gramRows(double[][] x, double[][] out, int from, int to) {
    double[] zeros = new double[out.length];
    for (int k = 0; k < x.length; k += ROWS_AT_A_TIME) {
      double[] a = x[k];
      double[] b = row(x, k + 1, zeros);
      double[] c = row(x, k + 2, zeros);
      double[] d = row(x, k + 3, zeros);
      for (int i = from; i < to; i++) {
        add(out[i], i, a[i], a, b[i], b, c[i], c, d[i], d);
      }
    }
  }

  private static double[] row(double[][] x, int k, double[] otherwise) {
    return k < x.length ? x[k] : otherwise;
  }

  private static double at(double[] x, int k) {
    return k < x.length ? x[k] : 0;
  }

  private static void add(
      double[] out,
      int from,
      double p,
      double[] a,
      double q,
      double[] b,
      double r,
      double[] c,
      double s,
      double[] d) {
    for (int j = from; j < out.length; j++) {
      out[j] = out[j] + p * a[j] + q * b[j] + r * c[j] + s * d[j];
    }
  }
}
