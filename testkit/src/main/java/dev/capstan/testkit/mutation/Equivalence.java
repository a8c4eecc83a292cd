package dev.capstan.testkit.mutation;

import dev.capstan.autograd.Node;
import dev.capstan.autograd.Tape;
import dev.capstan.ops.Tensor;
import dev.capstan.testkit.mutation.Mutants.Rule;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Proves that a spoilt rule is no fault at all, such as the rules of {@code x + y} swapped.
 *
 * <p>A rule is linear in the gradient g of the result, so two rules are equal at a point if they
 * are equal for every basis vector of g: that is exhaustive. The faults that are not linear in g
 * are asked for −2 times each basis vector and for a random g as well, at which a nonlinear fault
 * and a linear rule can only agree by accident. Between two points: both rules are analytic in x on
 * a smooth piece, and analytic functions that agree at points drawn at random agree everywhere
 * (their difference vanishes either identically or on a set of measure zero). Equal means equal in
 * every bit.
 */
public final class Equivalence {
  private Equivalence() {}

  /** Whether the spoilt rule gives the same bits as the right one at all these points. */
  public static boolean proved(
      Function<List<Tensor>, Tensor> f, List<List<Tensor>> points, Rule rule, RuleFault fault) {
    return points.stream().allMatch(at -> equalAt(f, at, rule, fault));
  }

  private static boolean equalAt(
      Function<List<Tensor>, Tensor> f, List<Tensor> at, Rule rule, RuleFault fault) {
    SplittableRandom random = new SplittableRandom(7);
    try (Tape tape = new Tape()) {
      List<Node<Tensor>> nodes = Recorded.of(tape, f, at).nodes();
      Node<Tensor> node = nodes.get(rule.node());
      Tensor y = node.value();
      boolean equal = equalFor(node, rule, fault, y.like(i -> random.nextDouble(-2, 2)));
      for (int j = 0; equal && j < y.size(); j++) {
        int only = j;
        equal =
            equalFor(node, rule, fault, y.like(i -> i == only ? 1 : 0))
                && equalFor(node, rule, fault, y.like(i -> i == only ? -2 : 0));
      }
      return equal;
    }
  }

  private static boolean equalFor(Node<Tensor> node, Rule rule, RuleFault fault, Tensor g) {
    RuleCall call = new RuleCall(node, rule.slot(), g);
    Tensor right = call.right();
    @Nullable Tensor spoilt = fault.spoilt(call);
    if (spoilt == null) {
      return true;
    }
    if (!right.form().equals(spoilt.form())) {
      return false;
    }
    for (int i = 0; i < right.size(); i++) {
      // 0 and −0 are one gradient; NaN is none
      if (right.at(i) != spoilt.at(i)) {
        return false;
      }
    }
    return true;
  }
}
