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
 * <p>Every number of steps in an inner loop is a constant: only then does C2 move the bounds checks
 * out of it.
 */
final class VectorDoubleTiles {
  static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();

  /** The width of every tile. */
  static final int COLUMNS = 2 * LANES;

  /**
   * The first JDK on which C2 was never seen to decline inlining the tall tile. JDK 17 stops at a
   * number of nodes that the tall tile comes near; in two of thirty processes it went over it, and
   * every vector became an object, which is forty times slower.
   */
  private static final int INLINES_TALL = 25;

  /** The height of the tall tile, which {@link #SHORT} divides. */
  static final int TALL =
      SPECIES.vectorBitSize() >= 512 && Runtime.version().feature() >= INLINES_TALL ? 12 : 4;

  /** The height of the short tile, for the last rows. */
  static final int SHORT = 4;

  private VectorDoubleTiles() {}

  /** The tile at c, of packed rows of A, {@code 12} side by side; added to c or written over it. */
  static void twelve(
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
    if (add) {
      c0x0 = c0x0.add(DoubleVector.fromArray(SPECIES, c, cAt));
      c0x1 = c0x1.add(DoubleVector.fromArray(SPECIES, c, cAt + LANES));
      c1x0 = c1x0.add(DoubleVector.fromArray(SPECIES, c, cAt + cStep));
      c1x1 = c1x1.add(DoubleVector.fromArray(SPECIES, c, cAt + cStep + LANES));
      c2x0 = c2x0.add(DoubleVector.fromArray(SPECIES, c, cAt + 2 * cStep));
      c2x1 = c2x1.add(DoubleVector.fromArray(SPECIES, c, cAt + 2 * cStep + LANES));
      c3x0 = c3x0.add(DoubleVector.fromArray(SPECIES, c, cAt + 3 * cStep));
      c3x1 = c3x1.add(DoubleVector.fromArray(SPECIES, c, cAt + 3 * cStep + LANES));
      c4x0 = c4x0.add(DoubleVector.fromArray(SPECIES, c, cAt + 4 * cStep));
      c4x1 = c4x1.add(DoubleVector.fromArray(SPECIES, c, cAt + 4 * cStep + LANES));
      c5x0 = c5x0.add(DoubleVector.fromArray(SPECIES, c, cAt + 5 * cStep));
      c5x1 = c5x1.add(DoubleVector.fromArray(SPECIES, c, cAt + 5 * cStep + LANES));
      c6x0 = c6x0.add(DoubleVector.fromArray(SPECIES, c, cAt + 6 * cStep));
      c6x1 = c6x1.add(DoubleVector.fromArray(SPECIES, c, cAt + 6 * cStep + LANES));
      c7x0 = c7x0.add(DoubleVector.fromArray(SPECIES, c, cAt + 7 * cStep));
      c7x1 = c7x1.add(DoubleVector.fromArray(SPECIES, c, cAt + 7 * cStep + LANES));
      c8x0 = c8x0.add(DoubleVector.fromArray(SPECIES, c, cAt + 8 * cStep));
      c8x1 = c8x1.add(DoubleVector.fromArray(SPECIES, c, cAt + 8 * cStep + LANES));
      c9x0 = c9x0.add(DoubleVector.fromArray(SPECIES, c, cAt + 9 * cStep));
      c9x1 = c9x1.add(DoubleVector.fromArray(SPECIES, c, cAt + 9 * cStep + LANES));
      c10x0 = c10x0.add(DoubleVector.fromArray(SPECIES, c, cAt + 10 * cStep));
      c10x1 = c10x1.add(DoubleVector.fromArray(SPECIES, c, cAt + 10 * cStep + LANES));
      c11x0 = c11x0.add(DoubleVector.fromArray(SPECIES, c, cAt + 11 * cStep));
      c11x1 = c11x1.add(DoubleVector.fromArray(SPECIES, c, cAt + 11 * cStep + LANES));
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

  /** As {@link #twelve}, of rows of A as they lie in memory, {@code aStep} apart. */
  static void twelveInPlace(
      double[] a,
      int aAt,
      int aStep,
      double[] b,
      int bAt,
      int depth,
      double[] c,
      int cAt,
      int cStep,
      boolean add) {
    int r0 = aAt;
    int r1 = aAt + aStep;
    int r2 = aAt + 2 * aStep;
    int r3 = aAt + 3 * aStep;
    int r4 = aAt + 4 * aStep;
    int r5 = aAt + 5 * aStep;
    int r6 = aAt + 6 * aStep;
    int r7 = aAt + 7 * aStep;
    int r8 = aAt + 8 * aStep;
    int r9 = aAt + 9 * aStep;
    int r10 = aAt + 10 * aStep;
    int r11 = aAt + 11 * aStep;
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
      DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[r0 + l]);
      c0x0 = a0.fma(b0, c0x0);
      c0x1 = a0.fma(b1, c0x1);
      DoubleVector a1 = DoubleVector.broadcast(SPECIES, a[r1 + l]);
      c1x0 = a1.fma(b0, c1x0);
      c1x1 = a1.fma(b1, c1x1);
      DoubleVector a2 = DoubleVector.broadcast(SPECIES, a[r2 + l]);
      c2x0 = a2.fma(b0, c2x0);
      c2x1 = a2.fma(b1, c2x1);
      DoubleVector a3 = DoubleVector.broadcast(SPECIES, a[r3 + l]);
      c3x0 = a3.fma(b0, c3x0);
      c3x1 = a3.fma(b1, c3x1);
      DoubleVector a4 = DoubleVector.broadcast(SPECIES, a[r4 + l]);
      c4x0 = a4.fma(b0, c4x0);
      c4x1 = a4.fma(b1, c4x1);
      DoubleVector a5 = DoubleVector.broadcast(SPECIES, a[r5 + l]);
      c5x0 = a5.fma(b0, c5x0);
      c5x1 = a5.fma(b1, c5x1);
      DoubleVector a6 = DoubleVector.broadcast(SPECIES, a[r6 + l]);
      c6x0 = a6.fma(b0, c6x0);
      c6x1 = a6.fma(b1, c6x1);
      DoubleVector a7 = DoubleVector.broadcast(SPECIES, a[r7 + l]);
      c7x0 = a7.fma(b0, c7x0);
      c7x1 = a7.fma(b1, c7x1);
      DoubleVector a8 = DoubleVector.broadcast(SPECIES, a[r8 + l]);
      c8x0 = a8.fma(b0, c8x0);
      c8x1 = a8.fma(b1, c8x1);
      DoubleVector a9 = DoubleVector.broadcast(SPECIES, a[r9 + l]);
      c9x0 = a9.fma(b0, c9x0);
      c9x1 = a9.fma(b1, c9x1);
      DoubleVector a10 = DoubleVector.broadcast(SPECIES, a[r10 + l]);
      c10x0 = a10.fma(b0, c10x0);
      c10x1 = a10.fma(b1, c10x1);
      DoubleVector a11 = DoubleVector.broadcast(SPECIES, a[r11 + l]);
      c11x0 = a11.fma(b0, c11x0);
      c11x1 = a11.fma(b1, c11x1);
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
      c4x0 = c4x0.add(DoubleVector.fromArray(SPECIES, c, cAt + 4 * cStep));
      c4x1 = c4x1.add(DoubleVector.fromArray(SPECIES, c, cAt + 4 * cStep + LANES));
      c5x0 = c5x0.add(DoubleVector.fromArray(SPECIES, c, cAt + 5 * cStep));
      c5x1 = c5x1.add(DoubleVector.fromArray(SPECIES, c, cAt + 5 * cStep + LANES));
      c6x0 = c6x0.add(DoubleVector.fromArray(SPECIES, c, cAt + 6 * cStep));
      c6x1 = c6x1.add(DoubleVector.fromArray(SPECIES, c, cAt + 6 * cStep + LANES));
      c7x0 = c7x0.add(DoubleVector.fromArray(SPECIES, c, cAt + 7 * cStep));
      c7x1 = c7x1.add(DoubleVector.fromArray(SPECIES, c, cAt + 7 * cStep + LANES));
      c8x0 = c8x0.add(DoubleVector.fromArray(SPECIES, c, cAt + 8 * cStep));
      c8x1 = c8x1.add(DoubleVector.fromArray(SPECIES, c, cAt + 8 * cStep + LANES));
      c9x0 = c9x0.add(DoubleVector.fromArray(SPECIES, c, cAt + 9 * cStep));
      c9x1 = c9x1.add(DoubleVector.fromArray(SPECIES, c, cAt + 9 * cStep + LANES));
      c10x0 = c10x0.add(DoubleVector.fromArray(SPECIES, c, cAt + 10 * cStep));
      c10x1 = c10x1.add(DoubleVector.fromArray(SPECIES, c, cAt + 10 * cStep + LANES));
      c11x0 = c11x0.add(DoubleVector.fromArray(SPECIES, c, cAt + 11 * cStep));
      c11x1 = c11x1.add(DoubleVector.fromArray(SPECIES, c, cAt + 11 * cStep + LANES));
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

  /** The tile at c, of packed rows of A, {@code 4} side by side; added to c or written over it. */
  static void four(
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
}
