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
