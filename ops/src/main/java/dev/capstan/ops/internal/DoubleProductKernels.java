package dev.capstan.ops.internal;

/** See {@link ProductKernels}; products are formed wide. */
final class DoubleProductKernels implements ProductKernels<double[]> {
  /** Lines that go side by side, so that none waits for another's last step. */
  private static final int SIDES = 4;

  @Override
  public void running(
      Running fold, boolean forward, double[] x, int outer, int n, int inner, double[] out) {
    int lines = n == 0 ? 0 : outer * inner;
    int[] at = new int[SIDES];
    for (int line = 0; line < lines; line += SIDES) {
      for (int side = 0; side < SIDES; side++) {
        int one = Math.min(line + side, lines - 1);
        at[side] = one / inner * n * inner + one % inner + (forward ? 0 : (n - 1) * inner);
      }
      int step = forward ? inner : -inner;
      switch (fold) {
        case SUM -> sums(x, at[0], at[1], at[2], at[3], step, n, out);
        case PRODUCT -> products(x, at[0], at[1], at[2], at[3], step, n, out);
        case LOG_SUM -> logSums(x, at[0], at[1], at[2], at[3], step, n, out);
      }
    }
  }

  private static void sums(double[] x, int a, int b, int c, int d, int step, int n, double[] out) {
    /*wide*/ double s0 = 0;
    /*wide*/ double s1 = 0;
    /*wide*/ double s2 = 0;
    /*wide*/ double s3 = 0;
    for (int k = 0, at = 0; k < n; k++, at += step) {
      s0 += x[a + at];
      s1 += x[b + at];
      s2 += x[c + at];
      s3 += x[d + at];
      out[a + at] = /*narrow*/ s0;
      out[b + at] = /*narrow*/ s1;
      out[c + at] = /*narrow*/ s2;
      out[d + at] = /*narrow*/ s3;
    }
  }

  private static void products(
      double[] x, int a, int b, int c, int d, int step, int n, double[] out) {
    /*wide*/ double s0 = 1;
    /*wide*/ double s1 = 1;
    /*wide*/ double s2 = 1;
    /*wide*/ double s3 = 1;
    for (int k = 0, at = 0; k < n; k++, at += step) {
      s0 *= x[a + at];
      s1 *= x[b + at];
      s2 *= x[c + at];
      s3 *= x[d + at];
      out[a + at] = /*narrow*/ s0;
      out[b + at] = /*narrow*/ s1;
      out[c + at] = /*narrow*/ s2;
      out[d + at] = /*narrow*/ s3;
    }
  }

  private static void logSums(
      double[] x, int a, int b, int c, int d, int step, int n, double[] out) {
    /*wide*/ double s0 = Double.NEGATIVE_INFINITY;
    /*wide*/ double s1 = Double.NEGATIVE_INFINITY;
    /*wide*/ double s2 = Double.NEGATIVE_INFINITY;
    /*wide*/ double s3 = Double.NEGATIVE_INFINITY;
    for (int k = 0, at = 0; k < n; k++, at += step) {
      s0 = ProductKernels.logAddExp(s0, x[a + at]);
      s1 = ProductKernels.logAddExp(s1, x[b + at]);
      s2 = ProductKernels.logAddExp(s2, x[c + at]);
      s3 = ProductKernels.logAddExp(s3, x[d + at]);
      out[a + at] = /*narrow*/ s0;
      out[b + at] = /*narrow*/ s1;
      out[c + at] = /*narrow*/ s2;
      out[d + at] = /*narrow*/ s3;
    }
  }

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
