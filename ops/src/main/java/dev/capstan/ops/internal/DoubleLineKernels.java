package dev.capstan.ops.internal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The functions of lines, each composed of loops that a provider's {@link DoubleLines} brings. */
final class DoubleLineKernels implements LineKernels<double[]> {

  /** Short lines are exponentiated together, this many elements at most: they stay in the cache. */
  private static final int TOGETHER = 1024;

  private static final boolean WIDE = DoubleExpSeries.WIDE;

  private final DoubleLines lines;

  DoubleLineKernels(DoubleLines lines) {
    this.lines = lines;
  }

  /** How many short lines are worked on together. */
  private static int height(int n) {
    return Math.max(1, TOGETHER / Math.max(1, n));
  }

  // --- exponential sums -----------------------------------------------------------------------

  @Override
  public void softmax(double[] x, int rows, int n, double[] out) {
    int height = height(n);
    double[] max = new double[Math.min(height, rows)];
    for (int from = 0; from < rows; from += height) {
      int to = Math.min(rows, from + height);
      maxima(x, from, to, n, max);
      expLess(x, from, to, n, max, 0, out, from);
      for (int r = from; r < to; r++) {
        /*wide*/ double sum = lines.sum(out, r * n, n);
        double share = /*narrow*/ (1 / sum);
        lines.times(out, r * n, n, share, out, r * n);
      }
    }
  }

  /** The largest of each line from a row to another. */
  private void maxima(double[] x, int from, int to, int n, double[] max) {
    for (int r = from; r < to; r++) {
      max[r - from] = lines.max(x, r * n, n);
    }
  }

  /**
   * exp(x − c) for the lines from a row to another, written from another row on; c of the first is
   * less[at].
   */
  private void expLess(
      double[] x, int from, int to, int n, double[] less, int at, double[] out, int row) {
    boolean together = n < lines.shortest();
    for (int r = from; r < to; r++) {
      double c = less[at + r - from];
      int line = (row + r - from) * n;
      if (together) {
        lines.minus(x, r * n, n, c, out, line);
      } else {
        lines.expLess(x, r * n, n, c, out, line);
      }
    }
    if (together) {
      lines.exp(out, row * n, (to - from) * n);
    }
  }

  @Override
  public void softmaxBackward(double[] y, double[] g, int rows, int n, double[] out) {
    for (int r = 0; r < rows; r++) {
      double mean = /*narrow*/ lines.dot(g, r * n, y, r * n, n, 0);
      lines.share(y, g, r * n, n, mean, out);
    }
  }

  @Override
  public void logSoftmax(double[] x, int rows, int n, double[] out) {
    int height = height(n);
    double[] max = new double[Math.min(height, rows)];
    double[] e = new double[max.length * n];
    for (int from = 0; from < rows; from += height) {
      int to = Math.min(rows, from + height);
      maxima(x, from, to, n, max);
      expLess(x, from, to, n, max, 0, e, 0);
      for (int r = from; r < to; r++) {
        /*wide*/ double sum = lines.sumBesideOnes(e, (r - from) * n, n);
        double log = /*narrow*/ /*wide*/ DoubleFunctions.log(sum);
        lines.minus(x, r * n, n, max[r - from], out, r * n);
        lines.minus(out, r * n, n, log, out, r * n);
      }
    }
  }

  @Override
  public void logSoftmaxBackward(double[] y, double[] g, int rows, int n, double[] out) {
    int height = height(n);
    for (int from = 0; from < rows; from += height) {
      int to = Math.min(rows, from + height);
      System.arraycopy(y, from * n, out, from * n, (to - from) * n);
      lines.exp(out, from * n, (to - from) * n);
      for (int r = from; r < to; r++) {
        double sum = /*narrow*/ lines.sum(g, r * n, n);
        lines.less(g, r * n, n, sum, out);
      }
    }
  }

  @Override
  public void logSumExp(double[] x, int rows, int n, double[] out) {
    int height = height(n);
    double[] less = new double[Math.min(height, rows)];
    double[] e = new double[less.length * n];
    for (int from = 0; from < rows; from += height) {
      int to = Math.min(rows, from + height);
      maxima(x, from, to, n, less);
      for (int r = from; r < to; r++) {
        out[r] = less[r - from];
        less[r - from] = Double.isInfinite(out[r]) ? 0 : out[r];
      }
      expLess(x, from, to, n, less, 0, e, 0);
      for (int r = from; r < to; r++) {
        if (!Double.isInfinite(out[r])) {
          /*wide*/ double max = out[r];
          /*wide*/ double sum = lines.sumBesideOnes(e, (r - from) * n, n);
          out[r] = /*narrow*/ (max + /*wide*/ DoubleFunctions.log(sum));
        }
      }
    }
  }

  @Override
  public void logSumExpBackward(double[] x, double[] y, double[] g, int rows, int n, double[] out) {
    int height = height(n);
    for (int from = 0; from < rows; from += height) {
      int to = Math.min(rows, from + height);
      expLess(x, from, to, n, y, from, out, from);
      for (int r = from; r < to; r++) {
        lines.times(out, r * n, n, g[r], out, r * n);
      }
    }
  }

  // --- scaling --------------------------------------------------------------------------------
  //
  // A line whose squares would leave the type's range is multiplied by a power of two that brings
  // it near 1, and ε with it: that changes no digit, and both functions are as they were.

  /** Sums of squares of numbers of such a size keep their digits, and so do their reciprocals. */
  private static final double LEAST = WIDE ? 0x1p-450 : 0x1p-50; // wide

  private static final double MOST = WIDE ? 0x1p450 : 0x1p60; // wide

  /** The greatest exponent of a power: a subnormal number comes near enough to 1 by it. */
  private static final int BOUND = WIDE ? 1000 : 120;

  private static boolean isNear(/*wide*/ double size) {
    return size >= LEAST && size <= MOST;
  }

  /** A power of two that brings the larger of a line's numbers and of ε near 1. */
  private double power(double[] x, int at, int n, /*wide*/ double eps) {
    double most = Math.max(lines.max(x, at, n), -lines.min(x, at, n));
    /*wide*/ double size = Math.max(most, eps);
    return size > 0 && size <= Double.MAX_VALUE
        ? Math.scalb(1.0, Math.max(-BOUND, Math.min(BOUND, -Math.getExponent(size))))
        : 1;
  }

  @Override
  public void standardize(
      Statistics statistics,
      double[] x,
      double @Nullable [] weight,
      double @Nullable [] bias,
      /*wide*/ double eps,
      int rows,
      int n,
      double[] out) {
    /*wide*/ double root = Math.sqrt(eps); // wide
    for (int r = 0; r < rows; r++) {
      int at = r * n;
      double mean = mean(statistics, x, at, n);
      /*wide*/ double deviation = deviation(x, at, n, mean, eps);
      double[] from = x;
      if (n > 0 && !isNear(deviation)) {
        double power = power(x, at, n, root);
        bringNear(statistics, x, at, n, power, out);
        from = out;
        mean = mean(statistics, out, at, n);
        deviation = deviation(out, at, n, mean, scaled(eps, power));
      }
      double scale = /*narrow*/ (1 / deviation);
      if (weight != null && bias != null) {
        lines.standardize(from, at, n, mean, scale, weight, bias, out);
      } else {
        lines.standardize(from, at, n, mean, scale, out);
        if (weight != null) {
          lines.times(out, at, n, weight);
        }
        if (bias != null) {
          lines.plus(out, at, n, bias, 0);
        }
      }
    }
  }

  /** What is taken out of a line. */
  private double mean(Statistics statistics, double[] x, int at, int n) {
    return statistics == Statistics.MEAN_SQUARE ? 0 : /*narrow*/ (lines.sum(x, at, n) / n);
  }

  /** √(mean (x − mean)² + ε). */
  private /*wide*/ double deviation(double[] x, int at, int n, double mean, /*wide*/ double eps) {
    /*wide*/ double variance = lines.sumSquares(x, at, n, mean) / n;
    return Math.sqrt(variance + eps); // wide
  }

  /** ε p², but not so small that its root has no reciprocal. */
  private static /*wide*/ double scaled(/*wide*/ double eps, double power) {
    return eps > 0 ? Math.max(eps * power * power, LEAST * LEAST) : eps;
  }

  /** out = p x, less its first where the mean is taken out: then equal numbers are 0 exactly. */
  private void bringNear(
      Statistics statistics, double[] x, int at, int n, double power, double[] out) {
    lines.times(x, at, n, power, out, at);
    if (statistics == Statistics.MEAN_AND_VARIANCE) {
      lines.minus(out, at, n, out[at], out, at);
    }
  }

  @Override
  public void standardizeBackward(
      Statistics statistics,
      double[] x,
      double @Nullable [] weight,
      /*wide*/ double eps,
      double[] g,
      int rows,
      int n,
      double @Nullable [] toX,
      double @Nullable [] toWeight,
      double @Nullable [] toBias) {
    clear(toWeight);
    clear(toBias);
    double[] weighted = weight == null ? g : new double[n];
    double[] near = {};
    /*wide*/ double root = Math.sqrt(eps); // wide
    for (int r = 0; r < rows; r++) {
      int at = r * n;
      double[] line = x;
      double power = 1;
      double mean = mean(statistics, x, at, n);
      /*wide*/ double deviation = deviation(x, at, n, mean, eps);
      if (n > 0 && !isNear(deviation)) {
        near = near.length == 0 ? new double[rows * n] : near;
        line = near;
        power = power(x, at, n, root);
        bringNear(statistics, x, at, n, power, near);
        mean = mean(statistics, near, at, n);
        deviation = deviation(near, at, n, mean, scaled(eps, power));
      }
      double scale = /*narrow*/ (1 / deviation);
      if (toWeight != null) {
        lines.plusStandardized(g, line, at, n, mean, scale, toWeight);
      }
      if (toBias != null) {
        lines.plus(toBias, 0, n, g, at);
      }
      if (toX != null) {
        if (weight != null) {
          lines.product(g, at, weight, 0, n, weighted, 0);
        }
        int from = weight == null ? at : 0;
        double shift = mean(statistics, weighted, from, n);
        /*wide*/ double slope = lines.dot(weighted, from, line, at, n, mean) / n;
        double steep = /*narrow*/ (slope * scale * scale * scale);
        lines.residual(weighted, from, line, at, n, scale, shift, mean, steep, toX);
        if (line == near) {
          lines.times(toX, at, n, power, toX, at);
        }
      }
    }
  }

  private static void clear(double @Nullable [] sums) {
    if (sums != null) {
      Arrays.fill(sums, 0);
    }
  }

  @Override
  public void unit(double[] x, /*wide*/ double eps, int rows, int n, double[] out) {
    for (int r = 0; r < rows; r++) {
      int at = r * n;
      double length = length(x, at, n);
      if (isNear(Math.max(length, eps))) {
        lines.times(x, at, n, overLength(length, eps), out, at);
      } else {
        double power = power(x, at, n, eps);
        lines.times(x, at, n, power, out, at);
        lines.times(out, at, n, overLength(length(out, at, n), eps * power), out, at);
      }
    }
  }

  private double length(double[] x, int at, int n) {
    return Math.sqrt(lines.sumSquares(x, at, n, 0));
  }

  /** 1 / max(length, ε). */
  private static double overLength(/*wide*/ double length, /*wide*/ double eps) {
    return /*narrow*/ (1 / Math.max(length, eps));
  }

  @Override
  public void unitBackward(
      double[] x, /*wide*/ double eps, double[] g, int rows, int n, double[] out) {
    double[] near = {};
    for (int r = 0; r < rows; r++) {
      int at = r * n;
      double[] line = x;
      double power = 1;
      double length = length(x, at, n);
      if (!isNear(Math.max(length, eps))) {
        near = near.length == 0 ? new double[rows * n] : near;
        line = near;
        power = power(x, at, n, eps);
        lines.times(x, at, n, power, near, at);
        length = length(near, at, n);
      }
      /*wide*/ double least = eps * power;
      double scale = overLength(length, least);
      if (length <= least) {
        lines.times(g, at, n, scale, out, at);
      } else {
        /*wide*/ double along = lines.dot(g, at, line, at, n, 0);
        double slope = /*narrow*/ (along / length / length / length);
        lines.residual(g, at, line, at, n, scale, 0, 0, slope, out);
      }
      if (line == near) {
        lines.times(out, at, n, power, out, at);
      }
    }
  }
}
