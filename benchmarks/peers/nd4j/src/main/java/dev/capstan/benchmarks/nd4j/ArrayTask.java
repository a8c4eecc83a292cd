package dev.capstan.benchmarks.nd4j;

import dev.capstan.benchmarks.workload.Task;
import dev.capstan.benchmarks.workload.Workload;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** An operation on arrays; its result is freed at once, as its manual advises for speed. */
record ArrayTask(Supplier<INDArray> f) implements Task {

  static ArrayTask of(Workload w) {
    return switch (w.kind()) {
      case MATMUL, MATMUL_AT, MATMUL_BT -> matmul(w);
      case SOFTMAX -> {
        INDArray x = Arrays.of(w, 0, 1, w.size(0), w.size(1));
        yield new ArrayTask(() -> Nd4j.nn().softmax(x, -1));
      }
      default -> elementwise(w);
    };
  }

  private static ArrayTask matmul(Workload w) {
    INDArray a = Arrays.of(w, 0, 1, w.size(0), w.size(0));
    INDArray b = Arrays.of(w, 1, 1, w.size(0), w.size(0));
    return switch (w.kind()) {
      case MATMUL -> new ArrayTask(() -> a.mmul(b));
      case MATMUL_AT -> new ArrayTask(() -> a.transpose().mmul(b));
      default -> new ArrayTask(() -> a.mmul(b.transpose()));
    };
  }

  private static ArrayTask elementwise(Workload w) {
    INDArray x = Arrays.of(w, 0, 1, w.size(0));
    INDArray y = Arrays.of(w, 1, 1, w.size(0));
    return switch (w.kind()) {
      case ADD -> new ArrayTask(() -> x.add(y));
      case EXP -> new ArrayTask(() -> Transforms.exp(x, true));
      case TANH -> new ArrayTask(() -> Transforms.tanh(x, true));
      case SUM -> new ArrayTask(x::sum);
      case MAX -> new ArrayTask(x::max);
      default -> throw new IllegalArgumentException("no workload here: " + w.kind());
    };
  }

  @Override
  public Object run() {
    INDArray result = f.get();
    result.close();
    return result;
  }

  @Override
  public double[] outcome() {
    return Arrays.numbers(f.get());
  }
}
