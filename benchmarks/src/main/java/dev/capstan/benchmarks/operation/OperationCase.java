package dev.capstan.benchmarks.operation;

import dev.capstan.autograd.Tape;
import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.Workspace;
import dev.capstan.testkit.OpSpec;
import dev.capstan.testkit.Samples;
import dev.capstan.testkit.Stretch;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A row of the op table with {@link Stretch inputs of about so many elements}. Results go into
 * memory that the next call uses again, as PyTorch's do.
 *
 * <p>Times are those that the processor spent on this thread, the least mean of several runs: on a
 * shared machine they are steadier than the clock's.
 */
final class OperationCase {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();

  /** A run is repeated until it has taken so long, in nanoseconds. */
  private static final long RUN = 4_000_000;

  private static final int RUNS = 5;

  /** So many runs are enough once they have taken so long, in nanoseconds. */
  private static final int FEW = 2;

  private static final long LONG = 200_000_000;

  /** How long the code is warmed up at least, and at most, in nanoseconds. */
  private static final long WARM_UP = 80_000_000;

  private static final long MOST_WARM_UP = 2_000_000_000;

  /**
   * So many times in a row the compiler finishes nothing while the code is warmed up; once would
   * not do, since what it is at may take longer.
   */
  private static final int IDLE = 5;

  /** Calls of a short task after which its methods are compiled, also anew after a trap. */
  private static final int CALLS = 1000;

  private final OpSpec row;
  private final List<Tensor> inputs;

  private OperationCase(OpSpec row, List<Tensor> inputs) {
    this.row = row;
    this.inputs = inputs;
  }

  static OperationCase of(OpSpec row, DType dtype, int elements) {
    List<Tensor> inputs = new ArrayList<>();
    for (Tensor x : Samples.of(row, Stretch.of(row, elements), new SplittableRandom(11))) {
      inputs.add(x.to(dtype));
    }
    return new OperationCase(row, inputs);
  }

  List<Tensor> inputs() {
    return inputs;
  }

  Tensor value() {
    return row.apply(inputs);
  }

  /** Microseconds of the value alone. */
  double forward() {
    Workspace workspace = new Workspace();
    return time(
        () -> {
          List<Tensor> lent = inputs.stream().map(workspace::lend).toList();
          row.apply(lent);
          workspace.reclaim();
        });
  }

  /** Microseconds of the value and all gradients. */
  double withBackward() {
    Workspace workspace = new Workspace();
    Tensor y = value();
    Tensor ones = Tensor.ones(y.dtype(), y.shape().toArray());
    return time(
        () -> {
          try (Tape tape = new Tape()) {
            List<Tensor> watched = new ArrayList<>();
            for (Tensor x : inputs) {
              watched.add(tape.watch(workspace.lend(x)));
            }
            Tensor result = row.apply(watched);
            if (result.node() != null) {
              tape.gradients(result, ones).of(watched.get(0));
            }
          }
          workspace.reclaim();
        });
  }

  private static double time(Runnable task) {
    double each = warmUp(task);
    int times = (int) Math.max(1, Math.min(100_000, RUN / each));
    double best = Double.MAX_VALUE;
    long begin = THREADS.getCurrentThreadCpuTime();
    long start = begin;
    for (int run = 0; run < RUNS && (run < FEW || start - begin < LONG); run++) {
      for (int i = 0; i < times; i++) {
        task.run();
      }
      long end = THREADS.getCurrentThreadCpuTime();
      best = Math.min(best, (end - start) / (double) times);
      start = end;
    }
    return best / 1000;
  }

  /** Whether a call takes less than a millisecond, even if it is interpreted. */
  private static boolean isShort(long spent, int calls) {
    return spent < calls * 1_000_000L;
  }

  /**
   * Runs a task until the compiler has had nothing to do for a while, and gives the mean time of
   * the last runs.
   */
  private static double warmUp(Runnable task) {
    long first = System.nanoTime();
    double each = Double.MAX_VALUE;
    int idle = 0;
    while (idle < IDLE && System.nanoTime() - first < MOST_WARM_UP) {
      long compiled = COMPILER.getTotalCompilationTime();
      long begin = System.nanoTime();
      int calls = 0;
      long spent = 0;
      while (spent < WARM_UP || spent < MOST_WARM_UP && isShort(spent, calls) && calls < CALLS) {
        task.run();
        calls++;
        spent = System.nanoTime() - begin;
      }
      each = spent / (double) calls;
      idle = compiled == COMPILER.getTotalCompilationTime() ? idle + 1 : 0;
    }
    return each;
  }
}
