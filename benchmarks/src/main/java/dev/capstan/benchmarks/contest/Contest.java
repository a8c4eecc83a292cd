package dev.capstan.benchmarks.contest;

import dev.capstan.benchmarks.workload.Task;
import java.util.ArrayList;
import java.util.List;

/**
 * Contestants at one workload. They take turns, because a shared machine changes its speed within
 * seconds: only times from the same moment can be compared. Each turn repeats the work until the
 * clock can see it; garbage collection counts where it falls.
 */
final class Contest {
  private static final double NANOS = 1e9;

  /**
   * What came out for one contestant.
   *
   * @param micros the shortest time of one run
   * @param low the lower quartile of this one's time over ours in neighbouring turns
   * @param high the upper quartile
   */
  record Result(double micros, double low, double high) {}

  private Contest() {}

  /**
   * Lets the tasks alternate; the first is ours.
   *
   * @param warmUp seconds for each task to get warm, and more if it needs them
   * @param seconds for each task to be timed
   */
  static List<Result> hold(List<Task> tasks, double warmUp, double seconds) {
    int[] repeats = new int[tasks.size()];
    for (int i = 0; i < repeats.length; i++) {
      repeats[i] = WarmUp.run(tasks.get(i), warmUp);
    }
    List<double[]> turns = new ArrayList<>();
    long end = System.nanoTime() + (long) (seconds * tasks.size() * NANOS);
    do {
      double[] turn = new double[repeats.length];
      for (int i = 0; i < turn.length; i++) {
        turn[i] = tasks.get(i).micros(repeats[i]);
      }
      turns.add(turn);
    } while (System.nanoTime() < end);
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < repeats.length; i++) {
      results.add(result(turns, i));
    }
    return results;
  }

  private static Result result(List<double[]> turns, int contestant) {
    double least = turns.stream().mapToDouble(t -> t[contestant]).min().orElseThrow();
    double[] ratios = turns.stream().mapToDouble(t -> t[contestant] / t[0]).sorted().toArray();
    return new Result(least, ratios[ratios.length / 4], ratios[ratios.length * 3 / 4]);
  }
}
