package dev.capstan.nn.layer;

import dev.capstan.nn.Layer;
import dev.capstan.nn.Parameter;
import dev.capstan.nn.Replication;
import dev.capstan.nn.layer.Initializer.Fan;
import dev.capstan.ops.DType;
import dev.capstan.ops.Neural;
import dev.capstan.ops.Shape;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A linear map, with a bias or without: y = x Wᵀ + b.
 *
 * <p>Shapes: x {@code […, in]}, W {@code [out, in]}, b {@code [out]}; returns {@code […, out]}.
 */
public final class Linear extends Layer {
  private final Parameter weight;
  private final @Nullable Parameter bias;
  private final ByInput byInput = new ByInput();

  /** Float32, weight and bias drawn by {@link Initializer#uniformFanIn()}. */
  public Linear(int in, int out, RandomGenerator random) {
    this(in, out, DType.FLOAT32, Initializer.uniformFanIn(), Initializer.uniformFanIn(), random);
  }

  /** The weight is drawn first, then the bias. */
  public Linear(
      int in, int out, DType dtype, Initializer weight, Initializer bias, RandomGenerator random) {
    this(
        new Parameter("weight", weight.create(dtype, Shape.of(out, in), new Fan(in, out), random)),
        new Parameter("bias", bias.create(dtype, Shape.of(out), new Fan(in, out), random)));
  }

  /** Over given parameters, which may be shared with other layers. */
  public Linear(Parameter weight, Parameter bias) {
    Shape w = requireMatrix(weight);
    if (!bias.constant().shape().equals(Shape.of(w.get(0)))) {
      throw new ShapeException(
          "linear: got weight "
              + w
              + " and bias "
              + bias.constant().shape()
              + ", expected [out, in] and [out]");
    }
    this.weight = parameter(weight);
    this.bias = parameter(bias);
  }

  /** Without a bias, over a given weight, which may be shared with other layers. */
  public Linear(Parameter weight) {
    requireMatrix(weight);
    this.weight = parameter(weight);
    this.bias = null;
  }

  /** Float32 without a bias, the weight drawn by {@link Initializer#uniformFanIn()}. */
  public static Linear withoutBias(int in, int out, RandomGenerator random) {
    Fan fan = new Fan(in, out);
    return new Linear(
        new Parameter(
            "weight",
            Initializer.uniformFanIn().create(DType.FLOAT32, Shape.of(out, in), fan, random)));
  }

  private static Shape requireMatrix(Parameter weight) {
    Shape w = weight.constant().shape();
    if (w.rank() != 2) {
      throw new ShapeException("linear: got weight " + w + ", expected [out, in]");
    }
    return w;
  }

  public Parameter weight() {
    return weight;
  }

  public boolean hasBias() {
    return bias != null;
  }

  /**
   * The bias.
   *
   * @throws IllegalStateException if the layer has none
   */
  public Parameter bias() {
    if (bias == null) {
      throw new IllegalStateException("linear: this layer has no bias; ask hasBias() first");
    }
    return bias;
  }

  @Override
  public Tensor apply(Tensor x) {
    Tensor w = weight.value();
    if (x.rank() < 1 || x.shape().get(-1) != w.shape().get(1)) {
      throw new ShapeException(
          "linear: got input " + x.shape() + ", expected [..., " + w.shape().get(1) + "]");
    }
    if (bias == null) {
      return Neural.linear(x, w);
    }
    Tensor b = bias.value();
    Tensor turned = ByInput.serves(x, w, b) ? byInput.of(w) : null;
    return turned == null ? Neural.linear(x, w, b) : x.matmul(turned).add(b);
  }

  @Override
  public Linear replica() {
    return (Linear) super.replica();
  }

  @Override
  protected Linear copy(Replication copies) {
    return bias == null
        ? new Linear(copies.of(weight))
        : new Linear(copies.of(weight), copies.of(bias));
  }
}
