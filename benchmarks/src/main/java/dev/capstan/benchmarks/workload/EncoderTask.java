package dev.capstan.benchmarks.workload;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.Parameter;
import dev.capstan.nn.optim.AdamW;
import dev.capstan.nn.optim.Optimizer;
import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import dev.capstan.text.encoder.Architecture;
import dev.capstan.text.encoder.Bert;
import dev.capstan.text.encoder.BertConfig;
import dev.capstan.text.encoder.HiddenActivation;
import dev.capstan.text.encoder.TokenBatch;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;

/** An encoder of the sizes of all-MiniLM-L6-v2, without dropout, so that peers compute the same. */
final class EncoderTask {
  private static final int POSITIONS = 512;
  private static final double EPSILON = 1e-12;
  private static final double SPREAD = 0.05;

  /** Streams of numbers beyond those of the weights. */
  private static final int IDS = 1000;

  private static final int TARGET = 1001;

  private EncoderTask() {}

  static Task forward(Workload w) {
    Bert bert = bert(w);
    bert.eval();
    TokenBatch batch = batch(w);
    return CapstanTasks.value(() -> bert.apply(batch));
  }

  static Task step(Workload w) {
    Bert bert = bert(w);
    bert.train();
    TokenBatch batch = batch(w);
    Tensor target = CapstanTasks.tensor(w, TARGET, w.size(4), w.size(1));
    Optimizer optimizer = new AdamW(bert, w.rate());
    Supplier<Tensor> loss =
        () -> {
          Tensor away = bert.apply(batch).mean(1).sub(target);
          return away.mul(away).sum(-1).mean();
        };
    Parameter first = named(bert, "encoder.layer.0.attention.self.query.weight");
    Parameter last = named(bert, "encoder.layer." + (w.size(0) - 1) + ".output.dense.weight");
    StepTask step = new StepTask(optimizer, loss);
    return new Task() {
      @Override
      public Object run() {
        return step.run();
      }

      /** The loss and what the first and the last product learn, and then a step. */
      @Override
      public double[] outcome() {
        var g = optimizer.gradients(loss);
        double[] all = CapstanTasks.join(g.loss(), g.of(first), g.of(last));
        optimizer.apply(g);
        return all;
      }
    };
  }

  private static Parameter named(Bert bert, String name) {
    return requireNonNull(bert.namedParameters().get(name), name);
  }

  private static Bert bert(Workload w) {
    BertConfig config =
        new BertConfig(
            Architecture.BERT,
            Workload.PIECES,
            w.size(1),
            w.size(0),
            w.size(2),
            w.size(3),
            POSITIONS,
            2,
            EPSILON,
            HiddenActivation.GELU,
            0,
            0,
            0);
    Bert bert = new Bert(config, w.dtype(), new SplittableRandom(0));
    int stream = 0;
    for (Map.Entry<String, Parameter> each : new TreeMap<>(bert.namedParameters()).entrySet()) {
      int[] shape = each.getValue().constant().shape().toArray();
      Tensor drawn = CapstanTasks.tensor(w, stream, shape).mul(SPREAD);
      each.getValue().assign(each.getKey().endsWith("LayerNorm.weight") ? drawn.add(1) : drawn);
      stream++;
    }
    return bert;
  }

  private static TokenBatch batch(Workload w) {
    int[] shape = {w.size(4), w.size(5)};
    int n = shape[0] * shape[1];
    boolean[] seen = new boolean[n];
    Arrays.fill(seen, true);
    return new TokenBatch(
        IntTensor.of(w.below(Workload.PIECES, IDS, n), shape),
        IntTensor.of(new int[n], shape),
        BoolTensor.of(seen, shape));
  }
}
