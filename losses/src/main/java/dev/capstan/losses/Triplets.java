package dev.capstan.losses;

import dev.capstan.losses.distance.RowDistance;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;

/** The loss of given triplets, whatever the distance. */
final class Triplets {
  private Triplets() {}

  /** max(margin + d(a, p) − d(a, n), 0), reduced. */
  static Tensor loss(
      String loss,
      Tensor anchor,
      Tensor positive,
      Tensor negative,
      double margin,
      Swap swap,
      Reduction reduction,
      Variant variant,
      RowDistance distance) {
    Checks.broadcast(loss, "anchor", anchor, "positive", positive);
    Checks.broadcast(loss, "anchor", anchor, "negative", negative);
    Tensor near = distance.between(anchor, positive);
    Tensor far = distance.between(anchor, negative);
    if (swap == Swap.YES) {
      Checks.broadcast(loss, "positive", positive, "negative", negative);
      far = Elementwise.minimum(far, distance.between(positive, negative));
    }
    Tensor excess = Elementwise.sub(Elementwise.add(near, margin), far);
    return reduction.of(Elementwise.relu(excess), variant);
  }

  static void requireOneRank(String loss, Tensor anchor, Tensor positive, Tensor negative) {
    if (anchor.rank() != positive.rank() || anchor.rank() != negative.rank()) {
      throw new ShapeException(
          loss
              + ": ranks differ: got shapes "
              + anchor.shape()
              + ", "
              + positive.shape()
              + " and "
              + negative.shape()
              + ", expected three tensors of one rank; add axes of size 1 with reshape");
    }
  }
}
