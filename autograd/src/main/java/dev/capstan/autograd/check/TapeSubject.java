package dev.capstan.autograd.check;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Node;
import dev.capstan.autograd.Tape;
import dev.capstan.autograd.TapeOption;
import dev.capstan.autograd.Traced;
import dev.capstan.autograd.WalkOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A function recorded on a tape, to first order. */
final class TapeSubject<V extends Traced<V>> implements Subject {
  private final Function<List<V>, V> f;
  private final List<V> inputs;
  private final List<String> names;

  /** To a narrower type, in which the gradient is to be the same; null if none is asked for. */
  private final @Nullable UnaryOperator<V> narrow;

  /** Whether any operation branches: only then is a tape worth its cost at every evaluation. */
  private final boolean branches;

  /** What the function stops the gradient of: constants, wherever it is evaluated. */
  private List<Traced<?>> stopped = List.of();

  TapeSubject(Function<List<V>, V> f, List<V> inputs, List<String> names) {
    this(f, inputs, names, null);
  }

  TapeSubject(
      Function<List<V>, V> f,
      List<V> inputs,
      List<String> names,
      @Nullable UnaryOperator<V> narrow) {
    this.f = f;
    this.inputs = inputs;
    this.names = names;
    this.narrow = narrow;
    this.branches =
        onTape(
            inputs,
            (tape, xs, y) -> {
              requireDouble(y);
              stopped = tape.stopped();
              return hasBranches(tape);
            });
  }

  /** Whether nothing is lost by evaluating without a tape. */
  private boolean plain() {
    return !branches && stopped.isEmpty();
  }

  /** What is asked of a recorded run. */
  interface Question<V extends Traced<V>, R> {
    R ask(Tape tape, List<V> watched, V result);
  }

  /** With everything held that the function stops the gradient of, inside checkpoints too. */
  <R> R onTape(List<V> xs, Question<V, R> question) {
    try (Tape tape = Tape.holding(stopped, TapeOption.OPEN_CHECKPOINTS)) {
      List<V> watched = Tapes.watchAll(tape, xs, names);
      return question.ask(tape, watched, f.apply(watched));
    }
  }

  /** At the point, as the function runs in use: its gradient is the one that is claimed. */
  <R> R inUse(Question<V, R> question) {
    try (Tape tape = new Tape()) {
      List<V> watched = Tapes.watchAll(tape, inputs, names);
      return question.ask(tape, watched, f.apply(watched));
    }
  }

  Function<List<V>, V> function() {
    return f;
  }

  List<V> inputs() {
    return inputs;
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public List<int[]> axes() {
    return inputs.stream().map(v -> v.form().axes()).toList();
  }

  @Override
  public double[][] point() {
    return Tapes.numbers(inputs);
  }

  @Override
  public Sample at(double[][] x) {
    List<V> xs = Tapes.values(inputs, x);
    if (plain()) {
      return new Sample(Tapes.numbers(f.apply(xs)), 0);
    }
    return onTape(xs, (tape, w, y) -> new Sample(Tapes.numbers(y), Tapes.branch(tape)));
  }

  @Override
  public Analytic gradient(double[] cotangent) {
    return inUse(
        (tape, xs, y) -> {
          Node<V> node = y.node();
          if (node == null || node.tape() != tape) {
            return Tapes.unreached(inputs);
          }
          Gradients<V> g = tape.gradients(y, y.like(i -> cotangent[i]));
          return Tapes.analytic(g, xs);
        });
  }

  @Override
  public @Nullable Rounder rounder(List<double[]> cotangents) {
    Optional<RoundingBound> bound =
        onTape(
            inputs,
            (tape, xs, y) ->
                constant(tape, y)
                    ? Optional.<RoundingBound>empty()
                    : RoundingBound.of(tape, walks(tape, y, cotangents)));
    return bound.map(b -> b.rounder(x -> careful(b, cotangents, x))).orElse(null);
  }

  private Careful careful(RoundingBound bound, List<double[]> cotangents, double[][] x) {
    return onTape(
        Tapes.values(inputs, x),
        (tape, w, y) -> {
          Sample sample = new Sample(Tapes.numbers(y), plain() ? 0 : Tapes.branch(tape));
          List<List<Gradients<V>>> walks =
              constant(tape, y) ? List.of() : walks(tape, y, cotangents);
          return new Careful(sample, walks.isEmpty() ? new double[0] : bound.against(tape, walks));
        });
  }

  private static <V extends Traced<V>> boolean constant(Tape tape, V y) {
    Node<V> node = y.node();
    return node == null || node.tape() != tape;
  }

  private static <V extends Traced<V>> List<List<Gradients<V>>> walks(
      Tape tape, V y, List<double[]> cotangents) {
    List<List<Gradients<V>>> walks = new ArrayList<>();
    for (double[] c : cotangents) {
      walks.add(List.of(tape.gradients(y, y.like(i -> c[i]), WalkOption.KEEP_ALL)));
    }
    return walks;
  }

  @Override
  public boolean looksAtRules() {
    return true;
  }

  @Override
  public @Nullable Blame blame(double[] cotangent, Settings settings) {
    return new Blamer<>(f, inputs, names, settings).firstOrder(cotangent);
  }

  @Override
  public @Nullable Blame blameUnsteady(double[] cotangent) {
    return new Blamer<>(f, inputs, names, Settings.DEFAULT).unsteady();
  }

  @Override
  public @Nullable Audit audit(double[] cotangent, Settings settings) {
    Audit audit =
        settings.audit() ? new Auditor<>(f, inputs, names, settings).run(cotangent) : null;
    if (narrow == null || audit != null && !audit.ok()) {
      return audit;
    }
    SplittableRandom random = new SplittableRandom(settings.seed());
    Audit rules = audit == null ? Audit.of(List.of(), List.of(), null) : audit;
    return rules.with(new Narrowed<>(f, narrow, inputs, names, random).run(cotangent));
  }

  private static <V extends Traced<V>> void requireDouble(V result) {
    if (result.form().epsilon() > Tolerances.EPSILON) {
      throw new IllegalArgumentException(
          "gradcheck: finite differences need float64: the result is "
              + result.form()
              + "; compute it in float64 from the inputs on");
    }
  }

  private static boolean hasBranches(Tape tape) {
    return tape.nodes().stream().anyMatch(n -> n.branch() != 0);
  }

  /** The names given, and {@code input k} for the rest. */
  static List<String> names(List<String> given, int count) {
    List<String> all = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      all.add(k < given.size() ? given.get(k) : count == 1 ? "input" : "input " + k);
    }
    return all;
  }
}
