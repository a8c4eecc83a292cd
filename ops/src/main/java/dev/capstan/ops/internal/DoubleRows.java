package dev.capstan.ops.internal;

/**
 * Rows in arrays of their own, for products. They may be longer and more than was asked for.
 *
 * <p>Each fills whole lines of the cache, header included, so that rows allocated one after the
 * other lie alike in their lines. C2 aligns a loop to one of its arrays; then the others are
 * aligned too, and no vector straddles two lines.
 */
final class DoubleRows {

  /** Elements beyond which fresh memory costs little beside the arithmetic. */
  private static final int LARGE = 1 << 20;

  /** Enough for products of some sizes that take turns, or on some threads. */
  private static final Spares<double[][]> SPARES = new Spares<>(4);

  private DoubleRows() {}

  /** At least so many rows, and at least one, of at least n elements, with arbitrary contents. */
  static double[][] take(int count, int n) {
    return SPARES.take(
        kept -> fits(kept, count, n), () -> new double[Math.max(count, 1)][alike(n)]);
  }

  /** At least n elements, such that an array of 16 bytes of header and these fills its lines. */
  private static int alike(int n) {
    int line = 64 / Double.BYTES;
    int header = 16 / Double.BYTES;
    return (n + header + line - 1) / line * line - header;
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
