package dev.capstan.autograd.check;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Node;
import dev.capstan.autograd.Tape;
import dev.capstan.autograd.TapeOption;
import dev.capstan.autograd.Traced;
import dev.capstan.autograd.WalkOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the first operation whose own rule is wrong.
 *
 * <p>The function runs once more on a tape with call sites, and the walk keeps every gradient. Then
 * each node is a function of its own: replayed at its recorded inputs for differences, its rule run
 * with the gradient that really arrived there (a random one where none did). A rule that is right
 * for its operation passes whatever was done to the gradient behind it, so the first node that
 * fails is a culprit. If every rule is right, a value must have gone round the tape: {@link
 * Detached} looks for it.
 */
final class Blamer<V extends Traced<V>> {
  private final Function<List<V>, V> f;
  private final List<V> inputs;
  private final List<String> names;
  private final Settings settings;
  private final SplittableRandom random;

  Blamer(Function<List<V>, V> f, List<V> inputs, List<String> names, Settings settings) {
    this.f = f;
    this.inputs = inputs;
    this.names = names;
    this.settings = settings;
    this.random = new SplittableRandom(settings.seed());
  }

  /** The culprit of a wrong gradient. */
  @Nullable Blame firstOrder(double[] cotangent) {
    try (Tape tape = new Tape(TapeOption.CALL_SITES, TapeOption.OPEN_CHECKPOINTS)) {
      List<V> xs = Tapes.watchAll(tape, inputs, names);
      V y = f.apply(xs);
      Node<V> target = y.node();
      if (target == null || target.tape() != tape) {
        return null;
      }
      Gradients<V> kept = walk(tape, y, y.like(j -> cotangent[j]));
      Blame wrong = firstWrong(tape, kept);
      Blame found = wrong != null ? wrong : new Detached<>(f, inputs, names).inValues(tape);
      return Tapes.shown(found, tape);
    }
  }

  /** The culprit of a wrong gradient of the gradient. */
  @Nullable Blame secondOrder(double[] cotangent) {
    try (Tape tape = new Tape(TapeOption.CALL_SITES, TapeOption.OPEN_CHECKPOINTS)) {
      List<V> xs = Tapes.watchAll(tape, inputs, names);
      V y = f.apply(xs);
      Node<V> target = y.node();
      if (target == null || target.tape() != tape) {
        return null;
      }
      V c = tape.watch(y.like(j -> cotangent[j]), "the cotangent");
      Gradients<V> plain = tape.gradients(y, c, WalkOption.KEEP_ALL);
      int recorded = tape.nodes().size();
      Gradients<V> graph = tape.gradients(y, c, WalkOption.CREATE_GRAPH, WalkOption.KEEP_ALL);
      Blame wrong = firstWrong(tape, null);
      if (wrong != null) {
        return Tapes.shown(wrong, tape);
      }
      Detached<V> detached = new Detached<>(f, inputs, names);
      Blame twin = detached.twinsApart(tape, recorded, plain, graph);
      Blame found = twin != null ? twin : detached.inRules(tape, recorded, cotangent, graph);
      return Tapes.shown(found, tape);
    }
  }

  /** The first operation that does not give the same twice: its value, or its rule. */
  @Nullable Blame unsteady() {
    try (Tape tape = new Tape(TapeOption.CALL_SITES, TapeOption.OPEN_CHECKPOINTS)) {
      Object unused = f.apply(Tapes.watchAll(tape, inputs, names));
      for (Node<V> node : Blamer.<V>typed(tape.nodes())) {
        Blame found = node.inputs().isEmpty() ? null : unsteady(node);
        if (found != null) {
          return Tapes.shown(found, tape);
        }
      }
      return null;
    }
  }

  private @Nullable Blame unsteady(Node<V> node) {
    NodeCheck<V> check = new NodeCheck<>(node, settings);
    Blame changing = check.changingValue();
    return changing != null || !check.hasRules()
        ? changing
        : check.changingRule(Checker.random(random, node.value().form().size()));
  }

  private @Nullable Gradients<V> walk(Tape tape, V y, V cotangent) {
    try {
      return tape.gradients(y, cotangent, WalkOption.KEEP_ALL);
    } catch (RuntimeException e) {
      return null; // a rule failed: it is found when each is run alone
    }
  }

  private @Nullable Blame firstWrong(Tape tape, @Nullable Gradients<V> kept) {
    Blame first = null;
    int others = 0;
    for (Node<?> any : tape.nodes()) {
      Node<V> node = typed(any);
      if (node.inputs().isEmpty()) {
        continue;
      }
      Blame wrong = check(node, upstream(node, kept));
      if (wrong != null && first != null) {
        others++;
      }
      first = first == null ? wrong : first;
    }
    return first == null ? null : first.withOthers(others);
  }

  /** The gradient that arrived at the node, if it can tell anything; else a random one. */
  private double[] upstream(Node<V> node, @Nullable Gradients<V> kept) {
    double[] g = kept == null ? null : informative(node, kept);
    return g != null ? g : Checker.random(random, node.value().form().size());
  }

  /** The gradient that arrived at the node; null if it is zero or not finite. */
  static <V extends Traced<V>> double @Nullable [] informative(Node<V> node, Gradients<V> kept) {
    V value = node.value();
    if (!kept.reached(value)) {
      return null;
    }
    double[] g = Tapes.numbers(kept.of(value));
    boolean finite = Arrays.stream(g).allMatch(Double::isFinite);
    return finite && Likeness.largest(g) > 0 ? g : null;
  }

  private @Nullable Blame check(Node<V> node, double[] g) {
    NodeCheck<V> check = new NodeCheck<>(node, settings);
    Blame form = check.wrongForm(g);
    return form != null ? form : check.wrong(check.differences(g), g);
  }

  /** All nodes behind one function hold values of one type. */
  @SuppressWarnings("unchecked")
  static <V extends Traced<V>> Node<V> typed(Node<?> node) {
    return (Node<V>) node;
  }

  static <V extends Traced<V>> List<Node<V>> typed(List<Node<?>> nodes) {
    List<Node<V>> out = new ArrayList<>();
    for (Node<?> node : nodes) {
      out.add(typed(node));
    }
    return out;
  }
}
