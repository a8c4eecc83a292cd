package dev.capstan.benchmarks;

/** A workload prepared by a contestant. */
public interface Task {

  /** Does the work once; what it returns keeps the compiler from leaving the work out. */
  Object run();

  /** Does the work once and tells what came out: the value, then the gradients. */
  double[] outcome();
}
