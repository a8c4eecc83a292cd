package dev.capstan.benchmarks.workload;

import dev.capstan.losses.TripletSemiHardLoss;
import dev.capstan.nn.Parameter;
import dev.capstan.nn.ParameterGradients;
import dev.capstan.nn.RowTable;
import dev.capstan.nn.layer.Activation;
import dev.capstan.nn.layer.Conv;
import dev.capstan.nn.layer.EmbeddingBag;
import dev.capstan.nn.layer.EmbeddingBag.Combine;
import dev.capstan.nn.layer.Flatten;
import dev.capstan.nn.layer.Linear;
import dev.capstan.nn.layer.Pool;
import dev.capstan.nn.layer.Sequential;
import dev.capstan.nn.optim.Adam;
import dev.capstan.nn.optim.Optimizer;
import dev.capstan.nn.optim.Sgd;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Neural;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.ConvOptions;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** A step of an optimizer: forward, backward and update. */
final class StepTask implements Task {
  /** The side of the windows of convolutions. */
  private static final int KERNEL = 5;

  private final Optimizer optimizer;
  private final Supplier<Tensor> loss;

  StepTask(Optimizer optimizer, Supplier<Tensor> loss) {
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

  static StepTask images(Workload w) {
    int side = w.size(0);
    int classes = w.size(3);
    int batch = w.size(4);
    Tensor x = CapstanTasks.tensor(w, 0, batch, 1, side, side);
    IntTensor labels = IntTensor.of(Workload.targets(batch, classes));
    int pooled = ((side - KERNEL + 1) / 2 - KERNEL + 1) / 2;
    Sequential model =
        new Sequential(
            conv(w, 1, 1, w.size(1)),
            Activation.relu(),
            Pool.maxOfImages(2),
            conv(w, 3, w.size(1), w.size(2)),
            Activation.relu(),
            Pool.maxOfImages(2),
            new Flatten(),
            linear(w, 5, w.size(2) * pooled * pooled, classes));
    return new StepTask(
        new Adam(model, Workload.RATE), () -> Neural.crossEntropy(model.apply(x), labels).mean());
  }

  private static Conv conv(Workload w, int stream, int in, int out) {
    double factor = 1 / Math.sqrt(in * KERNEL * KERNEL);
    return new Conv(
        new Parameter(
            "weight", CapstanTasks.tensor(w, stream, out, in, KERNEL, KERNEL).mul(factor)),
        new Parameter("bias", CapstanTasks.tensor(w, stream + 1, out).mul(factor)),
        ConvOptions.DEFAULT);
  }

  static StepTask bags(Workload w) {
    int batch = w.size(3);
    int words = w.size(4);
    EmbeddingBag bag =
        new EmbeddingBag(
            new RowTable("weight", CapstanTasks.tensor(w, 0, w.size(0), w.size(1))), Combine.MEAN);
    Linear head = linear(w, 1, w.size(1), w.size(2));
    IntTensor ids = IntTensor.of(w.below(w.size(0), 3, batch * words));
    int[] starts = new int[batch];
    Arrays.setAll(starts, i -> i * words);
    IntTensor from = IntTensor.of(starts);
    IntTensor labels = IntTensor.of(Workload.targets(batch, w.size(2)));
    return new StepTask(
        new Sgd(head.parameters(), bag.tables(), Sgd.Options.of(Workload.RATE)),
        () -> Neural.crossEntropy(head.apply(bag.apply(ids, from)), labels).mean());
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
