package dev.capstan.benchmarks.contest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line to a contestant in a process of its own: one field is set.
 *
 * @param prepare what to make ready
 * @param run how often to run it
 * @param outcome the file that shall hold what came out, as doubles with the low byte first
 */
record Request(@Nullable Prepare prepare, @Nullable Integer run, @Nullable String outcome) {

  /** A workload, so that programs in other languages need to know nothing else. */
  record Prepare(
      String workload, String kind, List<Integer> sizes, String dtype, long seed, double rate) {}

  /**
   * The answer.
   *
   * @param name who answers, to a request to prepare
   * @param none the contestant has no such workload
   * @param micros of one run
   * @param absent why it cannot take part
   */
  record Answer(
      @Nullable String name,
      @Nullable Boolean none,
      @Nullable Double micros,
      @Nullable String absent) {}

  static Request prepare(Prepare what) {
    return new Request(what, null, null);
  }

  static Request run(int times) {
    return new Request(null, times, null);
  }

  static Request outcome(String file) {
    return new Request(null, null, file);
  }
}
