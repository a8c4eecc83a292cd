package dev.capstan.testkit;

import static dev.capstan.testkit.OpSpec.shape;

/** Textbook algorithms on one small matrix, slow and plain: references for linear algebra. */
final class Naive {
  private Naive() {}

  /** Numbers for matrices whose diagonal is lifted by {@code lift + step · row}. */
  static Domain diagonal(double low, double high, double lift, double step) {
    return Domain.between(low, high)
        .made(
            (numbers, shape) -> {
              int n = shape.get(-1);
              double[] out = numbers.clone();
              for (int i = 0; i < out.length; i++) {
                int row = i / n % shape.get(-2);
                out[i] += row == i % n ? lift + step * row : 0;
              }
              return out;
            });
  }

  /** The i-th matrix of a stack. */
  static double[][] matrix(Values x, int index) {
    int m = x.size(-2);
    int n = x.size(-1);
    double[][] out = new double[m][n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        out[i][j] = x.flat((index * m + i) * n + j);
      }
    }
    return out;
  }

  /** What is computed from one matrix of a stack. */
  interface OfMatrix {
    double[][] apply(double[][] x);
  }

  /** A function of each matrix of a stack of rank 2 or 3. */
  static Values each(Values x, int rows, int columns, OfMatrix f) {
    boolean stacked = x.shape().rank() == 3;
    return Values.generate(
        stacked ? shape(x.size(0), rows, columns) : shape(rows, columns),
        z -> f.apply(matrix(x, stacked ? z[0] : 0))[z[z.length - 2]][z[z.length - 1]]);
  }

  /** A number of each matrix of a stack of rank 2 or 3. */
  static Values number(Values x, java.util.function.ToDoubleFunction<double[][]> f) {
    return x.shape().rank() == 3
        ? Values.generate(shape(x.size(0)), z -> f.applyAsDouble(matrix(x, z[0])))
        : Values.scalar(f.applyAsDouble(matrix(x, 0)));
  }

  static double[][] product(double[][] a, double[][] b) {
    double[][] c = new double[a.length][b[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b[0].length; j++) {
        for (int k = 0; k < b.length; k++) {
          c[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return c;
  }

  static double[][] transposed(double[][] a) {
    double[][] t = new double[a[0].length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[0].length; j++) {
        t[j][i] = a[i][j];
      }
    }
    return t;
  }

  /** Laplace's expansion along the first row. */
  static double determinant(double[][] a) {
    if (a.length == 0) {
      return 1;
    }
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += (j % 2 == 0 ? 1 : -1) * a[0][j] * determinant(minor(a, 0, j));
    }
    return sum;
  }

  private static double[][] minor(double[][] a, int row, int column) {
    int n = a.length - 1;
    double[][] m = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        m[i][j] = a[i < row ? i : i + 1][j < column ? j : j + 1];
      }
    }
    return m;
  }

  /** Cramer's rule. */
  static double[][] inverse(double[][] a) {
    int n = a.length;
    double[][] out = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        out[j][i] = ((i + j) % 2 == 0 ? 1 : -1) * determinant(minor(a, i, j)) / determinant(a);
      }
    }
    return out;
  }

  /** Gram and Schmidt: q above r; all columns must be independent. */
  static double[][] packedQr(double[][] a) {
    int m = a.length;
    int n = a[0].length;
    double[][] out = new double[m + n][n];
    for (int j = 0; j < n; j++) {
      double[] v = transposed(a)[j];
      for (int k = 0; k < j; k++) {
        for (int i = 0; i < m; i++) {
          out[m + k][j] += out[i][k] * v[i];
        }
        for (int i = 0; i < m; i++) {
          v[i] -= out[m + k][j] * out[i][k];
        }
      }
      out[m + j][j] = length(v);
      for (int i = 0; i < m; i++) {
        out[i][j] = v[i] / out[m + j][j];
      }
    }
    return out;
  }

  private static double length(double[] v) {
    double sum = 0;
    for (double e : v) {
      sum += e * e;
    }
    return Math.sqrt(sum);
  }

  /**
   * One-sided Jacobi rotations: u above the singular values above v, descending, the largest
   * component of each column of v positive. For a tall matrix.
   */
  static double[][] packedSvd(double[][] a) {
    int m = a.length;
    int n = a[0].length;
    double[][] columns = transposed(a);
    double[][] v = new double[n][n];
    for (int j = 0; j < n; j++) {
      v[j][j] = 1;
    }
    for (int sweep = 0; sweep < 60; sweep++) {
      for (int p = 0; p < n; p++) {
        for (int q = p + 1; q < n; q++) {
          rotate(columns[p], columns[q], v[p], v[q]);
        }
      }
    }
    Integer[] order = new Integer[n];
    java.util.Arrays.setAll(order, i -> i);
    java.util.Arrays.sort(order, (i, j) -> Double.compare(length(columns[j]), length(columns[i])));
    double[][] out = new double[m + 1 + n][n];
    for (int j = 0; j < n; j++) {
      double[] u = columns[order[j]];
      double[] w = v[order[j]];
      out[m][j] = length(u);
      for (int i = 0; i < m; i++) {
        out[i][j] = sign(w) * u[i] / out[m][j];
      }
      for (int i = 0; i < n; i++) {
        out[m + 1 + i][j] = sign(w) * w[i];
      }
    }
    return out;
  }

  /** Turns two columns until they stand at right angles, and v's with them. */
  private static void rotate(double[] x, double[] y, double[] vx, double[] vy) {
    double dot = 0;
    for (int i = 0; i < x.length; i++) {
      dot += x[i] * y[i];
    }
    if (dot == 0) {
      return;
    }
    double zeta = (length(y) * length(y) - length(x) * length(x)) / (2 * dot);
    double t = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
    double c = 1 / Math.sqrt(1 + t * t);
    for (double[][] pair : new double[][][] {{x, y}, {vx, vy}}) {
      for (int i = 0; i < pair[0].length; i++) {
        double before = pair[0][i];
        pair[0][i] = c * before - c * t * pair[1][i];
        pair[1][i] = c * t * before + c * pair[1][i];
      }
    }
  }

  /** The sign of the first component of largest size. */
  static double sign(double[] v) {
    double largest = 0;
    for (double e : v) {
      largest = Math.abs(e) > Math.abs(largest) ? e : largest;
    }
    return Math.signum(largest);
  }

  /**
   * Values above vectors of a symmetric positive definite matrix, ascending: its singular values
   * and right vectors, the other way round.
   */
  static double[][] packedEigen(double[][] a) {
    int n = a.length;
    double[][] svd = packedSvd(symmetric(a));
    double[][] out = new double[n + 1][n];
    for (int j = 0; j < n; j++) {
      for (int i = 0; i <= n; i++) {
        out[i][j] = svd[n + i][n - 1 - j];
      }
    }
    return out;
  }

  static double[][] symmetric(double[][] a) {
    double[][] out = new double[a.length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a.length; j++) {
        out[i][j] = (a[i][j] + a[j][i]) / 2;
      }
    }
    return out;
  }
}
