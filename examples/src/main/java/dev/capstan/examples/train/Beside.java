package dev.capstan.examples.train;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** Work that nothing waits for yet, beside the main work. */
final class Beside {
  private Beside() {}

  /**
   * Begins on a thread of its own if more than one is allowed.
   *
   * @return gives the result, or throws what the work has thrown
   */
  static <T> Supplier<T> start(int threads, Supplier<T> work) {
    if (threads == 1) {
      return work;
    }
    FutureTask<T> task = new FutureTask<>(work::get);
    Thread thread = new Thread(task, "capstan-beside");
    thread.setDaemon(true);
    thread.start();
    return () -> result(task);
  }

  private static <T> T result(FutureTask<T> task) {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("train: interrupted", e);
    }
  }
}
