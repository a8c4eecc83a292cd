package dev.capstan.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Contestants at one workload, in one JVM. They take turns, because a shared machine changes its
 * speed within seconds: only times from the same moment can be compared. Each turn repeats the work
 * until the clock can see it; garbage collection counts where it falls.
 */
final class Contest {
  /** A turn lasts at least this long. */
  private static final long TURN_NANOS = 2_000_000;

  private static final double NANOS = 1e9;

  /** The share of the time that goes to warming up. */
  private static final double WARM_UP = 0.5;

  /**
   * What came out for one contestant.
   *
   * @param micros the shortest time of one run
   * @param ratio that time over ours
   * @param low the lower quartile of the ratios of neighbouring turns
   * @param high the upper quartile
   */
  record Result(double micros, double ratio, double low, double high) {}

  private Contest() {}

  /** Lets the tasks alternate for so many seconds altogether; the first is ours. */
  static List<Result> hold(List<Task> tasks, double seconds) {
    int[] repeats = new int[tasks.size()];
    for (int i = 0; i < repeats.length; i++) {
      repeats[i] = warmUp(tasks.get(i), WARM_UP * seconds / repeats.length);
    }
    List<double[]> turns = new ArrayList<>();
    long end = System.nanoTime() + (long) ((1 - WARM_UP) * seconds * NANOS);
    do {
      double[] turn = new double[repeats.length];
      for (int i = 0; i < turn.length; i++) {
        turn[i] = micros(tasks.get(i), repeats[i]);
      }
      turns.add(turn);
    } while (System.nanoTime() < end);
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < repeats.length; i++) {
      results.add(result(turns, i));
    }
    return results;
  }

  /**
   * Runs the task for a time, and up to three times as long while it still gets faster: vector code
   * is a thousand times slower before it is compiled. How many runs make a turn.
   */
  private static int warmUp(Task task, double seconds) {
    long start = System.nanoTime();
    long improved = start;
    long now = start;
    double least = Double.POSITIVE_INFINITY;
    int repeats = 1;
    while (now - start < seconds * NANOS
        || (now - improved < seconds * NANOS / 2 && now - start < 3 * seconds * NANOS)) {
      double got = micros(task, repeats);
      now = System.nanoTime();
      improved = got < 0.9 * least ? now : improved;
      least = Math.min(least, got);
      repeats = (int) Math.max(1, Math.min(1e6, Math.ceil(TURN_NANOS / 1e3 / least)));
    }
    return repeats;
  }

  private static double micros(Task task, int repeats) {
    long start = System.nanoTime();
    for (int i = 0; i < repeats; i++) {
      Blackhole.take(task.run());
    }
    return (System.nanoTime() - start) / 1e3 / repeats;
  }

  private static Result result(List<double[]> turns, int contestant) {
    double ours = turns.stream().mapToDouble(t -> t[0]).min().orElseThrow();
    double theirs = turns.stream().mapToDouble(t -> t[contestant]).min().orElseThrow();
    double[] ratios = turns.stream().mapToDouble(t -> t[contestant] / t[0]).sorted().toArray();
    return new Result(
        theirs, theirs / ours, ratios[ratios.length / 4], ratios[ratios.length * 3 / 4]);
  }

  /** The bytes that a run allocates on this thread: the median of some runs. */
  static long allocated(Task task) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] bytes = new long[7];
    for (int i = 0; i < bytes.length; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      Blackhole.take(task.run());
      bytes[i] = threads.getCurrentThreadAllocatedBytes() - before;
    }
    Arrays.sort(bytes);
    return bytes[bytes.length / 2];
  }

  /** Where results go that nobody reads. */
  static final class Blackhole {
    private static final AtomicReference<Object> SINK = new AtomicReference<>("");

    private Blackhole() {}

    static void take(Object result) {
      SINK.setOpaque(result);
    }
  }
}
