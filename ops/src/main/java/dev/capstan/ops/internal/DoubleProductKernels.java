package dev.capstan.ops.internal;

/** See {@link ProductKernels}; products are formed wide. */
final class DoubleProductKernels implements ProductKernels<double[]> {

  @Override
  public void productBack(double[] x, double[] g, int outer, int n, int inner, double[] out) {
    /*wide*/ double[] before = new /*wide*/ double[n];
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        int at = o * n * inner + i;
        before(x, at, n, inner, before);
        /*wide*/ double behind = g[o * inner + i];
        for (int k = n - 1; k >= 0; k--) {
          int place = at + k * inner;
          out[place] = /*narrow*/ (before[k] * behind); // wide
          behind *= x[place];
        }
      }
    }
  }

  /** By Horner's rule from the end: s_k = g_k + x_{k+1} s_{k+1}. */
  @Override
  public void runningBack(double[] x, double[] g, int outer, int n, int inner, double[] out) {
    /*wide*/ double[] before = new /*wide*/ double[n];
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        int at = o * n * inner + i;
        before(x, at, n, inner, before);
        /*wide*/ double sum = 0;
        for (int k = n - 1; k >= 0; k--) {
          int place = at + k * inner;
          sum += g[place];
          out[place] = /*narrow*/ (before[k] * sum); // wide
          sum *= x[place];
        }
      }
    }
  }

  /** s_k = g_k + e^(y_k − y_{k+1}) s_{k+1}, where no exponent is above 0, and e^(x_k − y_k) s_k. */
  @Override
  public void logSumsBack(
      double[] x, double[] y, double[] g, int outer, int n, int inner, double[] out) {
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        int first = o * n * inner + i;
        /*wide*/ double sum = 0;
        for (int k = n - 1; k >= 0; k--) {
          int at = first + k * inner;
          double down = k == n - 1 ? 0 : DoubleFunctions.exp(y[at] - y[at + inner]);
          double share = k == 0 ? 1 : DoubleFunctions.exp(x[at] - y[at]);
          sum = g[at] + sum * down;
          out[at] = /*narrow*/ (sum * share); // wide
        }
      }
    }
  }

  /** The product of the elements before each. */
  private static void before(double[] x, int at, int n, int step, /*wide*/ double[] before) {
    /*wide*/ double product = 1;
    for (int k = 0; k < n; k++) {
      before[k] = product;
      product *= x[at + k * step];
    }
  }
}
