package dev.capstan.ops.internal;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A few arrays that products pack their operands into. Fresh memory would be cleared and cold,
 * which costs a small product more than its arithmetic. An array belongs to whoever took it until
 * it is given back, by an atomic exchange each; one that is not given back is garbage and nothing
 * else.
 */
final class DoubleScratch {

  /** Enough for a panel and a block of A each on several threads; the rest becomes garbage. */
  private static final int KEPT = 8;

  private static final AtomicReferenceArray<double @Nullable []> FREE =
      new AtomicReferenceArray<>(KEPT);

  private DoubleScratch() {}

  /** An array of at least n elements with arbitrary contents. */
  static double[] take(int n) {
    for (int i = 0; i < KEPT; i++) {
      double[] kept = FREE.get(i);
      if (kept != null && kept.length >= n && FREE.compareAndSet(i, kept, null)) {
        return kept;
      }
    }
    return new double[n];
  }

  /** Gives an array back, to an empty place or that of a shorter one. */
  static void give(double[] array) {
    for (int i = 0; i < KEPT; i++) {
      if (FREE.get(i) == null && FREE.compareAndSet(i, null, array)) {
        return;
      }
    }
    for (int i = 0; i < KEPT; i++) {
      double[] kept = FREE.get(i);
      if (kept != null && kept.length < array.length && FREE.compareAndSet(i, kept, array)) {
        return;
      }
    }
  }
}
