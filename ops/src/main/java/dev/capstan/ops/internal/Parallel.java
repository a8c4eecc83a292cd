package dev.capstan.ops.internal;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Loops over independent chunks, on the common pool where that pays. However work is split, each
 * element is computed by the same operations in the same order, so that a result never depends on
 * the number of threads. {@code -Dcapstan.threads=1} keeps everything on the calling thread, and so
 * does a limit of 1 for what one thread computes.
 *
 * <p>The limit is a thread-local: a host that has threads of its own says it far from the kernels,
 * and it holds for what its thread computes, and for nobody else.
 */
public final class Parallel {
  private static final String PROPERTY = "capstan.threads";
  private static final int THREADS =
      Integer.getInteger(PROPERTY, Runtime.getRuntime().availableProcessors());

  /** Multiply-adds (or work alike) from which on a fork pays: a thread starts some 15 µs late. */
  private static final long WORTH_FORKING = 4_000_000;

  private static final ThreadLocal<Integer> LIMIT = ThreadLocal.withInitial(() -> THREADS);

  private Parallel() {}

  /** How many threads may share what the calling thread computes. */
  public static int limit() {
    return LIMIT.get();
  }

  /** From now on at most so many threads share what the calling thread computes. */
  public static void limit(int most) {
    if (most >= THREADS) {
      LIMIT.remove();
    } else {
      LIMIT.set(most);
    }
  }

  /** What is wrong with the number of threads asked for; null if nothing is. */
  static @Nullable String fault() {
    String wanted = System.getProperty(PROPERTY);
    boolean right = wanted == null || Integer.getInteger(PROPERTY, 0) >= 1;
    return right ? null : PROPERTY + ": got '" + wanted + "', expected a whole number from 1 on";
  }

  /** How many threads such work is worth: all that there may be, or one. */
  static int threads(long work) {
    return THREADS > 1 && work >= WORTH_FORKING ? LIMIT.get() : 1;
  }

  /**
   * Runs the chunks 0 … n − 1, side by side if all their work together is worth it. Each thread
   * takes the next one that is left, so that one which wakes up late delays nobody.
   */
  static void chunks(int n, long work, IntConsumer chunk) {
    int threads = Math.min(n, threads(work));
    if (threads <= 1) {
      for (int i = 0; i < n; i++) {
        chunk.accept(i);
      }
      return;
    }
    AtomicInteger next = new AtomicInteger();
    IntStream.range(0, threads)
        .parallel()
        .forEach(
            thread -> {
              for (int i = next.getAndIncrement(); i < n; i = next.getAndIncrement()) {
                chunk.accept(i);
              }
            });
  }
}
