package dev.capstan.benchmarks.libtorch;

import dev.capstan.benchmarks.workload.Kind;
import dev.capstan.benchmarks.workload.Peer;
import dev.capstan.benchmarks.workload.Task;
import dev.capstan.benchmarks.workload.Workload;
import dev.capstan.ops.DType;
import java.io.IOException;
import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AbstractTensor;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * libtorch, called from Java: each run frees its tensors through a scope, as its manual advises.
 */
public final class Libtorch implements Peer {

  @Override
  public String id() {
    return "libtorch";
  }

  @Override
  public String name() {
    try {
      return "libtorch " + Loader.getVersion("org.bytedeco", "pytorch");
    } catch (IOException e) {
      return "libtorch";
    }
  }

  @Override
  public Optional<Task> prepare(Workload w) {
    if (w.kind().network()) {
      return Optional.empty();
    }
    torch.set_num_threads(Integer.getInteger("capstan.threads", 1));
    return Optional.of(
        switch (w.kind()) {
          case SCALAR_CHAIN, VECTOR_CHAIN, TRIPLET, TRIPLET_BY_HAND, SEMI_HARD, MULTI_MARGIN ->
              LibtorchGradients.of(w);
          case TRIPLET_STEP -> LibtorchStep.triplets(w);
          case TRAINING_STEP -> LibtorchStep.network(w);
          case LOOKUP_STEP -> LibtorchLookup.of(w);
          case MATMUL, MATMUL_AT, MATMUL_BT -> matmul(w);
          case SOFTMAX, LAYER_NORM -> rows(w);
          default -> elementwise(w);
        });
  }

  static Tensor tensor(Workload w, int stream, long... shape) {
    return tensor(w, stream, 1, shape);
  }

  /** The workload's numbers, each times a factor. */
  static Tensor tensor(Workload w, int stream, double factor, long... shape) {
    int n = 1;
    for (long size : shape) {
      n *= (int) size;
    }
    Tensor wide = AbstractTensor.create(w.numbers(stream, n), shape);
    return w.dtype() == DType.FLOAT64
        ? wide.mul(new Scalar(factor))
        : wide.to(torch.ScalarType.Float).mul(new Scalar(factor));
  }

  static Tensor integers(int[] x) {
    return AbstractTensor.create(Arrays.stream(x).asLongStream().toArray());
  }

  private static Task matmul(Workload w) {
    Tensor a = tensor(w, 0, w.size(0), w.size(0));
    Tensor b = tensor(w, 1, w.size(0), w.size(0));
    return switch (w.kind()) {
      case MATMUL -> value(() -> torch.matmul(a, b));
      case MATMUL_AT -> value(() -> torch.matmul(a.t(), b));
      default -> value(() -> torch.matmul(a, b.t()));
    };
  }

  private static Task rows(Workload w) {
    Tensor x = tensor(w, 0, w.size(0), w.size(1));
    if (w.kind() == Kind.SOFTMAX) {
      return value(() -> x.softmax(-1));
    }
    TensorOptional weight = new TensorOptional(tensor(w, 1, w.size(1)));
    TensorOptional bias = new TensorOptional(tensor(w, 2, w.size(1)));
    long[] shape = {w.size(1)};
    return value(() -> torch.layer_norm(x, shape, weight, bias, 1e-5, false));
  }

  private static Task elementwise(Workload w) {
    Tensor x = tensor(w, 0, w.size(0));
    Tensor y = tensor(w, 1, w.size(0));
    return switch (w.kind()) {
      case ADD -> value(() -> x.add(y));
      case EXP -> value(x::exp);
      case TANH -> value(x::tanh);
      case SUM -> value(x::sum);
      case MAX -> value(x::max);
      default -> throw new IllegalArgumentException("no elementwise workload: " + w.kind());
    };
  }

  private static Task value(Supplier<Tensor> f) {
    return new Task() {
      @Override
      public Object run() {
        try (PointerScope scope = new PointerScope()) {
          return keep(scope, f.get());
        }
      }

      @Override
      public double[] outcome() {
        try (PointerScope scope = new PointerScope()) {
          return join(scope, f.get());
        }
      }
    };
  }

  /** What a run returns once its scope has freed the tensors: that they were there. */
  static Object keep(PointerScope scope, Tensor result) {
    return result.address() == 0 ? scope : "done";
  }

  /** All numbers of all tensors, in order, while their scope is open. */
  static double[] join(PointerScope scope, Tensor... parts) {
    int n = 0;
    for (Tensor part : parts) {
      n += (int) part.numel();
    }
    double[] all = new double[n];
    DoubleBuffer to = DoubleBuffer.wrap(all);
    for (Tensor part : parts) {
      Tensor wide = part.detach().to(torch.ScalarType.Double).contiguous();
      scope.attach(wide);
      DoubleBuffer from = wide.createBuffer();
      to.put(from);
    }
    return all;
  }
}
