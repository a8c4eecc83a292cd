package dev.capstan.ops.internal;

import java.util.Arrays;

/**
 * Matrix product in loops that C2 vectorises by itself. It does so only where every array of a loop
 * is indexed by the same variable alone, so each row of B and each row of C lies in an array of its
 * own. Two rows of C take up four rows of B at a time: fewer make each load count for less, more
 * were no longer vectorised on JDK 17.
 *
 * <p>{@link DoubleProducts} says what is computed. Rows are filled up to whole passes with zeros,
 * whose factor is −0: a sum with −0 is what was there, be it a zero of either sign.
 */
final class DoubleMatmul {

  /** Rows of B added at once. */
  private static final int TOGETHER = 4;

  /** Rows of C in a unit of parallel work, even; while they pass, four rows of B stay in cache. */
  private static final int CHUNK = 32;

  /** Rows of C that lie in arrays of their own at a time; a tall product goes on in the same. */
  private static final int BAND = 512;

  private DoubleMatmul() {}

  /** As {@link DoubleProducts.Product}. */
  static void multiply(
      double[] a,
      int aAt,
      boolean aT,
      double[] b,
      int bAt,
      boolean bT,
      double[] c,
      int cAt,
      boolean onto,
      int m,
      int n,
      int k,
      int stored) {
    int most = Math.min(m, BAND);
    int piece = DoubleProducts.piece(k);
    int pieces = (k + piece - 1) / piece;
    double[][] rows = DoubleRows.take(pieces * whole(piece) + most + 1, n); // of B, then of C
    for (int p = 0; p < pieces; p++) {
      int from = p * piece;
      int at = bAt + (bT ? from : from * n);
      lay(b, at, bT, n, Math.min(piece, k - from), stored, rows, p * whole(piece));
    }
    for (int row = 0; row < m; row += most) {
      band(a, aAt, aT, rows, c, cAt, onto, m, n, k, stored, row, Math.min(most, m - row));
    }
    DoubleRows.give(rows);
  }

  /** Some rows of C. */
  private static void band(
      double[] a,
      int aAt,
      boolean aT,
      double[][] rows,
      double[] c,
      int cAt,
      boolean onto,
      int m,
      int n,
      int k,
      int stored,
      int row,
      int height) {
    int piece = DoubleProducts.piece(k);
    int firstOfC = (k + piece - 1) / piece * whole(piece);
    Parallel.chunks(
        (height + CHUNK - 1) / CHUNK,
        (long) height * n * k,
        chunk -> {
          int skip = chunk * CHUNK;
          int from = row + skip;
          int count = Math.min(CHUNK, height - skip);
          int at = cAt + from * n;
          int first = firstOfC + skip;
          int rowStep = aT ? 1 : stored;
          int step = aT ? m : 1;
          double[] before = new double[onto || k > piece ? n : 0];
          for (int l = 0; l < k || l == 0; l += piece) {
            for (int i = 0; i < count; i++) {
              Arrays.fill(rows[first + i], 0, n, 0);
            }
            int start = aAt + from * rowStep + l * step;
            int ofB = l / piece * whole(piece);
            multiply(a, start, rowStep, step, rows, ofB, first, count, n, Math.min(piece, k - l));
            for (int i = 0; i < count; i++) {
              if (onto || l > 0) {
                System.arraycopy(c, at + i * n, before, 0, n);
                add(rows[first + i], before, n);
              }
              System.arraycopy(rows[first + i], 0, c, at + i * n, n);
            }
          }
        });
  }

  private static void add(double[] sum, double[] before, int n) {
    for (int j = 0; j < n; j++) {
      sum[j] += before[j];
    }
  }

  /**
   * A piece of some rows of C, each a distance from the next in A, into rows from a first one on;
   * an odd last one is multiplied twice.
   */
  private static void multiply(
      double[] a,
      int aAt,
      int rowStep,
      int step,
      double[][] rows,
      int ofB,
      int first,
      int count,
      int n,
      int k) {
    for (int l = 0; l < k; l += TOGETHER) {
      boolean second = l + 1 < k;
      boolean third = l + 2 < k;
      boolean fourth = l + 3 < k;
      for (int i = 0; i < count; i += 2) {
        int f = aAt + i * rowStep + l * step;
        int g = i + 1 < count ? f + rowStep : f;
        add(
            rows[ofB + l],
            rows[ofB + l + 1],
            rows[ofB + l + 2],
            rows[ofB + l + 3],
            a[f],
            second ? a[f + step] : -0.0,
            third ? a[f + 2 * step] : -0.0,
            fourth ? a[f + 3 * step] : -0.0,
            a[g],
            second ? a[g + step] : -0.0,
            third ? a[g + 2 * step] : -0.0,
            fourth ? a[g + 3 * step] : -0.0,
            rows[first + i],
            rows[first + i + 1],
            n);
      }
    }
  }

  private static void add(
      double[] r0,
      double[] r1,
      double[] r2,
      double[] r3,
      double f0,
      double f1,
      double f2,
      double f3,
      double g0,
      double g1,
      double g2,
      double g3,
      double[] sum,
      double[] other,
      int n) {
    for (int j = 0; j < n; j++) {
      double s = Math.fma(f1, r1[j], Math.fma(f0, r0[j], sum[j]));
      sum[j] = Math.fma(f3, r3[j], Math.fma(f2, r2[j], s));
      double t = Math.fma(g1, r1[j], Math.fma(g0, r0[j], other[j]));
      other[j] = Math.fma(g3, r3[j], Math.fma(g2, r2[j], t));
    }
  }

  /** A piece of the rows of op(B), and zeros up to a whole number of steps, from a row on. */
  private static void lay(
      double[] b, int bAt, boolean bT, int n, int k, int stored, double[][] rows, int first) {
    int l = 0;
    for (; bT && l <= k - TOGETHER; l += TOGETHER) {
      int to = first + l;
      columns(b, bAt + l, stored, n, rows[to], rows[to + 1], rows[to + 2], rows[to + 3]);
    }
    for (; l < k; l++) {
      for (int j = 0; bT && j < n; j++) {
        rows[first + l][j] = b[bAt + j * stored + l];
      }
      if (!bT) {
        System.arraycopy(b, bAt + l * n, rows[first + l], 0, n);
      }
    }
    for (; l < whole(k); l++) {
      Arrays.fill(rows[first + l], 0, n, 0);
    }
  }

  /** Neighbouring columns of B: together, for a line of cache holds some of each row. */
  private static void columns(
      double[] b, int bAt, int k, int n, double[] c0, double[] c1, double[] c2, double[] c3) {
    int at = bAt;
    for (int j = 0; j < n; j++) {
      c0[j] = b[at];
      c1[j] = b[at + 1];
      c2[j] = b[at + 2];
      c3[j] = b[at + 3];
      at += k;
    }
  }

  /** Up to a multiple of {@link #TOGETHER}. */
  private static int whole(int k) {
    return (k + TOGETHER - 1) / TOGETHER * TOGETHER;
  }
}
