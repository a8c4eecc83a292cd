package dev.capstan.benchmarks.libtorch;

import dev.capstan.benchmarks.workload.Task;
import dev.capstan.benchmarks.workload.Workload;
import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** A step of libtorch's own optimizers. */
final class LibtorchStep implements Task {
  private final Optimizer optimizer;
  private final Supplier<Tensor> loss;
  private final Tensor[] parameters;

  private LibtorchStep(Optimizer optimizer, Supplier<Tensor> loss, Tensor... parameters) {
    this.optimizer = optimizer;
    this.loss = loss;
    this.parameters = parameters;
  }

  static LibtorchStep triplets(Workload w) {
    Tensor[] x = LibtorchGradients.rows(w, 3);
    for (Tensor parameter : x) {
      parameter.requires_grad_(true);
    }
    return new LibtorchStep(
        new SGD(new TensorVector(x), new SGDOptions(Workload.RATE)),
        () -> LibtorchGradients.byHand(x[0], x[1], x[2]),
        x);
  }

  static LibtorchStep network(Workload w) {
    int batch = w.size(3);
    Tensor x = Libtorch.tensor(w, 0, batch, w.size(0));
    LibtorchSemiHard semiHard = new LibtorchSemiHard(w.labels(batch));
    double first = 1 / Math.sqrt(w.size(0));
    double second = 1 / Math.sqrt(w.size(1));
    Tensor[] p = {
      Libtorch.tensor(w, 1, first, w.size(1), w.size(0)),
      Libtorch.tensor(w, 2, first, w.size(1)),
      Libtorch.tensor(w, 3, second, w.size(2), w.size(1)),
      Libtorch.tensor(w, 4, second, w.size(2))
    };
    for (Tensor parameter : p) {
      parameter.requires_grad_(true);
    }
    TensorOptional bias1 = new TensorOptional(p[1]);
    TensorOptional bias2 = new TensorOptional(p[3]);
    return new LibtorchStep(
        new Adam(new TensorVector(p), new AdamOptions(Workload.RATE)),
        () -> semiHard.apply(torch.linear(torch.linear(x, p[0], bias1).relu(), p[2], bias2)),
        p);
  }

  private Tensor step() {
    optimizer.zero_grad();
    Tensor value = loss.get();
    value.backward();
    optimizer.step();
    return value;
  }

  @Override
  public Object run() {
    try (PointerScope scope = new PointerScope()) {
      return Libtorch.keep(scope, step());
    }
  }

  @Override
  public double[] outcome() {
    try (PointerScope scope = new PointerScope()) {
      Tensor[] all = new Tensor[parameters.length + 1];
      all[0] = step();
      for (int i = 0; i < parameters.length; i++) {
        all[i + 1] = parameters[i].grad();
      }
      return Libtorch.join(scope, all);
    }
  }
}
