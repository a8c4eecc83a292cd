package dev.capstan.text.encoder;

import dev.capstan.nn.Layer;
import dev.capstan.nn.Parameter;
import dev.capstan.nn.Replication;
import dev.capstan.ops.DType;
import dev.capstan.ops.Neural;
import dev.capstan.ops.Tensor;

/** Normalizes each piece's numbers to mean 0 and variance 1, then scales and shifts them. */
final class Norm extends Layer {
  private final Parameter weight;
  private final Parameter bias;
  private final double epsilon;

  Norm(int size, DType dtype, double epsilon) {
    this(
        new Parameter("weight", Tensor.ones(dtype, size)),
        new Parameter("bias", Tensor.zeros(dtype, size)),
        epsilon);
  }

  private Norm(Parameter weight, Parameter bias, double epsilon) {
    this.weight = parameter(weight);
    this.bias = parameter(bias);
    this.epsilon = epsilon;
  }

  @Override
  public Tensor apply(Tensor x) {
    return Neural.layerNorm(x, weight.value(), bias.value(), epsilon);
  }

  @Override
  protected Norm copy(Replication copies) {
    return new Norm(copies.of(weight), copies.of(bias), epsilon);
  }
}
