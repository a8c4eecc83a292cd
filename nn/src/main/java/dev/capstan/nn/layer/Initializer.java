package dev.capstan.nn.layer;

import dev.capstan.ops.DType;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import java.util.random.RandomGenerator;

/** How a parameter begins. */
@FunctionalInterface
public interface Initializer {

  /**
   * A first value.
   *
   * @param fan how many inputs and outputs the layer has: for a bias the same as for its weight
   */
  Tensor create(DType dtype, Shape shape, Fan fan, RandomGenerator random);

  /** The number of a layer's inputs and outputs. */
  record Fan(int in, int out) {}

  /** U(−1/√fan_in, 1/√fan_in): PyTorch's default for linear layers, weights and biases alike. */
  static Initializer uniformFanIn() {
    return (dtype, shape, fan, random) -> uniform(dtype, shape, 1 / Math.sqrt(fan.in()), random);
  }

  /** U(−a, a) with a = √(6 / (fan_in + fan_out)) (Glorot, Bengio 2010): for tanh and the like. */
  static Initializer glorotUniform() {
    return (dtype, shape, fan, random) ->
        uniform(dtype, shape, Math.sqrt(6.0 / (fan.in() + fan.out())), random);
  }

  /** N(0, 2 / fan_in) (He et al. 2015): for relu. */
  static Initializer heNormal() {
    return (dtype, shape, fan, random) -> {
      double std = Math.sqrt(2.0 / fan.in());
      return Tensor.generate(dtype, shape, i -> std * random.nextGaussian());
    };
  }

  /** N(0, std²). */
  static Initializer normal(double std) {
    return (dtype, shape, fan, random) ->
        Tensor.generate(dtype, shape, i -> std * random.nextGaussian());
  }

  /** One value everywhere. */
  static Initializer constant(double value) {
    return (dtype, shape, fan, random) -> Tensor.generate(dtype, shape, i -> value);
  }

  private static Tensor uniform(DType dtype, Shape shape, double bound, RandomGenerator random) {
    return Tensor.generate(dtype, shape, i -> bound * (2 * random.nextDouble() - 1));
  }
}
