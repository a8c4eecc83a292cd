package dev.capstan.benchmarks.workload;

import dev.capstan.losses.TripletSemiHardLoss;
import dev.capstan.nn.Parameter;
import dev.capstan.nn.ParameterGradients;
import dev.capstan.nn.layer.Activation;
import dev.capstan.nn.layer.Linear;
import dev.capstan.nn.layer.Sequential;
import dev.capstan.nn.optim.Adam;
import dev.capstan.nn.optim.Optimizer;
import dev.capstan.nn.optim.Sgd;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.util.List;
import java.util.function.Supplier;

/** A step of an optimizer: forward, backward and update. */
final class StepTask implements Task {
  private final Optimizer optimizer;
  private final Supplier<Tensor> loss;

  private StepTask(Optimizer optimizer, Supplier<Tensor> loss) {
    this.optimizer = optimizer;
    this.loss = loss;
  }

  static StepTask triplets(Workload w) {
    Tensor[] x = LossTask.rows(w, 3);
    Parameter a = new Parameter("a", x[0]);
    Parameter p = new Parameter("p", x[1]);
    Parameter n = new Parameter("n", x[2]);
    return new StepTask(
        new Sgd(List.of(a, p, n), Sgd.Options.of(Workload.RATE)),
        () -> LossTask.byHand(a.value(), p.value(), n.value()));
  }

  static StepTask network(Workload w) {
    int batch = w.size(3);
    Tensor x = CapstanTasks.tensor(w, 0, batch, w.size(0));
    IntTensor labels = IntTensor.of(w.labels(batch));
    Sequential model =
        new Sequential(
            linear(w, 1, w.size(0), w.size(1)),
            Activation.relu(),
            linear(w, 3, w.size(1), w.size(2)));
    TripletSemiHardLoss semiHard = TripletSemiHardLoss.tensorflowAddons();
    return new StepTask(
        new Adam(model, Workload.RATE), () -> semiHard.apply(labels, model.apply(x)));
  }

  private static Linear linear(Workload w, int stream, int in, int out) {
    return new Linear(
        new Parameter("weight", CapstanTasks.tensor(w, stream, out, in).mul(1 / Math.sqrt(in))),
        new Parameter("bias", CapstanTasks.tensor(w, stream + 1, out).mul(1 / Math.sqrt(in))));
  }

  @Override
  public Object run() {
    return optimizer.step(loss);
  }

  /** The loss and the gradients, and then a step along them. */
  @Override
  public double[] outcome() {
    ParameterGradients g = optimizer.gradients(loss);
    List<Parameter> parameters = optimizer.parameters();
    Tensor[] all = new Tensor[parameters.size() + 1];
    all[0] = g.loss();
    for (int i = 1; i < all.length; i++) {
      all[i] = g.of(parameters.get(i - 1));
    }
    optimizer.apply(g);
    return CapstanTasks.join(all);
  }
}
