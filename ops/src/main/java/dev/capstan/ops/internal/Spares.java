package dev.capstan.ops.internal;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A few arrays that products take and give back. Fresh memory would be cleared and cold, which
 * costs a small product more than its arithmetic. What was taken belongs to its taker until it is
 * given back, by an atomic exchange each; what is not given back is garbage and nothing else.
 *
 * @param <T> an array, or rows in arrays of their own
 */
final class Spares<T> {
  private final AtomicReferenceArray<@Nullable T> free;

  /** Keeps so many at most; the rest becomes garbage. */
  Spares(int most) {
    this.free = new AtomicReferenceArray<>(most);
  }

  /** One that fits, with arbitrary contents, or a fresh one. */
  T take(Predicate<T> fits, Supplier<T> fresh) {
    for (int i = 0; i < free.length(); i++) {
      T kept = free.get(i);
      if (kept != null && fits.test(kept) && free.compareAndSet(i, kept, null)) {
        return kept;
      }
    }
    return fresh.get();
  }

  /** Gives one back, to an empty place or that of a smaller one. */
  void give(T spare, Predicate<T> smaller) {
    for (int i = 0; i < free.length(); i++) {
      if (free.get(i) == null && free.compareAndSet(i, null, spare)) {
        return;
      }
    }
    for (int i = 0; i < free.length(); i++) {
      T kept = free.get(i);
      if (kept != null && smaller.test(kept) && free.compareAndSet(i, kept, spare)) {
        return;
      }
    }
  }
}
