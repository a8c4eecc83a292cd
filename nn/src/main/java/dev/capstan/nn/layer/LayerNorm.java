package dev.capstan.nn.layer;

import dev.capstan.nn.Layer;
import dev.capstan.nn.Parameter;
import dev.capstan.nn.Replication;
import dev.capstan.ops.DType;
import dev.capstan.ops.Neural;
import dev.capstan.ops.Tensor;

/**
 * The last axes brought to mean 0 and variance 1, then scaled and shifted (Ba, Kiros, Hinton 2016).
 * Names and eps, 1e-5, are PyTorch's.
 */
public final class LayerNorm extends Layer {
  private static final double EPS = 1e-5;

  private final Parameter weight;
  private final Parameter bias;
  private final double eps;

  /** Over the last axes of these sizes, in float32. */
  public LayerNorm(int... shape) {
    this(DType.FLOAT32, EPS, shape);
  }

  public LayerNorm(DType dtype, double eps, int... shape) {
    this(
        new Parameter("weight", Tensor.ones(dtype, shape)),
        new Parameter("bias", Tensor.zeros(dtype, shape)),
        eps);
  }

  private LayerNorm(Parameter weight, Parameter bias, double eps) {
    this.weight = parameter(weight);
    this.bias = parameter(bias);
    this.eps = eps;
  }

  @Override
  public Tensor apply(Tensor x) {
    return Neural.layerNorm(x, weight.value(), bias.value(), eps);
  }

  @Override
  protected LayerNorm copy(Replication copies) {
    return new LayerNorm(copies.of(weight), copies.of(bias), eps);
  }
}
