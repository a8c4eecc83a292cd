package dev.capstan.ops.internal;

import java.util.Arrays;

/** Plain loops over pairs of rows; sums are accumulated wide. */
final class DoublePairKernels implements PairKernels<double[]> {

  @Override
  public void dots(Pairs<double[]> p, double[] u, double[] v, double[] out) {
    double[] x = p.x();
    double[] y = p.y();
    for (int i = 0; i < p.m(); i++) {
      int a = p.xAt(i);
      for (int j = 0; j < p.n(); j++) {
        int b = p.yAt(j);
        /*wide*/ double dist = p.usesD() ? p.d()[p.at(i, j)] : 0;
        /*wide*/ double sum = 0;
        for (int k = 0; k < p.c(); k++) {
          sum += u[a + k] * v[b + k] * p.f().applyAsDouble(x[a + k] - y[b + k], dist);
        }
        out[p.at(i, j)] = /*narrow*/ sum;
      }
    }
  }

  /**
   * The commonest term, the square, with its function in sight and eight sums that are added up in
   * a tree.
   */
  @Override
  public void squares(Pairs<double[]> p, double[] out) {
    double[] x = p.x();
    double[] y = p.y();
    Parallel.chunks(
        p.m(),
        (long) p.m() * p.n() * p.c(),
        i -> {
          for (int j = 0; j < p.n(); j++) {
            out[p.at(i, j)] = /*narrow*/ squares(x, p.xAt(i), y, p.yAt(j), p.c());
          }
        });
  }

  private static /*wide*/ double squares(double[] x, int a, double[] y, int b, int n) {
    /*wide*/ double s0 = 0;
    /*wide*/ double s1 = 0;
    /*wide*/ double s2 = 0;
    /*wide*/ double s3 = 0;
    int k = 0;
    for (; k + 3 < n; k += 4) {
      /*wide*/ double d0 = x[a + k] - y[b + k];
      /*wide*/ double d1 = x[a + k + 1] - y[b + k + 1];
      /*wide*/ double d2 = x[a + k + 2] - y[b + k + 2];
      /*wide*/ double d3 = x[a + k + 3] - y[b + k + 3];
      s0 += d0 * d0;
      s1 += d1 * d1;
      s2 += d2 * d2;
      s3 += d3 * d3;
    }
    for (; k < n; k++) {
      /*wide*/ double d = x[a + k] - y[b + k];
      s0 += d * d;
    }
    return (s0 + s2) + (s1 + s3);
  }

  /** Σⱼ w[i, j] (x[i, k] − y[j, k]), and with the signs turned over the other side. */
  @Override
  public void differences(Pairs<double[]> p, double[] w, boolean left, double[] out) {
    double[] x = left ? p.x() : p.y();
    double[] y = left ? p.y() : p.x();
    int rows = left ? p.m() : p.n();
    int others = left ? p.n() : p.m();
    Parallel.chunks(
        rows,
        (long) p.m() * p.n() * p.c(),
        i -> {
          /*wide*/ double[] sums = new /*wide*/ double[p.c()];
          int a = left ? p.xAt(i) : p.yAt(i);
          for (int j = 0; j < others; j++) {
            /*wide*/ double weight = w[left ? p.at(i, j) : p.at(j, i)];
            int b = left ? p.yAt(j) : p.xAt(j);
            if (weight != 0) {
              for (int k = 0; k < sums.length; k++) {
                sums[k] += weight * (x[a + k] - y[b + k]);
              }
            }
          }
          for (int k = 0; k < sums.length; k++) {
            out[a + k] = /*narrow*/ (left ? sums[k] : -sums[k]); // wide
          }
        });
  }

  @Override
  public void sumsLeft(Pairs<double[]> p, double[] w, double[] v, double[] out) {
    /*wide*/ double[] sums = new /*wide*/ double[p.c()];
    for (int i = 0; i < p.m(); i++) {
      Arrays.fill(sums, 0);
      for (int j = 0; j < p.n(); j++) {
        accumulate(p, i, j, w[p.at(i, j)], v, p.yAt(j), sums);
      }
      store(sums, out, p.xAt(i));
    }
  }

  @Override
  public void sumsRight(Pairs<double[]> p, double[] w, double[] u, double[] out) {
    /*wide*/ double[] sums = new /*wide*/ double[p.c()];
    for (int j = 0; j < p.n(); j++) {
      Arrays.fill(sums, 0);
      for (int i = 0; i < p.m(); i++) {
        accumulate(p, i, j, w[p.at(i, j)], u, p.xAt(i), sums);
      }
      store(sums, out, p.yAt(j));
    }
  }

  /** sums[k] += weight · factor[k] · K[i, j, k]; a weight of 0 adds nothing. */
  private static void accumulate(
      Pairs<double[]> p,
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
    /*wide*/ double dist = p.usesD() ? p.d()[p.at(i, j)] : 0;
    for (int k = 0; k < sums.length; k++) {
      sums[k] += weight * factor[factorAt + k] * p.f().applyAsDouble(x[a + k] - y[b + k], dist);
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
