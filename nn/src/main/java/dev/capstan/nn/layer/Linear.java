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

/**
 * A linear map with a bias: y = x Wᵀ + b.
 *
 * <p>Shapes: x {@code […, in]}, W {@code [out, in]}, b {@code [out]}; returns {@code […, out]}.
 */
public final class Linear extends Layer {
  private final Parameter weight;
  private final Parameter bias;

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
    Shape w = weight.value().shape();
    if (w.rank() != 2 || !bias.value().shape().equals(Shape.of(w.get(0)))) {
      throw new ShapeException(
          "linear: got weight "
              + w
              + " and bias "
              + bias.value().shape()
              + ", expected [out, in] and [out]");
    }
    this.weight = parameter(weight);
    this.bias = parameter(bias);
  }

  public Parameter weight() {
    return weight;
  }

  public Parameter bias() {
    return bias;
  }

  @Override
  public Tensor apply(Tensor x) {
    Shape w = weight.value().shape();
    if (x.rank() < 1 || x.shape().get(-1) != w.get(1)) {
      throw new ShapeException(
          "linear: got input " + x.shape() + ", expected [..., " + w.get(1) + "]");
    }
    return Neural.linear(x, weight.value(), bias.value());
  }

  @Override
  public Linear replica() {
    return (Linear) super.replica();
  }

  @Override
  protected Linear copy(Replication copies) {
    return new Linear(copies.of(weight), copies.of(bias));
  }
}
