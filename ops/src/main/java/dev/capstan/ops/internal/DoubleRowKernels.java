package dev.capstan.ops.internal;

import org.jspecify.annotations.Nullable;

/** The loops of {@link RowKernels} without vectors. */
class DoubleRowKernels implements RowKernels<double[]> {

  @Override
  public void excess(Triple<double[]> x, double[] out) {
    double margin = /*narrow*/ x.margin();
    double eps = /*narrow*/ x.eps();
    int n = x.n();
    for (int r = 0; r < x.rows(); r++) {
      double near = length(x.anchor(), x.positive(), eps, r * n, n);
      double far = length(x.anchor(), x.negative(), eps, r * n, n);
      out[r] = margin + near - far;
    }
  }

  @Override
  public void excessBackward(
      Triple<double[]> x,
      double[] g,
      double @Nullable [] toAnchor,
      double @Nullable [] toPositive,
      double @Nullable [] toNegative) {
    double eps = /*narrow*/ x.eps();
    int n = x.n();
    for (int r = 0; r < x.rows(); r++) {
      int at = r * n;
      double near = length(x.anchor(), x.positive(), eps, at, n);
      double far = length(x.anchor(), x.negative(), eps, at, n);
      double nearScale = near == 0 ? 0 : g[r] / near;
      double farScale = far == 0 ? 0 : g[r] / far;
      if (toAnchor != null) {
        shares(x, eps, nearScale, -farScale, at, toAnchor);
      }
      if (toPositive != null) {
        share(x.anchor(), x.positive(), eps, -nearScale, at, n, toPositive);
      }
      if (toNegative != null) {
        share(x.anchor(), x.negative(), eps, farScale, at, n, toNegative);
      }
    }
  }

  /** ‖x − y + ε‖ over n elements. */
  double length(double[] x, double[] y, double eps, int at, int n) {
    /*wide*/ double sum = 0;
    for (int i = at; i < at + n; i++) {
      double v = x[i] - y[i] + eps;
      sum += v * v;
    }
    double narrowed = /*narrow*/ sum;
    return Math.sqrt(narrowed);
  }

  /** out = scale (x − y + ε) over n elements. */
  void share(double[] x, double[] y, double eps, double scale, int at, int n, double[] out) {
    for (int i = at; i < at + n; i++) {
      out[i] = scale * (x[i] - y[i] + eps);
    }
  }

  /** out = near (a − p + ε) + far (a − n + ε). */
  void shares(Triple<double[]> x, double eps, double near, double far, int at, double[] out) {
    double[] a = x.anchor();
    double[] p = x.positive();
    double[] q = x.negative();
    for (int i = at; i < at + x.n(); i++) {
      out[i] = near * (a[i] - p[i] + eps) + far * (a[i] - q[i] + eps);
    }
  }
}
