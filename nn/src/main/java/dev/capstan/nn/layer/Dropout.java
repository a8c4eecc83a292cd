package dev.capstan.nn.layer;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.Layer;
import dev.capstan.nn.RandomStream;
import dev.capstan.nn.Replication;
import dev.capstan.ops.Neural;
import dev.capstan.ops.Tensor;

/**
 * In training sets each element to 0 with probability p and divides the others by 1 − p; in
 * evaluation leaves all as it is. The place in the random stream is part of a checkpoint.
 */
public final class Dropout extends Layer {
  private final double p;
  private final RandomStream random;

  public Dropout(double p, RandomStream random) {
    requireNonNull(random, "random");
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException(
          "dropout: p: got " + p + ", expected a probability, 0 to 1");
    }
    this.p = p;
    this.random = stream("random", random);
  }

  /** The probability p with which an element is dropped in training. */
  public double share() {
    return p;
  }

  @Override
  public Tensor apply(Tensor x) {
    return training() && p > 0 ? Neural.dropout(x, p, random) : x;
  }

  @Override
  protected Dropout copy(Replication copies) {
    return new Dropout(p, copies.of(random));
  }

  @Override
  public String toString() {
    return "dropout(" + p + ")";
  }
}
