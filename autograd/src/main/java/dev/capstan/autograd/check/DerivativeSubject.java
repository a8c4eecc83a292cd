package dev.capstan.autograd.check;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Node;
import dev.capstan.autograd.Tape;
import dev.capstan.autograd.Traced;
import dev.capstan.autograd.WalkOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A derivative of a function, checked as a function in its own right: to check order n, the values
 * are the gradients of order n − 1, and the gradients come from differentiating the walks.
 *
 * <p>The variables are the inputs and the cotangent of the function, which a rule must pass on
 * differentiably too. Between two orders the gradients of all inputs are weighed by random numbers
 * that stay the same in every evaluation.
 */
final class DerivativeSubject<V extends Traced<V>> implements Subject {
  private final TapeSubject<V> first;
  private final List<V> points;
  private final List<String> names;
  private final int inputs;
  private final int order;
  private final long seed;

  /**
   * @param order at least 2
   */
  DerivativeSubject(TapeSubject<V> first, V cotangent, int order, long seed) {
    this.first = first;
    this.inputs = first.inputs().size();
    this.order = order;
    this.seed = seed;
    this.points = new ArrayList<>(first.inputs());
    points.add(cotangent);
    this.names = new ArrayList<>(first.names());
    names.add("the cotangent");
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public List<int[]> axes() {
    return points.stream().map(v -> v.form().axes()).toList();
  }

  @Override
  public double[][] point() {
    return Tapes.numbers(points);
  }

  /** The gradients of all inputs, one behind the other. */
  @Override
  public Sample at(double[][] x) {
    V cotangent = points.get(inputs).like(i -> x[inputs][i]);
    return first.onTape(
        Tapes.values(first.inputs(), Arrays.copyOf(x, inputs)),
        (tape, watched, y) ->
            new Sample(
                flat(Tapes.numbers(gradients(tape, watched, y, cotangent, false))),
                Tapes.branch(tape)));
  }

  /** The gradients of order − 1; recorded, the last ones too, if a graph is wanted. */
  private List<V> gradients(Tape tape, List<V> watched, V y, V cotangent, boolean graph) {
    SplittableRandom random = new SplittableRandom(seed);
    List<@Nullable V> level = walked(tape, y, cotangent, watched, graph || order > 2);
    for (int n = 2; n < order; n++) {
      boolean last = n == order - 1;
      List<@Nullable V> next = new ArrayList<>(Collections.nCopies(inputs, null));
      for (int k = 0; k < inputs; k++) {
        double[] u = Checker.random(random, watched.get(k).form().size());
        V g = level.get(k);
        if (g != null) {
          accumulate(next, walked(tape, g, g.like(i -> u[i]), watched, graph || !last));
        }
      }
      level = next;
    }
    List<V> all = new ArrayList<>();
    for (int k = 0; k < inputs; k++) {
      V g = level.get(k);
      all.add(g != null ? g : watched.get(k).like(i -> 0));
    }
    return all;
  }

  private List<@Nullable V> walked(Tape tape, V y, V seed, List<V> watched, boolean graph) {
    List<@Nullable V> out = new ArrayList<>(Collections.nCopies(inputs, null));
    Node<V> node = y.node();
    if (node == null || node.tape() != tape) {
      return out;
    }
    Gradients<V> g =
        graph ? tape.gradients(y, seed, WalkOption.CREATE_GRAPH) : tape.gradients(y, seed);
    for (int k = 0; k < inputs; k++) {
      out.set(k, g.reached(watched.get(k)) ? g.of(watched.get(k)) : null);
    }
    return out;
  }

  private static <V extends Traced<V>> void accumulate(
      List<@Nullable V> sums, List<@Nullable V> shares) {
    for (int k = 0; k < sums.size(); k++) {
      V before = sums.get(k);
      V share = shares.get(k);
      if (share != null) {
        sums.set(k, before == null ? share : before.plus(share));
      }
    }
  }

  // --- the gradient claimed -------------------------------------------------------------------

  @Override
  public Analytic gradient(double[] cotangent) {
    return first.inUse(
        (tape, watched, y) -> {
          V c = tape.watch(points.get(inputs), "the cotangent");
          List<V> variables = new ArrayList<>(watched);
          variables.add(c);
          Analytic sum = Tapes.unreached(points);
          List<V> recorded = gradients(tape, watched, y, c, true);
          for (Gradients<V> walk : walks(tape, recorded, cotangent)) {
            add(sum, Tapes.analytic(walk, variables));
          }
          return sum;
        });
  }

  private static void add(Analytic sum, Analytic share) {
    for (int k = 0; k < sum.gradients().length; k++) {
      sum.reached()[k] |= share.reached()[k];
      for (int i = 0; i < sum.gradients()[k].length; i++) {
        sum.gradients()[k][i] += share.gradients()[k][i];
      }
    }
  }

  // --- rounding and blame ---------------------------------------------------------------------

  @Override
  public @Nullable Rounder rounder(List<double[]> cotangents) {
    Optional<RoundingBound> bound =
        first.onTape(
            first.inputs(),
            (tape, watched, y) -> {
              V c = tape.watch(points.get(inputs), "the cotangent");
              return RoundingBound.of(tape, walks(tape, watched, y, c, cotangents));
            });
    return bound.map(b -> b.rounder(x -> careful(b, cotangents, x))).orElse(null);
  }

  private List<List<Gradients<V>>> walks(
      Tape tape, List<V> watched, V y, V c, List<double[]> cotangents) {
    List<V> recorded = gradients(tape, watched, y, c, true);
    List<List<Gradients<V>>> groups = new ArrayList<>();
    for (double[] cotangent : cotangents) {
      groups.add(walks(tape, recorded, cotangent, WalkOption.KEEP_ALL));
    }
    return groups;
  }

  /** A walk from each input's gradient, seeded with its part of the cotangent. */
  private List<Gradients<V>> walks(
      Tape tape, List<V> recorded, double[] cotangent, WalkOption... options) {
    List<Gradients<V>> walks = new ArrayList<>();
    int offset = 0;
    for (V gradient : recorded) {
      int from = offset;
      offset += gradient.form().size();
      Node<V> node = gradient.node();
      if (node != null && node.tape() == tape) {
        V seeded = gradient.like(i -> cotangent[from + i]);
        walks.add(tape.gradients(gradient, seeded, options));
      }
    }
    return walks;
  }

  private Careful careful(RoundingBound bound, List<double[]> cotangents, double[][] x) {
    V cotangent = points.get(inputs).like(i -> x[inputs][i]);
    double[] bounds =
        first.onTape(
            Tapes.values(first.inputs(), Arrays.copyOf(x, inputs)),
            (tape, watched, y) -> {
              V c = tape.watch(cotangent, "the cotangent");
              return bound.against(tape, walks(tape, watched, y, c, cotangents));
            });
    return new Careful(at(x), bounds);
  }

  @Override
  public boolean looksAtRules() {
    return true;
  }

  @Override
  public @Nullable Blame blame(double[] cotangent, Settings settings) {
    return new Blamer<>(first.function(), first.inputs(), first.names(), settings)
        .secondOrder(Tapes.numbers(points.get(inputs)));
  }

  private static double[] flat(double[][] parts) {
    double[] all = new double[Arrays.stream(parts).mapToInt(p -> p.length).sum()];
    int at = 0;
    for (double[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}
