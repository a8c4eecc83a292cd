package dev.capstan.testkit.mutation;

import static java.util.Objects.requireNonNull;

import dev.capstan.autograd.Node;
import dev.capstan.autograd.Primitive;
import dev.capstan.autograd.Tape;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Functions with one faulty rule, made from right ones.
 *
 * <p>No hook in the engine is needed: a mutant records the right function on a tape of its own, and
 * then records each node once more, its value by replay, its rules by the node's own rules, but for
 * the one that is spoilt.
 */
public final class Mutants {
  private Mutants() {}

  /**
   * One rule of a function: an operation that it records, and one of its inputs.
   *
   * @param op the operation
   * @param node its number on the tape
   * @param slot which input
   */
  public record Rule(String op, int node, int slot) {
    public Rule {
      requireNonNull(op, "op");
    }
  }

  /** The rules that a function registers: one for each operation's name and input. */
  public static List<Rule> rules(Function<List<Tensor>, Tensor> f, List<Tensor> at) {
    Map<String, Rule> rules = new LinkedHashMap<>();
    try (Tape tape = new Tape()) {
      Recorded recorded = Recorded.of(tape, f, at);
      for (Node<Tensor> node : recorded.nodes()) {
        for (int k = 0; k < node.inputs().size(); k++) {
          boolean variable = node.inputs().get(k).node() != null;
          if (variable && recorded.leadsToResult(node)) {
            rules.putIfAbsent(node.op() + "/" + k, new Rule(node.op(), node.index(), k));
          }
        }
      }
    }
    return List.copyOf(rules.values());
  }

  /** The function with one rule spoilt. */
  public static Function<List<Tensor>, Tensor> of(
      Function<List<Tensor>, Tensor> f, Rule rule, RuleFault fault) {
    requireNonNull(f, "f");
    requireNonNull(rule, "rule");
    requireNonNull(fault, "fault");
    return xs -> {
      boolean traced = xs.stream().anyMatch(x -> x.node() != null);
      return traced ? rerecorded(f, xs, rule, fault) : f.apply(xs);
    };
  }

  /** Whether the fault can be made in this rule at all. */
  static boolean applies(
      Function<List<Tensor>, Tensor> f, List<Tensor> at, Rule rule, RuleFault fault) {
    try (Tape tape = new Tape()) {
      Node<Tensor> node = Recorded.of(tape, f, at).nodes().get(rule.node());
      Tensor value = node.value();
      return fault.spoilt(new RuleCall(node, rule.slot(), value.like(i -> 1 + 0.5 * i))) != null;
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // its nodes are replayed as long as the mutant lives
  private static Tensor rerecorded(
      Function<List<Tensor>, Tensor> f, List<Tensor> xs, Rule rule, RuleFault fault) {
    Recorded right = Recorded.of(new Tape(), f, xs.stream().map(Tensor::detach).toList());
    List<Tensor> again = new ArrayList<>();
    for (Node<Tensor> node : right.nodes()) {
      int leaf = right.leaf(node);
      again.add(leaf >= 0 ? xs.get(leaf) : again(node, again, rule, fault));
    }
    Node<Tensor> end = right.result().node();
    return end == null ? right.result() : again.get(end.index());
  }

  private static Tensor again(Node<Tensor> node, List<Tensor> again, Rule rule, RuleFault fault) {
    Tensor[] inputs = new Tensor[node.inputs().size()];
    for (int k = 0; k < inputs.length; k++) {
      Node<Tensor> in = node.inputs().get(k).node();
      inputs[k] = in == null ? node.inputs().get(k) : again.get(in.index());
    }
    Primitive<Tensor> op = Primitive.of(node.op(), inputs);
    op.valueOfAll(in -> node.replay(List.of(in)));
    for (int k = 0; k < inputs.length; k++) {
      int slot = k;
      boolean spoil = node.index() == rule.node() && k == rule.slot();
      op.vjp((Tensor g) -> result(new RuleCall(node, slot, g.detach()), spoil ? fault : null));
    }
    return op.branch(node::branch).record();
  }

  private static Tensor result(RuleCall call, @Nullable RuleFault fault) {
    Tensor spoilt = fault == null ? null : fault.spoilt(call);
    return spoilt == null ? call.right() : spoilt;
  }
}
