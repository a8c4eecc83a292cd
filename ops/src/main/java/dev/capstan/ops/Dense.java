package dev.capstan.ops;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;

/**
 * Stacks of small matrices, one at a time in double: how decompositions compute their values. A
 * matrix that holds a NaN or an infinity gives NaNs, as the algorithms need not end on one.
 */
final class Dense {
  private Dense() {}

  /** The value of one matrix for another; the index of the matrix in its stack is for messages. */
  interface OfMatrix {
    double[][] apply(double[][] x, int index);
  }

  /** Applies a function to each matrix of a stack. */
  static Tensor each(Tensor x, int rows, int columns, OfMatrix f) {
    int m = x.shape().get(-2);
    int n = x.shape().get(-1);
    Shape shape = stack(x.shape(), rows, columns);
    double[] all = x.toArray();
    double[] out = new double[shape.size()];
    int count = shape.size() == 0 ? 0 : shape.size() / (rows * columns);
    for (int i = 0; i < count; i++) {
      double[][] in = matrix(all, i, m, n);
      double[][] y = finite(in) ? f.apply(in, i) : nans(rows, columns);
      for (int r = 0; r < rows; r++) {
        System.arraycopy(y[r], 0, out, (i * rows + r) * columns, columns);
      }
    }
    return Tensor.wrap(shape, out).to(x.dtype());
  }

  /** The i-th matrix of a stack, whose elements are all there. */
  static double[][] matrix(double[] all, int i, int m, int n) {
    double[][] out = new double[m][];
    Arrays.setAll(out, r -> Arrays.copyOfRange(all, (i * m + r) * n, (i * m + r + 1) * n));
    return out;
  }

  private static boolean finite(double[][] x) {
    for (double[] row : x) {
      for (double v : row) {
        if (!Double.isFinite(v)) {
          return false;
        }
      }
    }
    return true;
  }

  private static double[][] nans(int rows, int columns) {
    double[][] out = new double[rows][columns];
    for (double[] row : out) {
      Arrays.fill(row, Double.NaN);
    }
    return out;
  }

  /** The shape of a stack with other matrices in it. */
  static Shape stack(Shape x, int rows, int columns) {
    int[] sizes = x.toArray();
    sizes[sizes.length - 2] = rows;
    sizes[sizes.length - 1] = columns;
    return Shape.of(sizes);
  }

  /** The shape of a stack without its last axes. */
  static Shape batch(Shape x, int dropped) {
    return Shape.of(Arrays.copyOf(x.toArray(), x.rank() - dropped));
  }

  static RealMatrix real(double[][] x) {
    return new Array2DRowRealMatrix(x, false);
  }

  static Tensor transposed(Tensor x) {
    return Movement.transpose(x, -2, -1);
  }

  /** ½ (x + xᵀ). */
  static Tensor symmetric(Tensor x) {
    return Elementwise.mul(Elementwise.add(x, transposed(x)), 0.5);
  }

  /** A constant n × n matrix of x's dtype. */
  static Tensor mask(Tensor x, int n, java.util.function.IntBinaryOperator value) {
    return Tensor.generate(x.dtype(), Shape.of(n, n), i -> value.applyAsInt(i / n, i % n));
  }

  static void requireSquare(String op, Tensor x) {
    if (x.rank() < 2 || x.shape().get(-1) != x.shape().get(-2)) {
      throw new ShapeException(
          op + ": not square matrices: got shape " + x.shape() + ", expected […, n, n]");
    }
  }

  static void requireMatrices(String op, Tensor x) {
    if (x.rank() < 2) {
      throw new ShapeException(
          op + ": not a matrix: got shape " + x.shape() + ", expected […, m, n]");
    }
  }
}
