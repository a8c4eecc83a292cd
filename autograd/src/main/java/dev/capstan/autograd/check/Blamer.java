package dev.capstan.autograd.check;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Node;
import dev.capstan.autograd.Tape;
import dev.capstan.autograd.TapeOption;
import dev.capstan.autograd.Traced;
import dev.capstan.autograd.WalkOption;
import java.util.ArrayList;
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
    this.settings = settings.forBlame();
    this.random = new SplittableRandom(settings.seed());
  }

  /** The culprit of a wrong gradient. */
  @Nullable Blame firstOrder(double[] cotangent) {
    try (Tape tape = new Tape(TapeOption.CALL_SITES)) {
      List<V> xs = Tapes.watchAll(tape, inputs, names);
      V y = f.apply(xs);
      Node<V> target = y.node();
      if (target == null || target.tape() != tape) {
        return null;
      }
      Gradients<V> kept = walk(tape, y, y.like(j -> cotangent[j]));
      Blame wrong = firstWrong(tape, kept);
      return wrong != null ? wrong : new Detached<>(f, inputs, names).inValues(tape);
    }
  }

  /** The culprit of a wrong gradient of the gradient. */
  @Nullable Blame secondOrder(double[] cotangent) {
    try (Tape tape = new Tape(TapeOption.CALL_SITES)) {
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
        return wrong;
      }
      Detached<V> detached = new Detached<>(f, inputs, names);
      Blame twin = detached.twinsApart(tape, recorded, plain, graph);
      return twin != null ? twin : detached.inRules(tape, recorded, cotangent, graph);
    }
  }

  /** The first operation that does not give the same twice: its value, or its rule. */
  @Nullable Blame unsteady() {
    try (Tape tape = new Tape(TapeOption.CALL_SITES)) {
      Object unused = f.apply(Tapes.watchAll(tape, inputs, names));
      for (Node<V> node : Blamer.<V>typed(tape.nodes())) {
        Blame found = node.inputs().isEmpty() ? null : unsteady(node);
        if (found != null) {
          return found;
        }
      }
      return null;
    }
  }

  private @Nullable Blame unsteady(Node<V> node) {
    NodeSubject<V> subject = new NodeSubject<>(node);
    double[] value = Tapes.numbers(node.value());
    double[] again = Tapes.numbers(node.replay());
    int at = Likeness.differ(value, again);
    if (at >= 0) {
      Fault fault =
          new Fault(
              "a value that changes from one evaluation to the next",
              "at " + Positions.text(node.value().form().axes(), at),
              "make its random generator inside the function, with a fixed seed");
      return blame(subject, 0, 0, value[at], again[at], List.of(fault));
    }
    double[] g = Checker.random(random, value.length);
    Subject.Analytic one = subject.gradient(g);
    for (int run = 0; run < RUNS; run++) {
      Subject.Analytic two = subject.gradient(g);
      for (int k = 0; k < one.gradients().length; k++) {
        int i = Likeness.differ(one.gradients()[k], two.gradients()[k]);
        if (i >= 0) {
          Fault fault =
              new Fault(
                  "a rule that changes from one run to the next",
                  "the same gradient came in",
                  "let the rule keep no state and draw no random numbers");
          double a = one.gradients()[k][i];
          return blame(subject, k, i, a, two.gradients()[k][i], List.of(fault));
        }
      }
    }
    return null;
  }

  /** As often is a rule run to see whether it always gives the same: a fault may come in turns. */
  private static final int RUNS = 7;

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
    V value = node.value();
    if (kept != null && kept.reached(value)) {
      double[] g = Tapes.numbers(kept.of(value));
      double largest = 0;
      boolean finite = true;
      for (double x : g) {
        finite &= Double.isFinite(x);
        largest = Math.max(largest, Math.abs(x));
      }
      if (finite && largest > 0) {
        return g;
      }
    }
    return Checker.random(random, value.form().size());
  }

  private @Nullable Blame check(Node<V> node, double[] g) {
    NodeSubject<V> subject = new NodeSubject<>(node);
    Blame form = wrongForm(subject, g);
    if (form != null) {
      return form;
    }
    Pass pass = new Checker(subject, settings.withCotangent(g), 1).run();
    Pass.Located worst = pass.worst();
    if (worst == null || worst.element().verdict() != Verdict.WRONG) {
      return null;
    }
    int k = subject.names().indexOf(worst.input().name());
    ElementReport e = worst.element();
    List<Fault> faults = Faults.of(subject, g, k);
    return blame(subject, k, e.index(), e.analytic(), e.numeric(), faults);
  }

  /** A rule that throws, or whose result has another form than the input. */
  private @Nullable Blame wrongForm(NodeSubject<V> subject, double[] g) {
    List<@Nullable V> shares;
    try {
      shares = subject.shares(g);
    } catch (RuntimeException e) {
      Fault thrown =
          new Fault("a rule that throws", String.valueOf(e.getMessage()), "look at the rule");
      return blame(subject, 0, 0, Double.NaN, Double.NaN, List.of(thrown));
    }
    for (int k = 0; k < shares.size(); k++) {
      V share = shares.get(k);
      V input = subject.node().inputs().get(subject.slot(k));
      if (share != null && !share.sameForm(input)) {
        List<Fault> faults = Faults.ofForm(subject, g, k, share);
        return blame(subject, k, 0, Double.NaN, Double.NaN, faults);
      }
    }
    return null;
  }

  private Blame blame(
      NodeSubject<V> subject,
      int k,
      int element,
      double analytic,
      double numeric,
      List<Fault> faults) {
    Node<V> node = subject.node();
    V input = node.inputs().get(subject.slot(k));
    return new Blame(
        node.op(),
        node.index(),
        node.callSite(),
        subject.slot(k),
        input.form().toString(),
        Positions.text(input.form().axes(), element),
        analytic,
        numeric,
        faults,
        0);
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
