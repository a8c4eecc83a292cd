package dev.capstan.benchmarks.tensorflow;

import dev.capstan.benchmarks.workload.Task;
import dev.capstan.benchmarks.workload.Workload;
import dev.capstan.ops.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TNumber;

/** A graph, what is fed to it, and what is asked of it. */
final class GraphTask<T extends TNumber> implements Task {
  private final Workload workload;
  private final Class<T> type;
  private final Graph graph = new Graph();
  private final Ops tf = Ops.create(graph);
  private final Map<Operand<T>, Tensor> inputs = new LinkedHashMap<>();
  private final List<Operand<?>> results = new ArrayList<>();
  private final Session session;

  private GraphTask(Workload workload, Class<T> type) {
    this.workload = workload;
    this.type = type;
    int threads = Integer.getInteger("capstan.threads", 1);
    this.session =
        new Session(
            graph,
            ConfigProto.newBuilder()
                .setIntraOpParallelismThreads(threads)
                .setInterOpParallelismThreads(1)
                .build());
  }

  static <T extends TNumber> GraphTask<T> of(Workload w, Class<T> type) {
    GraphTask<T> task = new GraphTask<>(w, type);
    Formulas<T> formulas = new Formulas<>(task.tf, type);
    switch (w.kind()) {
      case SCALAR_CHAIN -> task.derive(formulas.scalarChain(task.input(0, 0.5, 1), w.size(0)));
      case VECTOR_CHAIN ->
          task.derive(formulas.vectorChain(task.input(0, 0.5, w.size(1)), w.size(0)));
      case TRIPLET -> task.derive(task.triplet(formulas, Formulas.PYTORCH_EPSILON));
      case TRIPLET_BY_HAND -> task.derive(task.triplet(formulas, 0));
      case MULTI_MARGIN ->
          task.derive(
              formulas.multiMargin(
                  task.rows(0), Workload.targets(w.size(0), w.size(1)), w.size(1)));
      case SOFTMAX -> task.results.add(task.tf.nn.softmax(task.rows(0)));
      case MATMUL, MATMUL_AT, MATMUL_BT ->
          task.results.add(
              formulas.matmul(w.kind(), task.input(0, 1, w.size(0), w.size(0)), task.square(1)));
      default -> task.results.add(task.elementwise(formulas));
    }
    return task;
  }

  private Operand<T> triplet(Formulas<T> formulas, double epsilon) {
    return formulas.triplet(rows(0), rows(1), rows(2), epsilon);
  }

  private Operand<T> elementwise(Formulas<T> formulas) {
    Operand<T> x = input(0, 1, workload.size(0));
    return switch (workload.kind()) {
      case ADD -> tf.math.add(x, input(1, 1, workload.size(0)));
      case EXP -> tf.math.exp(x);
      case TANH -> tf.math.tanh(x);
      case SUM -> formulas.sum(x);
      case MAX -> formulas.max(x);
      default -> throw new IllegalArgumentException("no workload here: " + workload.kind());
    };
  }

  private Operand<T> rows(int stream) {
    return input(stream, 1, workload.size(0), workload.size(1));
  }

  private Operand<T> square(int stream) {
    return input(stream, 1, workload.size(0), workload.size(0));
  }

  /** A placeholder that is fed the workload's numbers, each times a factor. */
  private Operand<T> input(int stream, double factor, long... sizes) {
    Shape shape = Shape.of(sizes);
    double[] numbers = workload.numbers(stream, (int) shape.size());
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] *= factor;
    }
    Operand<T> placeholder = tf.placeholder(type, Placeholder.shape(shape));
    inputs.put(
        placeholder,
        workload.dtype() == DType.FLOAT64
            ? TFloat64.tensorOf(shape, DataBuffers.of(numbers))
            : TFloat32.tensorOf(shape, DataBuffers.of(narrow(numbers))));
    return placeholder;
  }

  private static float[] narrow(double[] x) {
    float[] narrow = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      narrow[i] = (float) x[i];
    }
    return narrow;
  }

  /** Asks for a value and its gradients. */
  private void derive(Operand<T> y) {
    results.add(y);
    tf.gradients(y, inputs.keySet()).forEach(results::add);
  }

  private Result result() {
    Session.Runner runner = session.runner();
    inputs.forEach(runner::feed);
    results.forEach(runner::fetch);
    return runner.run();
  }

  @Override
  public Object run() {
    try (Result result = result()) {
      return result.size();
    }
  }

  @Override
  public double[] outcome() {
    try (Result result = result()) {
      DoubleStream all = DoubleStream.empty();
      for (int i = 0; i < results.size(); i++) {
        all = DoubleStream.concat(all, Arrays.stream(numbers(result.get(i))));
      }
      return all.toArray();
    }
  }

  private static double[] numbers(Tensor tensor) {
    double[] numbers = new double[(int) tensor.shape().size()];
    if (tensor instanceof TFloat64) {
      tensor.asRawTensor().data().asDoubles().read(numbers);
      return numbers;
    }
    float[] narrow = new float[numbers.length];
    tensor.asRawTensor().data().asFloats().read(narrow);
    Arrays.setAll(numbers, i -> narrow[i]);
    return numbers;
  }
}
