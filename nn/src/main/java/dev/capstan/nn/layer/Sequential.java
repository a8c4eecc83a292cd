package dev.capstan.nn.layer;

import dev.capstan.nn.Layer;
import dev.capstan.nn.Replication;
import dev.capstan.ops.Tensor;
import java.util.List;

/** Layers applied one after the other; the i-th is the child named {@code i}. */
public final class Sequential extends Layer {
  private final List<Layer> layers;

  public Sequential(Layer... layers) {
    this(List.of(layers));
  }

  private Sequential(List<Layer> layers) {
    this.layers = layers;
    for (int i = 0; i < layers.size(); i++) {
      child(Integer.toString(i), layers.get(i));
    }
  }

  public List<Layer> layers() {
    return layers;
  }

  @Override
  public Tensor apply(Tensor x) {
    Tensor y = x;
    for (Layer layer : layers) {
      y = layer.apply(y);
    }
    return y;
  }

  @Override
  public Sequential replica() {
    return (Sequential) super.replica();
  }

  @Override
  protected Sequential copy(Replication copies) {
    return new Sequential(layers.stream().map(copies::of).toList());
  }
}
