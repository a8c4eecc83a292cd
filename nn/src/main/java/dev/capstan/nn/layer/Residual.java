package dev.capstan.nn.layer;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.Layer;
import dev.capstan.nn.Replication;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;

/** x plus what a layer makes of it (He et al. 2016); the layer is the child {@code inner}. */
public final class Residual extends Layer {
  private final Layer inner;

  public Residual(Layer inner) {
    requireNonNull(inner, "inner");
    this.inner = child("inner", inner);
  }

  @Override
  public Tensor apply(Tensor x) {
    Tensor y = part("inner", () -> inner.apply(x));
    if (!y.shape().equals(x.shape())) {
      throw new ShapeException(
          "residual: got "
              + y.shape()
              + " from the inner layer, expected the input's "
              + x.shape());
    }
    return Elementwise.add(x, y);
  }

  public Layer inner() {
    return inner;
  }

  @Override
  protected Residual copy(Replication copies) {
    return new Residual(copies.of(inner));
  }
}
