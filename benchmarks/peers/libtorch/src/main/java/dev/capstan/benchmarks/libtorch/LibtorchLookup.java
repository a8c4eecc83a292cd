package dev.capstan.benchmarks.libtorch;

import dev.capstan.benchmarks.workload.Task;
import dev.capstan.benchmarks.workload.Workload;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** A look-up whose gradient is sparse, and gradient descent on the rows that it touched. */
final class LibtorchLookup implements Task {
  private static final long NO_PADDING = -1;
  private static final boolean KEEP_SCALE = false;
  private static final boolean SPARSE = true;

  private final Tensor table;
  private final Tensor target;
  private final Optimizer optimizer;
  private final Tensor[] batches = new Tensor[Workload.BATCHES];
  private int batch;

  private LibtorchLookup(Tensor table, Tensor target) {
    this.table = table.requires_grad_(true);
    this.target = target;
    this.optimizer = new SGD(new TensorVector(this.table), new SGDOptions(Workload.LOOKUP_RATE));
  }

  static LibtorchLookup of(Workload w) {
    LibtorchLookup task =
        new LibtorchLookup(
            Libtorch.tensor(w, 0, w.size(0), w.size(1)),
            Libtorch.tensor(w, 1, w.size(2), w.size(1)));
    for (int i = 0; i < Workload.BATCHES; i++) {
      task.batches[i] = Libtorch.integers(w.rows(i));
    }
    return task;
  }

  private Tensor next() {
    batch = (batch + 1) % Workload.BATCHES;
    return batches[batch];
  }

  private Tensor step(Tensor ids) {
    optimizer.zero_grad();
    Tensor away = torch.embedding(table, ids, NO_PADDING, KEEP_SCALE, SPARSE).sub(target);
    Tensor loss = away.mul(away).sum(-1).mean();
    loss.backward();
    optimizer.step();
    return loss;
  }

  @Override
  public Object run() {
    try (PointerScope scope = new PointerScope()) {
      return Libtorch.keep(scope, step(next()));
    }
  }

  @Override
  public double[] outcome() {
    try (PointerScope scope = new PointerScope()) {
      Tensor ids = next();
      Tensor loss = step(ids);
      return Libtorch.join(scope, loss, table.index_select(0, ids));
    }
  }
}
