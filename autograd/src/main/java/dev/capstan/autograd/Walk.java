package dev.capstan.autograd;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One backward pass: a loop from the target's node down to the first node asked for.
 *
 * <p>{@code adjoints[i]} is the gradient that the node i behind the first has received so far. When
 * the loop reaches a node, everything that depends on it has been passed already, so its gradient
 * is complete; its rules then hand shares to its inputs. A gradient nobody asked for is dropped as
 * soon as its rules have run, so a walk holds few of them at a time.
 *
 * <p>A rule may meet a captured value of an older tape, which this walk's tape then joins: all
 * nodes move there together. So places are counted from the first node, wherever that stands now.
 */
final class Walk<V extends Traced<V>> {
  /** In the place of an input's number, where a hook gave the gradient. */
  private static final int HOOK = -1;

  private final Node<?> first;
  private final boolean graph;
  private final boolean keepAll;
  private final Scratch<V> scratch;

  /** Which adjoints are sums of this walk's own making: nobody else holds them yet. */
  private boolean[] summed = {};

  Walk(Node<?> first, boolean graph, boolean keepAll, V target) {
    this.first = first;
    this.graph = graph;
    this.keepAll = keepAll;
    this.scratch = graph || keepAll ? Scratch.none() : target.scratch();
  }

  @Nullable V[] run(Node<V> target, V seed) {
    int top = target.index() - first.index();
    if (top < 0) {
      return noValues(0);
    }
    @Nullable V[] adjoints = noValues(top + 1);
    summed = new boolean[top + 1];
    adjoints[top] = scratch.adopt(seed);
    for (int i = top; i >= 0; i--) {
      V g = adjoints[i];
      if (g != null) {
        Node<V> node = nodeAt(i);
        g = complete(node, g);
        handOut(node, g, adjoints);
        boolean kept = keepAll || node.watched();
        adjoints[i] = kept ? scratch.release(g) : null;
        if (!kept) {
          scratch.drop(g);
        }
        scratch.sweep();
      }
    }
    return adjoints;
  }

  /** The gradient as the node's rules may see it, after the hook. */
  private V complete(Node<V> node, V g) {
    UnaryOperator<V> hook = node.hook();
    Operation<V> op = node.operation();
    boolean lent = hook == null && (op == null || op.keepsNothing());
    V seen = lent ? g : scratch.release(g);
    if (hook != null) {
      seen = hook.apply(seen);
      requireShare(HOOK, node, node.value(), seen);
    }
    return seen;
  }

  private void handOut(Node<V> node, V g, @Nullable V[] adjoints) {
    Operation<V> op = node.operation();
    V[] inputs = node.inputArray();
    if (op == null || inputs == null) {
      return;
    }
    Tape tape = node.tape();
    boolean outermost = graph && tape.beginRuleOf(node);
    try {
      @Nullable V[] joint = op.fused() ? contributions(node, g, graph) : null;
      for (int k = 0; k < inputs.length; k++) {
        Node<V> input = inputs[k].node();
        if (input == null || input.tape() != node.tape() || input.index() < first.index()) {
          continue;
        }
        V share = joint == null ? op.vjp(k, g, node.value(), inputs) : joint[k];
        if (share == null && joint != null) {
          continue;
        }
        share = requireShare(k, node, inputs[k], share);
        node.tape().checkRule(node, k, g, share);
        add(share, input.index() - first.index(), adjoints);
      }
    } finally {
      if (outermost) {
        tape.endRule();
      }
    }
  }

  private void add(V share, int at, @Nullable V[] adjoints) {
    V before = adjoints[at];
    if (before == null) {
      scratch.hold(share);
      adjoints[at] = share;
    } else {
      adjoints[at] = scratch.accumulate(before, share, summed[at]);
      summed[at] = true;
    }
  }

  /** What a node's rules make of {@code g}, input by input; null where the input is a constant. */
  static <V extends Traced<V>> @Nullable V[] contributions(Node<V> node, V g, boolean graph) {
    Operation<V> op = node.operation();
    V[] inputs = node.inputArray();
    if (op == null || inputs == null) {
      return noValues(0);
    }
    if (op.fused()) {
      @Nullable V[] joint = graph ? null : op.shares(g, node.value());
      return joint == null
          ? throughTwin(node, op, inputs, g, graph)
          : requireComplete(joint, node, inputs);
    }
    @Nullable V[] shares = noValues(inputs.length);
    for (int k = 0; k < inputs.length; k++) {
      if (onTape(inputs[k], node.tape())) {
        shares[k] = op.vjp(k, g, node.value(), inputs);
      }
    }
    return shares;
  }

  private static <V extends Traced<V>> @Nullable V[] requireComplete(
      @Nullable V[] joint, Node<V> node, V[] inputs) {
    if (joint.length != inputs.length) {
      throw new IllegalStateException(
          node.op()
              + ": the joint rule of "
              + node.title()
              + " gave "
              + joint.length
              + " gradient(s), expected one for each of "
              + inputs.length
              + " input(s)");
    }
    for (int k = 0; k < inputs.length; k++) {
      if (joint[k] == null && onTape(inputs[k], node.tape())) {
        requireShare(k, node, inputs[k], null);
      }
    }
    return joint;
  }

  /**
   * The gradients by differentiating the plain form. It is recorded on fresh aliases of the inputs,
   * and the inner walk stops at the first of them: the tape grows by the twin's own nodes alone.
   */
  private static <V extends Traced<V>> @Nullable V[] throughTwin(
      Node<V> node, Operation<V> op, V[] inputs, V g, boolean graph) {
    Tape on = graph ? node.tape() : Tape.internal();
    V[] aliases = inputs.clone();
    int start = on.size();
    for (int k = 0; k < aliases.length; k++) {
      if (onTape(aliases[k], node.tape())) {
        aliases[k] = on.alias(aliases[k]);
      }
    }
    int made = on.size();
    V value =
        graph ? op.twin(aliases) : node.tape().refusingCaptures(op.name(), () -> op.twin(aliases));
    on.refuseCaptures(op.name(), start, made);
    op.requireSameValue(node.value(), value);
    Node<V> end = value.node();
    @Nullable V[] shares = noValues(aliases.length);
    if (end != null && end.tape() == on && end.index() >= start) {
      @Nullable V[] adjoints = on.pullback(end, g, on.nodeAt(start), graph, false);
      for (int k = 0; k < aliases.length; k++) {
        Node<V> alias = aliases[k].node();
        int at = alias != null && alias.tape() == on ? alias.index() - start : -1;
        shares[k] = at >= 0 && at < adjoints.length ? adjoints[at] : null;
      }
    }
    return shares;
  }

  private static <V extends Traced<V>> boolean onTape(V value, Tape tape) {
    Node<V> node = value.node();
    return node != null && node.tape() == tape;
  }

  private static <V extends Traced<V>> V requireShare(
      int input, Node<V> node, V expected, @Nullable V got) {
    if (got == null || !expected.sameForm(got)) {
      throw new IllegalStateException(
          node.op()
              + ": the "
              + (input == HOOK ? "hook" : "rule of input " + input)
              + " of "
              + node.title()
              + " gave a gradient of another form: got "
              + (got == null ? "null" : got.form())
              + ", expected "
              + expected.form()
              + ", the form of the value"
              + (input == HOOK
                  ? ""
                  : "; if the operation broadcasts, its rule must sum over the broadcast axes"));
    }
    return got;
  }

  /** All nodes of a walk hold values of the target's type: an operation cannot mix two types. */
  @SuppressWarnings("unchecked")
  private Node<V> nodeAt(int behindFirst) {
    return (Node<V>) first.tape().nodeAt(first.index() + behindFirst);
  }

  /** An array that never leaves the engine, where every V is a Traced. */
  @SuppressWarnings("unchecked")
  private static <V extends Traced<V>> @Nullable V[] noValues(int length) {
    return (V[]) new Traced<?>[length];
  }
}
