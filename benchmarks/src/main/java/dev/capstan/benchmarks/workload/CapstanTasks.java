package dev.capstan.benchmarks.workload;

import dev.capstan.ops.LinearAlgebra;
import dev.capstan.ops.Neural;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.Workspace;
import dev.capstan.ops.option.Transpose;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Our side of each workload, written as a user of the library writes it. */
public final class CapstanTasks {
  private CapstanTasks() {}

  public static Task prepare(Workload w) {
    return switch (w.kind()) {
      case SCALAR_CHAIN -> ChainTask.scalars(w);
      case VECTOR_CHAIN -> ChainTask.vectors(w);
      case TRIPLET, TRIPLET_BY_HAND, SEMI_HARD, MULTI_MARGIN -> LossTask.of(w);
      case TRIPLET_STEP -> StepTask.triplets(w);
      case TRAINING_STEP -> StepTask.network(w);
      case LOOKUP_STEP -> LookupTask.of(w);
      case ENCODER -> EncoderTask.forward(w);
      case ENCODER_STEP -> EncoderTask.step(w);
      case TRANSFORMER -> TransformerTask.of(w);
      case CONV_STEP -> StepTask.images(w);
      case BAG_STEP -> StepTask.bags(w);
      case MATMUL -> matmul(w, Transpose.NO, Transpose.NO);
      case MATMUL_AT -> matmul(w, Transpose.YES, Transpose.NO);
      case MATMUL_BT -> matmul(w, Transpose.NO, Transpose.YES);
      case SOFTMAX, LAYER_NORM -> rows(w);
      default -> elementwise(w);
    };
  }

  /** A tensor of the workload's numbers. */
  static Tensor tensor(Workload w, int stream, int... shape) {
    int n = 1;
    for (int size : shape) {
      n *= size;
    }
    return Tensor.of(w.numbers(stream, n), shape).to(w.dtype());
  }

  private static Task matmul(Workload w, Transpose left, Transpose right) {
    Tensor a = tensor(w, 0, w.size(0), w.size(0));
    Tensor b = tensor(w, 1, w.size(0), w.size(0));
    return value(w, a, v -> LinearAlgebra.matmul(v, left, b, right));
  }

  private static Task rows(Workload w) {
    Tensor x = tensor(w, 0, w.size(0), w.size(1));
    Tensor weight = tensor(w, 1, w.size(1));
    Tensor bias = tensor(w, 2, w.size(1));
    return w.kind() == Kind.SOFTMAX
        ? value(w, x, v -> v.softmax(-1))
        : value(w, x, v -> Neural.layerNorm(v, weight, bias, 1e-5));
  }

  private static Task elementwise(Workload w) {
    Tensor x = tensor(w, 0, w.size(0));
    Tensor y = tensor(w, 1, w.size(0));
    return switch (w.kind()) {
      case ADD -> value(w, x, v -> v.add(y));
      case EXP -> value(w, x, Tensor::exp);
      case TANH -> value(w, x, Tensor::tanh);
      case SUM -> value(w, x, Tensor::sum);
      case MAX -> value(w, x, Reductions::amax);
      default -> throw new IllegalArgumentException("no elementwise workload: " + w.kind());
    };
  }

  /** All numbers of these tensors, in order. */
  static double[] join(Tensor... parts) {
    return Arrays.stream(parts).flatMapToDouble(x -> Arrays.stream(x.toArray())).toArray();
  }

  private static Task value(Workload w, Tensor x, UnaryOperator<Tensor> f) {
    if (!w.recycled()) {
      return value(() -> f.apply(x));
    }
    Workspace workspace = new Workspace();
    Tensor lent = workspace.lend(x);
    return value(
        () -> {
          workspace.reclaim();
          return f.apply(lent);
        });
  }

  static Task value(Supplier<Tensor> f) {
    return new Task() {
      @Override
      public Object run() {
        return f.get();
      }

      @Override
      public double[] outcome() {
        return f.get().toArray();
      }
    };
  }
}
