package dev.capstan.nn.data;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.State;
import dev.capstan.nn.Stateful;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Makes batches ahead on a thread of its own, where reading or collating them takes long. Which
 * rows they have is drawn by the caller's thread, so that nothing depends on how the threads run:
 * the batches are those of the plain loader.
 *
 * <p>Its state is the sampler's, and the rows that are drawn but not handed out: it takes the
 * sampler's place in a checkpoint.
 */
public final class PrefetchLoader<B> implements BatchSource<B>, Stateful, AutoCloseable {
  private final Examples<B> data;
  private final BatchSampler sampler;
  private final int ahead;
  private final Deque<Made<B>> queue = new ArrayDeque<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread made = new Thread(work, "capstan-prefetch");
            made.setDaemon(true);
            return made;
          });

  /** A batch that is made, or being made. */
  private record Made<B>(int[] rows, Future<B> batch) {}

  PrefetchLoader(Examples<B> data, BatchSampler sampler, int ahead) {
    if (ahead < 1) {
      throw new IllegalArgumentException(
          "prefetch: got " + ahead + " batches ahead, expected 1 or more");
    }
    this.data = data;
    this.sampler = sampler;
    this.ahead = ahead;
  }

  @Override
  public int batchesPerEpoch() {
    return sampler.batchesPerEpoch();
  }

  /**
   * The next batch, once it is made.
   *
   * @throws IllegalStateException if this is closed, or the thread is interrupted
   */
  @Override
  public B next() {
    if (thread.isShutdown()) {
      throw new IllegalStateException("prefetch: the loader is closed; make another");
    }
    while (queue.size() < ahead) {
      make(sampler.next());
    }
    Made<B> first = queue.remove();
    make(sampler.next());
    try {
      return first.batch().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("prefetch: interrupted while a batch was made", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException why) {
        throw why;
      }
      throw new CompletionException(e.getCause());
    }
  }

  private void make(int[] rows) {
    queue.add(new Made<>(rows, thread.submit(() -> data.batch(rows))));
  }

  @Override
  public State state() {
    State.Builder state = State.builder().put("ahead", queue.size());
    int i = 0;
    for (Made<B> made : queue) {
      state.put("rows." + i++, made.rows());
    }
    return state.put("sampler", stateful().state()).build();
  }

  @Override
  public void restore(State state) {
    requireNonNull(state, "state");
    int[][] drawn = new int[state.count("ahead")][];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = state.wholes("rows." + i);
      if (Arrays.stream(drawn[i]).anyMatch(row -> row < 0 || row >= data.size())) {
        throw new IllegalArgumentException("restore: a loader: the state is of other data");
      }
    }
    stateful().restore(state.part("sampler"));
    queue.clear();
    for (int[] rows : drawn) {
      make(rows);
    }
  }

  private Stateful stateful() {
    if (sampler instanceof Stateful stateful) {
      return stateful;
    }
    throw new IllegalStateException(
        "prefetch: got a "
            + sampler.getClass().getSimpleName()
            + ", which has no state; make it Stateful to save a run");
  }

  /** Ends the thread. */
  @Override
  public void close() {
    thread.shutdownNow();
  }

  @Override
  public String toString() {
    return "batches of " + data + ", " + ahead + " made ahead";
  }
}
