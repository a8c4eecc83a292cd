package dev.capstan.ops.internal;

import static dev.capstan.ops.internal.VectorDoubleTiles.COLUMNS;
import static dev.capstan.ops.internal.VectorDoubleTiles.SHORT;
import static dev.capstan.ops.internal.VectorDoubleTiles.TALL;

/**
 * Matrix product after Goto and van de Geijn (Anatomy of High-Performance Matrix Multiplication,
 * 2008): a tile of C stays in registers ({@link VectorDoubleTiles}), a panel of B in the
 * first-level cache, a block of A in the second. Operands are packed into the order in which the
 * inner loop reads them ({@link VectorDoublePacking}), which also absorbs transposition and fills
 * the edges.
 *
 * <p>Each element of C is the sum of its products in the order of the inner axis, cut into the same
 * pieces wherever the element lies and whichever thread computes it.
 */
final class VectorDoubleMatmul {

  /**
   * Depth of a panel at most: its two vectors by 256 rows fill two thirds of a first-level cache.
   */
  private static final int DEPTH = 256;

  /** Columns of B in a block: 256 by 512 elements, read once for each block of A. */
  private static final int WIDTH = 512;

  /** Rows of A in a block at most: 192 by 256 elements stay in the second-level cache. */
  private static final int BLOCK = 192;

  /** Up to this many columns rows of A are read where they lie: packing them would not pay. */
  private static final int NARROW = 192;

  /** Multiply-adds for which packing one element counts when work is split. */
  private static final int PACKING = 16;

  private final double[] a;
  private final int aAt;
  private final boolean aT;
  private final double[] c;
  private final int cAt;
  private final boolean onto;
  private final int m;
  private final int n;
  private final int k;

  private VectorDoubleMatmul(
      double[] a, int aAt, boolean aT, double[] c, int cAt, boolean onto, int m, int n, int k) {
    this.a = a;
    this.aAt = aAt;
    this.aT = aT;
    this.c = c;
    this.cAt = cAt;
    this.onto = onto;
    this.m = m;
    this.n = n;
    this.k = k;
  }

  /** C = op(A) op(B), or C += it, as {@link Kernels#matmul}; the inner axis is not empty. */
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
      int k) {
    VectorDoubleMatmul product = new VectorDoubleMatmul(a, aAt, aT, c, cAt, onto, m, n, k);
    int pieces = piecesOf(k, DEPTH);
    int depth = (k + pieces - 1) / pieces;
    int width = Math.min(n, WIDTH);
    double[] panels = DoubleScratch.take(panels(width) * COLUMNS * depth);
    for (int column = 0; column < n; column += width) {
      int columns = Math.min(width, n - column);
      for (int from = 0; from < k; from += depth) {
        int deep = Math.min(depth, k - from);
        pack(b, bAt, bT, n, k, column, columns, from, deep, panels);
        product.multiply(panels, column, columns, from, deep);
      }
    }
    DoubleScratch.give(panels);
  }

  /** All rows of A times one block of B. */
  private void multiply(double[] panels, int column, int columns, int from, int depth) {
    int blocks = piecesOf(m, BLOCK);
    if (blocks > 1) {
      blocks += blocks & 1; // an odd block would be waited for
    }
    int block = (m + blocks - 1) / blocks;
    int height = (block + TALL - 1) / TALL * TALL;
    Parallel.chunks(
        piecesOf(m, height),
        (long) m * columns * depth,
        i -> {
          int row = i * height;
          block(panels, row, Math.min(height, m - row), column, columns, from, depth);
        });
  }

  private void block(
      double[] panels, int row, int rows, int column, int columns, int from, int depth) {
    boolean inPlace = TALL > SHORT && !aT && n <= NARROW;
    int tall = rows / TALL * TALL;
    int first = inPlace ? tall : 0;
    double[] packed = DoubleScratch.take((rows - first + SHORT) * depth + 2 * COLUMNS);
    VectorDoublePacking.rows(
        a, aAt, aT, m, k, row + first, row + tall, TALL, from, depth, packed, 0);
    int at = (tall - first) * depth;
    VectorDoublePacking.rows(
        a, aAt, aT, m, k, row + tall, row + rows, SHORT, from, depth, packed, at);
    boolean add = onto || from > 0;
    boolean edges = rows % SHORT != 0 || columns % COLUMNS != 0;
    double[] edge = new double[edges ? TALL * COLUMNS : 0];
    for (int j = 0; j < columns; j += COLUMNS) {
      int panel = j * depth;
      int width = Math.min(COLUMNS, columns - j);
      for (int i = 0; i < rows; ) {
        int height = i < tall ? TALL : SHORT;
        int to = cAt + (row + i) * n + column + j;
        boolean whole = width == COLUMNS && i + height <= rows;
        double[] tile = whole ? c : edge;
        int tileAt = whole ? to : 0;
        int step = whole ? n : COLUMNS;
        if (height == SHORT) {
          int strip = at + (i - tall) * depth;
          VectorDoubleTiles.four(
              packed, strip, panels, panel, depth, tile, tileAt, step, add && whole);
        } else if (inPlace) {
          int start = aAt + (row + i) * k + from;
          VectorDoubleTiles.twelveInPlace(
              a, start, k, panels, panel, depth, tile, tileAt, step, add && whole);
        } else {
          VectorDoubleTiles.twelve(
              packed, i * depth, panels, panel, depth, tile, tileAt, step, add && whole);
        }
        if (!whole) {
          move(edge, c, to, Math.min(height, rows - i), width, add);
        }
        i += height;
      }
    }
    DoubleScratch.give(packed);
  }

  /** A part of an edge tile to its place in C. */
  private void move(double[] edge, double[] c, int to, int height, int width, boolean add) {
    for (int i = 0; i < height; i++) {
      for (int j = 0; j < width; j++) {
        double tile = edge[i * COLUMNS + j];
        int at = to + i * n + j;
        c[at] = add ? c[at] + tile : tile;
      }
    }
  }

  private static void pack(
      double[] b,
      int bAt,
      boolean bT,
      int n,
      int k,
      int column,
      int columns,
      int from,
      int depth,
      double[] panels) {
    Parallel.chunks(
        panels(columns),
        (long) columns * depth * PACKING,
        i -> {
          int j = i * COLUMNS;
          int width = Math.min(COLUMNS, columns - j);
          int to = j * depth;
          VectorDoublePacking.panel(b, bAt, bT, n, k, column + j, width, from, depth, panels, to);
        });
  }

  private static int panels(int columns) {
    return (columns + COLUMNS - 1) / COLUMNS;
  }

  private static int piecesOf(int n, int most) {
    return (n + most - 1) / most;
  }
}
