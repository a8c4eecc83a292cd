package dev.capstan.ops.internal;

import static dev.capstan.ops.internal.VectorPairTiles.COLUMNS;
import static dev.capstan.ops.internal.VectorPairTiles.DEPTH;
import static dev.capstan.ops.internal.VectorPairTiles.FEW;
import static dev.capstan.ops.internal.VectorPairTiles.MANY;
import static dev.capstan.ops.internal.VectorPairTiles.PAY;
import static dev.capstan.ops.internal.VectorPairTiles.ROW;

/** Squares and their slopes in {@link VectorPairTiles}; the same bits as without. */
final class VectorDoublePairKernels extends DoublePairKernels {
  /** Rows and columns of a unit of work, whose sums grow together. */
  private static final int ROWS = 252;

  private static final int WIDTH = 256;

  /** Beyond it a difference may be infinite, to which a weight of 0 is not nothing. */
  private static final double MOST = Double.MAX_VALUE / 2;

  VectorDoublePairKernels() {}

  @Override
  public void powers(Pairs<double[]> p, int q, double[] out) {
    if (q != 2 || !PAY) {
      super.powers(p, q, out);
      return;
    }
    int across = pieces(p.n(), WIDTH);
    Parallel.chunks(
        across * pieces(p.m(), ROWS),
        (long) p.m() * p.n() * p.c(),
        piece -> squares(p, piece / across * ROWS, piece % across * WIDTH, out));
  }

  private static void squares(Pairs<double[]> p, int top, int from, double[] out) {
    int rows = Math.min(ROWS, p.m() - top);
    int width = Math.min(WIDTH, p.n() - from);
    int stride = whole(width, COLUMNS);
    int most = Math.min(DEPTH, p.c());
    /*wide*/ double[] packed = new /*wide*/ double[whole(rows, MANY) * ROW];
    /*wide*/ double[] panel = new /*wide*/ double[most * COLUMNS];
    /*wide*/ double[] sums = new /*wide*/ double[whole(rows, MANY) * stride];
    for (int first = 0; first < p.c(); first += DEPTH) {
      int depth = Math.min(DEPTH, p.c() - first);
      for (int i = 0; i < rows; i++) {
        lay(p.x(), p.xAt(top + i) + first, packed, i * ROW, 1, depth);
      }
      for (int j = 0; j < width; j += COLUMNS) {
        for (int l = 0; l < Math.min(COLUMNS, width - j); l++) {
          lay(p.y(), p.yAt(from + j + l) + first, panel, l, COLUMNS, depth);
        }
        for (int i = 0; i < rows; i += MANY) {
          VectorPairTiles.squares(packed, i * ROW, panel, depth, sums, i * stride + j, stride);
        }
      }
    }
    for (int i = 0; i < rows; i++) {
      store(sums, i * stride, 1, width, out, p.at(top + i, from));
    }
  }

  @Override
  public void slopes(Pairs<double[]> p, int q, double[] w, boolean left, double[] out) {
    if (q == 2 && !PAY
        || !calm(p.x(), p.xAt(0), p.m() * p.c())
        || !calm(p.y(), p.yAt(0), p.n() * p.c())) {
      super.slopes(p, q, w, left, out);
      return;
    }
    int across = pieces(p.c(), WIDTH);
    Parallel.chunks(
        across * pieces(left ? p.m() : p.n(), ROWS),
        (long) p.m() * p.n() * p.c(),
        piece -> slopes(p, q, w, left, piece / across * ROWS, piece % across * WIDTH, out));
  }

  private static boolean calm(double[] x, int at, int n) {
    for (int i = at; i < at + n; i++) {
      if (!(Math.abs(x[i]) <= MOST)) {
        return false;
      }
    }
    return true;
  }

  private static void slopes(
      Pairs<double[]> p, int q, double[] w, boolean left, int top, int from, double[] out) {
    double[] y = left ? p.y() : p.x();
    int rows = Math.min(ROWS, (left ? p.m() : p.n()) - top);
    int others = left ? p.n() : p.m();
    int width = Math.min(WIDTH, p.c() - from);
    int stride = whole(width, COLUMNS);
    int most = Math.min(DEPTH, others);
    /*wide*/ double[] xs = new /*wide*/ double[whole(rows, FEW) * stride];
    /*wide*/ double[] sums = new /*wide*/ double[whole(rows, FEW) * stride];
    /*wide*/ double[] panels = new /*wide*/ double[most * stride];
    /*wide*/ double[] weights = new /*wide*/ double[most * FEW];
    int[] lines = new int[most];
    for (int i = 0; i < rows; i++) {
      int a = left ? p.xAt(top + i) : p.yAt(top + i);
      lay(left ? p.x() : p.y(), a + from, xs, i * stride, 1, width);
    }
    for (int first = 0; first < others; first += DEPTH) {
      int depth = Math.min(DEPTH, others - first);
      for (int l = 0; l < depth; l++) {
        int b = (left ? p.yAt(first + l) : p.xAt(first + l)) + from;
        for (int k = 0; k < width; k += COLUMNS) {
          lay(y, b + k, panels, k * most + l * COLUMNS, 1, Math.min(COLUMNS, width - k));
        }
      }
      for (int i = 0; i < rows; i += FEW) {
        int height = Math.min(FEW, rows - i);
        int count = weigh(p, w, left, top + i, height, first, depth, weights, lines);
        for (int k = 0; k < width; k += COLUMNS) {
          int at = i * stride + k;
          if (q == 2) {
            VectorPairTiles.gaps(weights, lines, count, panels, k * most, xs, sums, at, stride);
          }
          for (int r = 0; q == 1 && r < height; r++) {
            int row = at + r * stride;
            VectorPairTiles.signs(weights, r, lines, count, panels, k * most, xs, sums, row);
          }
        }
      }
    }
    for (int i = 0; i < rows; i++) {
      int to = (left ? p.xAt(top + i) : p.yAt(top + i)) + from;
      store(sums, i * stride, left ? 1 : -1, width, out, to);
    }
  }

  /** The weights of some rows at lines where not all of them are 0, and the numbers of these. */
  private static int weigh(
      Pairs<double[]> p,
      double[] w,
      boolean left,
      int row,
      int height,
      int first,
      int depth,
      /*wide*/ double[] weights,
      int[] lines) {
    int count = 0;
    for (int l = 0; l < depth; l++) {
      boolean some = false;
      for (int i = 0; i < height; i++) {
        double weight = w[left ? p.at(row + i, first + l) : p.at(first + l, row + i)];
        weights[count * FEW + i] = weight;
        some |= weight != 0;
      }
      lines[count] = l;
      count += some ? 1 : 0;
    }
    return count;
  }

  private static int whole(int n, int unit) {
    return pieces(n, unit) * unit;
  }

  private static void lay(double[] from, int at, /*wide*/ double[] line, int to, int step, int n) {
    for (int k = 0; k < n; k++) {
      line[to + k * step] = from[at + k];
    }
  }

  private static void store(/*wide*/ double[] sums, int at, int sign, int n, double[] out, int to) {
    for (int k = 0; k < n; k++) {
      out[to + k] = /*narrow*/ (sign * sums[at + k]); // wide
    }
  }
}
