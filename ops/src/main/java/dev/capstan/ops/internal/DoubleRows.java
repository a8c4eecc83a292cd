package dev.capstan.ops.internal;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Rows in arrays of their own, kept from one product to the next for the reasons of {@link
 * DoubleScratch}, and handed out as it does. They may be longer and more than was asked for.
 */
final class DoubleRows {

  /** Enough for the rows of B and of a piece of C on some threads; the rest becomes garbage. */
  private static final int KEPT = 4;

  /** Elements beyond which fresh memory costs little beside the arithmetic. */
  private static final int LARGE = 1 << 20;

  private static final AtomicReferenceArray<double @Nullable [][]> FREE =
      new AtomicReferenceArray<>(KEPT);

  private DoubleRows() {}

  /** At least so many rows of at least n elements, with arbitrary contents. */
  static double[][] take(int count, int n) {
    for (int i = 0; i < KEPT; i++) {
      double[][] kept = FREE.get(i);
      if (fits(kept, count, n) && FREE.compareAndSet(i, kept, null)) {
        return kept;
      }
    }
    return new double[count][n];
  }

  private static boolean fits(double @Nullable [][] rows, int count, int n) {
    return rows != null && rows.length >= count && rows[0].length >= n;
  }

  /** Gives rows back, to an empty place or that of a smaller set. */
  static void give(double[][] rows) {
    if ((long) rows.length * rows[0].length > LARGE) {
      return;
    }
    for (int i = 0; i < KEPT; i++) {
      double[][] kept = FREE.get(i);
      boolean better = kept == null || fits(rows, kept.length, kept[0].length);
      if (better && FREE.compareAndSet(i, kept, rows)) {
        return;
      }
    }
  }
}
