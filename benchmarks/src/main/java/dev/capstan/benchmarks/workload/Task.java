package dev.capstan.benchmarks.workload;

/** A workload prepared by a contestant. */
public interface Task {

  /** Does the work once; what it returns keeps the compiler from leaving the work out. */
  Object run();

  /** Does the work once and tells what came out: the value, then the gradients. */
  double[] outcome();

  /** Microseconds of one run, over so many in a row. */
  default double micros(int runs) {
    long start = System.nanoTime();
    for (int i = 0; i < runs; i++) {
      Blackhole.take(run());
    }
    return (System.nanoTime() - start) / 1e3 / runs;
  }
}
