package dev.capstan.nn.layer;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.DType;
import dev.capstan.ops.Gaussian;
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

  /** The number of a layer's inputs and outputs, of a convolution times the kernel's taps. */
  record Fan(int in, int out) {
    public Fan {
      if (in < 0 || out < 0) {
        throw new IllegalArgumentException(
            "fan: got " + in + " inputs and " + out + " outputs, expected 0 or more");
      }
    }

    double requireIn(String initializer) {
      if (in == 0) {
        throw new IllegalArgumentException(
            initializer + ": got a layer without inputs, expected at least one");
      }
      return in;
    }

    double requireBoth(String initializer) {
      if (in + (long) out == 0) {
        throw new IllegalArgumentException(
            initializer + ": got a layer without inputs and outputs, expected at least one");
      }
      return (double) in + out;
    }
  }

  /** U(−1/√fan_in, 1/√fan_in): PyTorch's default for linear layers, weights and biases alike. */
  static Initializer uniformFanIn() {
    return (dtype, shape, fan, random) ->
        uniform(dtype, shape, 1 / Math.sqrt(fan.requireIn("uniformFanIn")), random);
  }

  /** U(−a, a) with a = √(6 / (fan_in + fan_out)) (Glorot, Bengio 2010): for tanh and the like. */
  static Initializer glorotUniform() {
    return (dtype, shape, fan, random) ->
        uniform(dtype, shape, Math.sqrt(6 / fan.requireBoth("glorotUniform")), random);
  }

  /** N(0, 2 / (fan_in + fan_out)) (Glorot, Bengio 2010). */
  static Initializer glorotNormal() {
    return (dtype, shape, fan, random) ->
        normal(dtype, shape, Math.sqrt(2 / fan.requireBoth("glorotNormal")), random);
  }

  /** U(−a, a) with a = √(6 / fan_in) (He et al. 2015): for relu. */
  static Initializer heUniform() {
    return (dtype, shape, fan, random) ->
        uniform(dtype, shape, Math.sqrt(6 / fan.requireIn("heUniform")), random);
  }

  /** N(0, 2 / fan_in) (He et al. 2015): for relu. */
  static Initializer heNormal() {
    return (dtype, shape, fan, random) ->
        normal(dtype, shape, Math.sqrt(2 / fan.requireIn("heNormal")), random);
  }

  /**
   * gain times a matrix whose rows, or whose columns if they are fewer, have length 1 and are at
   * right angles (Saxe et al. 2014): the Q of a normal matrix's QR, uniform among all such. Axes
   * after the first are taken together.
   */
  static Initializer orthogonal(double gain) {
    return (dtype, shape, fan, random) -> {
      int rows = shape.rank() == 0 ? 1 : shape.get(0);
      int columns = rows == 0 ? 0 : shape.size() / rows;
      if (rows == 0 || columns == 0) {
        return Tensor.generate(dtype, shape, i -> 0);
      }
      double[] q = Orthogonal.rows(Math.max(rows, columns), Math.min(rows, columns), random);
      boolean tall = rows >= columns;
      int few = Math.min(rows, columns);
      return Tensor.generate(
          dtype, shape, i -> gain * (tall ? q[i] : q[i % columns * few + i / columns]));
    };
  }

  /** N(0, std²) without what lies beyond two standard deviations: drawn again (BERT's). */
  static Initializer truncatedNormal(double std) {
    return (dtype, shape, fan, random) ->
        Tensor.generate(dtype, shape, i -> std * withinTwo(random));
  }

  private static double withinTwo(RandomGenerator random) {
    requireNonNull(random, "random");
    double x = Gaussian.next(random);
    while (Math.abs(x) > 2) {
      x = Gaussian.next(random);
    }
    return x;
  }

  /** N(0, std²). */
  static Initializer normal(double std) {
    return (dtype, shape, fan, random) -> normal(dtype, shape, std, random);
  }

  /** One value everywhere. */
  static Initializer constant(double value) {
    return (dtype, shape, fan, random) -> Tensor.generate(dtype, shape, i -> value);
  }

  private static Tensor normal(DType dtype, Shape shape, double std, RandomGenerator random) {
    requireNonNull(random, "random");
    return Tensor.generate(dtype, shape, i -> std * Gaussian.next(random));
  }

  private static Tensor uniform(DType dtype, Shape shape, double bound, RandomGenerator random) {
    requireNonNull(random, "random");
    return Tensor.generate(dtype, shape, i -> bound * (2 * random.nextDouble() - 1));
  }
}
