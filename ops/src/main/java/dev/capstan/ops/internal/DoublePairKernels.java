package dev.capstan.ops.internal;

import java.util.Arrays;

/** Plain loops over pairs of rows; sums are accumulated wide. */
class DoublePairKernels implements PairKernels<double[]> {

  @Override
  public void dots(Pairs<double[]> p, Term<double[]> term, double[] u, double[] v, double[] out) {
    double[] x = p.x();
    double[] y = p.y();
    for (int i = 0; i < p.m(); i++) {
      int a = p.xAt(i);
      for (int j = 0; j < p.n(); j++) {
        int b = p.yAt(j);
        /*wide*/ double dist = term.usesD() ? term.d()[p.at(i, j)] : 0;
        /*wide*/ double sum = 0;
        for (int k = 0; k < p.c(); k++) {
          sum += u[a + k] * v[b + k] * term.f().applyAsDouble(x[a + k] - y[b + k], dist);
        }
        out[p.at(i, j)] = /*narrow*/ sum;
      }
    }
  }

  // --- the first two powers, the commonest terms, in panels -------------------------------------

  /** Numbers side by side, all of which one loop adds to: a panel of them stays in the cache. */
  private static final int SIDE_BY_SIDE = 128;

  /** Lines of a panel, of which a loop takes {@link #TOGETHER} at a time. */
  private static final int DEPTH = 16;

  private static final int TOGETHER = 4;

  /** Its square brings the least number past 1. */
  private static final /*wide*/ double ENLARGE = 0x1p540; // wide

  /** Rows whose sums grow together while panels pass by. */
  private static final int ROWS = 256;

  static int pieces(int n, int size) {
    return (n + size - 1) / size;
  }

  /** Each sum is one chain of additions, or fused multiply-adds, in ascending k. */
  @Override
  public void powers(Pairs<double[]> p, int q, double[] out) {
    int across = pieces(p.n(), SIDE_BY_SIDE);
    Parallel.chunks(
        across * pieces(p.m(), ROWS),
        (long) p.m() * p.n() * p.c(),
        piece -> powers(p, q, piece / across * ROWS, piece % across * SIDE_BY_SIDE, out));
  }

  private static void powers(Pairs<double[]> p, int q, int top, int from, double[] out) {
    int rows = Math.min(ROWS, p.m() - top);
    int width = Math.min(SIDE_BY_SIDE, p.n() - from);
    double[] x = p.x();
    double[] y = p.y();
    /*wide*/ double[][] sums = new /*wide*/ double[rows][width];
    /*wide*/ double[][] panel = new /*wide*/ double[DEPTH][width];
    for (int first = 0; first < p.c(); first += DEPTH) {
      int depth = Math.min(DEPTH, p.c() - first);
      for (int j = 0; j < width; j++) {
        int b = p.yAt(from + j) + first;
        for (int l = 0; l < depth; l++) {
          panel[l][j] = y[b + l];
        }
      }
      for (int i = 0; i < rows; i++) {
        int a = p.xAt(top + i) + first;
        int l = 0;
        for (; l <= depth - TOGETHER; l += TOGETHER) {
          add(
              q,
              x[a + l],
              x[a + l + 1],
              x[a + l + 2],
              x[a + l + 3],
              panel[l],
              panel[l + 1],
              panel[l + 2],
              panel[l + 3],
              sums[i],
              width);
        }
        for (; l < depth; l++) {
          add(q, x[a + l], panel[l], sums[i], width);
        }
      }
    }
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < width; j++) {
        out[p.at(top + i, from + j)] = /*narrow*/ sums[i][j];
      }
    }
  }

  private static void add(
      int q,
      /*wide*/ double x0,
      /*wide*/ double x1,
      /*wide*/ double x2,
      /*wide*/ double x3,
      /*wide*/ double[] y0,
      /*wide*/ double[] y1,
      /*wide*/ double[] y2,
      /*wide*/ double[] y3,
      /*wide*/ double[] sums,
      int n) {
    if (q == 2) {
      for (int j = 0; j < n; j++) {
        /*wide*/ double d0 = x0 - y0[j];
        /*wide*/ double d1 = x1 - y1[j];
        /*wide*/ double d2 = x2 - y2[j];
        /*wide*/ double d3 = x3 - y3[j];
        sums[j] = Math.fma(d3, d3, Math.fma(d2, d2, Math.fma(d1, d1, Math.fma(d0, d0, sums[j]))));
      }
    } else {
      for (int j = 0; j < n; j++) {
        /*wide*/ double s = sums[j] + Math.abs(x0 - y0[j]) + Math.abs(x1 - y1[j]);
        sums[j] = s + Math.abs(x2 - y2[j]) + Math.abs(x3 - y3[j]);
      }
    }
  }

  private static void add(
      int q, /*wide*/ double x, /*wide*/ double[] y, /*wide*/ double[] sums, int n) {
    for (int j = 0; j < n; j++) {
      /*wide*/ double d = Math.abs(x - y[j]);
      sums[j] = q == 2 ? Math.fma(d, d, sums[j]) : sums[j] + d;
    }
  }

  /**
   * Σⱼ w[i, j] (x[i, k] − y[j, k]), or of its sign, and with the signs turned over the other side:
   * one chain in ascending j, to which a weight of 0 adds nothing.
   */
  @Override
  public void slopes(Pairs<double[]> p, int q, double[] w, boolean left, double[] out) {
    int across = pieces(p.c(), SIDE_BY_SIDE);
    Parallel.chunks(
        across * pieces(left ? p.m() : p.n(), ROWS),
        (long) p.m() * p.n() * p.c(),
        piece -> slopes(p, q, w, left, piece / across * ROWS, piece % across * SIDE_BY_SIDE, out));
  }

  private static void slopes(
      Pairs<double[]> p, int q, double[] w, boolean left, int top, int from, double[] out) {
    double[] x = left ? p.x() : p.y();
    double[] y = left ? p.y() : p.x();
    int rows = Math.min(ROWS, (left ? p.m() : p.n()) - top);
    int others = left ? p.n() : p.m();
    int width = Math.min(SIDE_BY_SIDE, p.c() - from);
    /*wide*/ double[][] sums = new /*wide*/ double[rows][width];
    /*wide*/ double[][] panel = new /*wide*/ double[DEPTH][width];
    /*wide*/ double[] row = new /*wide*/ double[width];
    int[] nonzero = new int[DEPTH];
    /*wide*/ double[] weights = new /*wide*/ double[DEPTH];
    for (int first = 0; first < others; first += DEPTH) {
      int depth = Math.min(DEPTH, others - first);
      for (int l = 0; l < depth; l++) {
        lay(y, (left ? p.yAt(first + l) : p.xAt(first + l)) + from, panel[l]);
      }
      for (int i = 0; i < rows; i++) {
        int count = 0;
        for (int l = 0; l < depth; l++) {
          double weight = w[left ? p.at(top + i, first + l) : p.at(first + l, top + i)];
          nonzero[count] = l;
          weights[count] = weight;
          count += weight == 0 ? 0 : 1;
        }
        lay(x, (left ? p.xAt(top + i) : p.yAt(top + i)) + from, row);
        int l = 0;
        for (; l <= count - TOGETHER; l += TOGETHER) {
          add(
              q,
              weights[l],
              weights[l + 1],
              weights[l + 2],
              weights[l + 3],
              row,
              panel[nonzero[l]],
              panel[nonzero[l + 1]],
              panel[nonzero[l + 2]],
              panel[nonzero[l + 3]],
              sums[i],
              width);
        }
        for (; l < count; l++) {
          add(q, weights[l], row, panel[nonzero[l]], sums[i], width);
        }
      }
    }
    for (int i = 0; i < rows; i++) {
      int a = (left ? p.xAt(top + i) : p.yAt(top + i)) + from;
      for (int k = 0; k < width; k++) {
        out[a + k] = /*narrow*/ (left ? sums[i][k] : -sums[i][k]); // wide
      }
    }
  }

  private static void lay(double[] from, int at, /*wide*/ double[] line) {
    for (int k = 0; k < line.length; k++) {
      line[k] = from[at + k];
    }
  }

  private static void add(
      int q,
      /*wide*/ double w0,
      /*wide*/ double w1,
      /*wide*/ double w2,
      /*wide*/ double w3,
      /*wide*/ double[] x,
      /*wide*/ double[] y0,
      /*wide*/ double[] y1,
      /*wide*/ double[] y2,
      /*wide*/ double[] y3,
      /*wide*/ double[] sums,
      int n) {
    if (q == 2) {
      for (int k = 0; k < n; k++) {
        /*wide*/ double s = Math.fma(w1, x[k] - y1[k], Math.fma(w0, x[k] - y0[k], sums[k]));
        sums[k] = Math.fma(w3, x[k] - y3[k], Math.fma(w2, x[k] - y2[k], s));
      }
    } else {
      for (int k = 0; k < n; k++) {
        /*wide*/ double d0 = sign(x[k] - y0[k]);
        /*wide*/ double d1 = sign(x[k] - y1[k]);
        /*wide*/ double d2 = sign(x[k] - y2[k]);
        /*wide*/ double d3 = sign(x[k] - y3[k]);
        sums[k] = Math.fma(w3, d3, Math.fma(w2, d2, Math.fma(w1, d1, Math.fma(w0, d0, sums[k]))));
      }
    }
  }

  private static void add(
      int q,
      /*wide*/ double weight,
      /*wide*/ double[] x,
      /*wide*/ double[] y,
      /*wide*/ double[] sums,
      int n) {
    for (int k = 0; k < n; k++) {
      /*wide*/ double d = x[k] - y[k];
      sums[k] = Math.fma(weight, q == 2 ? d : sign(d), sums[k]);
    }
  }

  /** The signum without branches: what is not 0 is brought past ±1, and back. */
  private static /*wide*/ double sign(/*wide*/ double d) {
    return Math.max(Math.min(d * ENLARGE * ENLARGE, 1), -1);
  }

  @Override
  public void sumsLeft(
      Pairs<double[]> p, Term<double[]> term, double[] w, double[] v, double[] out) {
    /*wide*/ double[] sums = new /*wide*/ double[p.c()];
    for (int i = 0; i < p.m(); i++) {
      Arrays.fill(sums, 0);
      for (int j = 0; j < p.n(); j++) {
        accumulate(p, term, i, j, w[p.at(i, j)], v, p.yAt(j), sums);
      }
      store(sums, out, p.xAt(i));
    }
  }

  @Override
  public void sumsRight(
      Pairs<double[]> p, Term<double[]> term, double[] w, double[] u, double[] out) {
    /*wide*/ double[] sums = new /*wide*/ double[p.c()];
    for (int j = 0; j < p.n(); j++) {
      Arrays.fill(sums, 0);
      for (int i = 0; i < p.m(); i++) {
        accumulate(p, term, i, j, w[p.at(i, j)], u, p.xAt(i), sums);
      }
      store(sums, out, p.yAt(j));
    }
  }

  /** sums[k] += weight · factor[k] · K[i, j, k]; a weight of 0 adds nothing. */
  private static void accumulate(
      Pairs<double[]> p,
      Term<double[]> term,
      int i,
      int j,
      double weight,
      double[] factor,
      int factorAt,
      /*wide*/ double[] sums) {
    if (weight == 0) {
      return;
    }
    int a = p.xAt(i);
    int b = p.yAt(j);
    double[] x = p.x();
    double[] y = p.y();
    /*wide*/ double dist = term.usesD() ? term.d()[p.at(i, j)] : 0;
    for (int k = 0; k < sums.length; k++) {
      sums[k] += weight * factor[factorAt + k] * term.f().applyAsDouble(x[a + k] - y[b + k], dist);
    }
  }

  private static void store(/*wide*/ double[] sums, double[] out, int at) {
    for (int k = 0; k < sums.length; k++) {
      out[at + k] = /*narrow*/ sums[k];
    }
  }

  @Override
  public void largest(Pairs<double[]> p, double[] out) {
    double[] x = p.x();
    double[] y = p.y();
    for (int i = 0; i < p.m(); i++) {
      int a = p.xAt(i);
      for (int j = 0; j < p.n(); j++) {
        int b = p.yAt(j);
        double max = 0;
        for (int k = 0; k < p.c(); k++) {
          max = Math.max(max, Math.abs(x[a + k] - y[b + k]));
        }
        out[p.at(i, j)] = max;
      }
    }
  }
}
