package dev.capstan.benchmarks.nd4j;

import dev.capstan.benchmarks.workload.Task;
import dev.capstan.benchmarks.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.DoubleStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A graph of SameDiff, its value and the gradients of its inputs. */
final class SameDiffTask implements Task {
  /** What PyTorch adds to each difference of its triplet loss. */
  private static final double PYTORCH_EPSILON = 1e-6;

  private static final int COLUMNS = 1;

  private final Workload workload;
  private final SameDiff graph = SameDiff.create();
  private final List<String> inputs = new ArrayList<>();
  private String loss = "";

  private SameDiffTask(Workload workload) {
    this.workload = workload;
  }

  static SameDiffTask of(Workload w) {
    SameDiffTask task = new SameDiffTask(w);
    SDVariable y =
        switch (w.kind()) {
          case SCALAR_CHAIN -> scalarChain(task.input(0, 0.5, 1), w.size(0)).sum();
          case VECTOR_CHAIN -> task.vectorChain(task.input(0, 0.5, w.size(1)));
          case TRIPLET -> task.triplet(PYTORCH_EPSILON);
          case TRIPLET_BY_HAND -> task.triplet(0);
          case MULTI_MARGIN -> task.multiMargin();
          default -> throw new IllegalArgumentException("no gradients here: " + w.kind());
        };
    y.markAsLoss();
    task.loss = y.name();
    return task;
  }

  private SDVariable input(int stream, double factor, long... shape) {
    String name = "x" + stream;
    inputs.add(name);
    return graph.var(name, Arrays.of(workload, stream, factor, shape));
  }

  private SDVariable rows(int stream) {
    return input(stream, 1, workload.size(0), workload.size(1));
  }

  private static SDVariable scalarChain(SDVariable x, int n) {
    SDVariable y = x;
    for (int i = 0; i < n; i++) {
      y = i % 2 == 0 ? y.mul(x) : y.add(x);
    }
    return y;
  }

  private SDVariable vectorChain(SDVariable x) {
    SDVariable y = x;
    for (int i = 0; i < workload.size(0); i++) {
      y =
          switch (i % 4) {
            case 0 -> y.mul(x);
            case 1 -> y.add(x);
            case 2 -> graph.nn().relu(y, 0);
            default -> y.mul(0.5);
          };
    }
    return y.sum();
  }

  private SDVariable triplet(double epsilon) {
    SDVariable a = rows(0);
    SDVariable near = distance(a, rows(1), epsilon);
    SDVariable far = distance(a, rows(2), epsilon);
    return graph.nn().relu(near.sub(far).add(1), 0).mean();
  }

  private static SDVariable distance(SDVariable x, SDVariable y, double epsilon) {
    SDVariable away = x.sub(y);
    return (epsilon > 0 ? away.add(epsilon) : away).norm2(COLUMNS);
  }

  private SDVariable multiMargin() {
    int rows = workload.size(0);
    int classes = workload.size(1);
    int[] targets = Workload.targets(rows, classes);
    INDArray mask = Nd4j.zeros(Arrays.type(workload), rows, classes);
    for (int i = 0; i < rows; i++) {
      mask.putScalar(i, targets[i], 1);
    }
    SDVariable x = rows(0);
    SDVariable correct = x.mul(graph.constant("mask", mask)).sum(true, COLUMNS);
    SDVariable hinge = graph.nn().relu(x.sub(correct).add(1), 0);
    return hinge.mul(graph.constant("others", mask.rsub(1))).sum(COLUMNS).mean().mul(1.0 / classes);
  }

  @Override
  public Object run() {
    return graph.calculateGradients(Map.of(), inputs);
  }

  @Override
  public double[] outcome() {
    DoubleStream all = DoubleStream.of(numbers(graph.output(Map.of(), loss), loss));
    Map<String, INDArray> gradients = graph.calculateGradients(Map.of(), inputs);
    for (String input : inputs) {
      all = DoubleStream.concat(all, DoubleStream.of(numbers(gradients, input)));
    }
    return all.toArray();
  }

  private static double[] numbers(Map<String, INDArray> arrays, String name) {
    return Arrays.numbers(Objects.requireNonNull(arrays.get(name), name));
  }
}
