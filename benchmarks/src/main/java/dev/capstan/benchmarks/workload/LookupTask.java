package dev.capstan.benchmarks.workload;

import dev.capstan.nn.RowTable;
import dev.capstan.nn.optim.Optimizer;
import dev.capstan.nn.optim.Sgd;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.util.List;

/** A step of gradient descent on the rows of a table that a batch asks for. */
final class LookupTask implements Task {
  private final RowTable table;
  private final Tensor target;
  private final Optimizer optimizer;
  private final IntTensor[] batches = new IntTensor[Workload.BATCHES];
  private int batch;

  private LookupTask(RowTable table, Tensor target) {
    this.table = table;
    this.target = target;
    this.optimizer = new Sgd(List.of(), List.of(table), Sgd.Options.of(Workload.LOOKUP_RATE));
  }

  static LookupTask of(Workload w) {
    RowTable table = new RowTable("table", CapstanTasks.tensor(w, 0, w.size(0), w.size(1)));
    LookupTask task = new LookupTask(table, CapstanTasks.tensor(w, 1, w.size(2), w.size(1)));
    for (int i = 0; i < Workload.BATCHES; i++) {
      task.batches[i] = IntTensor.of(w.rows(i));
    }
    return task;
  }

  private Tensor step(IntTensor ids) {
    return optimizer.step(
        () -> {
          Tensor away = table.lookup(ids).sub(target);
          return away.mul(away).sum(-1).mean();
        });
  }

  private IntTensor next() {
    batch = (batch + 1) % Workload.BATCHES;
    return batches[batch];
  }

  @Override
  public Object run() {
    return step(next());
  }

  /** The loss, and where the step has moved the rows. */
  @Override
  public double[] outcome() {
    IntTensor ids = next();
    Tensor loss = step(ids);
    return CapstanTasks.join(loss, table.lookup(ids));
  }
}
