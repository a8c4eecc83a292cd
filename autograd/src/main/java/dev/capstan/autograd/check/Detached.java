package dev.capstan.autograd.check;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Node;
import dev.capstan.autograd.Tape;
import dev.capstan.autograd.TapeOption;
import dev.capstan.autograd.Traced;
import dev.capstan.autograd.WalkOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a value left the tape, when every rule is right and the gradient is not.
 *
 * <p>The function runs twice, the second time with all inputs moved a little. What is a constant to
 * an operation in both runs and yet changed, was computed from the inputs behind the tape's back.
 */
final class Detached<V extends Traced<V>> {
  /** Large against rounding, small against most kinks. */
  private static final double MOVE = 1e-4;

  private final Function<List<V>, V> f;
  private final List<V> inputs;
  private final List<String> names;

  Detached(Function<List<V>, V> f, List<V> inputs, List<String> names) {
    this.f = f;
    this.inputs = inputs;
    this.names = names;
  }

  /** In the function itself. */
  @Nullable Blame inValues(Tape tape) {
    try (Tape other = Tape.holding(tape.stopped(), TapeOption.OPEN_CHECKPOINTS)) {
      Object unused = f.apply(Tapes.watchAll(other, moved(), names));
      return changedConstant(
          Blamer.<V>typed(tape.nodes()),
          Blamer.typed(other.nodes()),
          0,
          "a value that left the tape");
    } catch (RuntimeException refused) {
      return null; // the function is not defined there, which tells nothing
    }
  }

  /** In a rule, so that the gradient is right and its own gradient is not. */
  @Nullable Blame inRules(Tape tape, int recorded, double[] cotangent, Gradients<V> graph) {
    try (Tape other = Tape.holding(tape.stopped(), TapeOption.OPEN_CHECKPOINTS)) {
      V y = f.apply(Tapes.watchAll(other, moved(), names));
      V c = other.watch(y.like(j -> cotangent[j] * (1 + MOVE)), "the cotangent");
      Gradients<V> moved = other.gradients(y, c, WalkOption.CREATE_GRAPH, WalkOption.KEEP_ALL);
      List<Node<V>> here = Blamer.<V>typed(tape.nodes());
      List<Node<V>> there = Blamer.<V>typed(other.nodes());
      Blame share = constantGradient(here, there, recorded, graph, moved);
      String what = "a value that leaves the tape";
      return share != null ? share : changedConstant(here, there, recorded, what);
    } catch (RuntimeException refused) {
      return null; // as above
    }
  }

  /** A fused operation whose plain form does not have the gradient of its joint rule. */
  @Nullable Blame twinsApart(Tape tape, int recorded, Gradients<V> plain, Gradients<V> graph) {
    List<Node<V>> nodes = Blamer.<V>typed(tape.nodes());
    for (int i = recorded - 1; i >= 0; i--) {
      V value = nodes.get(i).value();
      if (plain.reached(value) && graph.reached(value)) {
        double[] a = Tapes.numbers(plain.of(value));
        double[] b = Tapes.numbers(graph.of(value));
        Node<V> user = userOf(nodes, recorded, i);
        if (user != null && Likeness.of(a, b) > Likeness.ALIKE) {
          Fault fault =
              new Fault(
                  "a joint rule and a plain form that differ",
                  "the gradient changes when it is made differentiable",
                  "compare joint(...) with twin(...)");
          int at = Likeness.furthest(a, b);
          return blame(user, slotOf(user, i), at, a[at], b[at], fault);
        }
      }
    }
    return null;
  }

  private List<V> moved() {
    List<V> out = new ArrayList<>();
    for (V x : inputs) {
      out.add(x.like(i -> x.at(i) + MOVE * Math.max(1, Math.abs(x.at(i))) * (1 + 0.1 * (i % 7))));
    }
    return out;
  }

  private @Nullable Blame changedConstant(
      List<Node<V>> here, List<Node<V>> there, int from, String what) {
    if (here.size() != there.size()) {
      return null;
    }
    for (int i = from; i < here.size(); i++) {
      List<V> a = here.get(i).inputs();
      List<V> b = there.get(i).inputs();
      for (int k = 0; k < Math.min(a.size(), b.size()); k++) {
        double[] was = Tapes.numbers(a.get(k));
        double[] is = Tapes.numbers(b.get(k));
        if (a.get(k).node() == null && was.length == is.length && Likeness.of(was, is) > 0) {
          int at = Likeness.furthest(was, is);
          Node<V> node = here.get(i);
          Node<?> rule = node.origin();
          Node<V> culprit = rule == null ? node : Blamer.typed(rule);
          Fault fault =
              new Fault(
                  what,
                  "input "
                      + k
                      + " of '"
                      + node.op()
                      + "' is a constant to the tape, yet changes with the inputs",
                  "look for detach(), toArray(), item() or like(...) before it; where that is meant, "
                      + "say stopGradient(...)");
          int slot = rule == null ? k : 0;
          return blame(culprit, slot, at, 0, (is[at] - was[at]) / MOVE, fault);
        }
      }
    }
    return null;
  }

  /** The highest gradient that is a constant although it changes: its maker's rule is to blame. */
  private @Nullable Blame constantGradient(
      List<Node<V>> here, List<Node<V>> there, int recorded, Gradients<V> g, Gradients<V> moved) {
    for (int i = recorded - 1; i >= 0 && here.size() == there.size(); i--) {
      V value = here.get(i).value();
      V other = there.get(i).value();
      if (!g.reached(value) || !moved.reached(other) || g.of(value).node() != null) {
        continue;
      }
      double[] was = Tapes.numbers(g.of(value));
      double[] is = Tapes.numbers(moved.of(other));
      Node<V> user = userOf(here, recorded, i);
      if (user != null && Likeness.of(was, is) > 0) {
        int at = Likeness.furthest(was, is);
        Fault fault =
            new Fault(
                "a rule whose result left the tape",
                "its gradient is a constant to the tape, yet changes with the inputs",
                "write the rule with recorded operations");
        return blame(user, slotOf(user, i), at, 0, (is[at] - was[at]) / MOVE, fault);
      }
    }
    return null;
  }

  private @Nullable Node<V> userOf(List<Node<V>> nodes, int recorded, int input) {
    for (int i = recorded - 1; i > input; i--) {
      if (slotOf(nodes.get(i), input) >= 0) {
        return nodes.get(i);
      }
    }
    return null;
  }

  private int slotOf(Node<V> node, int input) {
    List<V> inputs = node.inputs();
    for (int k = 0; k < inputs.size(); k++) {
      Node<V> in = inputs.get(k).node();
      if (in != null && in.index() == input) {
        return k;
      }
    }
    return -1;
  }

  private Blame blame(
      Node<V> node, int slot, int element, double analytic, double numeric, Fault fault) {
    V input = node.inputs().isEmpty() ? node.value() : node.inputs().get(Math.max(0, slot));
    String position = Positions.text(input.form().axes(), element);
    return Blame.of(node, slot, input.form(), position, analytic, numeric, List.of(fault));
  }
}
