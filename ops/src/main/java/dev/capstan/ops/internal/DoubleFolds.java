package dev.capstan.ops.internal;

import java.util.Arrays;

/**
 * The order of additions, defined for every provider: how the elements of a line become one number,
 * and rows of elements one row.
 *
 * <p>A <b>line</b> of fewer than {@link #SHORT} elements is summed in double for both types, those
 * at even places and those at odd ones in order, then both. A longer one is cut into blocks of 16
 * KB, whose sums are added in order, in double. In a block, element i belongs to lane i mod {@link
 * #GROUP}, and sums are in the element's own type:
 *
 * <ol>
 *   <li>each lane has four sums, a, b, c and d, to which the elements of every four groups go in
 *       turn, those of up to three last whole groups to a; the lane's sum is (a + b) + (c + d);
 *   <li>the second half of the lanes is added to the first, lane by lane, and so on down to one
 *       lane, the block's sum;
 *   <li>what is left of a group is added to it in order.
 * </ol>
 *
 * <p>Products are added by fused multiply-adds. So an element passes at most 64 additions in its
 * lane, 6 between lanes and 15 at the end: the error of a sum is within 50 ε Σ |x|, however long
 * the line.
 *
 * <p><b>Rows</b> are added to each other in order in the element's own type, {@link #ROWS} at a
 * time, the sums of so many in double: within 130 ε Σ |x|.
 *
 * <p>Vectors that hold a group, or half of one, compute this order with whole vectors, the latter
 * in two passes over a block that stays in the first-level cache; plain loops take four lanes at a
 * time, with their sixteen sums in registers.
 */
final class DoubleFolds {

  /** A line of fewer elements is summed in double. */
  static final int SHORT = 16;

  /** Lanes, as many on every machine: 16 of float32, 8 of float64. */
  static final int GROUP = 64 / Double.BYTES;

  /** Elements whose sums are of the element's own type. */
  static final int BLOCK = 16384 / Double.BYTES;

  /** Rows whose sums are of the element's own type. */
  static final int ROWS = 256;

  /** Elements of a row from which on it pays to copy it, so that C2 vectorises its loop. */
  private static final int WORTH_COPY = 16;

  private DoubleFolds() {}

  /** Σ x. */
  static /*wide*/ double sum(double[] x, int at, int n) {
    /*wide*/ double so = 0;
    if (n < SHORT) {
      /*wide*/ double odd = 0;
      for (int i = at; i < at + n - 1; i += 2) {
        so += x[i];
        odd += x[i + 1];
      }
      return so + (n % 2 == 0 ? 0 : x[at + n - 1]) + odd;
    }
    for (int i = 0; i < n; i += BLOCK) {
      so += sumBlock(x, at + i, Math.min(BLOCK, n - i));
    }
    return so;
  }

  private static double sumBlock(double[] x, int at, int n) {
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
          a0 += x[i];
          a1 += x[i + 1];
          a2 += x[i + 2];
          a3 += x[i + 3];
          b0 += x[i + GROUP];
          b1 += x[i + GROUP + 1];
          b2 += x[i + GROUP + 2];
          b3 += x[i + GROUP + 3];
          c0 += x[i + 2 * GROUP];
          c1 += x[i + 2 * GROUP + 1];
          c2 += x[i + 2 * GROUP + 2];
          c3 += x[i + 2 * GROUP + 3];
          d0 += x[i + 3 * GROUP];
          d1 += x[i + 3 * GROUP + 1];
          d2 += x[i + 3 * GROUP + 2];
          d3 += x[i + 3 * GROUP + 3];
        }
        for (; i < whole; i += GROUP) {
          a0 += x[i];
          a1 += x[i + 1];
          a2 += x[i + 2];
          a3 += x[i + 3];
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
      so += x[i];
    }
    return so;
  }

  /** Σ |x|. */
  static /*wide*/ double sumAbs(double[] x, int at, int n) {
    double[] block = new double[Math.min(n, BLOCK)];
    /*wide*/ double so = 0;
    for (int i = 0; i < n; i += BLOCK) {
      int size = Math.min(BLOCK, n - i);
      System.arraycopy(x, at + i, block, 0, size);
      abs(block);
      so += sum(block, 0, size);
    }
    return so;
  }

  private static void abs(double[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.abs(x[i]);
    }
  }

  /** Σ x of numbers in [0, 1]: ones are counted apart, and taken out of the line. */
  static /*wide*/ double sumBesideOnes(double[] x, int at, int n) {
    if (n < SHORT) {
      int ones = takeOnes(x, at, n);
      return sum(x, at, n) + ones;
    }
    /*wide*/ double so = 0;
    for (int i = 0; i < n; i += BLOCK) {
      int size = Math.min(BLOCK, n - i);
      int ones = takeOnes(x, at + i, size);
      /*wide*/ double rest = sumBlock(x, at + i, size);
      so += rest + ones;
    }
    return so;
  }

  private static int takeOnes(double[] x, int at, int n) {
    int ones = 0;
    for (int i = at; i < at + n; i++) {
      if (x[i] == 1) {
        ones++;
        x[i] = 0;
      }
    }
    return ones;
  }

  /** Σ (x − from)². */
  static /*wide*/ double sumSquares(double[] x, int at, int n, double from) {
    /*wide*/ double so = 0;
    if (n < SHORT) {
      return dot(x, at, x, at, n, from, from);
    }
    for (int i = 0; i < n; i += BLOCK) {
      so += sumSquaresBlock(x, at + i, Math.min(BLOCK, n - i), from);
    }
    return so;
  }

  private static double sumSquaresBlock(double[] x, int at, int n, double from) {
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
          double va0 = x[i] - from;
          a0 = Math.fma(va0, va0, a0);
          double va1 = x[i + 1] - from;
          a1 = Math.fma(va1, va1, a1);
          double va2 = x[i + 2] - from;
          a2 = Math.fma(va2, va2, a2);
          double va3 = x[i + 3] - from;
          a3 = Math.fma(va3, va3, a3);
          double vb0 = x[i + GROUP] - from;
          b0 = Math.fma(vb0, vb0, b0);
          double vb1 = x[i + GROUP + 1] - from;
          b1 = Math.fma(vb1, vb1, b1);
          double vb2 = x[i + GROUP + 2] - from;
          b2 = Math.fma(vb2, vb2, b2);
          double vb3 = x[i + GROUP + 3] - from;
          b3 = Math.fma(vb3, vb3, b3);
          double vc0 = x[i + 2 * GROUP] - from;
          c0 = Math.fma(vc0, vc0, c0);
          double vc1 = x[i + 2 * GROUP + 1] - from;
          c1 = Math.fma(vc1, vc1, c1);
          double vc2 = x[i + 2 * GROUP + 2] - from;
          c2 = Math.fma(vc2, vc2, c2);
          double vc3 = x[i + 2 * GROUP + 3] - from;
          c3 = Math.fma(vc3, vc3, c3);
          double vd0 = x[i + 3 * GROUP] - from;
          d0 = Math.fma(vd0, vd0, d0);
          double vd1 = x[i + 3 * GROUP + 1] - from;
          d1 = Math.fma(vd1, vd1, d1);
          double vd2 = x[i + 3 * GROUP + 2] - from;
          d2 = Math.fma(vd2, vd2, d2);
          double vd3 = x[i + 3 * GROUP + 3] - from;
          d3 = Math.fma(vd3, vd3, d3);
        }
        for (; i < whole; i += GROUP) {
          double va0 = x[i] - from;
          a0 = Math.fma(va0, va0, a0);
          double va1 = x[i + 1] - from;
          a1 = Math.fma(va1, va1, a1);
          double va2 = x[i + 2] - from;
          a2 = Math.fma(va2, va2, a2);
          double va3 = x[i + 3] - from;
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
      so = Math.fma(x[i] - from, x[i] - from, so);
    }
    return so;
  }

  /** Σ x (y − from). */
  static /*wide*/ double dot(double[] x, int at, double[] y, int yAt, int n, double from) {
    /*wide*/ double so = 0;
    if (n < SHORT) {
      return dot(x, at, y, yAt, n, 0, from);
    }
    for (int i = 0; i < n; i += BLOCK) {
      so += dotBlock(x, at + i, y, yAt + i, Math.min(BLOCK, n - i), from);
    }
    return so;
  }

  /** Σ (x − f) (y − g) of a short line. */
  private static /*wide*/ double dot(
      double[] x, int at, double[] y, int yAt, int n, double f, double g) {
    /*wide*/ double even = 0;
    /*wide*/ double odd = 0;
    int i = 0;
    for (; i < n - 1; i += 2) {
      /*wide*/ double v = x[at + i] - f;
      /*wide*/ double w = x[at + i + 1] - f;
      even += v * (y[yAt + i] - g);
      odd += w * (y[yAt + i + 1] - g);
    }
    if (i < n) {
      /*wide*/ double v = x[at + i] - f;
      even += v * (y[yAt + i] - g);
    }
    return even + odd;
  }

  private static double dotBlock(double[] x, int at, double[] y, int yAt, int n, double from) {
    int to = yAt - at;
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
          a0 = Math.fma(x[i], y[to + i] - from, a0);
          a1 = Math.fma(x[i + 1], y[to + i + 1] - from, a1);
          a2 = Math.fma(x[i + 2], y[to + i + 2] - from, a2);
          a3 = Math.fma(x[i + 3], y[to + i + 3] - from, a3);
          b0 = Math.fma(x[i + GROUP], y[to + i + GROUP] - from, b0);
          b1 = Math.fma(x[i + GROUP + 1], y[to + i + GROUP + 1] - from, b1);
          b2 = Math.fma(x[i + GROUP + 2], y[to + i + GROUP + 2] - from, b2);
          b3 = Math.fma(x[i + GROUP + 3], y[to + i + GROUP + 3] - from, b3);
          c0 = Math.fma(x[i + 2 * GROUP], y[to + i + 2 * GROUP] - from, c0);
          c1 = Math.fma(x[i + 2 * GROUP + 1], y[to + i + 2 * GROUP + 1] - from, c1);
          c2 = Math.fma(x[i + 2 * GROUP + 2], y[to + i + 2 * GROUP + 2] - from, c2);
          c3 = Math.fma(x[i + 2 * GROUP + 3], y[to + i + 2 * GROUP + 3] - from, c3);
          d0 = Math.fma(x[i + 3 * GROUP], y[to + i + 3 * GROUP] - from, d0);
          d1 = Math.fma(x[i + 3 * GROUP + 1], y[to + i + 3 * GROUP + 1] - from, d1);
          d2 = Math.fma(x[i + 3 * GROUP + 2], y[to + i + 3 * GROUP + 2] - from, d2);
          d3 = Math.fma(x[i + 3 * GROUP + 3], y[to + i + 3 * GROUP + 3] - from, d3);
        }
        for (; i < whole; i += GROUP) {
          a0 = Math.fma(x[i], y[to + i] - from, a0);
          a1 = Math.fma(x[i + 1], y[to + i + 1] - from, a1);
          a2 = Math.fma(x[i + 2], y[to + i + 2] - from, a2);
          a3 = Math.fma(x[i + 3], y[to + i + 3] - from, a3);
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
      so = Math.fma(x[i], y[to + i] - from, so);
    }
    return so;
  }

  // --- rows -----------------------------------------------------------------------------------

  /** How to fold some rows, {@link #ROWS} at most where sums are wanted, into out[to …]. */
  interface Band {
    void fold(Fold fold, double[] x, int at, int rows, int inner, double[] out, int to);
  }

  /** out[to + i] = fold of x[at + i], x[at + inner + i], … of n rows; all folds but the product. */
  static void rows(
      Band band, Fold fold, double[] x, int at, int n, int inner, double[] out, int to) {
    if (n <= ROWS || fold == Fold.MAX || fold == Fold.MIN) {
      band.fold(fold, x, at, n, inner, out, to);
      return;
    }
    /*wide*/ double[] total = new /*wide*/ double[inner];
    double[] part = new double[inner];
    for (int row = 0; row < n; row += ROWS) {
      band.fold(fold, x, at + row * inner, Math.min(ROWS, n - row), inner, part, 0);
      for (int i = 0; i < inner; i++) {
        total[i] += part[i];
      }
    }
    for (int i = 0; i < inner; i++) {
      out[to + i] = /*narrow*/ total[i];
    }
  }

  /** Folds rows in loops whose arrays are all indexed by the same variable. */
  static void band(Fold fold, double[] x, int at, int n, int inner, double[] out, int to) {
    double[] so = new double[inner];
    double[] row = new double[inner];
    Arrays.fill(so, first(fold));
    for (int from = at; from < at + n * inner; from += inner) {
      if (fold == Fold.SUM && inner < WORTH_COPY) {
        for (int i = 0; i < inner; i++) {
          so[i] += x[from + i];
        }
        continue;
      }
      System.arraycopy(x, from, row, 0, inner);
      switch (fold) {
        case SUM_ABS -> addAbs(so, row);
        case SUM_SQUARES -> addSquares(so, row);
        case MAX -> max(so, row);
        case MIN -> min(so, row);
        default -> add(so, row);
      }
    }
    System.arraycopy(so, 0, out, to, inner);
  }

  /** The fold of nothing. */
  static double first(Fold fold) {
    return switch (fold) {
      case SUM, SUM_ABS, SUM_SQUARES -> 0;
      case PROD -> 1;
      case MAX -> Double.NEGATIVE_INFINITY;
      case MIN -> Double.POSITIVE_INFINITY;
    };
  }

  private static void add(double[] so, double[] row) {
    for (int i = 0; i < so.length; i++) {
      so[i] += row[i];
    }
  }

  private static void addAbs(double[] so, double[] row) {
    for (int i = 0; i < so.length; i++) {
      so[i] += Math.abs(row[i]);
    }
  }

  private static void addSquares(double[] so, double[] row) {
    for (int i = 0; i < so.length; i++) {
      so[i] = Math.fma(row[i], row[i], so[i]);
    }
  }

  private static void max(double[] so, double[] row) {
    for (int i = 0; i < so.length; i++) {
      so[i] = Math.max(so[i], row[i]);
    }
  }

  private static void min(double[] so, double[] row) {
    for (int i = 0; i < so.length; i++) {
      so[i] = Math.min(so[i], row[i]);
    }
  }
}
