package dev.capstan.nn.layer;

import dev.capstan.nn.Layer;
import dev.capstan.nn.Parameter;
import dev.capstan.nn.Replication;
import dev.capstan.ops.Activations;
import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;

/** x, or below 0 a slope that is learned times x (He et al. 2015); one slope, or one a channel. */
public final class PRelu extends Layer {
  private static final double FIRST = 0.25;

  private final Parameter weight;

  /** In float32, every slope 0.25 at first. */
  public PRelu(int slopes) {
    this(new Parameter("weight", Tensor.full(DType.FLOAT32, FIRST, slopes)));
  }

  private PRelu(Parameter weight) {
    this.weight = parameter(weight);
  }

  @Override
  public Tensor apply(Tensor x) {
    return Activations.prelu(x, weight.value());
  }

  @Override
  protected PRelu copy(Replication copies) {
    return new PRelu(copies.of(weight));
  }
}
