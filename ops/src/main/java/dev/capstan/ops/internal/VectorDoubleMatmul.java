package dev.capstan.ops.internal;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Matrix product after Goto and van de Geijn (Anatomy of High-Performance Matrix Multiplication,
 * 2008): a tile of C stays in registers, a panel of B in the first-level cache, a block of A in the
 * second. Operands are packed into the order in which the inner loop reads them, which also absorbs
 * transposition and pads the edges with zeros.
 *
 * <p>The tile is {@code ROWS} by two vectors: 6 by 2 where there are 32 registers (512 bit), 4 by 2
 * with 16 registers, where 6 by 2 would spill.
 */
final class VectorDoubleMatmul {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int COLUMNS = 2 * LANES;
  private static final boolean WIDE = SPECIES.vectorBitSize() >= 512;
  private static final int ROWS = WIDE ? 6 : 4;

  /** Depth of a panel: its 2 vectors by 256 rows fill two thirds of a first-level cache at most. */
  private static final int DEPTH = 256;

  /** Rows of A in a block: 192 by 256 elements stay in the second-level cache. */
  private static final int BLOCK = 192;

  private VectorDoubleMatmul() {}

  /** C += op(A) op(B), as {@link Kernels#matmul}. */
  static void multiply(
      double[] a,
      int aAt,
      boolean aT,
      double[] b,
      int bAt,
      boolean bT,
      double[] c,
      int cAt,
      int m,
      int n,
      int k) {
    int panels = (n + COLUMNS - 1) / COLUMNS;
    double[] packedB = new double[Math.min(k, DEPTH) * panels * COLUMNS];
    int blocks = (m + BLOCK - 1) / BLOCK;
    for (int from = 0; from < k; from += DEPTH) {
      int depth = Math.min(DEPTH, k - from);
      int start = from;
      packB(b, bAt, bT, n, k, start, depth, packedB);
      Parallel.chunks(
          blocks,
          (long) m * n * depth,
          block -> {
            int row = block * BLOCK;
            int rows = Math.min(BLOCK, m - row);
            double[] packedA = packA(a, aAt, aT, m, k, row, rows, start, depth);
            multiplyBlock(packedA, packedB, c, cAt, row, rows, n, depth);
          });
    }
  }

  private static void multiplyBlock(
      double[] a, double[] b, double[] c, int cAt, int row, int rows, int n, int depth) {
    double[] tile = new double[ROWS * COLUMNS];
    for (int column = 0; column < n; column += COLUMNS) {
      int panel = column * depth;
      for (int strip = 0; strip < rows; strip += ROWS) {
        int to = cAt + (row + strip) * n + column;
        if (strip + ROWS <= rows && column + COLUMNS <= n) {
          multiplyTile(a, strip * depth, b, panel, depth, c, to, n);
        } else {
          java.util.Arrays.fill(tile, 0);
          multiplyTile(a, strip * depth, b, panel, depth, tile, 0, COLUMNS);
          int height = Math.min(ROWS, rows - strip);
          int width = Math.min(COLUMNS, n - column);
          for (int i = 0; i < height; i++) {
            for (int j = 0; j < width; j++) {
              c[to + i * n + j] += tile[i * COLUMNS + j];
            }
          }
        }
      }
    }
  }

  private static void multiplyTile(
      double[] a, int aAt, double[] b, int bAt, int depth, double[] c, int cAt, int stride) {
    if (WIDE) {
      sixRows(a, aAt, b, bAt, depth, c, cAt, stride);
    } else {
      fourRows(a, aAt, b, bAt, depth, c, cAt, stride);
    }
  }

  private static void sixRows(
      double[] a, int aAt, double[] b, int bAt, int depth, double[] c, int cAt, int stride) {
    DoubleVector c00 = DoubleVector.zero(SPECIES);
    DoubleVector c01 = c00;
    DoubleVector c10 = c00;
    DoubleVector c11 = c00;
    DoubleVector c20 = c00;
    DoubleVector c21 = c00;
    DoubleVector c30 = c00;
    DoubleVector c31 = c00;
    DoubleVector c40 = c00;
    DoubleVector c41 = c00;
    DoubleVector c50 = c00;
    DoubleVector c51 = c00;
    for (int l = 0; l < depth; l++) {
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, bAt);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, bAt + LANES);
      DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[aAt]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      DoubleVector a1 = DoubleVector.broadcast(SPECIES, a[aAt + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      DoubleVector a2 = DoubleVector.broadcast(SPECIES, a[aAt + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      DoubleVector a3 = DoubleVector.broadcast(SPECIES, a[aAt + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      DoubleVector a4 = DoubleVector.broadcast(SPECIES, a[aAt + 4]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      DoubleVector a5 = DoubleVector.broadcast(SPECIES, a[aAt + 5]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      aAt += 6;
      bAt += COLUMNS;
    }
    addTo(c, cAt, c00, c01);
    addTo(c, cAt + stride, c10, c11);
    addTo(c, cAt + 2 * stride, c20, c21);
    addTo(c, cAt + 3 * stride, c30, c31);
    addTo(c, cAt + 4 * stride, c40, c41);
    addTo(c, cAt + 5 * stride, c50, c51);
  }

  private static void fourRows(
      double[] a, int aAt, double[] b, int bAt, int depth, double[] c, int cAt, int stride) {
    DoubleVector c00 = DoubleVector.zero(SPECIES);
    DoubleVector c01 = c00;
    DoubleVector c10 = c00;
    DoubleVector c11 = c00;
    DoubleVector c20 = c00;
    DoubleVector c21 = c00;
    DoubleVector c30 = c00;
    DoubleVector c31 = c00;
    for (int l = 0; l < depth; l++) {
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, bAt);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, bAt + LANES);
      DoubleVector a0 = DoubleVector.broadcast(SPECIES, a[aAt]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      DoubleVector a1 = DoubleVector.broadcast(SPECIES, a[aAt + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      DoubleVector a2 = DoubleVector.broadcast(SPECIES, a[aAt + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      DoubleVector a3 = DoubleVector.broadcast(SPECIES, a[aAt + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      aAt += 4;
      bAt += COLUMNS;
    }
    addTo(c, cAt, c00, c01);
    addTo(c, cAt + stride, c10, c11);
    addTo(c, cAt + 2 * stride, c20, c21);
    addTo(c, cAt + 3 * stride, c30, c31);
  }

  private static void addTo(double[] c, int at, DoubleVector left, DoubleVector right) {
    DoubleVector.fromArray(SPECIES, c, at).add(left).intoArray(c, at);
    DoubleVector.fromArray(SPECIES, c, at + LANES).add(right).intoArray(c, at + LANES);
  }

  // --- packing --------------------------------------------------------------------------------

  /** Panels of COLUMNS columns, each row after row; the last is padded with zeros. */
  private static void packB(
      double[] b, int bAt, boolean bT, int n, int k, int from, int depth, double[] packed) {
    for (int column = 0; column < n; column += COLUMNS) {
      int width = Math.min(COLUMNS, n - column);
      int to = column * depth;
      if (width < COLUMNS) {
        java.util.Arrays.fill(packed, to, to + depth * COLUMNS, 0);
      }
      if (bT) {
        for (int j = 0; j < width; j++) {
          int at = bAt + (column + j) * k + from;
          for (int l = 0; l < depth; l++) {
            packed[to + l * COLUMNS + j] = b[at + l];
          }
        }
      } else {
        for (int l = 0; l < depth; l++) {
          int at = bAt + (from + l) * n + column;
          System.arraycopy(b, at, packed, to + l * COLUMNS, width);
        }
      }
    }
  }

  /** Strips of ROWS rows, each column after column; the last is padded with zeros. */
  private static double[] packA(
      double[] a, int aAt, boolean aT, int m, int k, int row, int rows, int from, int depth) {
    int strips = (rows + ROWS - 1) / ROWS;
    double[] packed = new double[strips * ROWS * depth];
    for (int strip = 0; strip < rows; strip += ROWS) {
      int height = Math.min(ROWS, rows - strip);
      int to = strip * depth;
      for (int i = 0; i < height; i++) {
        int at = aAt + (aT ? from * m + row + strip + i : (row + strip + i) * k + from);
        int step = aT ? m : 1;
        for (int l = 0; l < depth; l++) {
          packed[to + l * ROWS + i] = a[at + l * step];
        }
      }
    }
    return packed;
  }
}
