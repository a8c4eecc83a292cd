package dev.capstan.nn.layer;

import dev.capstan.nn.Layer;
import dev.capstan.nn.Parameter;
import dev.capstan.nn.Replication;
import dev.capstan.ops.DType;
import dev.capstan.ops.Neural;
import dev.capstan.ops.Tensor;

/**
 * The last axes divided by the root of their mean square, then scaled (Zhang, Sennrich 2019). The
 * eps is 1e-6 unless said; PyTorch's, where it is not said, is the least step above 1 of the dtype.
 */
public final class RmsNorm extends Layer {
  private static final double EPS = 1e-6;

  private final Parameter weight;
  private final double eps;

  /** Over the last axes of these sizes, in float32. */
  public RmsNorm(int... shape) {
    this(DType.FLOAT32, EPS, shape);
  }

  public RmsNorm(DType dtype, double eps, int... shape) {
    this(new Parameter("weight", Tensor.ones(dtype, shape)), eps);
  }

  private RmsNorm(Parameter weight, double eps) {
    this.weight = parameter(weight);
    this.eps = eps;
  }

  @Override
  public Tensor apply(Tensor x) {
    return Neural.rmsNorm(x, weight.value(), eps);
  }

  @Override
  protected RmsNorm copy(Replication copies) {
    return new RmsNorm(copies.of(weight), eps);
  }
}
