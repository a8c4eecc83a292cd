package dev.capstan.autograd.check;

import dev.capstan.autograd.Node;
import dev.capstan.autograd.Traced;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One node of a tape as a function of its own: replayed for its values, its rule for a gradient.
 */
final class NodeSubject<V extends Traced<V>> implements Subject {
  private final Node<V> node;
  private final List<V> inputs;
  private final List<Integer> slots = new ArrayList<>();

  NodeSubject(Node<V> node) {
    this.node = node;
    this.inputs = node.inputs();
    for (int k = 0; k < inputs.size(); k++) {
      Node<V> in = inputs.get(k).node();
      if (in != null && in.tape() == node.tape()) {
        slots.add(k);
      }
    }
  }

  /** Which input of the operation stands behind input {@code k} here: those that are variables. */
  int slot(int k) {
    return slots.get(k);
  }

  Node<V> node() {
    return node;
  }

  @Override
  public List<String> names() {
    return slots.stream().map(k -> "input " + k).toList();
  }

  @Override
  public List<int[]> axes() {
    return slots.stream().map(k -> inputs.get(k).form().axes()).toList();
  }

  @Override
  public int[] resultAxes(int size) {
    return node.value().form().axes();
  }

  @Override
  public double[][] point() {
    return Tapes.numbers(slots.stream().map(inputs::get).toList());
  }

  @Override
  public Sample at(double[][] x) {
    List<V> at = new ArrayList<>(inputs);
    for (int k = 0; k < x.length; k++) {
      double[] numbers = x[k];
      at.set(slots.get(k), inputs.get(slots.get(k)).like(i -> numbers[i]));
    }
    return new Sample(Tapes.numbers(node.replay(at)), 0);
  }

  /** The rules' own results, whatever their form; null where a rule gives none. */
  List<@Nullable V> shares(double[] cotangent) {
    List<@Nullable V> all = node.vjp(node.value().like(j -> cotangent[j]));
    List<@Nullable V> shares = new ArrayList<>();
    for (int k : slots) {
      shares.add(all.get(k));
    }
    return shares;
  }

  @Override
  public Analytic gradient(double[] cotangent) {
    List<@Nullable V> shares = shares(cotangent);
    double[][] g = new double[slots.size()][];
    boolean[] reached = new boolean[slots.size()];
    for (int k = 0; k < g.length; k++) {
      V share = shares.get(k);
      reached[k] = share != null;
      g[k] = share == null ? new double[point()[k].length] : Tapes.numbers(share);
    }
    return new Analytic(g, reached);
  }

  @Override
  public @Nullable String spoils(double[] cotangent) {
    V g = node.value().like(j -> cotangent[j]);
    double[] y = Tapes.numbers(node.value());
    double[][] x = Tapes.numbers(inputs);
    List<@Nullable V> unused = node.vjp(g);
    if (Likeness.differ(cotangent, Tapes.numbers(g)) >= 0) {
      return "the gradient that it is given";
    }
    if (Likeness.differ(y, Tapes.numbers(node.value())) >= 0) {
      return "the value of its operation";
    }
    for (int k = 0; k < x.length; k++) {
      if (Likeness.differ(x[k], Tapes.numbers(inputs.get(k))) >= 0) {
        return "input " + k + " of its operation";
      }
    }
    return null;
  }

  /**
   * What rounding may do inside the operation: {@code ε |g y|} of the results that changed, and
   * where it adds up terms, {@code ε Σ |share · input|}.
   */
  @Override
  public @Nullable Rounder rounder(List<double[]> cotangents) {
    double epsilon = 2 * node.value().form().epsilon();
    double[] here = Tapes.numbers(node.value());
    long size = inputs.stream().mapToLong(x -> x.form().size()).max().orElse(0);
    double[] inner = new double[cotangents.size()];
    for (int c = 0; c < inner.length && size >= here.length; c++) {
      double[] g = cotangents.get(c);
      inner[c] = epsilon * RoundingBound.terms(inputs, node.vjp(node.value().like(j -> g[j])));
    }
    double[] whole = inner.clone();
    for (int c = 0; c < whole.length; c++) {
      for (int j = 0; j < here.length; j++) {
        double last = epsilon * Math.abs(cotangents.get(c)[j] * here[j]);
        whole[c] += Double.isFinite(last) ? last : 0; // a mask of -inf is exact
      }
    }
    return RoundingBound.rounder(
        whole,
        x -> {
          Sample sample = at(x);
          double[] there = sample.outputs();
          double[] bounds = new double[inner.length];
          for (int c = 0; c < bounds.length && there.length == here.length; c++) {
            int touched = 0;
            for (int j = 0; j < here.length; j++) {
              if (here[j] != there[j]) {
                touched++;
                double most = Math.max(Math.abs(here[j]), Math.abs(there[j]));
                bounds[c] += epsilon * Math.abs(cotangents.get(c)[j]) * most;
              }
            }
            bounds[c] += inner[c] * touched / Math.max(1, here.length);
          }
          return new Careful(sample, bounds);
        });
  }
}
