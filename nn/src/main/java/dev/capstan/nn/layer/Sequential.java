package dev.capstan.nn.layer;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.Layer;
import dev.capstan.nn.Replication;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Layers applied one after the other; the i-th is the child named {@code i} unless it has a name.
 */
public final class Sequential extends Layer {
  private final List<String> names;
  private final List<Layer> layers;

  public Sequential(Layer... layers) {
    this(IntStream.range(0, layers.length).mapToObj(Integer::toString).toList(), List.of(layers));
  }

  private Sequential(List<String> names, List<Layer> layers) {
    this.names = names;
    this.layers = layers;
    for (int i = 0; i < layers.size(); i++) {
      child(names.get(i), layers.get(i));
    }
  }

  /** Begins a chain whose layers have names, as in PyTorch's {@code OrderedDict}. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects layers with names. */
  public static final class Builder {
    private final List<String> names = new ArrayList<>();
    private final List<Layer> layers = new ArrayList<>();

    private Builder() {}

    public Builder add(String name, Layer layer) {
      requireNonNull(name, "name");
      requireNonNull(layer, "layer");
      names.add(name);
      layers.add(layer);
      return this;
    }

    public Sequential build() {
      return new Sequential(List.copyOf(names), List.copyOf(layers));
    }
  }

  public List<Layer> layers() {
    return layers;
  }

  @Override
  public Tensor apply(Tensor x) {
    Tensor y = x;
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      Tensor in = y;
      y = part(names.get(i), () -> layer.apply(in));
    }
    return y;
  }

  @Override
  public Sequential replica() {
    return (Sequential) super.replica();
  }

  @Override
  protected Sequential copy(Replication copies) {
    return new Sequential(names, layers.stream().map(copies::of).toList());
  }
}
