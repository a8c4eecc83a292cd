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

  /** The product of the elements before each. */
  private static void before(double[] x, int at, int n, int step, /*wide*/ double[] before) {
    /*wide*/ double product = 1;
    for (int k = 0; k < n; k++) {
      before[k] = product;
      product *= x[at + k * step];
    }
  }
}
