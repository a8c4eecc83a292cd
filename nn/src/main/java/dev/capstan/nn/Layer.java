package dev.capstan.nn;

import dev.capstan.ops.Tensor;

/** A module that maps one tensor to one tensor. */
public abstract class Layer extends NeuralModule {

  /** The layer's output, recorded if the input or a parameter is on a tape. */
  public abstract Tensor apply(Tensor x);

  @Override
  public Layer replica() {
    return (Layer) super.replica();
  }

  @Override
  public Snapshot<? extends Layer> publish() {
    return Snapshot.of(this);
  }

  @Override
  protected abstract Layer copy(Replication copies);
}
