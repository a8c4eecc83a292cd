package dev.capstan.ops.internal;

/** Rows in arrays of their own, for products. They may be longer and more than was asked for. */
final class DoubleRows {

  /** Elements beyond which fresh memory costs little beside the arithmetic. */
  private static final int LARGE = 1 << 20;

  /** Enough for the rows of B and of a piece of C on some threads. */
  private static final Spares<double[][]> SPARES = new Spares<>(4);

  private DoubleRows() {}

  /** At least so many rows, and at least one, of at least n elements, with arbitrary contents. */
  static double[][] take(int count, int n) {
    return SPARES.take(kept -> fits(kept, count, n), () -> new double[Math.max(count, 1)][n]);
  }

  private static boolean fits(double[][] rows, int count, int n) {
    return rows.length >= count && rows[0].length >= n;
  }

  static void give(double[][] rows) {
    if ((long) rows.length * rows[0].length <= LARGE) {
      SPARES.give(rows, kept -> fits(rows, kept.length, kept[0].length));
    }
  }
}
