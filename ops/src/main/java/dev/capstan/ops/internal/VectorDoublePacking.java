package dev.capstan.ops.internal;

import static dev.capstan.ops.internal.VectorDoubleTiles.COLUMNS;
import static dev.capstan.ops.internal.VectorDoubleTiles.LANES;
import static dev.capstan.ops.internal.VectorDoubleTiles.ROW;
import static dev.capstan.ops.internal.VectorDoubleTiles.SPECIES;

import jdk.incubator.vector.DoubleVector;

/**
 * Operands of a matrix product in the order in which its tiles read them, filled up to a whole
 * number of tiles. What rows and columns hold that only fill up is arbitrary: what becomes of them
 * is dropped.
 */
final class VectorDoublePacking {
  private VectorDoublePacking() {}

  /** Some columns of op(B), at most those of a tile, each row after row. */
  static void panel(
      double[] b,
      int bAt,
      boolean bT,
      int n,
      int k,
      int column,
      int width,
      int from,
      int depth,
      double[] packed,
      int to) {
    if (bT) {
      int last = column + width - 1;
      for (int j = 0; j < width; j += 4) {
        interleave(b, bAt + from, k, column + j, last, depth, packed, to + j);
      }
    } else {
      int start = bAt + from * n + column;
      if (width == COLUMNS) {
        copyTwo(b, start, n, depth, packed, to);
      } else {
        copyPart(b, start, n, width, depth, packed, to);
      }
    }
  }

  /** Rows of A one after the other; the last one again at the end, up to a number of rows. */
  static void rows(double[] a, int aAt, int k, int rows, int filled, int depth, double[] packed) {
    for (int i = 0; i < filled; i++) {
      System.arraycopy(a, aAt + Math.min(i, rows - 1) * k, packed, i * ROW, depth);
    }
  }

  /** Four rows, the last one again beyond the end, element by element side by side. */
  private static void interleave(
      double[] x, int xAt, int k, int row, int last, int depth, double[] packed, int to) {
    int r0 = xAt + Math.min(row, last) * k;
    int r1 = xAt + Math.min(row + 1, last) * k;
    int r2 = xAt + Math.min(row + 2, last) * k;
    int r3 = xAt + Math.min(row + 3, last) * k;
    int at = to;
    for (int l = 0; l < depth; l++) {
      packed[at] = x[r0 + l];
      packed[at + 1] = x[r1 + l];
      packed[at + 2] = x[r2 + l];
      packed[at + 3] = x[r3 + l];
      at += COLUMNS;
    }
  }

  /** Two vectors of each row. */
  private static void copyTwo(double[] b, int bAt, int n, int depth, double[] packed, int panel) {
    int at = bAt;
    int to = panel;
    for (int l = 0; l < depth; l++) {
      DoubleVector.fromArray(SPECIES, b, at).intoArray(packed, to);
      DoubleVector.fromArray(SPECIES, b, at + LANES).intoArray(packed, to + LANES);
      at += n;
      to += COLUMNS;
    }
  }

  private static void copyPart(
      double[] b, int start, int n, int width, int depth, double[] packed, int to) {
    for (int l = 0; l < depth; l++) {
      for (int j = 0; j < COLUMNS; j++) {
        packed[to + l * COLUMNS + j] = j < width ? b[start + l * n + j] : 0;
      }
    }
  }

  /**
   * Some rows of op(A) = Aᵀ side by side, as they lie already. Whole vectors are copied while they
   * lie in the array; what they hold beyond the height is overwritten by the next. At the end the
   * last row stands for those that only fill up.
   */
  static void sideBySide(
      double[] a, int aAt, int m, int rows, int height, int depth, double[] packed, int strip) {
    int last = a.length - (height + LANES - 1) / LANES * LANES;
    int at = aAt;
    int to = strip;
    int l = 0;
    for (; l < depth && at <= last; l++) {
      for (int i = 0; i < height; i += LANES) {
        DoubleVector.fromArray(SPECIES, a, at + i).intoArray(packed, to + i);
      }
      at += m;
      to += height;
    }
    for (; l < depth; l++) {
      for (int i = 0; i < height; i++) {
        packed[to + i] = a[at + Math.min(i, rows - 1)];
      }
      at += m;
      to += height;
    }
  }
}
