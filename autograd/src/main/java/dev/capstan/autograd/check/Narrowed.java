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
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A function in a narrower type against itself in float64, at one and the same rounded point.
 *
 * <p>Differences cannot judge float32, but rules that were found right in float64 say what it
 * should give. What moving the inputs by their last bit does to the gradient is allowed many times
 * over, so that an ill-conditioned function is no fault. Where the gradients differ by more, the
 * first operation whose value or rule differs although its inputs do not is the culprit; if there
 * is none, the function loses its digits in the narrower type.
 */
final class Narrowed<V extends Traced<V>> {
  /** Runs with the last bits of the inputs moved, and how often what they show is counted. */
  private static final int RUNS = 3;

  private static final double CAREFUL = 32;

  /**
   * Roundings of what the gradient is made of: those of a thousand operations, as a random walk.
   */
  private static final double ROUNDINGS = 32;

  /** Values this near are the same to an operation alone, and results that are not this near. */
  private static final double NEAR = 1e-5;

  private static final double FAR = 1e-3;

  private final Function<List<V>, V> f;
  private final List<V> inputs;
  private final List<V> narrow = new ArrayList<>();
  private final List<V> rounded = new ArrayList<>();
  private final List<String> names;
  private final SplittableRandom random;

  /**
   * What came of it.
   *
   * @param outcome in words, where nothing is wrong
   * @param fault how the gradients differ, if they do
   * @param blame whose fault it is, if it is one operation's
   */
  record Finding(String outcome, @Nullable Fault fault, @Nullable Blame blame) {}

  Narrowed(
      Function<List<V>, V> f,
      UnaryOperator<V> to,
      List<V> inputs,
      List<String> names,
      SplittableRandom random) {
    this.f = f;
    this.inputs = inputs;
    this.names = names;
    this.random = random;
    for (V x : inputs) {
      V small = to.apply(x).traced(null);
      if (small.form().epsilon() <= x.form().epsilon() || small.form().size() != x.form().size()) {
        throw new IllegalArgumentException(
            "gradcheck: narrowed: got "
                + small.form()
                + " for "
                + x.form()
                + ", expected the same shape in a narrower type, as x.to(FLOAT32) is");
      }
      narrow.add(small);
      rounded.add(x.like(small::at));
    }
  }

  /** The narrower type, for the report. */
  private String type() {
    return narrow.get(0).form().toString().split(" ", 2)[0];
  }

  Finding run(double[] cotangent) {
    try (Tape small = new Tape(TapeOption.CALL_SITES, TapeOption.OPEN_CHECKPOINTS);
        Tape wide = new Tape(TapeOption.OPEN_CHECKPOINTS)) {
      List<V> xs = Tapes.watchAll(small, narrow, names);
      V y = f.apply(xs);
      V other = f.apply(Tapes.watchAll(wide, rounded, names));
      boolean traced = y.node() != null && other.node() != null;
      if (!traced || Tapes.branch(small) != Tapes.branch(wide)) {
        String why = traced ? "it takes another branch there" : "it leaves the tape";
        return new Finding("not compared in " + type() + ": " + why, null, null);
      }
      Gradients<V> kept = small.gradients(y, y.like(j -> cotangent[j]), WalkOption.KEEP_ALL);
      List<Node<V>> nodes = Blamer.typed(small.nodes());
      double most = nodes.stream().mapToDouble(node -> moves(node, kept)).max().orElse(0);
      Fault fault = differs(Tapes.analytic(kept, xs).gradients(), cotangent, most);
      if (fault == null) {
        return new Finding("the same in " + type(), null, null);
      }
      Blame culprit = culprit(nodes, Blamer.typed(wide.nodes()), kept);
      return new Finding("", fault, Tapes.shown(culprit, small));
    }
  }

  private double[][] wide(List<V> at, double[] cotangent) {
    return new TapeSubject<>(f, at, names).gradient(cotangent).gradients();
  }

  /** The most that an element of a node moves the result by: what cancels further on counts. */
  private static <V extends Traced<V>> double moves(Node<V> node, Gradients<V> kept) {
    double most = 0;
    if (kept.reached(node.value())) {
      V g = kept.of(node.value());
      for (int i = 0; i < g.form().size(); i++) {
        double move = Math.abs(g.at(i) * node.value().at(i));
        most = Double.isFinite(move) ? Math.max(most, move) : most;
      }
    }
    return most;
  }

  private @Nullable Fault differs(double[][] got, double[] cotangent, double most) {
    double[][] expected = wide(rounded, cotangent);
    double[][] moves = new double[got.length][];
    for (int k = 0; k < got.length; k++) {
      moves[k] = new double[got[k].length];
    }
    for (int run = 0; run < RUNS; run++) {
      double[][] beside = wide(moved(), cotangent);
      for (int k = 0; k < got.length; k++) {
        for (int i = 0; i < got[k].length; i++) {
          moves[k][i] = Math.max(moves[k][i], Math.abs(beside[k][i] - expected[k][i]));
        }
      }
    }
    for (int k = 0; k < got.length; k++) {
      double size = Likeness.largest(Tapes.numbers(rounded.get(k)));
      double terms = size == 0 ? 0 : most / size;
      double largest = Math.max(Likeness.largest(expected[k]), terms);
      double last = narrow.get(k).form().epsilon() * largest;
      for (int i = 0; i < got[k].length; i++) {
        double allowed = CAREFUL * moves[k][i] + ROUNDINGS * last;
        boolean near = Math.abs(got[k][i] - expected[k][i]) <= allowed;
        if (!near && Double.isFinite(expected[k][i])) {
          return fault(k, i, got[k][i], expected[k][i]);
        }
      }
    }
    return null;
  }

  private Fault fault(int k, int i, double got, double expected) {
    String where = names.get(k) + " at " + Positions.text(inputs.get(k).form().axes(), i);
    return new Fault(
        "in " + type() + " the gradient of " + where + " is another",
        Numbers.shown(got) + ", in float64 " + Numbers.shown(expected),
        "no operation alone differs: the function loses its digits in " + type());
  }

  private List<V> moved() {
    List<V> out = new ArrayList<>();
    for (int k = 0; k < rounded.size(); k++) {
      V x = rounded.get(k);
      double epsilon = narrow.get(k).form().epsilon();
      double[] u = Checker.random(random, x.form().size());
      out.add(x.like(i -> x.at(i) * (1 + Math.signum(u[i]) * epsilon)));
    }
    return out;
  }

  // --- the culprit ----------------------------------------------------------------------------

  private @Nullable Blame culprit(List<Node<V>> small, List<Node<V>> wide, Gradients<V> kept) {
    for (int m = 0; m < small.size(); m++) {
      Node<V> node = small.get(m);
      Node<V> other = wide.get(m);
      if (!node.inputs().isEmpty()) {
        Blame found = value(node, other);
        boolean asked = kept.reached(node.value()) && sameInputs(node, other);
        found = found == null && asked ? rule(node, other, kept) : found;
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private boolean sameInputs(Node<V> a, Node<V> b) {
    boolean same = a.inputs().size() == b.inputs().size();
    for (int k = 0; same && k < a.inputs().size(); k++) {
      same =
          Likeness.of(Tapes.numbers(a.inputs().get(k)), Tapes.numbers(b.inputs().get(k))) <= NEAR;
    }
    return same;
  }

  /** Against what the operation gives for the same inputs in float64. */
  private @Nullable Blame value(Node<V> node, Node<V> other) {
    List<V> same = new ArrayList<>();
    for (int k = 0; k < other.inputs().size(); k++) {
      V in = node.inputs().get(k);
      same.add(other.inputs().get(k).like(in::at));
    }
    double[] got = Tapes.numbers(node.value());
    double[] expected = Tapes.numbers(other.replay(same));
    return Likeness.of(got, expected) <= FAR ? null : blame(node, 0, got, expected, "a value");
  }

  private @Nullable Blame rule(Node<V> node, Node<V> other, Gradients<V> kept) {
    V g = kept.of(node.value());
    double moves = moves(node, kept);
    List<@Nullable V> got = node.vjp(g.traced(null));
    List<@Nullable V> expected = other.vjp(other.value().like(g::at));
    for (int k = 0; k < got.size(); k++) {
      V a = got.get(k);
      V b = expected.get(k);
      if (a != null && b != null) {
        double[] x = Tapes.numbers(a);
        double[] y = Tapes.numbers(b);
        double size = Likeness.largest(Tapes.numbers(node.inputs().get(k)));
        double[] scaled = {Likeness.largest(y), size == 0 ? 0 : moves / size};
        int at = x.length == y.length ? Likeness.furthest(x, y) : 0;
        if (!(Math.abs(x[at] - y[at]) <= FAR * Likeness.largest(scaled))) {
          return blame(node, k, x, y, "a rule");
        }
      }
    }
    return null;
  }

  private Blame blame(Node<V> node, int slot, double[] got, double[] expected, String what) {
    int at = got.length == expected.length ? Likeness.furthest(got, expected) : 0;
    V input = node.inputs().get(slot);
    V shaped = what.equals("a value") ? node.value() : input;
    Fault fault =
        new Fault(
            what + " that differs in " + type(),
            Numbers.shown(got[at]) + ", in float64 " + Numbers.shown(expected[at]),
            "look for a cast, a bound or a constant that suits float64 alone");
    String position = Positions.text(shaped.form().axes(), at);
    return Blame.of(node, slot, input.form(), position, Double.NaN, Double.NaN, List.of(fault));
  }
}
