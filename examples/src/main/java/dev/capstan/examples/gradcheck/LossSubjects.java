package dev.capstan.examples.gradcheck;

import dev.capstan.autograd.check.GradCheck;
import dev.capstan.examples.gradcheck.Checked.Kind;
import dev.capstan.losses.Loss;
import dev.capstan.losses.Losses;
import dev.capstan.losses.MatryoshkaLoss;
import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Every loss that {@link Losses} knows by name, with its defaults, on a small batch. */
final class LossSubjects {
  /** Within the embeddings of the batches here. */
  private static final List<Integer> DIMS = List.of(3, 2);

  private LossSubjects() {}

  /**
   * A kind of batch.
   *
   * @param constants what has no gradient, by name
   * @param variables what is differentiated, by name
   */
  private record Batch(Map<String, Object> constants, Map<String, Tensor> variables) {
    Tensor apply(Loss loss, List<Tensor> values) {
      Map<String, Object> inputs = new LinkedHashMap<>(constants);
      int k = 0;
      for (String name : variables.keySet()) {
        inputs.put(name, values.get(k++));
      }
      return loss.applyTo(inputs);
    }
  }

  static List<Checked> all(long seed) {
    List<Checked> all = new ArrayList<>();
    for (String name : Losses.names()) {
      Loss loss = Losses.fromConfig(Map.of("loss", name));
      loss = loss instanceof MatryoshkaLoss m ? new MatryoshkaLoss(m.loss(), DIMS) : loss;
      Loss checked = loss;
      Batch batch = batchFor(name, loss, seed);
      if (batch != null) {
        all.add(new Checked(Kind.LOSS, name, 2, () -> check(checked, batch)));
      }
    }
    return all;
  }

  private static GradCheck check(Loss loss, Batch batch) {
    String[] names = batch.variables().keySet().toArray(String[]::new);
    return GradCheck.<Tensor>ofAll(xs -> batch.apply(loss, xs))
        .at(List.copyOf(batch.variables().values()))
        .inputs(names);
  }

  /** The first kind of batch that the loss accepts. */
  private static @Nullable Batch batchFor(String name, Loss loss, long seed) {
    for (Batch batch : batches(name, new Random(seed))) {
      try {
        Tensor value = batch.apply(loss, List.copyOf(batch.variables().values()));
        if (Arrays.stream(value.toArray()).allMatch(Double::isFinite)) {
          return batch;
        }
      } catch (IllegalArgumentException notThisKind) {
        // the next kind may fit
      }
    }
    return null;
  }

  private static List<Batch> batches(String name, RandomGenerator random) {
    Tensor x = normal(random, 4, 3);
    Tensor y = normal(random, 4, 3);
    Tensor z = normal(random, 4, 3);
    Tensor signs = x.like(i -> random.nextBoolean() ? 1 : -1);
    Tensor shares = x.like(i -> 0.1 + 0.8 * random.nextDouble());
    Tensor rowSigns = Tensor.of(1.0, -1.0, 1.0, -1.0);
    IntTensor classes = IntTensor.of(0, 2, 1, 2);
    IntTensor manyClasses = IntTensor.of(new int[] {0, -1, -1, 2, 0, -1, 1, 2, 0, 2, -1, -1}, 4, 3);
    IntTensor labels = IntTensor.of(0, 0, 1, 1, 2, 2);
    Tensor embeddings = normal(random, 6, 3);
    List<Batch> all = new ArrayList<>();
    if (name.endsWith("hinge_embedding_loss") || name.contains("soft_margin_loss")) {
      boolean many = name.contains("multilabel") || name.contains("multi_label");
      Tensor target = many ? shares.like(i -> Math.round(shares.at(i))) : signs;
      all.add(new Batch(Map.of("target", target), of("input", x)));
    }
    all.add(new Batch(Map.of(), of("anchor", x, "positive", y, "negative", z)));
    all.add(new Batch(Map.of("labels", labels), of("embeddings", embeddings)));
    for (String key : List.of("proxies", "weight", "W")) {
      all.add(
          new Batch(
              Map.of("labels", labels), of("embeddings", alike(random, 6), key, alike(random, 3))));
    }
    all.add(new Batch(Map.of(), of("anchor", x, "positive", y)));
    all.add(new Batch(Map.of("labels", Tensor.of(0.0, 1.0, 1.0, 0.0)), of("x", x, "y", y)));
    all.add(new Batch(Map.of(), of("x", x, "y", y)));
    all.add(
        new Batch(
            Map.of("labels", normal(random, 4, 2)), of("query", x, "positive", y, "negative0", z)));
    all.add(
        new Batch(
            Map.of("guide_anchor", z, "guide_positive", z.mul(2)), of("anchor", x, "positive", y)));
    all.add(new Batch(Map.of("target", rowSigns), of("input1", x, "input2", y)));
    all.add(new Batch(Map.of("target", signs), of("input1", x, "input2", y)));
    all.add(new Batch(Map.of("target", y), of("input", x, "var", shares)));
    all.add(new Batch(Map.of("target", classes), of("input", x)));
    all.add(new Batch(Map.of("target", manyClasses), of("input", x)));
    all.add(new Batch(Map.of("target", shares), of("input", x)));
    return all;
  }

  /**
   * Rows of nearly one direction: losses that multiply cosines by 64 are saturated elsewhere, and
   * their second derivatives too small to be judged.
   */
  private static Tensor alike(RandomGenerator random, int rows) {
    return normal(random, rows, 3).mul(0.1).add(1);
  }

  private static Tensor normal(RandomGenerator random, int... shape) {
    return Tensor.randn(DType.FLOAT64, random, shape);
  }

  private static Map<String, Tensor> of(Object... namesAndTensors) {
    Map<String, Tensor> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTensors.length; i += 2) {
      map.put((String) namesAndTensors[i], (Tensor) namesAndTensors[i + 1]);
    }
    return map;
  }
}
