package dev.capstan.autograd.check;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Node;
import dev.capstan.autograd.Tape;
import dev.capstan.autograd.Traced;
import dev.capstan.autograd.check.Subject.Careful;
import dev.capstan.autograd.check.Subject.Rounder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What rounding inside a function may do to the difference of two of its values: the running error
 * bound of first order, read off the tape.
 *
 * <p>Each node's value v is good to {@code ε |v|}, and an error there reaches the result times the
 * node's adjoint g. So {@code Σ ε |g| |v|} over all elements of all nodes bounds the error of one
 * evaluation, cancellation inside included: {@code (x + 1e12) − 1e12} has a node of value 1e12
 * whose adjoint is 1. One backward walk gives every adjoint. Of a difference, only those elements
 * count whose bits the step changed; all others carry the same error on both sides. An element that
 * is made of a changed one in the same place counts too: {@code cos x} next to 0, or {@code x} cast
 * to float32, may stand still because its rounding hides the move.
 *
 * <p>An operation that adds many terms into few (a sum, a product of matrices) may lose more than
 * its value shows. There the terms count as well: {@code ε Σ |share · input|}, each input's share
 * of the gradient by the node's own rule, which is what a backward stable algorithm promises.
 *
 * <p>The adjoints come from the very rules that are checked. A rule that is wrong makes the bound
 * too large or too small by as much as it is wrong itself, which is why the ladder measures noise
 * on its own.
 */
final class RoundingBound {
  /** Nobody waits for more numbers than this; beyond, the values alone bound the rounding. */
  private static final long MOST = 4_000_000;

  /** Roundings of one operation: elementary functions are good to two halves of ε. */
  private static final double ROUNDINGS = 2;

  private final List<String> ops = new ArrayList<>();
  private final List<double[]> values = new ArrayList<>();
  private final List<int[]> inputs = new ArrayList<>();
  private final List<double[][]> weights = new ArrayList<>();
  private final List<double[]> inner = new ArrayList<>();
  private final int groups;

  private RoundingBound(int groups) {
    this.groups = groups;
  }

  /**
   * The bound for each group of walks over one tape; each walk must have kept every gradient, and
   * those of a group add up.
   *
   * @return nothing if the tape is too large
   */
  static <V extends Traced<V>> Optional<RoundingBound> of(
      Tape tape, List<List<Gradients<V>>> groups) {
    if (tape.statistics().elements() * (groups.size() + 1) > MOST) {
      return Optional.empty();
    }
    RoundingBound bound = new RoundingBound(groups.size());
    for (Node<V> node : Blamer.<V>typed(tape.nodes())) {
      bound.add(node, groups);
    }
    return Optional.of(bound);
  }

  private <V extends Traced<V>> void add(Node<V> node, List<List<Gradients<V>>> walks) {
    V value = node.value();
    double[] terms = new double[groups];
    for (int k = 0; k < groups; k++) {
      for (Gradients<V> walk : walks.get(k)) {
        if (walk.reached(value)) {
          terms[k] += epsilon(value) * terms(node, walk.of(value).traced(null));
        }
      }
    }
    ops.add(node.op());
    values.add(Tapes.numbers(value));
    inputs.add(alike(node));
    weights.add(weights(value, walks));
    inner.add(terms);
  }

  /** The nodes of the inputs that have as many elements. */
  private static <V extends Traced<V>> int[] alike(Node<V> node) {
    int size = node.value().form().size();
    return node.inputs().stream()
        .filter(x -> x.node() != null && x.form().size() == size)
        .map(x -> x.node())
        .filter(in -> in != null && in.tape() == node.tape())
        .mapToInt(in -> in == null ? -1 : in.index())
        .toArray();
  }

  private static <V extends Traced<V>> double epsilon(V value) {
    return ROUNDINGS * value.form().epsilon();
  }

  /** {@code ε |g|} for each group and element. */
  private static <V extends Traced<V>> double[][] weights(V value, List<List<Gradients<V>>> walks) {
    double[][] w = new double[walks.size()][value.form().size()];
    for (int k = 0; k < w.length; k++) {
      for (Gradients<V> walk : walks.get(k)) {
        if (walk.reached(value)) {
          V g = walk.of(value);
          for (int i = 0; i < w[k].length; i++) {
            w[k][i] += epsilon(value) * Math.abs(g.at(i));
          }
        }
      }
    }
    return w;
  }

  /** The sizes of the terms that a reduction adds up; 0 for what keeps the size. */
  private static <V extends Traced<V>> double terms(Node<V> node, V g) {
    long size = node.inputs().stream().mapToLong(x -> x.form().size()).max().orElse(0);
    return size <= g.form().size() ? 0 : terms(node.inputs(), node.vjp(g));
  }

  /** The sum of |share · input| over all inputs. */
  static <V extends Traced<V>> double terms(List<V> inputs, List<@Nullable V> shares) {
    double sum = 0;
    for (int k = 0; k < shares.size(); k++) {
      V share = shares.get(k);
      V input = inputs.get(k);
      if (share != null && share.sameForm(input)) {
        for (int i = 0; i < input.form().size(); i++) {
          double term = Math.abs(share.at(i) * input.at(i));
          sum += Double.isFinite(term) ? term : 0; // what is masked by an infinity adds nothing
        }
      }
    }
    return sum;
  }

  /**
   * The bounds on the differences between this tape and the same function's at another point, with
   * the walks over that one. Adjoints count as the larger of both points': at a stationary point
   * they are zero, and grow with the step.
   */
  <V extends Traced<V>> double[] against(Tape moved, List<List<Gradients<V>>> walks) {
    List<Node<V>> nodes = Blamer.typed(moved.nodes());
    boolean same = nodes.size() == ops.size();
    for (int m = 0; same && m < nodes.size(); m++) {
      same = nodes.get(m).op().equals(ops.get(m));
    }
    double[] bounds = new double[groups];
    List<boolean[]> touched = new ArrayList<>();
    for (int m = 0; m < values.size(); m++) {
      boolean comparable = same && nodes.get(m).value().form().size() == values.get(m).length;
      V value = comparable ? nodes.get(m).value() : null;
      double[] there = value == null ? null : Tapes.numbers(value);
      touched.add(touched(m, there, touched));
      add(bounds, m, there, value == null ? weights.get(m) : weights(value, walks), touched.get(m));
    }
    return bounds;
  }

  /** With this way to evaluate elsewhere. */
  Rounder rounder(Function<double[][], Careful> elsewhere) {
    return rounder(whole(), elsewhere);
  }

  static Rounder rounder(double[] whole, Function<double[][], Careful> elsewhere) {
    return new Rounder() {
      @Override
      public Careful at(double[][] x) {
        return elsewhere.apply(x);
      }

      @Override
      public double[] whole() {
        return whole;
      }
    };
  }

  private double[] whole() {
    double[] bounds = new double[groups];
    for (int m = 0; m < values.size(); m++) {
      add(bounds, m, null, weights.get(m), touched(m, null, List.of()));
    }
    return bounds;
  }

  /** Which elements of a node a step may have changed; all where there is nothing to compare. */
  private boolean[] touched(int m, double @Nullable [] there, List<boolean[]> before) {
    double[] here = values.get(m);
    boolean[] touched = new boolean[here.length];
    for (int i = 0; i < here.length; i++) {
      touched[i] = there == null || here[i] != there[i];
      for (int k = 0; !touched[i] && k < inputs.get(m).length; k++) {
        touched[i] = before.get(inputs.get(m)[k])[i];
      }
    }
    return touched;
  }

  private void add(
      double[] bounds,
      int m,
      double @Nullable [] there,
      double[][] thereWeights,
      boolean[] touches) {
    double[] here = values.get(m);
    int touched = 0;
    for (int i = 0; i < here.length; i++) {
      if (touches[i]) {
        touched++;
        double size = Math.max(Math.abs(here[i]), there == null ? 0 : Math.abs(there[i]));
        for (int k = 0; k < groups; k++) {
          double more = Math.max(weights.get(m)[k][i], thereWeights[k][i]) * size;
          bounds[k] += Double.isFinite(more) ? more : 0;
        }
      }
    }
    for (int k = 0; k < groups && touched > 0; k++) {
      bounds[k] += inner.get(m)[k] * touched / here.length;
    }
  }
}
