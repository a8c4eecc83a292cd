package dev.capstan.benchmarks.contest;

import org.jspecify.annotations.Nullable;

/**
 * What a fork found; a line of its output each. With nothing but a workload it says that the peer
 * is not set against us there.
 *
 * @param workload the row; empty where the finding is of the whole fork
 * @param score what was measured
 * @param peaks what the machine can do
 * @param absent why the peer cannot take part
 * @param failed why the contest was not held although both were there
 */
public record Finding(
    String workload,
    @Nullable Score score,
    @Nullable Peaks peaks,
    @Nullable String absent,
    @Nullable String failed) {

  /**
   * One row in one fork.
   *
   * @param micros our shortest time
   * @param bytes what a run of ours allocates on its thread
   * @param opponent the peer's name and version; empty if we ran alone
   * @param theirs its shortest time
   * @param low the lower quartile of the ratios of neighbouring turns
   * @param high the upper quartile
   */
  public record Score(
      double micros, long bytes, String opponent, double theirs, double low, double high) {

    public double ratio() {
      return theirs / micros;
    }
  }

  static Finding of(String workload, Score score) {
    return new Finding(workload, score, null, null, null);
  }

  /** The peer is not set against us here. */
  static Finding none(String workload) {
    return new Finding(workload, null, null, null, null);
  }

  static Finding of(Peaks peaks) {
    return new Finding("", null, peaks, null, null);
  }

  static Finding absent(String why) {
    return new Finding("", null, null, why, null);
  }

  static Finding failed(String workload, String why) {
    return new Finding(workload, null, null, null, why);
  }
}
