package dev.capstan.ops.internal;

import org.jspecify.annotations.Nullable;

/** See {@link AttentionKernels}; products and lines are those of the kernels in use. */
final class DoubleAttentionKernels implements AttentionKernels<double[]> {
  private final Kernels<double[]> kernels;
  private final LineKernels<double[]> lines;

  DoubleAttentionKernels(Kernels<double[]> kernels, LineKernels<double[]> lines) {
    this.kernels = kernels;
    this.lines = lines;
  }

  @Override
  public void forward(Stack s, double[] q, double[] k, double[] v, double[] out) {
    Parallel.chunks(
        s.count(),
        s.work(),
        i -> {
          double[] weights = DoubleScratch.take(s.m() * s.n());
          weigh(s, i, q, k, weights);
          times(weights, 0, v, i * s.n() * s.e(), out, i * s.m() * s.e(), s.m(), s.e(), s.n());
          DoubleScratch.give(weights);
        });
  }

  @Override
  public void backward(
      Stack s,
      double[] q,
      double[] k,
      double[] v,
      double[] g,
      double @Nullable [] toQ,
      double @Nullable [] toK,
      double @Nullable [] toV) {
    Parallel.chunks(
        s.count(),
        2 * s.work(),
        i -> {
          double[] weights = DoubleScratch.take(s.m() * s.n());
          weigh(s, i, q, k, weights);
          if (toV != null) {
            int at = i * s.n() * s.e();
            transposedTimes(weights, g, i * s.m() * s.e(), toV, at, s.n(), s.e(), s.m());
          }
          if (toQ != null || toK != null) {
            double[] shares = DoubleScratch.take(s.m() * s.n());
            backToScores(s, i, weights, v, g, shares);
            int atQ = i * s.m() * s.d();
            int atK = i * s.n() * s.d();
            if (toQ != null) {
              times(shares, 0, k, atK, toQ, atQ, s.m(), s.d(), s.n());
            }
            if (toK != null) {
              transposedTimes(shares, q, atQ, toK, atK, s.n(), s.d(), s.m());
            }
            DoubleScratch.give(shares);
          }
          DoubleScratch.give(weights);
        });
  }

  /** The weights of the i-th matrix. */
  private void weigh(Stack s, int i, double[] q, double[] k, double[] weights) {
    timesTransposed(q, i * s.m() * s.d(), k, i * s.n() * s.d(), weights, s.m(), s.n(), s.d());
    scale(weights, s.m() * s.n(), scale(s));
    if (s.hidden() != null) {
      hide(s.hidden(), i, s.m(), s.n(), weights, Double.NEGATIVE_INFINITY);
    }
    lines.softmax(weights, s.m(), s.n(), weights);
  }

  /** The gradient of the products of queries and keys. */
  private void backToScores(
      Stack s, int i, double[] weights, double[] v, double[] g, double[] shares) {
    timesTransposed(g, i * s.m() * s.e(), v, i * s.n() * s.e(), shares, s.m(), s.n(), s.e());
    lines.softmaxBackward(weights, shares, s.m(), s.n(), shares);
    if (s.hidden() != null) {
      hide(s.hidden(), i, s.m(), s.n(), shares, 0);
    }
    scale(shares, s.m() * s.n(), scale(s));
  }

  private static double scale(Stack s) {
    /*wide*/ double scale = 1 / Math.sqrt(s.d()); // wide
    return /*narrow*/ scale;
  }

  private static void scale(double[] x, int n, double factor) {
    for (int i = 0; i < n; i++) {
      x[i] *= factor;
    }
  }

  private static void hide(Hidden hidden, int i, int m, int n, double[] x, double by) {
    boolean[] shown = hidden.shown();
    for (int row = 0; row < m; row++) {
      int at = hidden.starts()[i] + row * hidden.down();
      for (int j = 0; j < n; j++) {
        if (!shown[at + j * hidden.across()]) {
          x[row * n + j] = by;
        }
      }
    }
  }

  private void times(
      double[] a, int aAt, double[] b, int bAt, double[] c, int cAt, int m, int n, int k) {
    kernels.matmul(a, aAt, false, b, bAt, false, c, cAt, false, m, n, k);
  }

  private void timesTransposed(
      double[] a, int aAt, double[] b, int bAt, double[] c, int m, int n, int k) {
    kernels.matmul(a, aAt, false, b, bAt, true, c, 0, false, m, n, k);
  }

  private void transposedTimes(
      double[] a, double[] b, int bAt, double[] c, int cAt, int m, int n, int k) {
    kernels.matmul(a, 0, true, b, bAt, false, c, cAt, false, m, n, k);
  }
}
