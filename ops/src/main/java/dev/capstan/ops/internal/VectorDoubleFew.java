package dev.capstan.ops.internal;

import static dev.capstan.ops.internal.VectorDoubleTiles.COLUMNS;
import static dev.capstan.ops.internal.VectorDoubleTiles.LANES;
import static dev.capstan.ops.internal.VectorDoubleTiles.SPECIES;

import jdk.incubator.vector.DoubleVector;

/**
 * A few rows times the transpose of a matrix, as an affine map takes them from a short text: C = A
 * Bᵀ. To pack B would cost as much as the product. So lanes hold rows of A, which alone is packed,
 * and B is read once, where and as it lies; what comes out is C standing on its side.
 *
 * <p>{@link DoubleProducts} says what an element of C is.
 */
final class VectorDoubleFew {

  /** Rows of A at most. */
  private static final int ROWS = 64;

  /** So many times as many rows B has at least. */
  private static final int MORE = 4;

  /** Elements of the inner axis at least, for which C may be turned element by element. */
  private static final int DEEP = 128;

  /** Rows of B, and so columns of C, in a unit of parallel work; a multiple of {@link #EIGHT}. */
  private static final int CHUNK = 64;

  private static final int EIGHT = 8;
  private static final int FOUR = 4;

  private final double[] panels;
  private final double[] b;
  private final int bAt;
  private final double[] c;
  private final int cAt;
  private final boolean onto;
  private final int m;
  private final int n;
  private final int k;
  private final int stored;

  private VectorDoubleFew(
      double[] panels,
      double[] b,
      int bAt,
      double[] c,
      int cAt,
      boolean onto,
      int m,
      int n,
      int k,
      int stored) {
    this.panels = panels;
    this.b = b;
    this.bAt = bAt;
    this.c = c;
    this.cAt = cAt;
    this.onto = onto;
    this.m = m;
    this.n = n;
    this.k = k;
    this.stored = stored;
  }

  /** Whether this is faster than to pack B, as was measured for m and n from 16 to 1536. */
  static boolean pays(int m, int n, int k) {
    return m <= ROWS && n >= MORE * m && k >= DEEP;
  }

  /** As {@link DoubleProducts.Product} of A and Bᵀ. */
  static void multiply(
      double[] a,
      int aAt,
      double[] b,
      int bAt,
      double[] c,
      int cAt,
      boolean onto,
      int m,
      int n,
      int k,
      int stored) {
    double[] panels = DoubleScratch.take((m + COLUMNS - 1) / COLUMNS * COLUMNS * k);
    for (int i = 0; i < m; i += COLUMNS) {
      int width = Math.min(COLUMNS, m - i);
      VectorDoublePacking.panel(a, aAt, true, 0, stored, i, width, 0, k, panels, i * k);
    }
    var product = new VectorDoubleFew(panels, b, bAt, c, cAt, onto, m, n, k, stored);
    Parallel.chunks(
        (n + CHUNK - 1) / CHUNK,
        (long) m * n * k,
        chunk -> product.columns(chunk * CHUNK, Math.min(n, (chunk + 1) * CHUNK)));
    DoubleScratch.give(panels);
  }

  /** Some columns of C. Where one vector holds all rows, more of B pass at a time. */
  private void columns(int from, int to) {
    double[] sums = new double[EIGHT * LANES];
    for (int j = from; j < to; j += EIGHT) {
      int last = Math.min(EIGHT, to - j) - 1;
      for (int i = 0; i < m; i += COLUMNS) {
        if (m - i <= LANES) {
          eight(i, j, last, sums);
        } else {
          four(i, j, Math.min(FOUR - 1, last), sums);
          if (last >= FOUR) {
            four(i, j + FOUR, last - FOUR, sums);
          }
        }
      }
    }
  }

  /** Up to eight columns of C and a vector of its rows; the last row of B stands for others. */
  private void eight(int i, int j, int last, double[] sums) {
    int piece = DoubleProducts.piece(k);
    int row = bAt + j * stored;
    for (int l = 0; l < k; l += piece) {
      eightByOne(
          b, row + l, stored, last, panels, i * k + l * COLUMNS, Math.min(piece, k - l), sums);
      put(sums, LANES, i, j, last, onto || l > 0);
    }
  }

  /** Up to four columns of C and two vectors of its rows. */
  private void four(int i, int j, int last, double[] sums) {
    int piece = DoubleProducts.piece(k);
    int row = bAt + j * stored;
    for (int l = 0; l < k; l += piece) {
      fourByTwo(
          b, row + l, stored, last, panels, i * k + l * COLUMNS, Math.min(piece, k - l), sums);
      put(sums, COLUMNS, i, j, last, onto || l > 0);
    }
  }

  /** Sums, so many rows of C side by side, to their places. */
  private void put(double[] sums, int width, int i, int j, int last, boolean add) {
    int rows = Math.min(width, m - i);
    for (int r = 0; r < rows; r++) {
      int at = cAt + (i + r) * n + j;
      for (int s = 0; s <= last; s++) {
        double sum = sums[s * width + r];
        c[at + s] = add ? c[at + s] + sum : sum;
      }
    }
  }

  private static void eightByOne(
      double[] b, int bAt, int step, int last, double[] a, int aAt, int depth, double[] sums) {
    DoubleVector s0 = DoubleVector.zero(SPECIES);
    DoubleVector s1 = s0;
    DoubleVector s2 = s0;
    DoubleVector s3 = s0;
    DoubleVector s4 = s0;
    DoubleVector s5 = s0;
    DoubleVector s6 = s0;
    DoubleVector s7 = s0;
    int b1 = bAt + Math.min(1, last) * step;
    int b2 = bAt + Math.min(2, last) * step;
    int b3 = bAt + Math.min(3, last) * step;
    int b4 = bAt + Math.min(4, last) * step;
    int b5 = bAt + Math.min(5, last) * step;
    int b6 = bAt + Math.min(6, last) * step;
    int b7 = bAt + Math.min(7, last) * step;
    int at = aAt;
    for (int l = 0; l < depth; l++) {
      DoubleVector v = DoubleVector.fromArray(SPECIES, a, at);
      s0 = DoubleVector.broadcast(SPECIES, b[bAt + l]).fma(v, s0);
      s1 = DoubleVector.broadcast(SPECIES, b[b1 + l]).fma(v, s1);
      s2 = DoubleVector.broadcast(SPECIES, b[b2 + l]).fma(v, s2);
      s3 = DoubleVector.broadcast(SPECIES, b[b3 + l]).fma(v, s3);
      s4 = DoubleVector.broadcast(SPECIES, b[b4 + l]).fma(v, s4);
      s5 = DoubleVector.broadcast(SPECIES, b[b5 + l]).fma(v, s5);
      s6 = DoubleVector.broadcast(SPECIES, b[b6 + l]).fma(v, s6);
      s7 = DoubleVector.broadcast(SPECIES, b[b7 + l]).fma(v, s7);
      at += COLUMNS;
    }
    s0.intoArray(sums, 0);
    s1.intoArray(sums, LANES);
    s2.intoArray(sums, 2 * LANES);
    s3.intoArray(sums, 3 * LANES);
    s4.intoArray(sums, 4 * LANES);
    s5.intoArray(sums, 5 * LANES);
    s6.intoArray(sums, 6 * LANES);
    s7.intoArray(sums, 7 * LANES);
  }

  private static void fourByTwo(
      double[] b, int bAt, int step, int last, double[] a, int aAt, int depth, double[] sums) {
    DoubleVector s0x0 = DoubleVector.zero(SPECIES);
    DoubleVector s0x1 = s0x0;
    DoubleVector s1x0 = s0x0;
    DoubleVector s1x1 = s0x0;
    DoubleVector s2x0 = s0x0;
    DoubleVector s2x1 = s0x0;
    DoubleVector s3x0 = s0x0;
    DoubleVector s3x1 = s0x0;
    int b1 = bAt + Math.min(1, last) * step;
    int b2 = bAt + Math.min(2, last) * step;
    int b3 = bAt + Math.min(3, last) * step;
    int at = aAt;
    for (int l = 0; l < depth; l++) {
      DoubleVector v = DoubleVector.fromArray(SPECIES, a, at);
      DoubleVector w = DoubleVector.fromArray(SPECIES, a, at + LANES);
      DoubleVector f0 = DoubleVector.broadcast(SPECIES, b[bAt + l]);
      s0x0 = f0.fma(v, s0x0);
      s0x1 = f0.fma(w, s0x1);
      DoubleVector f1 = DoubleVector.broadcast(SPECIES, b[b1 + l]);
      s1x0 = f1.fma(v, s1x0);
      s1x1 = f1.fma(w, s1x1);
      DoubleVector f2 = DoubleVector.broadcast(SPECIES, b[b2 + l]);
      s2x0 = f2.fma(v, s2x0);
      s2x1 = f2.fma(w, s2x1);
      DoubleVector f3 = DoubleVector.broadcast(SPECIES, b[b3 + l]);
      s3x0 = f3.fma(v, s3x0);
      s3x1 = f3.fma(w, s3x1);
      at += COLUMNS;
    }
    s0x0.intoArray(sums, 0);
    s0x1.intoArray(sums, LANES);
    s1x0.intoArray(sums, 2 * LANES);
    s1x1.intoArray(sums, 3 * LANES);
    s2x0.intoArray(sums, 4 * LANES);
    s2x1.intoArray(sums, 5 * LANES);
    s3x0.intoArray(sums, 6 * LANES);
    s3x1.intoArray(sums, 7 * LANES);
  }
}
