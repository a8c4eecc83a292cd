package dev.capstan.testkit.mutation;

import static java.util.Objects.requireNonNull;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Node;
import dev.capstan.autograd.Tape;
import dev.capstan.ops.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Proves that a spoilt rule makes no wrong gradient, such as the rules of {@code x + y} swapped, or
 * a rule that only ever receives zero (the mean inside a variance: deviations sum to zero).
 *
 * <p>A gradient is linear in the weights g of the results, so two gradients are equal at a point if
 * they are equal for every basis vector of g: that is exhaustive. The faults that are not linear in
 * g are asked for −2 times each basis vector and for a random g as well, at which a nonlinear fault
 * and a linear rule can only agree by accident. Between points: both gradients are analytic in x on
 * a smooth piece, and analytic functions that agree at points drawn at random agree on the whole
 * piece (their difference vanishes either identically or on a set of measure zero). Where an
 * operation has several pieces, such as the order of a sort, the points must be many enough to
 * visit them: sixty for a dozen elements.
 */
public final class Equivalence {
  /**
   * Gradients that differ by less than this share of the largest element are equal up to the
   * rounding of other orders of summation: a dozen terms lose about 1e-15, and every fault that is
   * one differs by 1e-4 or more.
   */
  private static final double ROUNDING = 1e-12;

  private Equivalence() {}

  /** The first point at which the gradients differ; null if the two functions are equivalent. */
  public static @Nullable List<Tensor> firstDifference(
      Function<List<Tensor>, Tensor> right,
      Function<List<Tensor>, Tensor> spoilt,
      List<List<Tensor>> points) {
    requireNonNull(right, "right");
    requireNonNull(spoilt, "spoilt");
    for (List<Tensor> at : points) {
      if (differAt(right, spoilt, at)) {
        return at;
      }
    }
    return null;
  }

  private static boolean differAt(
      Function<List<Tensor>, Tensor> right,
      Function<List<Tensor>, Tensor> spoilt,
      List<Tensor> at) {
    SplittableRandom random = new SplittableRandom(7);
    try (Tape one = new Tape();
        Tape two = new Tape()) {
      Recorded a = Recorded.of(one, right, at);
      Recorded b = Recorded.of(two, spoilt, at);
      Tensor y = a.result();
      boolean differ = differFor(one, a, two, b, y.like(i -> random.nextDouble(-2, 2)));
      for (int j = 0; !differ && j < y.size(); j++) {
        int only = j;
        differ =
            differFor(one, a, two, b, y.like(i -> i == only ? 1 : 0))
                || differFor(one, a, two, b, y.like(i -> i == only ? -2 : 0));
      }
      return differ;
    }
  }

  private static boolean differFor(Tape one, Recorded a, Tape two, Recorded b, Tensor g) {
    Node<Tensor> end = a.result().node();
    if (end == null) {
      return false;
    }
    Gradients<Tensor> right = one.gradients(a.result(), g);
    Gradients<Tensor> spoilt;
    try {
      spoilt = two.gradients(b.result(), g);
    } catch (IllegalStateException e) {
      return true; // a gradient of the wrong form
    }
    double apart = 0;
    double size = 0;
    for (int k = 0; k < a.leaves().size(); k++) {
      Tensor r = right.of(a.leaves().get(k));
      Tensor s = spoilt.of(b.leaves().get(k));
      for (int i = 0; i < r.size(); i++) {
        double d = Math.abs(r.at(i) - s.at(i));
        apart = Double.isNaN(d) ? Double.POSITIVE_INFINITY : Math.max(apart, d);
        size = Math.max(size, Math.abs(r.at(i)));
      }
    }
    return apart > ROUNDING * Math.max(1, size);
  }
}
