package dev.capstan.ops.internal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The loops of {@link HingeKernels} without vectors. */
class DoubleHingeKernels implements HingeKernels<double[]> {

  // --- triplets -------------------------------------------------------------------------------

  @Override
  public final void triplet(Triple<double[]> x, double[] lengths, double[] out) {
    double margin = /*narrow*/ x.margin();
    for (int r = 0; r < x.rows(); r++) {
      lengths(x, r, lengths);
      out[r] = Math.max(margin + lengths[2 * r] - lengths[2 * r + 1], 0);
    }
  }

  /** The two distances of a row. */
  void lengths(Triple<double[]> x, int r, double[] lengths) {
    double eps = /*narrow*/ x.eps();
    lengths[2 * r] = length(x.anchor(), x.positive(), eps, r * x.n(), x.n());
    lengths[2 * r + 1] = length(x.anchor(), x.negative(), eps, r * x.n(), x.n());
  }

  private static double length(double[] x, double[] y, double eps, int at, int n) {
    /*wide*/ double sum = 0;
    for (int i = at; i < at + n; i++) {
      double v = x[i] - y[i] + eps;
      sum += v * v;
    }
    double narrowed = /*narrow*/ sum;
    return Math.sqrt(narrowed);
  }

  @Override
  public final void tripletSlopes(
      Triple<double[]> x,
      double[] lengths,
      double[] g,
      double @Nullable [] toAnchor,
      double @Nullable [] toPositive,
      double @Nullable [] toNegative) {
    double margin = /*narrow*/ x.margin();
    for (int r = 0; r < x.rows(); r++) {
      double near = lengths[2 * r];
      double far = lengths[2 * r + 1];
      boolean active = !(margin + near - far <= 0); // NaN passes, as it does in relu
      double seed = active ? g[g.length == 1 ? 0 : r] : 0;
      double nearScale = near == 0 ? 0 : seed / near;
      double farScale = far == 0 ? 0 : seed / far;
      // A distance that is infinite or NaN makes NaN of 0: such a row is never skipped.
      if (!active && near * 0 == 0 && far * 0 == 0) {
        clear(toAnchor, r * x.n(), x.n());
        clear(toPositive, r * x.n(), x.n());
        clear(toNegative, r * x.n(), x.n());
      } else if (toAnchor != null && toPositive != null && toNegative != null) {
        shares(x, r * x.n(), nearScale, farScale, toAnchor, toPositive, toNegative);
      } else {
        single(x, r * x.n(), nearScale, farScale, toAnchor, toPositive, toNegative);
      }
    }
  }

  private static void clear(double @Nullable [] out, int at, int n) {
    if (out != null) {
      Arrays.fill(out, at, at + n, 0);
    }
  }

  /** All three slopes of a row. */
  void shares(
      Triple<double[]> x,
      int at,
      double near,
      double far,
      double[] toAnchor,
      double[] toPositive,
      double[] toNegative) {
    double eps = /*narrow*/ x.eps();
    double[] a = x.anchor();
    double[] p = x.positive();
    double[] q = x.negative();
    for (int i = at; i < at + x.n(); i++) {
      double v = near * (a[i] - p[i] + eps);
      double w = far * (a[i] - q[i] + eps);
      toAnchor[i] = v - w;
      toPositive[i] = -v;
      toNegative[i] = w;
    }
  }

  /** The slopes of a row of which some input is a constant. */
  private static void single(
      Triple<double[]> x,
      int at,
      double near,
      double far,
      double @Nullable [] toAnchor,
      double @Nullable [] toPositive,
      double @Nullable [] toNegative) {
    double eps = /*narrow*/ x.eps();
    double[] a = x.anchor();
    double[] p = x.positive();
    double[] q = x.negative();
    if (toAnchor != null) {
      for (int i = at; i < at + x.n(); i++) {
        toAnchor[i] = near * (a[i] - p[i] + eps) - far * (a[i] - q[i] + eps);
      }
    }
    if (toPositive != null) {
      for (int i = at; i < at + x.n(); i++) {
        toPositive[i] = -(near * (a[i] - p[i] + eps));
      }
    }
    if (toNegative != null) {
      for (int i = at; i < at + x.n(); i++) {
        toNegative[i] = far * (a[i] - q[i] + eps);
      }
    }
  }

  // --- many classes ---------------------------------------------------------------------------

  @Override
  public final void multiMargin(Logits<double[]> x, double[] out) {
    double margin = /*narrow*/ x.margin();
    double[] weight = x.weight();
    for (int r = 0; r < x.rows(); r++) {
      double sum = terms(x, r, margin - x.x()[x.targetAt(r)]);
      out[r] = (weight == null ? sum : sum * weight[x.target()[r]]) / x.n();
    }
  }

  /** Σ z^p of a row, z = base + x. */
  double terms(Logits<double[]> x, int r, double base) {
    int at = r * x.n();
    int own = x.targetAt(r);
    /*wide*/ double sum = run(x, base, at, own) + run(x, base, own + 1, at + x.n());
    return /*narrow*/ sum;
  }

  private static /*wide*/ double run(Logits<double[]> x, double base, int from, int to) {
    double[] logits = x.x();
    /*wide*/ double sum = 0;
    for (int i = from; i < to; i++) {
      double z = base + logits[i];
      double hinge = z > 0 ? z : 0;
      sum += x.p() == 1 ? hinge : hinge * hinge;
    }
    return sum;
  }

  @Override
  public final void multiMarginSlopes(Logits<double[]> x, double[] g, double[] to) {
    double margin = /*narrow*/ x.margin();
    double[] weight = x.weight();
    for (int r = 0; r < x.rows(); r++) {
      double each = g[g.length == 1 ? 0 : r] / x.n();
      double scale = weight == null ? each : each * weight[x.target()[r]];
      double sum = slopes(x, r, margin - x.x()[x.targetAt(r)], scale, to);
      to[x.targetAt(r)] = -sum;
    }
  }

  /** The slopes of a row, whatever at its target; returns the sum of the others. */
  double slopes(Logits<double[]> x, int r, double base, double scale, double[] to) {
    double[] logits = x.x();
    int own = x.targetAt(r);
    /*wide*/ double sum = 0;
    for (int i = r * x.n(); i < (r + 1) * x.n(); i++) {
      double z = base + logits[i];
      double slope = z > 0 ? x.p() == 1 ? scale : 2 * z * scale : 0;
      to[i] = slope;
      sum += i == own ? 0 : slope;
    }
    return /*narrow*/ sum;
  }
}
