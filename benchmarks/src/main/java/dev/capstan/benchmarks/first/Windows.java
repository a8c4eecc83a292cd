package dev.capstan.benchmarks.first;

import dev.capstan.benchmarks.workload.CapstanTasks;
import dev.capstan.benchmarks.workload.Task;
import dev.capstan.benchmarks.workload.Workload;
import dev.capstan.ops.DType;

/** A program that repeats a workload, and says for one window of time after the other how fast. */
public final class Windows {
  private Windows() {}

  /**
   * Prints the mean microseconds of a run in each window.
   *
   * @param args the workload, as {@code TRIPLET_STEP 100×128}; the length of a window in
   *     milliseconds; how many there are
   */
  public static void main(String[] args) {
    Task task = CapstanTasks.prepare(Workload.named(args[0], DType.FLOAT32));
    double window = Long.parseLong(args[1]) * 1e6;
    for (int i = 0; i < Integer.parseInt(args[2]); i++) {
      long begun = System.nanoTime();
      long spent = 0;
      int runs = 0;
      while (spent < window) {
        task.run();
        runs++;
        spent = System.nanoTime() - begun;
      }
      System.out.print(spent / 1e3 / runs + " ");
    }
  }
}
