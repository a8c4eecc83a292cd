package dev.capstan.benchmarks.libtorch;

import dev.capstan.benchmarks.workload.Task;
import dev.capstan.benchmarks.workload.Workload;
import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A function and the gradients of its inputs, which are cleared before each run. */
final class LibtorchGradients implements Task {
  private static final Scalar HALF = new Scalar(0.5);
  private static final Scalar ONE = new Scalar(1.0);
  private static final ScalarOptional EUCLID = new ScalarOptional(new Scalar(2.0));

  private final Function<Tensor[], Tensor> f;
  private final Tensor[] inputs;
  private final Tensor none = new Tensor();

  private LibtorchGradients(Function<Tensor[], Tensor> f, Tensor... inputs) {
    this.f = f;
    this.inputs = inputs;
    for (Tensor x : inputs) {
      x.requires_grad_(true);
    }
  }

  static LibtorchGradients of(Workload w) {
    return switch (w.kind()) {
      case SCALAR_CHAIN ->
          new LibtorchGradients(x -> scalars(x[0], w.size(0)), Libtorch.tensor(w, 0, 0.5, 1));
      case VECTOR_CHAIN ->
          new LibtorchGradients(
              x -> vectors(x[0], w.size(0)).sum(), Libtorch.tensor(w, 0, 0.5, w.size(1)));
      case TRIPLET ->
          new LibtorchGradients(x -> torch.triplet_margin_loss(x[0], x[1], x[2]), rows(w, 3));
      case TRIPLET_BY_HAND -> new LibtorchGradients(x -> byHand(x[0], x[1], x[2]), rows(w, 3));
      case SEMI_HARD -> {
        LibtorchSemiHard loss = new LibtorchSemiHard(w.labels(w.size(0)));
        yield new LibtorchGradients(x -> loss.apply(x[0]), rows(w, 1));
      }
      case MULTI_MARGIN -> {
        Tensor targets = targets(w);
        yield new LibtorchGradients(x -> torch.multi_margin_loss(x[0], targets), rows(w, 1));
      }
      default -> throw new IllegalArgumentException("no gradients: " + w.kind());
    };
  }

  private static Tensor scalars(Tensor x, int n) {
    Tensor y = x;
    for (int i = 0; i < n; i++) {
      y = i % 2 == 0 ? y.mul(x) : y.add(x);
    }
    return y;
  }

  private static Tensor vectors(Tensor x, int n) {
    Tensor y = x;
    for (int i = 0; i < n; i++) {
      y =
          switch (i % 4) {
            case 0 -> y.mul(x);
            case 1 -> y.add(x);
            case 2 -> y.relu();
            default -> y.mul(HALF);
          };
    }
    return y;
  }

  static Tensor byHand(Tensor a, Tensor p, Tensor n) {
    Tensor excess = norm(a.sub(p)).sub(norm(a.sub(n))).add(ONE);
    return excess.relu().mean();
  }

  private static Tensor norm(Tensor x) {
    return x.norm(EUCLID, 1);
  }

  static Tensor[] rows(Workload w, int n) {
    Tensor[] rows = new Tensor[n];
    for (int i = 0; i < n; i++) {
      rows[i] = Libtorch.tensor(w, i, w.size(0), w.size(1));
    }
    return rows;
  }

  private static Tensor targets(Workload w) {
    return Libtorch.integers(Workload.targets(w.size(0), w.size(1)));
  }

  private Tensor backward() {
    for (Tensor x : inputs) {
      x.mutable_grad().put(none);
    }
    Tensor y = f.apply(inputs);
    y.backward();
    return y;
  }

  @Override
  public Object run() {
    try (PointerScope scope = new PointerScope()) {
      return Libtorch.keep(scope, backward());
    }
  }

  @Override
  public double[] outcome() {
    try (PointerScope scope = new PointerScope()) {
      Tensor[] all = new Tensor[inputs.length + 1];
      all[0] = backward();
      for (int i = 0; i < inputs.length; i++) {
        all[i + 1] = inputs[i].grad();
      }
      return Libtorch.join(scope, all);
    }
  }
}
