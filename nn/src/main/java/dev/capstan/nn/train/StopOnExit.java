package dev.capstan.nn.train;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends training after the step that is being run when the process is asked to end, by Ctrl-C or a
 * gentle kill: the process waits until training that has begun is over, so that whoever listens
 * behind this one may save a checkpoint. Give it last.
 */
public final class StopOnExit implements TrainingListener, AutoCloseable {
  /** Longer than a checkpoint takes, shorter than a system's patience before it kills. */
  private static final long SECONDS = 60;

  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stopAndWait, "capstan-stop");
  private volatile boolean begun;
  private volatile boolean stopped;

  private StopOnExit() {}

  /** Listens to the end of the process until it is closed. */
  public static StopOnExit install() {
    StopOnExit stop = new StopOnExit();
    Runtime.getRuntime().addShutdownHook(stop.hook);
    return stop;
  }

  private void stopAndWait() {
    stopped = true;
    try {
      if (begun && !over.await(SECONDS, TimeUnit.SECONDS)) {
        System.getLogger(StopOnExit.class.getName())
            .log(System.Logger.Level.WARNING, "training has not ended in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks training to end after this step; from any thread. */
  public void stop() {
    stopped = true;
  }

  @Override
  public boolean goOn(StepReport report) {
    requireNonNull(report, "report");
    begun = true;
    return !stopped;
  }

  @Override
  public boolean goOn(int epoch) {
    return !stopped;
  }

  @Override
  public void ended() {
    over.countDown();
  }

  /** No longer listens. */
  @Override
  public void close() {
    over.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      stopped = true; // the process is ending already, and the hook is running
    }
  }
}
