package dev.capstan.benchmarks.workload;

import java.lang.management.ManagementFactory;
import java.util.Arrays;

/** What a task costs the collector, which unlike time hardly depends on the machine. */
public final class Allocation {
  private static final int RUNS = 7;

  private Allocation() {}

  /** The bytes that a run allocates on this thread: the median of some runs. */
  public static long of(Task task) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long[] bytes = new long[RUNS];
    for (int i = 0; i < RUNS; i++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      Blackhole.take(task.run());
      bytes[i] = threads.getCurrentThreadAllocatedBytes() - before;
    }
    Arrays.sort(bytes);
    return bytes[RUNS / 2];
  }
}
