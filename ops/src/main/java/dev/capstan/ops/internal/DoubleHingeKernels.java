package dev.capstan.ops.internal;

import static dev.capstan.ops.internal.DoubleFolds.BLOCK;
import static dev.capstan.ops.internal.DoubleFolds.GROUP;
import static dev.capstan.ops.internal.DoubleFolds.SHORT;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The loops of {@link HingeKernels} without vectors. Squared distances are summed in the order of
 * {@link DoubleFolds}.
 */
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
    /*wide*/ double odd = 0;
    int few = n < SHORT ? n : 0;
    for (int i = at; i < at + few - 1; i += 2) {
      /*wide*/ double v = x[i] - y[i] + eps;
      /*wide*/ double w = x[i + 1] - y[i + 1] + eps;
      sum += v * v;
      odd += w * w;
    }
    if (few % 2 != 0) {
      /*wide*/ double v = x[at + n - 1] - y[at + n - 1] + eps;
      sum += v * v;
    }
    sum += odd;
    for (int i = 0; n >= SHORT && i < n; i += BLOCK) {
      sum += squares(x, y, eps, at + i, Math.min(BLOCK, n - i));
    }
    double narrowed = /*narrow*/ sum;
    return Math.sqrt(narrowed);
  }

  private static double squares(double[] x, double[] y, double eps, int at, int n) {
    int whole = at + n / GROUP * GROUP;
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    for (int half = 0; half < GROUP / 2; half += 4) {
      double t0 = 0;
      double t1 = 0;
      double t2 = 0;
      double t3 = 0;
      for (int q = half; q < GROUP; q += GROUP / 2) {
        double a0 = 0;
        double a1 = 0;
        double a2 = 0;
        double a3 = 0;
        double b0 = 0;
        double b1 = 0;
        double b2 = 0;
        double b3 = 0;
        double c0 = 0;
        double c1 = 0;
        double c2 = 0;
        double c3 = 0;
        double d0 = 0;
        double d1 = 0;
        double d2 = 0;
        double d3 = 0;
        int i = at + q;
        for (; i < whole - 3 * GROUP; i += 4 * GROUP) {
          double va0 = x[i] - y[i] + eps;
          a0 = Math.fma(va0, va0, a0);
          double va1 = x[i + 1] - y[i + 1] + eps;
          a1 = Math.fma(va1, va1, a1);
          double va2 = x[i + 2] - y[i + 2] + eps;
          a2 = Math.fma(va2, va2, a2);
          double va3 = x[i + 3] - y[i + 3] + eps;
          a3 = Math.fma(va3, va3, a3);
          double vb0 = x[i + GROUP] - y[i + GROUP] + eps;
          b0 = Math.fma(vb0, vb0, b0);
          double vb1 = x[i + GROUP + 1] - y[i + GROUP + 1] + eps;
          b1 = Math.fma(vb1, vb1, b1);
          double vb2 = x[i + GROUP + 2] - y[i + GROUP + 2] + eps;
          b2 = Math.fma(vb2, vb2, b2);
          double vb3 = x[i + GROUP + 3] - y[i + GROUP + 3] + eps;
          b3 = Math.fma(vb3, vb3, b3);
          double vc0 = x[i + 2 * GROUP] - y[i + 2 * GROUP] + eps;
          c0 = Math.fma(vc0, vc0, c0);
          double vc1 = x[i + 2 * GROUP + 1] - y[i + 2 * GROUP + 1] + eps;
          c1 = Math.fma(vc1, vc1, c1);
          double vc2 = x[i + 2 * GROUP + 2] - y[i + 2 * GROUP + 2] + eps;
          c2 = Math.fma(vc2, vc2, c2);
          double vc3 = x[i + 2 * GROUP + 3] - y[i + 2 * GROUP + 3] + eps;
          c3 = Math.fma(vc3, vc3, c3);
          double vd0 = x[i + 3 * GROUP] - y[i + 3 * GROUP] + eps;
          d0 = Math.fma(vd0, vd0, d0);
          double vd1 = x[i + 3 * GROUP + 1] - y[i + 3 * GROUP + 1] + eps;
          d1 = Math.fma(vd1, vd1, d1);
          double vd2 = x[i + 3 * GROUP + 2] - y[i + 3 * GROUP + 2] + eps;
          d2 = Math.fma(vd2, vd2, d2);
          double vd3 = x[i + 3 * GROUP + 3] - y[i + 3 * GROUP + 3] + eps;
          d3 = Math.fma(vd3, vd3, d3);
        }
        for (; i < whole; i += GROUP) {
          double va0 = x[i] - y[i] + eps;
          a0 = Math.fma(va0, va0, a0);
          double va1 = x[i + 1] - y[i + 1] + eps;
          a1 = Math.fma(va1, va1, a1);
          double va2 = x[i + 2] - y[i + 2] + eps;
          a2 = Math.fma(va2, va2, a2);
          double va3 = x[i + 3] - y[i + 3] + eps;
          a3 = Math.fma(va3, va3, a3);
        }
        t0 += a0 + b0 + (c0 + d0);
        t1 += a1 + b1 + (c1 + d1);
        t2 += a2 + b2 + (c2 + d2);
        t3 += a3 + b3 + (c3 + d3);
      }
      s0 += t0;
      s1 += t1;
      s2 += t2;
      s3 += t3;
    }
    double so = s0 + s2 + (s1 + s3);
    for (int i = whole; i < at + n; i++) {
      double v = x[i] - y[i] + eps;
      so = Math.fma(v, v, so);
    }
    return so;
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

  /**
   * Σ z^p of a row, z = base + x: each lane has one sum, of the elements i mod GROUP of the row;
   * then as in {@link DoubleFolds}.
   */
  double terms(Logits<double[]> x, int r, double base) {
    double[] logits = x.x();
    int own = x.targetAt(r);
    int end = (r + 1) * x.n();
    int power = x.p();
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    for (int half = 0; half < GROUP / 2; half += 4) {
      double t0 = 0;
      double t1 = 0;
      double t2 = 0;
      double t3 = 0;
      for (int q = half; q < Math.min(GROUP, x.n()); q += GROUP / 2) {
        double a0 = 0;
        double a1 = 0;
        double a2 = 0;
        double a3 = 0;
        int i = r * x.n() + q;
        for (; i < end - 3; i += GROUP) {
          a0 = plusTerm(a0, base + logits[i], power, i == own);
          a1 = plusTerm(a1, base + logits[i + 1], power, i + 1 == own);
          a2 = plusTerm(a2, base + logits[i + 2], power, i + 2 == own);
          a3 = plusTerm(a3, base + logits[i + 3], power, i + 3 == own);
        }
        t0 += i < end ? plusTerm(a0, base + logits[i], power, i == own) : a0;
        t1 += i < end - 1 ? plusTerm(a1, base + logits[i + 1], power, i + 1 == own) : a1;
        t2 += i < end - 2 ? plusTerm(a2, base + logits[i + 2], power, i + 2 == own) : a2;
        t3 += a3;
      }
      s0 += t0;
      s1 += t1;
      s2 += t2;
      s3 += t3;
    }
    return s0 + s2 + (s1 + s3);
  }

  private static double plusTerm(double so, double z, int power, boolean own) {
    double hinge = own ? 0 : positive(z);
    return power == 1 ? so + hinge : Math.fma(hinge, hinge, so);
  }

  /** z where it is positive, else 0, also for NaN; without a branch that is mispredicted. */
  private static double positive(double z) {
    double hinge = Math.max(z, 0);
    return Double.isNaN(hinge) ? 0 : hinge;
  }

  /** All bits where a hinge is positive, none where it is 0. */
  private static /*bits*/ long mask(double hinge) {
    return -Double.doubleToRawLongBits(hinge) >> (Double.SIZE - 1);
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
    return x.p() == 1 ? steps(x, r, base, scale, to) : ramps(x, r, base, scale, to);
  }

  private static double steps(Logits<double[]> x, int r, double base, double scale, double[] to) {
    double[] logits = x.x();
    /*bits*/ long slope = Double.doubleToRawLongBits(scale);
    /*bits*/ long count = base + logits[x.targetAt(r)] > 0 ? -1 : 0;
    for (int i = r * x.n(); i < (r + 1) * x.n(); i++) {
      /*bits*/ long mask = mask(positive(base + logits[i]));
      to[i] = Double.longBitsToDouble(slope & mask);
      count -= mask;
    }
    return count * scale;
  }

  /** Sums as in {@link #terms}. */
  private static double ramps(Logits<double[]> x, int r, double base, double scale, double[] to) {
    double[] logits = x.x();
    int start = r * x.n();
    int end = start + x.n();
    for (int i = start; i < end; i++) {
      double hinge = positive(base + logits[i]);
      /*bits*/ long slope = Double.doubleToRawLongBits(hinge * 2 * scale);
      to[i] = Double.longBitsToDouble(slope & mask(hinge));
    }
    to[x.targetAt(r)] = 0;
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    for (int half = 0; half < GROUP / 2; half += 4) {
      double t0 = 0;
      double t1 = 0;
      double t2 = 0;
      double t3 = 0;
      for (int q = half; q < Math.min(GROUP, x.n()); q += GROUP / 2) {
        double a0 = 0;
        double a1 = 0;
        double a2 = 0;
        double a3 = 0;
        int i = start + q;
        for (; i < end - 3; i += GROUP) {
          a0 += to[i];
          a1 += to[i + 1];
          a2 += to[i + 2];
          a3 += to[i + 3];
        }
        t0 += a0 + (i < end ? to[i] : 0);
        t1 += a1 + (i < end - 1 ? to[i + 1] : 0);
        t2 += a2 + (i < end - 2 ? to[i + 2] : 0);
        t3 += a3;
      }
      s0 += t0;
      s1 += t1;
      s2 += t2;
      s3 += t3;
    }
    return s0 + s2 + (s1 + s3);
  }
}
