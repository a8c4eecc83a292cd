package dev.capstan.losses;

import dev.capstan.losses.distance.RowDistance;
import dev.capstan.ops.Hinges;
import dev.capstan.ops.RowTotal;
import dev.capstan.ops.Shape;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;

/** The loss of given triplets, whatever the distance; one fused operation where it is Euclidean. */
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
    if (swap == Swap.NO
        && distance.euclideanEps().isPresent()
        && ofOneShape(anchor, positive, negative)) {
      double eps = distance.euclideanEps().getAsDouble();
      RowTotal total = reduction.total(rows(anchor.shape()), variant);
      Tensor fused = Hinges.tripletMargin(anchor, positive, negative, margin, eps, total);
      if (fused.isFinite().count() == fused.size()) {
        return fused;
      }
      // A square overflowed in one pass, or an input is not finite: norms by themselves are scaled.
    }
    Tensor near = distance.between(anchor, positive);
    Tensor far = distance.between(anchor, negative);
    if (swap == Swap.YES) {
      Checks.broadcast(loss, "positive", positive, "negative", negative);
      far = far.minimum(distance.between(positive, negative));
    }
    return reduction.of(near.add(margin).sub(far).relu(), variant);
  }

  private static boolean ofOneShape(Tensor anchor, Tensor positive, Tensor negative) {
    Shape shape = anchor.shape();
    return shape.rank() > 0 && shape.equals(positive.shape()) && shape.equals(negative.shape());
  }

  /** How many vectors there are along the last axis. */
  private static int rows(Shape shape) {
    int rows = 1;
    for (int axis = 0; axis < shape.rank() - 1; axis++) {
      rows *= shape.get(axis);
    }
    return rows;
  }

  static void requireOneRank(String loss, Tensor anchor, Tensor positive, Tensor negative) {
    if (anchor.rank() != positive.rank() || anchor.rank() != negative.rank()) {
      throw new ShapeException(
          ("%s: ranks differ: got shapes %s, %s and %s, expected three tensors of one"
                  + " rank; add axes of size 1 with reshape")
              .formatted(loss, anchor.shape(), positive.shape(), negative.shape()));
    }
  }
}
