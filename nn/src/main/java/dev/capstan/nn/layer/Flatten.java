package dev.capstan.nn.layer;

import dev.capstan.nn.Layer;
import dev.capstan.nn.Replication;
import dev.capstan.ops.Movement;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;

/** All axes but the first taken together: {@code [N, …]} becomes {@code [N, D]}. */
public final class Flatten extends Layer {

  @Override
  public Tensor apply(Tensor x) {
    if (x.rank() == 0) {
      throw new ShapeException("flatten: got a scalar, expected [N, ...]");
    }
    int rows = x.shape().get(0);
    int width = 1;
    for (int i = 1; i < x.rank(); i++) {
      width *= x.shape().get(i);
    }
    return Movement.reshape(x, rows, width);
  }

  @Override
  protected Flatten copy(Replication copies) {
    return new Flatten();
  }
}
