package dev.capstan.ops.internal;

import static dev.capstan.ops.internal.VectorDoubleTiles.COLUMNS;
import static dev.capstan.ops.internal.VectorDoubleTiles.DEPTH;
import static dev.capstan.ops.internal.VectorDoubleTiles.ROW;
import static dev.capstan.ops.internal.VectorDoubleTiles.SHORT;
import static dev.capstan.ops.internal.VectorDoubleTiles.TALL;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Matrix product after Goto and van de Geijn (Anatomy of High-Performance Matrix Multiplication,
 * 2008): a tile of C stays in registers ({@link VectorDoubleTiles}), a panel of B in the
 * first-level cache, a block of A in the second. Operands are packed into the order in which the
 * inner loop reads them ({@link VectorDoublePacking}), which also absorbs transposition and fills
 * the edges.
 *
 * <p>{@link DoubleProducts} says what an element of C is, wherever it lies and whichever thread
 * computes it.
 */
final class VectorDoubleMatmul {

  /** Columns of B in a block: 256 by 512 elements, read once for each block of A. */
  private static final int WIDTH = 512;

  /** Rows of A in a block at most: 192 by 256 elements stay in the second-level cache. */
  private static final int BLOCK = 192;

  /** Blocks of A at most that are shared: beyond, packing A once a thread costs little. */
  private static final int SHARED = 6;

  /** Parts for each thread where blocks are shared. */
  private static final int PARTS = 4;

  private static final AtomicReferenceArray<double @Nullable []> NONE =
      new AtomicReferenceArray<>(0);

  private final double[] a;
  private final int aAt;
  private final boolean aT;
  private final double[] b;
  private final int bAt;
  private final boolean bT;
  private final double[] c;
  private final int cAt;
  private final boolean onto;
  private final int m;
  private final int n;
  private final int k;

  /** The length of the inner axis in memory, of which k elements are multiplied. */
  private final int stored;

  /** Blocks of A that threads share, each packed by who needs it first. */
  private AtomicReferenceArray<double @Nullable []> shared = NONE;

  /** As {@link DoubleProducts.Product}; the inner axis is not empty. */
  VectorDoubleMatmul(
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
    this.a = a;
    this.aAt = aAt;
    this.aT = aT;
    this.b = b;
    this.bAt = bAt;
    this.bT = bT;
    this.c = c;
    this.cAt = cAt;
    this.onto = onto;
    this.m = m;
    this.n = n;
    this.k = k;
    this.stored = stored;
  }

  /**
   * Computes the product: in parts for threads, which pack what they need by themselves, with one
   * fork and one join. Where A is small they share its blocks, and there are more parts than
   * threads, so that a thread which starts late gets fewer. Elsewhere parts are about as high as
   * wide, for then there is least to pack.
   */
  void multiply() {
    long work = (long) m * n * k;
    int threads = Parallel.threads(work);
    if (threads == 1) {
      part(0, m, 0, n);
      return;
    }
    int blocks = piecesOf(m, BLOCK) * piecesOf(k, DEPTH);
    boolean sharing = n >= m && blocks <= SHARED;
    int down = 1;
    int across = sharing ? PARTS * threads : 1;
    while (down * across < threads) {
      if (n / across >= m / down) {
        across *= 2;
      } else {
        down *= 2;
      }
    }
    int rows = piecesOf(piecesOf(m, down), SHORT) * SHORT;
    int columns = piecesOf(piecesOf(n, across), COLUMNS) * COLUMNS;
    int abreast = piecesOf(n, columns);
    shared = sharing ? new AtomicReferenceArray<>(blocks) : NONE;
    Parallel.chunks(
        piecesOf(m, rows) * abreast,
        work,
        i -> {
          int row = i / abreast * rows;
          int column = i % abreast * columns;
          part(row, Math.min(rows, m - row), column, Math.min(columns, n - column));
        });
    for (int i = 0; i < shared.length(); i++) {
      double[] packed = shared.get(i);
      if (packed != null) {
        DoubleScratch.give(packed);
      }
    }
  }

  /** Some rows and columns of C. */
  private void part(int row, int rows, int column, int columns) {
    int depth = DoubleProducts.piece(k);
    int pieces = piecesOf(k, depth);
    int width = Math.min(columns, WIDTH);
    int height = piecesOf(evenly(rows, BLOCK), TALL) * TALL;
    double[] panels = DoubleScratch.take(piecesOf(width, COLUMNS) * COLUMNS * depth);
    for (int j = 0; j < columns; j += width) {
      int wide = Math.min(width, columns - j);
      for (int from = 0; from < k; from += depth) {
        int deep = Math.min(depth, k - from);
        pack(column + j, wide, from, deep, panels);
        for (int i = 0; i < rows; i += height) {
          int high = Math.min(height, rows - i);
          double[] packed = packed(row + i, high, from, deep, i / height * pieces + from / depth);
          block(packed, panels, row + i, high, column + j, wide, from, deep);
          if (shared == NONE) {
            DoubleScratch.give(packed);
          }
        }
      }
    }
    DoubleScratch.give(panels);
  }

  /** Some rows of op(A) in the order in which tiles read them; the number is that of the block. */
  private double[] packed(int row, int rows, int from, int depth, int number) {
    if (shared == NONE) {
      return pack(row, rows, from, depth);
    }
    double[] there = shared.get(number);
    if (there != null) {
      return there;
    }
    double[] packed = pack(row, rows, from, depth);
    double[] before = shared.compareAndExchange(number, null, packed);
    if (before == null) {
      return packed;
    }
    DoubleScratch.give(packed);
    return before;
  }

  private double[] pack(int row, int rows, int from, int depth) {
    int tall = rows / TALL * TALL;
    int filled = piecesOf(rows, SHORT) * SHORT;
    double[] packed = DoubleScratch.take(filled * ROW);
    if (aT) {
      for (int i = 0; i < rows; i += i < tall ? TALL : SHORT) {
        int height = i < tall ? TALL : SHORT;
        int start = aAt + from * m + row + i;
        VectorDoublePacking.sideBySide(a, start, m, rows - i, height, depth, packed, i * ROW);
      }
    } else {
      VectorDoublePacking.rows(a, aAt + row * stored + from, stored, rows, filled, depth, packed);
    }
    return packed;
  }

  private void block(
      double[] packed,
      double[] panels,
      int row,
      int rows,
      int column,
      int columns,
      int from,
      int depth) {
    int tall = rows / TALL * TALL;
    boolean add = onto || from > 0;
    boolean edges = rows % SHORT != 0 || columns % COLUMNS != 0;
    double[] tile = new double[add || edges ? TALL * COLUMNS : 0];
    for (int j = 0; j < columns; j += COLUMNS) {
      int panel = j * depth;
      int width = Math.min(COLUMNS, columns - j);
      for (int i = 0; i < rows; i += i < tall ? TALL : SHORT) {
        int height = i < tall ? TALL : SHORT;
        int to = cAt + (row + i) * n + column + j;
        boolean whole = width == COLUMNS && i + height <= rows;
        if (whole && (height == SHORT || !add)) {
          tile(height, packed, i * ROW, panels, panel, depth, c, to, n, add);
        } else {
          tile(height, packed, i * ROW, panels, panel, depth, tile, 0, COLUMNS, false);
          move(tile, to, Math.min(height, rows - i), width, add);
        }
      }
    }
  }

  private void tile(
      int height,
      double[] packed,
      int strip,
      double[] panels,
      int panel,
      int depth,
      double[] to,
      int toAt,
      int step,
      boolean add) {
    if (height == SHORT) {
      if (aT) {
        VectorDoubleTiles.fourSideBySide(packed, strip, panels, panel, depth, to, toAt, step, add);
      } else {
        VectorDoubleTiles.fourRows(packed, strip, panels, panel, depth, to, toAt, step, add);
      }
    } else if (aT) {
      VectorDoubleTiles.twelveSideBySide(packed, strip, panels, panel, depth, to, toAt, step);
    } else {
      VectorDoubleTiles.twelveRows(packed, strip, panels, panel, depth, to, toAt, step);
    }
  }

  /** What belongs to C of a tile to its place there. */
  private void move(double[] tile, int to, int height, int width, boolean add) {
    if (add && width == COLUMNS) {
      VectorDoubleTiles.add(tile, height, c, to, n);
      return;
    }
    for (int i = 0; i < height; i++) {
      for (int j = 0; j < width; j++) {
        double sum = tile[i * COLUMNS + j];
        int at = to + i * n + j;
        c[at] = add ? c[at] + sum : sum;
      }
    }
  }

  /** Some rows of some columns of op(B), a panel for each column of tiles. */
  private void pack(int column, int columns, int from, int depth, double[] panels) {
    for (int j = 0; j < columns; j += COLUMNS) {
      int width = Math.min(COLUMNS, columns - j);
      VectorDoublePacking.panel(
          b, bAt, bT, n, stored, column + j, width, from, depth, panels, j * depth);
    }
  }

  private static int piecesOf(int n, int most) {
    return (n + most - 1) / most;
  }

  /** The size of pieces of n, none above the most and all alike but for the last. */
  private static int evenly(int n, int most) {
    int pieces = piecesOf(n, most);
    return piecesOf(n, pieces);
  }
}
