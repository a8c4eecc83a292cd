package dev.capstan.ops;

import static dev.capstan.ops.Ops.op;

/**
 * Diagonals and triangles of matrices, or of each matrix in a batch. An offset counts from the main
 * diagonal, positive to the right of it.
 */
public final class Diagonals {
  private Diagonals() {}

  /** The main diagonal of the last two axes. */
  public static Tensor diagonal(Tensor x) {
    return diagonal(x, 0, -2, -1);
  }

  /**
   * A diagonal of two axes, which it replaces as the last axis.
   *
   * <p>y[…, i] = x[…, i, …, i + offset, …]. Gradient: g on the diagonal, 0 elsewhere.
   *
   * @throws ShapeException if an axis does not exist, or both are the same
   */
  public static Tensor diagonal(Tensor x, int offset, int rows, int columns) {
    int row = x.shape().axis("diagonal", rows);
    int column = x.shape().axis("diagonal", columns);
    if (row == column) {
      throw new ShapeException(
          "diagonal: both axes are the same: got "
              + rows
              + " and "
              + columns
              + " for "
              + x.shape());
    }
    int[] strides = x.shape().strides();
    int down = Math.max(0, -offset);
    int right = Math.max(0, offset);
    int length = Math.max(0, Math.min(x.shape().get(row) - down, x.shape().get(column) - right));
    int[] sizes = new int[x.rank() - 1];
    int[] steps = new int[x.rank() - 1];
    int at = 0;
    for (int axis = 0; axis < x.rank(); axis++) {
      if (axis != row && axis != column) {
        sizes[at] = x.shape().get(axis);
        steps[at++] = strides[axis];
      }
    }
    sizes[at] = length;
    steps[at] = strides[row] + strides[column];
    Shape shape = Shape.of(sizes);
    int start = down * strides[row] + right * strides[column];
    return op("diagonal", x)
        .value(v -> Movement.strided(v, start, shape, steps))
        .vjp(
            g ->
                Picks.put(
                    "diagonal", g, Picks.positions("diagonal", start, shape, steps), x.shape()))
        .record();
  }

  /** The matrix with a vector as its main diagonal, or the main diagonal of a matrix. */
  public static Tensor diag(Tensor x) {
    return diag(x, 0);
  }

  /**
   * The square matrix with a vector on one of its diagonals and 0 elsewhere; of a matrix, that
   * diagonal.
   *
   * <p>Gradient: the diagonal of g; of a matrix, g on the diagonal and 0 elsewhere.
   *
   * @throws ShapeException if x is neither vector nor matrix
   */
  public static Tensor diag(Tensor x, int offset) {
    if (x.rank() == 2) {
      return diagonal(x, offset, 0, 1);
    }
    if (x.rank() != 1) {
      throw new ShapeException(
          "diag: got shape " + x.shape() + ", expected a vector or a matrix; see diagonal");
    }
    int n = Sizes.sum("diag", x.size(), distance(offset));
    Shape square = Shape.of(n, n);
    int[] index = new int[x.size()];
    for (int i = 0; i < index.length; i++) {
      index[i] = (i + Math.max(0, -offset)) * n + i + Math.max(0, offset);
    }
    return op("diag", x)
        .value(v -> Picks.added(null, v, index, square))
        .vjp(g -> Picks.take("diag", g, index, x.shape()))
        .record();
  }

  /** How far a diagonal lies from the main one. */
  private static int distance(int offset) {
    return offset == Integer.MIN_VALUE ? Integer.MAX_VALUE : Math.abs(offset);
  }

  /** The lower triangle of the last two axes, with the main diagonal. */
  public static Tensor tril(Tensor x) {
    return tril(x, 0);
  }

  /**
   * The last two axes with 0 above a diagonal.
   *
   * <p>Gradient: g with 0 above the diagonal.
   *
   * @throws ShapeException if x has fewer than two axes
   */
  public static Tensor tril(Tensor x, int offset) {
    return triangle("tril", x, offset, true);
  }

  /** The upper triangle of the last two axes, with the main diagonal. */
  public static Tensor triu(Tensor x) {
    return triu(x, 0);
  }

  /**
   * The last two axes with 0 below a diagonal.
   *
   * <p>Gradient: g with 0 below the diagonal.
   *
   * @throws ShapeException if x has fewer than two axes
   */
  public static Tensor triu(Tensor x, int offset) {
    return triangle("triu", x, offset, false);
  }

  /** Its own transpose, so its rule to every order is itself. */
  private static Tensor triangle(String name, Tensor x, int offset, boolean lower) {
    if (x.rank() < 2) {
      throw new ShapeException(
          name + ": got shape " + x.shape() + ", expected a matrix or a batch of matrices");
    }
    return op(name, x)
        .value(v -> triangle(v, offset, lower))
        .vjp(g -> triangle(name, g, offset, lower))
        .record();
  }

  private static Tensor triangle(Tensor x, int offset, boolean lower) {
    int columns = x.shape().get(-1);
    int rows = x.shape().get(-2);
    Tensor out = Tensor.blank(x.shape(), x);
    out.kernels().fill(out.data(), 0);
    for (int at = 0, row = 0; at < x.size(); at += columns, row = (row + 1) % rows) {
      long diagonal = (long) row + offset;
      int cut = (int) Math.max(0, Math.min(columns, lower ? diagonal + 1 : diagonal));
      int from = lower ? 0 : cut;
      int to = lower ? cut : columns;
      System.arraycopy(x.data(), at + from, out.data(), at + from, to - from);
    }
    return out;
  }
}
