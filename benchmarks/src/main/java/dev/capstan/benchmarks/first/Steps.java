package dev.capstan.benchmarks.first;

import dev.capstan.benchmarks.workload.CapstanTasks;
import dev.capstan.benchmarks.workload.Task;
import dev.capstan.benchmarks.workload.Workload;
import dev.capstan.ops.Capstan;
import dev.capstan.ops.DType;

/** A program that trains a net for a number of steps, or for a number of seconds, and ends. */
public final class Steps {
  private Steps() {}

  /**
   * Prints the steps that were made, and the kernels at the end.
   *
   * @param args sizes of the net and its batch, as {@code 64x128x32x64}; steps to make, or a time
   *     as {@code 2s}
   */
  public static void main(String[] args) {
    Task task =
        CapstanTasks.prepare(
            Workload.named("TRAINING_STEP " + args[0].replace('x', '×'), DType.FLOAT32));
    boolean timed = args[1].endsWith("s");
    long most = Long.parseLong(timed ? args[1].substring(0, args[1].length() - 1) : args[1]);
    long begun = System.nanoTime();
    long steps = 0;
    while (timed ? System.nanoTime() - begun < most * 1_000_000_000L : steps < most) {
      task.run();
      steps++;
    }
    System.out.println(steps + " " + Capstan.kernels());
  }
}
