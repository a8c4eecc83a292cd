package dev.capstan.nn;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Tells who reads on another thread whether what was read was being changed meanwhile. The thread
 * that changes never waits; the reader looks before and after, and throws away what it read if the
 * two differ (a sequence lock; Lameter 2005). Odd while a change is under way.
 */
final class Turns {
  private final AtomicInteger count = new AtomicInteger();
  private @Nullable Thread changing;

  /** Changes within changes are one; known to the thread that changes alone. */
  private int depth;

  void begin() {
    if (depth++ == 0) {
      changing = Thread.currentThread();
      count.incrementAndGet();
    }
  }

  void end() {
    if (--depth == 0) {
      count.incrementAndGet();
    }
  }

  int now() {
    return count.get();
  }

  /** Whether another thread than this one is in the middle of a change. */
  boolean changedElsewhere() {
    return count.get() % 2 != 0 && changing != Thread.currentThread();
  }

  /** Who changes, or changed last. */
  String changer() {
    Thread thread = changing;
    return thread == null ? "another thread" : "thread '" + thread.getName() + "'";
  }
}
