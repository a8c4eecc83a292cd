package dev.capstan.ops.internal;

/** See {@link ProductKernels}; products are formed wide. */
final class DoubleProductKernels implements ProductKernels<double[]> {
  /** Lines that go side by side, so that none waits for another's last step. */
  private static final int SIDES = 4;

  /** What to do with lines that begin at a, b, c and d. */
  private interface Sides {
    void go(int a, int b, int c, int d);
  }

  /** Goes along n of x[outer, n, inner], four lines at a time; the last may come again. */
  private static void alongside(boolean forward, int outer, int n, int inner, Sides sides) {
    int lines = n == 0 ? 0 : outer * inner;
    int[] at = new int[SIDES];
    for (int line = 0; line < lines; line += SIDES) {
      for (int side = 0; side < SIDES; side++) {
        int one = Math.min(line + side, lines - 1);
        at[side] = one / inner * n * inner + one % inner + (forward ? 0 : (n - 1) * inner);
      }
      sides.go(at[0], at[1], at[2], at[3]);
    }
  }

  @Override
  public void running(
      Running fold, boolean forward, double[] x, int outer, int n, int inner, double[] out) {
    int step = forward ? inner : -inner;
    Sides sides =
        switch (fold) {
          case SUM -> (a, b, c, d) -> sums(x, a, b, c, d, step, n, out);
          case PRODUCT -> (a, b, c, d) -> products(x, a, b, c, d, step, n, out);
          case LOG_SUM -> (a, b, c, d) -> logSums(x, a, b, c, d, step, n, out);
          case MAX -> (a, b, c, d) -> extremes(1, x, a, b, c, d, step, n, out);
          case MIN -> (a, b, c, d) -> extremes(-1, x, a, b, c, d, step, n, out);
        };
    alongside(forward, outer, n, inner, sides);
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

  /** The largest so far, or for −1 the smallest; a NaN stays. */
  private static void extremes(
      int sign, double[] x, int a, int b, int c, int d, int step, int n, double[] out) {
    double s0 = sign * Double.NEGATIVE_INFINITY;
    double s1 = s0;
    double s2 = s0;
    double s3 = s0;
    for (int k = 0, at = 0; k < n; k++, at += step) {
      s0 = further(sign, s0, x[a + at]);
      s1 = further(sign, s1, x[b + at]);
      s2 = further(sign, s2, x[c + at]);
      s3 = further(sign, s3, x[d + at]);
      out[a + at] = s0;
      out[b + at] = s1;
      out[c + at] = s2;
      out[d + at] = s3;
    }
  }

  private static double further(int sign, double so, double v) {
    return sign * v <= sign * so || Double.isNaN(so) ? so : v;
  }

  @Override
  public void extremesBack(double[] y, double[] g, int outer, int n, int inner, double[] out) {
    alongside(
        false, outer, n, inner, (a, b, c, d) -> extremesBack(y, g, a, b, c, d, inner, n, out));
  }

  private static void extremesBack(
      double[] y, double[] g, int a, int b, int c, int d, int step, int n, double[] out) {
    /*wide*/ double s0 = 0;
    /*wide*/ double s1 = 0;
    /*wide*/ double s2 = 0;
    /*wide*/ double s3 = 0;
    int at = 0;
    for (int k = n - 1; k > 0; k--, at -= step) {
      s0 = putWhereItBegan(y, g, s0, a + at, step, out);
      s1 = putWhereItBegan(y, g, s1, b + at, step, out);
      s2 = putWhereItBegan(y, g, s2, c + at, step, out);
      s3 = putWhereItBegan(y, g, s3, d + at, step, out);
    }
    out[a + at] = /*narrow*/ (s0 + g[a + at]); // wide
    out[b + at] = /*narrow*/ (s1 + g[b + at]); // wide
    out[c + at] = /*narrow*/ (s2 + g[c + at]); // wide
    out[d + at] = /*narrow*/ (s3 + g[d + at]); // wide
  }

  /** The gradient that has come together so far, unless it belongs to the element here. */
  private static /*wide*/ double putWhereItBegan(
      double[] y, double[] g, /*wide*/ double so, int at, int step, double[] out) {
    /*wide*/ double sum = so + g[at];
    double before = y[at - step];
    boolean begins = y[at] != before && !Double.isNaN(before);
    out[at] = begins ? /*narrow*/ sum : 0;
    return begins ? 0 : sum;
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
