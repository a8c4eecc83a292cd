package dev.capstan.text;

import dev.capstan.nn.Layer;
import dev.capstan.nn.Replication;
import dev.capstan.nn.layer.Activation;
import dev.capstan.nn.layer.Linear;
import dev.capstan.ops.Tensor;

/** An affine map and a function after it: sentence-transformers' Dense. */
final class DenseHead extends Layer {
  private final Linear linear;
  private final Activation activation;

  DenseHead(Linear linear, Activation activation) {
    this.linear = child("linear", linear);
    this.activation = child("activation", activation);
  }

  int outputs() {
    return linear.weight().constant().shape().get(0);
  }

  @Override
  public Tensor apply(Tensor x) {
    return activation.apply(linear.apply(x));
  }

  @Override
  protected DenseHead copy(Replication copies) {
    return new DenseHead(copies.of(linear), copies.of(activation));
  }
}
