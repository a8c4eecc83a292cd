package dev.capstan.ops.internal;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of a matrix product, held in registers while a panel of B and some rows of A pass by.
 *
 * <p>A tile is two vectors wide. Array data lies at no multiple of the vector length, so that each
 * load of a long vector takes two lines of cache; twelve rows share one such load of B, where six
 * would wait for it. That takes 24 accumulators and so 32 registers, which every machine with
 * vectors of 512 bit has; elsewhere four rows fill the 16 registers, where six would spill.
 *
 * <p>C2 of JDK 17 stops inlining small methods at a number of nodes; from there on every vector is
 * an object, which is forty times slower. So the tall tile is only ever written: to add it to C in
 * the same method would take as many operations again as its loop.
 *
 * <p>Every number of steps in an inner loop is a constant: only then does C2 move the bounds checks
 * out of it.
 */
final class VectorDoubleTiles {
  static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();

  /** The width of every tile. */
  static final int COLUMNS = 2 * LANES;

  /** The height of the tall tile, which {@link #SHORT} divides. */
  static final int TALL = SPECIES.vectorBitSize() >= 512 ? 12 : 4;

  /** The height of the short tile, for the last rows. */
  static final int SHORT = 4;

  /** Depth of a tile at most: two vectors by 256 rows fill two thirds of a first-level cache. */
  static final int DEPTH = 256;

  /**
   * The distance between rows of A that are packed one after the other; not a power of two, so that
   * they do not compete for the same places of a cache.
   */
  static final int ROW = DEPTH + LANES;

  private VectorDoubleTiles() {}

  /** The tile at c, of twelve packed rows of A. */
  static void twelveRows(
      double[] a, int aAt, double[] b, int bAt, int depth, double[] c, int cAt, int cStep) {
    DoubleVector c0x0 = DoubleVector.zero(SPECIES);
    DoubleVector c0x1 = c0x0;
    DoubleVector c1x0 = c0x0;
    DoubleVector c1x1 = c0x0;
    DoubleVector c2x0 = c0x0;
    DoubleVector c2x1 = c0x0;
    DoubleVector c3x0 = c0x0;
    DoubleVector c3x1 = c0x0;
    DoubleVector c4x0 = c0x0;
    DoubleVector c4x1 = c0x0;
    DoubleVector c5x0 = c0x0;
    DoubleVector c5x1 = c0x0;
    DoubleVector c6x0 = c0x0;
    DoubleVector c6x1 = c0x0;
    DoubleVector c7x0 = c0x0;
    DoubleVector c7x1 = c0x0;
    DoubleVector c8x0 = c0x0;
    DoubleVector c8x1 = c0x0;
    DoubleVector c9x0 = c0x0;
    DoubleVector c9x1 = c0x0;
    DoubleVector c10x0 = c0x0;
    DoubleVector c10x1 = c0x0;
    DoubleVector c11x0 = c0x0;
    DoubleVector c11x1 = c0x0;
    for (int l = 0; l < depth; l++) {
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, bAt);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, bAt + LANES);
      DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[aAt + l]);
      c0x0 = a0.fma(b0, c0x0);
      c0x1 = a0.fma(b1, c0x1);
      DoubleVector a1 = DoubleVector.broadcast(SPECIES, a[aAt + l + ROW]);
      c1x0 = a1.fma(b0, c1x0);
      c1x1 = a1.fma(b1, c1x1);
      DoubleVector a2 = DoubleVector.broadcast(SPECIES, a[aAt + l + 2 * ROW]);
      c2x0 = a2.fma(b0, c2x0);
      c2x1 = a2.fma(b1, c2x1);
      DoubleVector a3 = DoubleVector.broadcast(SPECIES, a[aAt + l + 3 * ROW]);
      c3x0 = a3.fma(b0, c3x0);
      c3x1 = a3.fma(b1, c3x1);
      DoubleVector a4 = DoubleVector.broadcast(SPECIES, a[aAt + l + 4 * ROW]);
      c4x0 = a4.fma(b0, c4x0);
      c4x1 = a4.fma(b1, c4x1);
      DoubleVector a5 = DoubleVector.broadcast(SPECIES, a[aAt + l + 5 * ROW]);
      c5x0 = a5.fma(b0, c5x0);
      c5x1 = a5.fma(b1, c5x1);
      DoubleVector a6 = DoubleVector.broadcast(SPECIES, a[aAt + l + 6 * ROW]);
      c6x0 = a6.fma(b0, c6x0);
      c6x1 = a6.fma(b1, c6x1);
      DoubleVector a7 = DoubleVector.broadcast(SPECIES, a[aAt + l + 7 * ROW]);
      c7x0 = a7.fma(b0, c7x0);
      c7x1 = a7.fma(b1, c7x1);
      DoubleVector a8 = DoubleVector.broadcast(SPECIES, a[aAt + l + 8 * ROW]);
      c8x0 = a8.fma(b0, c8x0);
      c8x1 = a8.fma(b1, c8x1);
      DoubleVector a9 = DoubleVector.broadcast(SPECIES, a[aAt + l + 9 * ROW]);
      c9x0 = a9.fma(b0, c9x0);
      c9x1 = a9.fma(b1, c9x1);
      DoubleVector a10 = DoubleVector.broadcast(SPECIES, a[aAt + l + 10 * ROW]);
      c10x0 = a10.fma(b0, c10x0);
      c10x1 = a10.fma(b1, c10x1);
      DoubleVector a11 = DoubleVector.broadcast(SPECIES, a[aAt + l + 11 * ROW]);
      c11x0 = a11.fma(b0, c11x0);
      c11x1 = a11.fma(b1, c11x1);
      bAt += COLUMNS;
    }
    c0x0.intoArray(c, cAt);
    c0x1.intoArray(c, cAt + LANES);
    c1x0.intoArray(c, cAt + cStep);
    c1x1.intoArray(c, cAt + cStep + LANES);
    c2x0.intoArray(c, cAt + 2 * cStep);
    c2x1.intoArray(c, cAt + 2 * cStep + LANES);
    c3x0.intoArray(c, cAt + 3 * cStep);
    c3x1.intoArray(c, cAt + 3 * cStep + LANES);
    c4x0.intoArray(c, cAt + 4 * cStep);
    c4x1.intoArray(c, cAt + 4 * cStep + LANES);
    c5x0.intoArray(c, cAt + 5 * cStep);
    c5x1.intoArray(c, cAt + 5 * cStep + LANES);
    c6x0.intoArray(c, cAt + 6 * cStep);
    c6x1.intoArray(c, cAt + 6 * cStep + LANES);
    c7x0.intoArray(c, cAt + 7 * cStep);
    c7x1.intoArray(c, cAt + 7 * cStep + LANES);
    c8x0.intoArray(c, cAt + 8 * cStep);
    c8x1.intoArray(c, cAt + 8 * cStep + LANES);
    c9x0.intoArray(c, cAt + 9 * cStep);
    c9x1.intoArray(c, cAt + 9 * cStep + LANES);
    c10x0.intoArray(c, cAt + 10 * cStep);
    c10x1.intoArray(c, cAt + 10 * cStep + LANES);
    c11x0.intoArray(c, cAt + 11 * cStep);
    c11x1.intoArray(c, cAt + 11 * cStep + LANES);
  }

  /** As {@link #twelveRows}, of rows of A whose elements lie side by side. */
  static void twelveSideBySide(
      double[] a, int aAt, double[] b, int bAt, int depth, double[] c, int cAt, int cStep) {
    DoubleVector c0x0 = DoubleVector.zero(SPECIES);
    DoubleVector c0x1 = c0x0;
    DoubleVector c1x0 = c0x0;
    DoubleVector c1x1 = c0x0;
    DoubleVector c2x0 = c0x0;
    DoubleVector c2x1 = c0x0;
    DoubleVector c3x0 = c0x0;
    DoubleVector c3x1 = c0x0;
    DoubleVector c4x0 = c0x0;
    DoubleVector c4x1 = c0x0;
    DoubleVector c5x0 = c0x0;
    DoubleVector c5x1 = c0x0;
    DoubleVector c6x0 = c0x0;
    DoubleVector c6x1 = c0x0;
    DoubleVector c7x0 = c0x0;
    DoubleVector c7x1 = c0x0;
    DoubleVector c8x0 = c0x0;
    DoubleVector c8x1 = c0x0;
    DoubleVector c9x0 = c0x0;
    DoubleVector c9x1 = c0x0;
    DoubleVector c10x0 = c0x0;
    DoubleVector c10x1 = c0x0;
    DoubleVector c11x0 = c0x0;
    DoubleVector c11x1 = c0x0;
    for (int l = 0; l < depth; l++) {
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, bAt);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, bAt + LANES);
      DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[aAt]);
      c0x0 = a0.fma(b0, c0x0);
      c0x1 = a0.fma(b1, c0x1);
      DoubleVector a1 = DoubleVector.broadcast(SPECIES, a[aAt + 1]);
      c1x0 = a1.fma(b0, c1x0);
      c1x1 = a1.fma(b1, c1x1);
      DoubleVector a2 = DoubleVector.broadcast(SPECIES, a[aAt + 2]);
      c2x0 = a2.fma(b0, c2x0);
      c2x1 = a2.fma(b1, c2x1);
      DoubleVector a3 = DoubleVector.broadcast(SPECIES, a[aAt + 3]);
      c3x0 = a3.fma(b0, c3x0);
      c3x1 = a3.fma(b1, c3x1);
      DoubleVector a4 = DoubleVector.broadcast(SPECIES, a[aAt + 4]);
      c4x0 = a4.fma(b0, c4x0);
      c4x1 = a4.fma(b1, c4x1);
      DoubleVector a5 = DoubleVector.broadcast(SPECIES, a[aAt + 5]);
      c5x0 = a5.fma(b0, c5x0);
      c5x1 = a5.fma(b1, c5x1);
      DoubleVector a6 = DoubleVector.broadcast(SPECIES, a[aAt + 6]);
      c6x0 = a6.fma(b0, c6x0);
      c6x1 = a6.fma(b1, c6x1);
      DoubleVector a7 = DoubleVector.broadcast(SPECIES, a[aAt + 7]);
      c7x0 = a7.fma(b0, c7x0);
      c7x1 = a7.fma(b1, c7x1);
      DoubleVector a8 = DoubleVector.broadcast(SPECIES, a[aAt + 8]);
      c8x0 = a8.fma(b0, c8x0);
      c8x1 = a8.fma(b1, c8x1);
      DoubleVector a9 = DoubleVector.broadcast(SPECIES, a[aAt + 9]);
      c9x0 = a9.fma(b0, c9x0);
      c9x1 = a9.fma(b1, c9x1);
      DoubleVector a10 = DoubleVector.broadcast(SPECIES, a[aAt + 10]);
      c10x0 = a10.fma(b0, c10x0);
      c10x1 = a10.fma(b1, c10x1);
      DoubleVector a11 = DoubleVector.broadcast(SPECIES, a[aAt + 11]);
      c11x0 = a11.fma(b0, c11x0);
      c11x1 = a11.fma(b1, c11x1);
      aAt += 12;
      bAt += COLUMNS;
    }
    c0x0.intoArray(c, cAt);
    c0x1.intoArray(c, cAt + LANES);
    c1x0.intoArray(c, cAt + cStep);
    c1x1.intoArray(c, cAt + cStep + LANES);
    c2x0.intoArray(c, cAt + 2 * cStep);
    c2x1.intoArray(c, cAt + 2 * cStep + LANES);
    c3x0.intoArray(c, cAt + 3 * cStep);
    c3x1.intoArray(c, cAt + 3 * cStep + LANES);
    c4x0.intoArray(c, cAt + 4 * cStep);
    c4x1.intoArray(c, cAt + 4 * cStep + LANES);
    c5x0.intoArray(c, cAt + 5 * cStep);
    c5x1.intoArray(c, cAt + 5 * cStep + LANES);
    c6x0.intoArray(c, cAt + 6 * cStep);
    c6x1.intoArray(c, cAt + 6 * cStep + LANES);
    c7x0.intoArray(c, cAt + 7 * cStep);
    c7x1.intoArray(c, cAt + 7 * cStep + LANES);
    c8x0.intoArray(c, cAt + 8 * cStep);
    c8x1.intoArray(c, cAt + 8 * cStep + LANES);
    c9x0.intoArray(c, cAt + 9 * cStep);
    c9x1.intoArray(c, cAt + 9 * cStep + LANES);
    c10x0.intoArray(c, cAt + 10 * cStep);
    c10x1.intoArray(c, cAt + 10 * cStep + LANES);
    c11x0.intoArray(c, cAt + 11 * cStep);
    c11x1.intoArray(c, cAt + 11 * cStep + LANES);
  }

  /** As {@link #twelveRows}, of four rows; added to c or written over it. */
  static void fourRows(
      double[] a,
      int aAt,
      double[] b,
      int bAt,
      int depth,
      double[] c,
      int cAt,
      int cStep,
      boolean add) {
    DoubleVector c0x0 = DoubleVector.zero(SPECIES);
    DoubleVector c0x1 = c0x0;
    DoubleVector c1x0 = c0x0;
    DoubleVector c1x1 = c0x0;
    DoubleVector c2x0 = c0x0;
    DoubleVector c2x1 = c0x0;
    DoubleVector c3x0 = c0x0;
    DoubleVector c3x1 = c0x0;
    for (int l = 0; l < depth; l++) {
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, bAt);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, bAt + LANES);
      DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[aAt + l]);
      c0x0 = a0.fma(b0, c0x0);
      c0x1 = a0.fma(b1, c0x1);
      DoubleVector a1 = DoubleVector.broadcast(SPECIES, a[aAt + l + ROW]);
      c1x0 = a1.fma(b0, c1x0);
      c1x1 = a1.fma(b1, c1x1);
      DoubleVector a2 = DoubleVector.broadcast(SPECIES, a[aAt + l + 2 * ROW]);
      c2x0 = a2.fma(b0, c2x0);
      c2x1 = a2.fma(b1, c2x1);
      DoubleVector a3 = DoubleVector.broadcast(SPECIES, a[aAt + l + 3 * ROW]);
      c3x0 = a3.fma(b0, c3x0);
      c3x1 = a3.fma(b1, c3x1);
      bAt += COLUMNS;
    }
    if (add) {
      c0x0 = c0x0.add(DoubleVector.fromArray(SPECIES, c, cAt));
      c0x1 = c0x1.add(DoubleVector.fromArray(SPECIES, c, cAt + LANES));
      c1x0 = c1x0.add(DoubleVector.fromArray(SPECIES, c, cAt + cStep));
      c1x1 = c1x1.add(DoubleVector.fromArray(SPECIES, c, cAt + cStep + LANES));
      c2x0 = c2x0.add(DoubleVector.fromArray(SPECIES, c, cAt + 2 * cStep));
      c2x1 = c2x1.add(DoubleVector.fromArray(SPECIES, c, cAt + 2 * cStep + LANES));
      c3x0 = c3x0.add(DoubleVector.fromArray(SPECIES, c, cAt + 3 * cStep));
      c3x1 = c3x1.add(DoubleVector.fromArray(SPECIES, c, cAt + 3 * cStep + LANES));
    }
    c0x0.intoArray(c, cAt);
    c0x1.intoArray(c, cAt + LANES);
    c1x0.intoArray(c, cAt + cStep);
    c1x1.intoArray(c, cAt + cStep + LANES);
    c2x0.intoArray(c, cAt + 2 * cStep);
    c2x1.intoArray(c, cAt + 2 * cStep + LANES);
    c3x0.intoArray(c, cAt + 3 * cStep);
    c3x1.intoArray(c, cAt + 3 * cStep + LANES);
  }

  /** As {@link #twelveSideBySide}, of four rows. */
  static void fourSideBySide(
      double[] a,
      int aAt,
      double[] b,
      int bAt,
      int depth,
      double[] c,
      int cAt,
      int cStep,
      boolean add) {
    DoubleVector c0x0 = DoubleVector.zero(SPECIES);
    DoubleVector c0x1 = c0x0;
    DoubleVector c1x0 = c0x0;
    DoubleVector c1x1 = c0x0;
    DoubleVector c2x0 = c0x0;
    DoubleVector c2x1 = c0x0;
    DoubleVector c3x0 = c0x0;
    DoubleVector c3x1 = c0x0;
    for (int l = 0; l < depth; l++) {
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, bAt);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, bAt + LANES);
      DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[aAt]);
      c0x0 = a0.fma(b0, c0x0);
      c0x1 = a0.fma(b1, c0x1);
      DoubleVector a1 = DoubleVector.broadcast(SPECIES, a[aAt + 1]);
      c1x0 = a1.fma(b0, c1x0);
      c1x1 = a1.fma(b1, c1x1);
      DoubleVector a2 = DoubleVector.broadcast(SPECIES, a[aAt + 2]);
      c2x0 = a2.fma(b0, c2x0);
      c2x1 = a2.fma(b1, c2x1);
      DoubleVector a3 = DoubleVector.broadcast(SPECIES, a[aAt + 3]);
      c3x0 = a3.fma(b0, c3x0);
      c3x1 = a3.fma(b1, c3x1);
      aAt += 4;
      bAt += COLUMNS;
    }
    if (add) {
      c0x0 = c0x0.add(DoubleVector.fromArray(SPECIES, c, cAt));
      c0x1 = c0x1.add(DoubleVector.fromArray(SPECIES, c, cAt + LANES));
      c1x0 = c1x0.add(DoubleVector.fromArray(SPECIES, c, cAt + cStep));
      c1x1 = c1x1.add(DoubleVector.fromArray(SPECIES, c, cAt + cStep + LANES));
      c2x0 = c2x0.add(DoubleVector.fromArray(SPECIES, c, cAt + 2 * cStep));
      c2x1 = c2x1.add(DoubleVector.fromArray(SPECIES, c, cAt + 2 * cStep + LANES));
      c3x0 = c3x0.add(DoubleVector.fromArray(SPECIES, c, cAt + 3 * cStep));
      c3x1 = c3x1.add(DoubleVector.fromArray(SPECIES, c, cAt + 3 * cStep + LANES));
    }
    c0x0.intoArray(c, cAt);
    c0x1.intoArray(c, cAt + LANES);
    c1x0.intoArray(c, cAt + cStep);
    c1x1.intoArray(c, cAt + cStep + LANES);
    c2x0.intoArray(c, cAt + 2 * cStep);
    c2x1.intoArray(c, cAt + 2 * cStep + LANES);
    c3x0.intoArray(c, cAt + 3 * cStep);
    c3x1.intoArray(c, cAt + 3 * cStep + LANES);
  }

  /** Adds rows of a tile to C, as a short tile does by itself. */
  static void add(double[] tile, int height, double[] c, int cAt, int cStep) {
    for (int i = 0; i < height; i++) {
      int from = i * COLUMNS;
      int to = cAt + i * cStep;
      DoubleVector c0 = DoubleVector.fromArray(SPECIES, c, to);
      DoubleVector c1 = DoubleVector.fromArray(SPECIES, c, to + LANES);
      c0.add(DoubleVector.fromArray(SPECIES, tile, from)).intoArray(c, to);
      c1.add(DoubleVector.fromArray(SPECIES, tile, from + LANES)).intoArray(c, to + LANES);
    }
  }
}
