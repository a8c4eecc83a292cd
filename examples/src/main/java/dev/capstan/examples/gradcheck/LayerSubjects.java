package dev.capstan.examples.gradcheck;

import dev.capstan.autograd.check.GradCheck;
import dev.capstan.examples.gradcheck.Checked.Kind;
import dev.capstan.nn.Layer;
import dev.capstan.nn.ModelCheck;
import dev.capstan.nn.layer.Activation;
import dev.capstan.nn.layer.Initializer;
import dev.capstan.nn.layer.L2Normalize;
import dev.capstan.nn.layer.Linear;
import dev.capstan.nn.layer.Sequential;
import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Every layer, in its input and, where it has any, in its parameters. */
final class LayerSubjects {
  private static final int IN = 4;

  private LayerSubjects() {}

  static List<Checked> all(long seed) {
    List<Checked> all = new ArrayList<>();
    layers(seed)
        .forEach(
            (name, layer) -> {
              Tensor x = Tensor.randn(DType.FLOAT64, new Random(seed + 1), 5, IN);
              all.add(
                  new Checked(
                      Kind.LAYER,
                      name,
                      2,
                      () -> GradCheck.of((Tensor t) -> layer.apply(t)).at(x).inputs("input")));
              if (!layer.parameters().isEmpty()) {
                all.add(
                    new Checked(
                        Kind.LAYER,
                        name + " [parameters]",
                        1,
                        () -> ModelCheck.of(layer, () -> weighed(layer.apply(x), seed))));
              }
            });
    return all;
  }

  /**
   * A weighted sum whose weights have nothing in common: the mean of squares would be constant
   * behind a normalization, and every gradient zero.
   */
  private static Tensor weighed(Tensor y, long seed) {
    Random random = new Random(seed + 2);
    return y.mul(y.like(i -> random.nextGaussian())).sum();
  }

  private static Map<String, Layer> layers(long seed) {
    Random random = new Random(seed);
    Map<String, Layer> layers = new LinkedHashMap<>();
    layers.put("Linear", linear(random, IN, 3));
    layers.put("relu", Activation.relu());
    layers.put("tanh", Activation.tanh());
    layers.put("sigmoid", Activation.sigmoid());
    layers.put("softplus", Activation.softplus());
    layers.put("L2Normalize", new L2Normalize());
    layers.put(
        "Sequential",
        new Sequential(
            linear(random, IN, 6), Activation.relu(), linear(random, 6, 3), new L2Normalize()));
    return layers;
  }

  private static Linear linear(Random random, int in, int out) {
    Initializer uniform = Initializer.uniformFanIn();
    return new Linear(in, out, DType.FLOAT64, uniform, uniform, random);
  }
}
