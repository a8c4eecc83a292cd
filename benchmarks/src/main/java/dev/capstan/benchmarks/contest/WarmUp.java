package dev.capstan.benchmarks.contest;

import dev.capstan.benchmarks.workload.Task;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;

/**
 * Runs a task until it is steady: for the time given, and on while it still gets faster or the
 * compiler is still at work. Code on the Vector API is a thousand times slower before it is
 * compiled, so a fixed time would now and then measure an interpreter.
 */
final class WarmUp {
  /** A turn lasts at least this long. */
  private static final double TURN_MICROS = 2_000;

  /**
   * So many runs make a turn if they take no longer than {@link #LONG_TURN_MICROS}: the first of
   * them finds the other contestant's arrays in the cache.
   */
  private static final int TURN_RUNS = 8;

  private static final double LONG_TURN_MICROS = 10_000;

  /** Steady is what has not become so much faster for some windows of time. */
  private static final double FASTER = 0.95;

  private static final int STEADY_WINDOWS = 2;

  /** In a steady window the compiler works for less than this share of it. */
  private static final double COMPILING = 0.2;

  /** The windows in the time given, and the most that are waited for. */
  private static final int WINDOWS = 4;

  private static final int PATIENCE = 16;

  private static final int MOST_REPEATS = 1_000_000;

  private final Task task;
  private double least = Double.POSITIVE_INFINITY;

  private WarmUp(Task task) {
    this.task = task;
  }

  /** How many runs make a turn, once the task is warm. */
  static int run(Task task, double seconds) {
    WarmUp warmUp = new WarmUp(task);
    int steady = 0;
    for (int i = 0; i < WINDOWS || (steady < STEADY_WINDOWS && i < PATIENCE); i++) {
      steady = warmUp.window(seconds / WINDOWS) ? steady + 1 : 0;
    }
    return warmUp.repeats();
  }

  /** Whether nothing changed within the window. */
  private boolean window(double seconds) {
    double before = least;
    long compiled = compileMillis();
    long start = System.nanoTime();
    do {
      least = Math.min(least, task.micros(repeats()));
    } while (System.nanoTime() - start < seconds * 1e9);
    double compiling = (compileMillis() - compiled) / 1e3;
    return least > FASTER * before && compiling < COMPILING * seconds;
  }

  private int repeats() {
    double turn = Math.max(TURN_MICROS, Math.min(TURN_RUNS * least, LONG_TURN_MICROS));
    return (int) Math.max(1, Math.min(MOST_REPEATS, Math.ceil(turn / least)));
  }

  private static long compileMillis() {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    return compiler != null && compiler.isCompilationTimeMonitoringSupported()
        ? compiler.getTotalCompilationTime()
        : 0;
  }
}
