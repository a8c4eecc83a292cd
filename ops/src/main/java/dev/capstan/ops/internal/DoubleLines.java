package dev.capstan.ops.internal;

/**
 * Loops over one line: the n elements of an array from a position on. {@link DoubleFolds} says in
 * which order sums are taken.
 */
class DoubleLines {

  // --- folds ----------------------------------------------------------------------------------

  /*wide*/ double sum(double[] x, int at, int n) {
    return DoubleFolds.sum(x, at, n);
  }

  /*wide*/ double sumAbs(double[] x, int at, int n) {
    return DoubleFolds.sumAbs(x, at, n);
  }

  /** Σ (x − from)². */
  /*wide*/ double sumSquares(double[] x, int at, int n, double from) {
    return DoubleFolds.sumSquares(x, at, n, from);
  }

  /**
   * The sum of numbers in [0, 1]: beside ones, small ones keep their own bits. Destroys the line.
   */
  /*wide*/ double sumBesideOnes(double[] x, int at, int n) {
    return DoubleFolds.sumBesideOnes(x, at, n);
  }

  /** Σ x (y − from). */
  /*wide*/ double dot(double[] x, int at, double[] y, int yAt, int n, double from) {
    return DoubleFolds.dot(x, at, y, yAt, n, from);
  }

  /** The largest; NaN if one is, −∞ of none. */
  double max(double[] x, int at, int n) {
    double a = Double.NEGATIVE_INFINITY;
    double b = a;
    int end = at + n;
    int i = at;
    for (; i <= end - 2; i += 2) {
      a = Math.max(a, x[i]);
      b = Math.max(b, x[i + 1]);
    }
    return i < end ? Math.max(Math.max(a, x[i]), b) : Math.max(a, b);
  }

  /** The smallest; NaN if one is, ∞ of none. */
  double min(double[] x, int at, int n) {
    double a = Double.POSITIVE_INFINITY;
    double b = a;
    int end = at + n;
    int i = at;
    for (; i <= end - 2; i += 2) {
      a = Math.min(a, x[i]);
      b = Math.min(b, x[i + 1]);
    }
    return i < end ? Math.min(Math.min(a, x[i]), b) : Math.min(a, b);
  }

  // --- maps -----------------------------------------------------------------------------------

  /** x = eˣ. */
  void exp(double[] x, int at, int n) {
    DoubleFunctions.expLess(x, at, n, 0, x, at);
  }

  /** Lines of fewer elements are better exponentiated together than by {@link #expLess}. */
  int shortest() {
    return 0;
  }

  /** out = exp(x − c), for a line not shorter than {@link #shortest} and another array than x. */
  void expLess(double[] x, int at, int n, double c, double[] out, int to) {
    DoubleFunctions.expLess(x, at, n, c, out, to);
  }

  /** out = x − c. */
  void minus(double[] x, int at, int n, double c, double[] out, int to) {
    for (int i = 0; i < n; i++) {
      out[to + i] = x[at + i] - c;
    }
  }

  /** out = x c. */
  void times(double[] x, int at, int n, double c, double[] out, int to) {
    for (int i = 0; i < n; i++) {
      out[to + i] = x[at + i] * c;
    }
  }

  /** out = x y. */
  void product(double[] x, int at, double[] y, int yAt, int n, double[] out, int to) {
    for (int i = 0; i < n; i++) {
      out[to + i] = x[at + i] * y[yAt + i];
    }
  }

  /** out = y (g − c), all at one place. */
  void share(double[] y, double[] g, int at, int n, double c, double[] out) {
    for (int i = at; i < at + n; i++) {
      out[i] = y[i] * (g[i] - c);
    }
  }

  /** out = g − c out, both at one place. */
  void less(double[] g, int at, int n, double c, double[] out) {
    for (int i = at; i < at + n; i++) {
      out[i] = g[i] - c * out[i];
    }
  }

  /** out = (x − mean) scale, both at one place. */
  void standardize(double[] x, int at, int n, double mean, double scale, double[] out) {
    for (int i = at; i < at + n; i++) {
      out[i] = (x[i] - mean) * scale;
    }
  }

  /** out[at + i] = (x[at + i] − mean) scale w[i] + b[i], as in three steps. */
  void standardize(
      double[] x, int at, int n, double mean, double scale, double[] w, double[] b, double[] out) {
    for (int i = 0; i < n; i++) {
      out[at + i] = (x[at + i] - mean) * scale * w[i] + b[i];
    }
  }

  /** out = out w. */
  void times(double[] out, int at, int n, double[] w) {
    for (int i = 0; i < n; i++) {
      out[at + i] *= w[i];
    }
  }

  /** out = out + x. */
  void plus(double[] out, int at, int n, double[] x, int from) {
    for (int i = 0; i < n; i++) {
      out[at + i] += x[from + i];
    }
  }

  /** out += g (x − mean) scale. */
  void plusStandardized(
      double[] g, double[] x, int at, int n, double mean, double scale, double[] out) {
    for (int i = 0; i < n; i++) {
      out[i] += g[at + i] * ((x[at + i] - mean) * scale);
    }
  }

  /** out = scale (h − shift) − (x − mean) slope, h from its position on, x and out at one place. */
  void residual(
      double[] h,
      int from,
      double[] x,
      int at,
      int n,
      double scale,
      double shift,
      double mean,
      double slope,
      double[] out) {
    for (int i = 0; i < n; i++) {
      out[at + i] = scale * (h[from + i] - shift) - (x[at + i] - mean) * slope;
    }
  }
}
