package dev.capstan.ops.internal;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of sums over all pairs of rows, held in registers while a panel passes by; in double for
 * both types.
 *
 * <p>Vectors of 512 bit lie across two lines of the cache, so that C2's own loops, which load five
 * of them for four steps, wait for loads. Tiles load two for eight rows. With shorter vectors those
 * loops keep the units for multiply-adds busy, and there are not the registers for so many sums.
 */
final class VectorPairTiles {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** Whether tiles are faster than C2's loops. */
  static final boolean PAY = SPECIES.vectorBitSize() >= 512;

  /** The width of every tile. */
  static final int COLUMNS = 2 * LANES;

  /** The height of a tile of {@link #squares}. */
  static final int MANY = 8;

  /** The height of a tile of {@link #gaps}, whose rows of x take registers too. */
  static final int FEW = 6;

  /** Lines of a panel, which lies in a first-level cache. */
  static final int DEPTH = 128;

  /** The distance of packed rows, which is no power of two: see {@link VectorDoubleTiles#ROW}. */
  static final int ROW = DEPTH + 8;

  private VectorPairTiles() {}

  /** Eight packed rows of x beside a panel of columns of y: sums += (x − y)², step by step. */
  static void squares(
      double[] a, int aAt, double[] panel, int depth, double[] sums, int at, int stride) {
    DoubleVector s0x0 = DoubleVector.fromArray(SPECIES, sums, at);
    DoubleVector s0x1 = DoubleVector.fromArray(SPECIES, sums, at + LANES);
    DoubleVector s1x0 = DoubleVector.fromArray(SPECIES, sums, at + stride);
    DoubleVector s1x1 = DoubleVector.fromArray(SPECIES, sums, at + stride + LANES);
    DoubleVector s2x0 = DoubleVector.fromArray(SPECIES, sums, at + 2 * stride);
    DoubleVector s2x1 = DoubleVector.fromArray(SPECIES, sums, at + 2 * stride + LANES);
    DoubleVector s3x0 = DoubleVector.fromArray(SPECIES, sums, at + 3 * stride);
    DoubleVector s3x1 = DoubleVector.fromArray(SPECIES, sums, at + 3 * stride + LANES);
    DoubleVector s4x0 = DoubleVector.fromArray(SPECIES, sums, at + 4 * stride);
    DoubleVector s4x1 = DoubleVector.fromArray(SPECIES, sums, at + 4 * stride + LANES);
    DoubleVector s5x0 = DoubleVector.fromArray(SPECIES, sums, at + 5 * stride);
    DoubleVector s5x1 = DoubleVector.fromArray(SPECIES, sums, at + 5 * stride + LANES);
    DoubleVector s6x0 = DoubleVector.fromArray(SPECIES, sums, at + 6 * stride);
    DoubleVector s6x1 = DoubleVector.fromArray(SPECIES, sums, at + 6 * stride + LANES);
    DoubleVector s7x0 = DoubleVector.fromArray(SPECIES, sums, at + 7 * stride);
    DoubleVector s7x1 = DoubleVector.fromArray(SPECIES, sums, at + 7 * stride + LANES);
    int from = 0;
    for (int l = 0; l < depth; l++) {
      DoubleVector y0 = DoubleVector.fromArray(SPECIES, panel, from);
      DoubleVector y1 = DoubleVector.fromArray(SPECIES, panel, from + LANES);
      DoubleVector x = DoubleVector.broadcast(SPECIES, a[aAt + l]);
      DoubleVector d = x.sub(y0);
      s0x0 = d.fma(d, s0x0);
      d = x.sub(y1);
      s0x1 = d.fma(d, s0x1);
      x = DoubleVector.broadcast(SPECIES, a[aAt + l + ROW]);
      d = x.sub(y0);
      s1x0 = d.fma(d, s1x0);
      d = x.sub(y1);
      s1x1 = d.fma(d, s1x1);
      x = DoubleVector.broadcast(SPECIES, a[aAt + l + 2 * ROW]);
      d = x.sub(y0);
      s2x0 = d.fma(d, s2x0);
      d = x.sub(y1);
      s2x1 = d.fma(d, s2x1);
      x = DoubleVector.broadcast(SPECIES, a[aAt + l + 3 * ROW]);
      d = x.sub(y0);
      s3x0 = d.fma(d, s3x0);
      d = x.sub(y1);
      s3x1 = d.fma(d, s3x1);
      x = DoubleVector.broadcast(SPECIES, a[aAt + l + 4 * ROW]);
      d = x.sub(y0);
      s4x0 = d.fma(d, s4x0);
      d = x.sub(y1);
      s4x1 = d.fma(d, s4x1);
      x = DoubleVector.broadcast(SPECIES, a[aAt + l + 5 * ROW]);
      d = x.sub(y0);
      s5x0 = d.fma(d, s5x0);
      d = x.sub(y1);
      s5x1 = d.fma(d, s5x1);
      x = DoubleVector.broadcast(SPECIES, a[aAt + l + 6 * ROW]);
      d = x.sub(y0);
      s6x0 = d.fma(d, s6x0);
      d = x.sub(y1);
      s6x1 = d.fma(d, s6x1);
      x = DoubleVector.broadcast(SPECIES, a[aAt + l + 7 * ROW]);
      d = x.sub(y0);
      s7x0 = d.fma(d, s7x0);
      d = x.sub(y1);
      s7x1 = d.fma(d, s7x1);
      from += COLUMNS;
    }
    s0x0.intoArray(sums, at);
    s0x1.intoArray(sums, at + LANES);
    s1x0.intoArray(sums, at + stride);
    s1x1.intoArray(sums, at + stride + LANES);
    s2x0.intoArray(sums, at + 2 * stride);
    s2x1.intoArray(sums, at + 2 * stride + LANES);
    s3x0.intoArray(sums, at + 3 * stride);
    s3x1.intoArray(sums, at + 3 * stride + LANES);
    s4x0.intoArray(sums, at + 4 * stride);
    s4x1.intoArray(sums, at + 4 * stride + LANES);
    s5x0.intoArray(sums, at + 5 * stride);
    s5x1.intoArray(sums, at + 5 * stride + LANES);
    s6x0.intoArray(sums, at + 6 * stride);
    s6x1.intoArray(sums, at + 6 * stride + LANES);
    s7x0.intoArray(sums, at + 7 * stride);
    s7x1.intoArray(sums, at + 7 * stride + LANES);
  }

  /** Six rows of x beside some lines of a panel of rows of y: sums += w (x − y), line by line. */
  static void gaps(
      double[] w,
      int[] lines,
      int count,
      double[] panel,
      int panelAt,
      double[] xs,
      double[] sums,
      int at,
      int stride) {
    DoubleVector x0x0 = DoubleVector.fromArray(SPECIES, xs, at);
    DoubleVector s0x0 = DoubleVector.fromArray(SPECIES, sums, at);
    DoubleVector x0x1 = DoubleVector.fromArray(SPECIES, xs, at + LANES);
    DoubleVector s0x1 = DoubleVector.fromArray(SPECIES, sums, at + LANES);
    DoubleVector x1x0 = DoubleVector.fromArray(SPECIES, xs, at + stride);
    DoubleVector s1x0 = DoubleVector.fromArray(SPECIES, sums, at + stride);
    DoubleVector x1x1 = DoubleVector.fromArray(SPECIES, xs, at + stride + LANES);
    DoubleVector s1x1 = DoubleVector.fromArray(SPECIES, sums, at + stride + LANES);
    DoubleVector x2x0 = DoubleVector.fromArray(SPECIES, xs, at + 2 * stride);
    DoubleVector s2x0 = DoubleVector.fromArray(SPECIES, sums, at + 2 * stride);
    DoubleVector x2x1 = DoubleVector.fromArray(SPECIES, xs, at + 2 * stride + LANES);
    DoubleVector s2x1 = DoubleVector.fromArray(SPECIES, sums, at + 2 * stride + LANES);
    DoubleVector x3x0 = DoubleVector.fromArray(SPECIES, xs, at + 3 * stride);
    DoubleVector s3x0 = DoubleVector.fromArray(SPECIES, sums, at + 3 * stride);
    DoubleVector x3x1 = DoubleVector.fromArray(SPECIES, xs, at + 3 * stride + LANES);
    DoubleVector s3x1 = DoubleVector.fromArray(SPECIES, sums, at + 3 * stride + LANES);
    DoubleVector x4x0 = DoubleVector.fromArray(SPECIES, xs, at + 4 * stride);
    DoubleVector s4x0 = DoubleVector.fromArray(SPECIES, sums, at + 4 * stride);
    DoubleVector x4x1 = DoubleVector.fromArray(SPECIES, xs, at + 4 * stride + LANES);
    DoubleVector s4x1 = DoubleVector.fromArray(SPECIES, sums, at + 4 * stride + LANES);
    DoubleVector x5x0 = DoubleVector.fromArray(SPECIES, xs, at + 5 * stride);
    DoubleVector s5x0 = DoubleVector.fromArray(SPECIES, sums, at + 5 * stride);
    DoubleVector x5x1 = DoubleVector.fromArray(SPECIES, xs, at + 5 * stride + LANES);
    DoubleVector s5x1 = DoubleVector.fromArray(SPECIES, sums, at + 5 * stride + LANES);
    for (int l = 0; l < count; l++) {
      int from = panelAt + lines[l] * COLUMNS;
      DoubleVector y0 = DoubleVector.fromArray(SPECIES, panel, from);
      DoubleVector y1 = DoubleVector.fromArray(SPECIES, panel, from + LANES);
      DoubleVector weight = DoubleVector.broadcast(SPECIES, w[FEW * l]);
      s0x0 = weight.fma(x0x0.sub(y0), s0x0);
      s0x1 = weight.fma(x0x1.sub(y1), s0x1);
      weight = DoubleVector.broadcast(SPECIES, w[FEW * l + 1]);
      s1x0 = weight.fma(x1x0.sub(y0), s1x0);
      s1x1 = weight.fma(x1x1.sub(y1), s1x1);
      weight = DoubleVector.broadcast(SPECIES, w[FEW * l + 2]);
      s2x0 = weight.fma(x2x0.sub(y0), s2x0);
      s2x1 = weight.fma(x2x1.sub(y1), s2x1);
      weight = DoubleVector.broadcast(SPECIES, w[FEW * l + 3]);
      s3x0 = weight.fma(x3x0.sub(y0), s3x0);
      s3x1 = weight.fma(x3x1.sub(y1), s3x1);
      weight = DoubleVector.broadcast(SPECIES, w[FEW * l + 4]);
      s4x0 = weight.fma(x4x0.sub(y0), s4x0);
      s4x1 = weight.fma(x4x1.sub(y1), s4x1);
      weight = DoubleVector.broadcast(SPECIES, w[FEW * l + 5]);
      s5x0 = weight.fma(x5x0.sub(y0), s5x0);
      s5x1 = weight.fma(x5x1.sub(y1), s5x1);
    }
    s0x0.intoArray(sums, at);
    s0x1.intoArray(sums, at + LANES);
    s1x0.intoArray(sums, at + stride);
    s1x1.intoArray(sums, at + stride + LANES);
    s2x0.intoArray(sums, at + 2 * stride);
    s2x1.intoArray(sums, at + 2 * stride + LANES);
    s3x0.intoArray(sums, at + 3 * stride);
    s3x1.intoArray(sums, at + 3 * stride + LANES);
    s4x0.intoArray(sums, at + 4 * stride);
    s4x1.intoArray(sums, at + 4 * stride + LANES);
    s5x0.intoArray(sums, at + 5 * stride);
    s5x1.intoArray(sums, at + 5 * stride + LANES);
  }

  /** One of such rows: sums += w sign(x − y), for which a tile would be no faster. */
  static void signs(
      double[] w,
      int row,
      int[] lines,
      int count,
      double[] panel,
      int panelAt,
      double[] xs,
      double[] sums,
      int at) {
    DoubleVector x0 = DoubleVector.fromArray(SPECIES, xs, at);
    DoubleVector x1 = DoubleVector.fromArray(SPECIES, xs, at + LANES);
    DoubleVector s0 = DoubleVector.fromArray(SPECIES, sums, at);
    DoubleVector s1 = DoubleVector.fromArray(SPECIES, sums, at + LANES);
    for (int l = 0; l < count; l++) {
      int from = panelAt + lines[l] * COLUMNS;
      DoubleVector weight = DoubleVector.broadcast(SPECIES, w[FEW * l + row]);
      DoubleVector d = x0.sub(DoubleVector.fromArray(SPECIES, panel, from));
      d = d.blend(1, d.compare(VectorOperators.GT, 0));
      s0 = weight.fma(d.blend(-1, d.compare(VectorOperators.LT, 0)), s0);
      d = x1.sub(DoubleVector.fromArray(SPECIES, panel, from + LANES));
      d = d.blend(1, d.compare(VectorOperators.GT, 0));
      s1 = weight.fma(d.blend(-1, d.compare(VectorOperators.LT, 0)), s1);
    }
    s0.intoArray(sums, at);
    s1.intoArray(sums, at + LANES);
  }
}
