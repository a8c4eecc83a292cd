package dev.capstan.benchmarks.workload;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Tape;
import dev.capstan.ops.Tensor;
import java.util.function.UnaryOperator;

/** Many small operations on one tape, and the gradient of the one input. */
final class ChainTask implements Task {
  private final Tensor x;
  private final UnaryOperator<Tensor> chain;

  private ChainTask(Tensor x, UnaryOperator<Tensor> chain) {
    this.x = x;
    this.chain = chain;
  }

  static ChainTask scalars(Workload w) {
    Tensor x = CapstanTasks.tensor(w, 0, 1).mul(0.5);
    return new ChainTask(x, v -> scalars(v, w.size(0)));
  }

  private static Tensor scalars(Tensor x, int n) {
    Tensor y = x;
    for (int i = 0; i < n; i++) {
      y = i % 2 == 0 ? y.mul(x) : y.add(x);
    }
    return y;
  }

  static ChainTask vectors(Workload w) {
    Tensor x = CapstanTasks.tensor(w, 0, w.size(1)).mul(0.5);
    return new ChainTask(x, v -> vectors(v, w.size(0)).sum());
  }

  private static Tensor vectors(Tensor x, int n) {
    Tensor y = x;
    for (int i = 0; i < n; i++) {
      y =
          switch (i % 4) {
            case 0 -> y.mul(x);
            case 1 -> y.add(x);
            case 2 -> y.relu();
            default -> y.mul(0.5);
          };
    }
    return y;
  }

  @Override
  public Object run() {
    try (Tape tape = new Tape()) {
      Tensor v = tape.watch(x);
      Gradients<Tensor> g = tape.gradients(chain.apply(v));
      return g.of(v);
    }
  }

  @Override
  public double[] outcome() {
    try (Tape tape = new Tape()) {
      Tensor v = tape.watch(x);
      Tensor y = chain.apply(v);
      return CapstanTasks.join(y, tape.gradients(y).of(v));
    }
  }
}
