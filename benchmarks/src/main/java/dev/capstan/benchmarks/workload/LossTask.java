package dev.capstan.benchmarks.workload;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Tape;
import dev.capstan.losses.MultiMarginLoss;
import dev.capstan.losses.TripletMarginLoss;
import dev.capstan.losses.TripletSemiHardLoss;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.util.function.Function;

/** A loss and the gradients of its inputs. */
final class LossTask implements Task {
  private final Tensor[] inputs;
  private final Function<Tensor[], Tensor> loss;

  private LossTask(Function<Tensor[], Tensor> loss, Tensor... inputs) {
    this.inputs = inputs;
    this.loss = loss;
  }

  static LossTask of(Workload w) {
    return switch (w.kind()) {
      case TRIPLET -> {
        TripletMarginLoss triplet = TripletMarginLoss.torch();
        yield new LossTask(x -> triplet.apply(x[0], x[1], x[2]), rows(w, 3));
      }
      case TRIPLET_BY_HAND -> new LossTask(x -> byHand(x[0], x[1], x[2]), rows(w, 3));
      case SEMI_HARD -> {
        TripletSemiHardLoss semiHard = TripletSemiHardLoss.tensorflowAddons();
        IntTensor labels = IntTensor.of(w.labels(w.size(0)));
        yield new LossTask(x -> semiHard.apply(labels, x[0]), rows(w, 1));
      }
      case MULTI_MARGIN -> {
        MultiMarginLoss margin = MultiMarginLoss.torch();
        IntTensor targets = IntTensor.of(Workload.targets(w.size(0), w.size(1)));
        yield new LossTask(x -> margin.apply(x[0], targets), rows(w, 1));
      }
      default -> throw new IllegalArgumentException("no loss: " + w.kind());
    };
  }

  /** The triplet loss as its formula stands. */
  static Tensor byHand(Tensor a, Tensor p, Tensor n) {
    return a.sub(p).norm(2, -1).sub(a.sub(n).norm(2, -1)).add(1).relu().mean();
  }

  static Tensor[] rows(Workload w, int n) {
    Tensor[] rows = new Tensor[n];
    for (int i = 0; i < n; i++) {
      rows[i] = CapstanTasks.tensor(w, i, w.size(0), w.size(1));
    }
    return rows;
  }

  @Override
  public Object run() {
    try (Tape tape = new Tape()) {
      Tensor[] x = watched(tape);
      Gradients<Tensor> g = tape.gradients(loss.apply(x));
      return g.of(x[0]);
    }
  }

  @Override
  public double[] outcome() {
    try (Tape tape = new Tape()) {
      Tensor[] x = watched(tape);
      Tensor y = loss.apply(x);
      Gradients<Tensor> g = tape.gradients(y);
      Tensor[] all = new Tensor[x.length + 1];
      all[0] = y;
      for (int i = 0; i < x.length; i++) {
        all[i + 1] = g.of(x[i]);
      }
      return CapstanTasks.join(all);
    }
  }

  private Tensor[] watched(Tape tape) {
    Tensor[] x = new Tensor[inputs.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = tape.watch(inputs[i]);
    }
    return x;
  }
}
