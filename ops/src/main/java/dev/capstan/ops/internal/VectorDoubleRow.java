package dev.capstan.ops.internal;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A single row times a matrix that lies row by row, as {@link DoubleProducts} defines it: chains of
 * four vectors of columns pass down the matrix, without packing it.
 */
final class VectorDoubleRow {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private VectorDoubleRow() {}

  /** c = a B, or c += it; a has k elements, c has n. */
  static void multiply(
      double[] a, int aAt, double[] b, int bAt, double[] c, int cAt, boolean onto, int n, int k) {
    int piece = DoubleProducts.piece(k);
    for (int l = 0; l < k; l += piece) {
      int depth = Math.min(piece, k - l);
      int from = bAt + l * n;
      boolean add = onto || l > 0;
      int j = 0;
      for (; j <= n - 4 * LANES; j += 4 * LANES) {
        four(a, aAt + l, b, from + j, n, depth, c, cAt + j, add);
      }
      for (; j <= n - LANES; j += LANES) {
        one(a, aAt + l, b, from + j, n, depth, c, cAt + j, add);
      }
    }
    int full = SPECIES.loopBound(n);
    DoubleProducts.row(a, aAt, 1, b, bAt, false, full, c, cAt, onto, n, k, k);
  }

  private static void four(
      double[] a,
      int aAt,
      double[] b,
      int bAt,
      int n,
      int depth,
      double[] c,
      int cAt,
      boolean add) {
    DoubleVector s0 = DoubleVector.zero(SPECIES);
    DoubleVector s1 = s0;
    DoubleVector s2 = s0;
    DoubleVector s3 = s0;
    int at = bAt;
    for (int l = 0; l < depth; l++) {
      DoubleVector f = DoubleVector.broadcast(SPECIES, a[aAt + l]);
      s0 = f.fma(DoubleVector.fromArray(SPECIES, b, at), s0);
      s1 = f.fma(DoubleVector.fromArray(SPECIES, b, at + LANES), s1);
      s2 = f.fma(DoubleVector.fromArray(SPECIES, b, at + 2 * LANES), s2);
      s3 = f.fma(DoubleVector.fromArray(SPECIES, b, at + 3 * LANES), s3);
      at += n;
    }
    if (add) {
      s0 = s0.add(DoubleVector.fromArray(SPECIES, c, cAt));
      s1 = s1.add(DoubleVector.fromArray(SPECIES, c, cAt + LANES));
      s2 = s2.add(DoubleVector.fromArray(SPECIES, c, cAt + 2 * LANES));
      s3 = s3.add(DoubleVector.fromArray(SPECIES, c, cAt + 3 * LANES));
    }
    s0.intoArray(c, cAt);
    s1.intoArray(c, cAt + LANES);
    s2.intoArray(c, cAt + 2 * LANES);
    s3.intoArray(c, cAt + 3 * LANES);
  }

  private static void one(
      double[] a,
      int aAt,
      double[] b,
      int bAt,
      int n,
      int depth,
      double[] c,
      int cAt,
      boolean add) {
    DoubleVector so = DoubleVector.zero(SPECIES);
    int at = bAt;
    for (int l = 0; l < depth; l++) {
      DoubleVector f = DoubleVector.broadcast(SPECIES, a[aAt + l]);
      so = f.fma(DoubleVector.fromArray(SPECIES, b, at), so);
      at += n;
    }
    if (add) {
      so = so.add(DoubleVector.fromArray(SPECIES, c, cAt));
    }
    so.intoArray(c, cAt);
  }
}
