package dev.capstan.ops.internal;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Loops over independent chunks, on the common pool where that pays. Work is split by its shape
 * alone, so that a result never depends on the number of threads. {@code -Dcapstan.threads=1} keeps
 * everything on the calling thread.
 */
final class Parallel {
  private static final int THREADS =
      Integer.getInteger("capstan.threads", Runtime.getRuntime().availableProcessors());

  /** Multiply-adds (or work alike) from which on a fork pays: a fork and join cost about 9 µs. */
  static final long WORTH_FORKING = 2_000_000;

  private Parallel() {}

  /** Runs the chunks 0 … n − 1, side by side if all their work together is worth it. */
  static void chunks(int n, long work, IntConsumer chunk) {
    if (THREADS > 1 && n > 1 && work >= WORTH_FORKING) {
      IntStream.range(0, n).parallel().forEach(chunk);
    } else {
      for (int i = 0; i < n; i++) {
        chunk.accept(i);
      }
    }
  }
}
