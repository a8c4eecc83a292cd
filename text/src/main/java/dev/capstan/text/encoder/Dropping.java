package dev.capstan.text.encoder;

import dev.capstan.nn.Layer;
import dev.capstan.nn.RandomStream;
import dev.capstan.nn.Replication;
import dev.capstan.ops.Neural;
import dev.capstan.ops.Tensor;

/** In training drops a share of the numbers and scales the others up; otherwise does nothing. */
final class Dropping extends Layer {
  private final double share;
  private final RandomStream random;

  Dropping(double share, RandomStream random) {
    this.share = share;
    this.random = stream("random", random);
  }

  @Override
  public Tensor apply(Tensor x) {
    return training() && share > 0 ? Neural.dropout(x, share, random) : x;
  }

  @Override
  protected Dropping copy(Replication copies) {
    return new Dropping(share, copies.of(random));
  }
}
