package dev.capstan.benchmarks.operation;

import dev.capstan.autograd.Tape;
import dev.capstan.ops.DType;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.Workspace;
import dev.capstan.testkit.OpSpec;
import dev.capstan.testkit.Samples;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A row of the op table with inputs of about so many elements: its largest setting, with every axis
 * longer than 1 stretched alike. Results go into memory that the next call uses again, as PyTorch's
 * do.
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

  /** How long the code is warmed up at least, and at most, in nanoseconds. */
  private static final long WARM_UP = 80_000_000;

  private static final long MOST_WARM_UP = 2_000_000_000;

  /** Calls of a short task after which its methods are compiled, also anew after a trap. */
  private static final int CALLS = 1000;

  private final OpSpec row;
  private final List<Tensor> inputs;

  private OperationCase(OpSpec row, List<Tensor> inputs) {
    this.row = row;
    this.inputs = inputs;
  }

  static OperationCase of(OpSpec row, DType dtype, int elements) {
    List<Shape> shapes = stretched(Samples.largest(row), elements);
    List<Tensor> inputs = new ArrayList<>();
    for (Tensor x : Samples.of(row, shapes, new SplittableRandom(11))) {
      inputs.add(x.to(dtype));
    }
    return new OperationCase(row, inputs);
  }

  /** Shapes whose largest has about so many elements. */
  static List<Shape> stretched(List<Shape> shapes, int elements) {
    double factor = Double.MAX_VALUE;
    for (Shape shape : shapes) {
      int open = 0;
      for (int size : shape.toArray()) {
        open += size > 1 ? 1 : 0;
      }
      if (open > 0) {
        factor = Math.min(factor, Math.pow((double) elements / shape.size(), 1.0 / open));
      }
    }
    factor = Math.max(factor, 1);
    List<Shape> all = new ArrayList<>();
    for (Shape shape : shapes) {
      int[] sizes = shape.toArray();
      for (int i = 0; i < sizes.length; i++) {
        sizes[i] = sizes[i] > 1 && factor < Double.MAX_VALUE ? (int) (sizes[i] * factor) : sizes[i];
      }
      all.add(Shape.of(sizes));
    }
    return all;
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
    for (int run = 0; run < RUNS; run++) {
      long start = THREADS.getCurrentThreadCpuTime();
      for (int i = 0; i < times; i++) {
        task.run();
      }
      best = Math.min(best, (THREADS.getCurrentThreadCpuTime() - start) / (double) times);
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
    long compiled = -1;
    while (compiled != COMPILER.getTotalCompilationTime()
        && System.nanoTime() - first < MOST_WARM_UP) {
      compiled = COMPILER.getTotalCompilationTime();
      long begin = System.nanoTime();
      int calls = 0;
      long spent = 0;
      while (spent < WARM_UP || spent < MOST_WARM_UP && isShort(spent, calls) && calls < CALLS) {
        task.run();
        calls++;
        spent = System.nanoTime() - begin;
      }
      each = spent / (double) calls;
    }
    return each;
  }
}
