package dev.capstan.ops;

import dev.capstan.ops.internal.Kernels;
import dev.capstan.ops.internal.Width;
import java.util.Arrays;

/**
 * Gauss's elimination with exchanged rows, p x = l u, and what follows from it: determinants and
 * solutions.
 *
 * <p>The matrix lies in panels of 64 columns, each a matrix of its own, row by row. Below and above
 * the squares on the diagonal an elimination is then a product of matrices that lie in one piece,
 * in a panel of the matrix as in right-hand sides; within the squares, rows are subtracted from
 * rows. The pivot is the first of the largest. G. H. Golub, C. F. Van Loan: "Matrix Computations"
 * (2013), section 3.2.
 */
final class Elimination {
  /** Columns of a panel: few enough for squares to be small, enough for products to pay. */
  private static final int WIDTH = 64;

  private final Kernels<Object> kernels = Kernels.of(Width.DOUBLE);
  private final int n;

  /** Below the diagonal −l, on and above it u. */
  private final double[][] panels;

  /** The row of x in each row of the factors. */
  private final int[] rows;

  private boolean odd;
  private boolean regular = true;

  private Elimination(int n) {
    this.n = n;
    this.panels = new double[(n + WIDTH - 1) / WIDTH][];
    this.rows = new int[n];
    Arrays.setAll(rows, i -> i);
  }

  /** The factors of a matrix; only a pivot that is no normal number is 0. */
  static Elimination of(double[][] x) {
    Elimination factors = new Elimination(x.length);
    for (int p = 0; p < factors.panels.length; p++) {
      int columns = factors.width(p);
      factors.panels[p] = new double[x.length * columns];
      for (int i = 0; i < x.length; i++) {
        System.arraycopy(x[i], p * WIDTH, factors.panels[p], i * columns, columns);
      }
    }
    for (int p = 0; p < factors.panels.length && factors.regular; p++) {
      factors.factor(p);
      for (int later = p + 1; later < factors.panels.length && factors.regular; later++) {
        factors.forward(p, factors.panels[later], factors.width(later));
      }
    }
    return factors;
  }

  private int width(int panel) {
    return Math.min(WIDTH, n - panel * WIDTH);
  }

  /** Eliminates the columns of a panel from the rows under the diagonal. */
  private void factor(int panel) {
    int first = panel * WIDTH;
    double[][] x = rows(panels[panel], first, n, width(panel));
    for (int j = 0; j < width(panel) && regular; j++) {
      int best = largest(x, j);
      double[] row = x[best];
      x[best] = x[j];
      x[j] = row;
      exchange(first + j, first + best);
      double pivot = row[j];
      regular = !(Math.abs(pivot) < Double.MIN_NORMAL);
      for (int i = j + 1; i < x.length && regular; i++) {
        double factor = -(x[i][j] / pivot);
        x[i][j] = factor;
        add(factor, row, x[i], j + 1);
      }
    }
    put(x, panels[panel], first);
  }

  /** The first row from the diagonal down whose element in this column is largest. */
  private static int largest(double[][] x, int column) {
    int best = column;
    for (int i = column + 1; i < x.length; i++) {
      if (Math.abs(x[i][column]) > Math.abs(x[best][column])) {
        best = i;
      }
    }
    return best;
  }

  /** Exchanges two rows of all panels. */
  private void exchange(int i, int j) {
    if (i == j) {
      return;
    }
    odd = !odd;
    int row = rows[i];
    rows[i] = rows[j];
    rows[j] = row;
    for (int p = 0; p < panels.length; p++) {
      int columns = width(p);
      for (int c = 0; c < columns; c++) {
        double v = panels[p][i * columns + c];
        panels[p][i * columns + c] = panels[p][j * columns + c];
        panels[p][j * columns + c] = v;
      }
    }
  }

  /** y += factor · x, from some column on: in arrays of their own, as C2 wants them. */
  private static void add(double factor, double[] x, double[] y, int from) {
    for (int c = from; c < y.length; c++) {
      y[c] += factor * x[c];
    }
  }

  /** Some rows of a matrix with k columns, each in an array of its own. */
  private static double[][] rows(double[] x, int first, int end, int k) {
    double[][] out = new double[end - first][];
    Arrays.setAll(out, i -> Arrays.copyOfRange(x, (first + i) * k, (first + i + 1) * k));
    return out;
  }

  private static void put(double[][] rows, double[] x, int first) {
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, x, (first + i) * rows[i].length, rows[i].length);
    }
  }

  /** One panel's step of solving l z = b in place, b having k columns. */
  private void forward(int panel, double[] b, int k) {
    int columns = width(panel);
    int first = panel * WIDTH;
    int end = first + columns;
    double[] l = panels[panel];
    double[][] z = rows(b, first, end, k);
    for (int i = 1; i < columns; i++) {
      for (int j = 0; j < i; j++) {
        add(l[(first + i) * columns + j], z[j], z[i], 0);
      }
    }
    put(z, b, first);
    product(l, end * columns, b, first * k, b, end * k, n - end, k, columns);
  }

  /** One panel's step of solving u z = b in place, b having k columns. */
  private void backward(int panel, double[] b, int k) {
    int columns = width(panel);
    int first = panel * WIDTH;
    double[] u = panels[panel];
    double[][] z = rows(b, first, first + columns, k);
    for (int i = columns - 1; i >= 0; i--) {
      for (int j = columns - 1; j > i; j--) {
        add(-u[(first + i) * columns + j], z[j], z[i], 0);
      }
      divide(z[i], u[(first + i) * columns + i]);
    }
    put(z, b, first);
    double[] minus = Arrays.copyOfRange(b, first * k, (first + columns) * k);
    divide(minus, -1);
    product(u, 0, minus, 0, b, 0, first, k, columns);
  }

  private static void divide(double[] x, double divisor) {
    for (int c = 0; c < x.length; c++) {
      x[c] /= divisor;
    }
  }

  /** z += x y. */
  private void product(
      double[] x, int xAt, double[] y, int yAt, double[] z, int zAt, int m, int k, int inner) {
    if (m > 0 && k > 0) {
      kernels.matmul(x, xAt, false, y, yAt, false, z, zAt, true, m, k, inner);
    }
  }

  /** Whether no pivot is 0. */
  boolean isRegular() {
    return regular;
  }

  /** The solution z of x z = b, x being regular. */
  double[][] solve(double[][] b) {
    int k = n == 0 ? 0 : b[0].length;
    double[] z = new double[n * k];
    for (int i = 0; i < n; i++) {
      System.arraycopy(b[rows[i]], 0, z, i * k, k);
    }
    for (int p = 0; p < panels.length; p++) {
      forward(p, z, k);
    }
    for (int p = panels.length - 1; p >= 0; p--) {
      backward(p, z, k);
    }
    double[][] out = new double[n][];
    Arrays.setAll(out, i -> Arrays.copyOfRange(z, i * k, (i + 1) * k));
    return out;
  }

  double determinant() {
    double product = odd ? -1 : 1;
    for (int i = 0; i < n && regular; i++) {
      product *= pivot(i);
    }
    return regular ? product : 0;
  }

  /** The sum of the pivots' logarithms, which does not overflow where their product would. */
  double logDeterminant() {
    if (!regular) {
      return Double.NEGATIVE_INFINITY;
    }
    double sign = odd ? -1 : 1;
    double log = 0;
    for (int i = 0; i < n; i++) {
      sign *= Math.signum(pivot(i));
      log += StrictMath.log(Math.abs(pivot(i)));
    }
    return sign < 0 ? Double.NaN : log;
  }

  private double pivot(int i) {
    int panel = i / WIDTH;
    return panels[panel][i * width(panel) + i % WIDTH];
  }
}
