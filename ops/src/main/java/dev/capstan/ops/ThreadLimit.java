package dev.capstan.ops;

import dev.capstan.ops.internal.Parallel;

/**
 * A limit to the threads that share what the calling thread computes, until it is closed. By itself
 * large work is spread over all processors ({@code -Dcapstan.threads} says over how many); a host
 * that runs as many threads as there are processors, as servers and clusters do, wants each to keep
 * to itself:
 *
 * <pre>{@code
 * try (ThreadLimit alone = ThreadLimit.of(1)) {
 *   embedding = model.apply(rows);
 * }
 * }</pre>
 *
 * <p>Results do not depend on it. A limit within a limit can but lower it.
 */
public final class ThreadLimit implements AutoCloseable {
  private final Thread owner = Thread.currentThread();
  private final int before = Parallel.limit();
  private final int most;

  private ThreadLimit(int most) {
    this.most = most;
    Parallel.limit(Math.min(before, most));
  }

  /**
   * Begins a limit, for the calling thread.
   *
   * @param most how many threads, itself among them
   * @throws IllegalArgumentException if that is less than 1
   */
  public static ThreadLimit of(int most) {
    if (most < 1) {
      throw new IllegalArgumentException(
          "threadLimit: got " + most + " threads, expected 1 or more");
    }
    return new ThreadLimit(most);
  }

  /** How many threads may share what the calling thread computes. */
  public static int current() {
    return Parallel.limit();
  }

  /**
   * Brings back what was before.
   *
   * @throws IllegalStateException if another thread calls it than the one that is limited
   */
  @Override
  public void close() {
    if (Thread.currentThread() != owner) {
      throw new IllegalStateException(
          "threadLimit: close: got a call from thread '"
              + Thread.currentThread().getName()
              + "', expected one from '"
              + owner.getName()
              + "', which it limits");
    }
    Parallel.limit(before);
  }

  @Override
  public String toString() {
    return "at most " + Math.min(before, most) + " threads for '" + owner.getName() + "'";
  }
}
