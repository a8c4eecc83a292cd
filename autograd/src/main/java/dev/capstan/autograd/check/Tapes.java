package dev.capstan.autograd.check;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Node;
import dev.capstan.autograd.Tape;
import dev.capstan.autograd.Traced;
import dev.capstan.autograd.check.Subject.Analytic;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Between traced values and plain doubles. */
final class Tapes {
  private Tapes() {}

  static <V extends Traced<V>> List<V> watchAll(Tape tape, List<V> xs, List<String> names) {
    List<V> watched = new ArrayList<>();
    for (int k = 0; k < xs.size(); k++) {
      watched.add(tape.watch(xs.get(k), names.get(k)));
    }
    return watched;
  }

  static <V extends Traced<V>> double[] numbers(V value) {
    double[] out = new double[value.form().size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = value.at(i);
    }
    return out;
  }

  static <V extends Traced<V>> double[][] numbers(List<V> values) {
    double[][] out = new double[values.size()][];
    for (int k = 0; k < out.length; k++) {
      out[k] = numbers(values.get(k));
    }
    return out;
  }

  static <V extends Traced<V>> List<V> values(List<V> like, double[][] numbers) {
    List<V> out = new ArrayList<>();
    for (int k = 0; k < numbers.length; k++) {
      double[] x = numbers[k];
      out.add(like.get(k).like(i -> x[i]));
    }
    return out;
  }

  static <V extends Traced<V>> Analytic unreached(List<V> inputs) {
    double[][] zero = new double[inputs.size()][];
    for (int k = 0; k < zero.length; k++) {
      zero[k] = new double[inputs.get(k).form().size()];
    }
    return new Analytic(zero, new boolean[zero.length]);
  }

  static <V extends Traced<V>> Analytic analytic(Gradients<V> g, List<V> xs) {
    double[][] numbers = new double[xs.size()][];
    boolean[] reached = new boolean[xs.size()];
    for (int k = 0; k < numbers.length; k++) {
      numbers[k] = numbers(g.of(xs.get(k)));
      reached[k] = g.reached(xs.get(k));
    }
    return new Analytic(numbers, reached);
  }

  /** One signature of all branches on a tape, and of its operations: a Java {@code if} shows. */
  static long branch(Tape tape) {
    long hash = 1;
    for (Node<?> node : tape.nodes()) {
      hash = 31 * (31 * hash + node.op().hashCode()) + node.branch();
    }
    return hash;
  }

  private static final int BEFORE = 12;
  private static final int BEHIND = 6;

  /** The culprit with the lines of the tape around it, its own inputs among them. */
  static @Nullable Blame shown(@Nullable Blame blame, Tape tape) {
    if (blame == null || blame.node() >= tape.nodes().size()) {
      return blame;
    }
    List<Node<?>> nodes = tape.nodes();
    TreeSet<Integer> chosen = new TreeSet<>();
    for (int i = Math.max(0, blame.node() - BEFORE);
        i < Math.min(nodes.size(), blame.node() + BEHIND);
        i++) {
      chosen.add(i);
    }
    for (Traced<?> in : nodes.get(blame.node()).inputs()) {
      Node<?> node = in.node();
      if (node != null && node.tape() == tape) {
        chosen.add(node.index());
      }
    }
    return blame.on(chosen.stream().map(i -> line(nodes.get(i), tape)).toList());
  }

  private static String line(Node<?> node, Tape tape) {
    List<String> inputs = new ArrayList<>();
    for (Traced<?> in : node.inputs()) {
      Node<?> of = in.node();
      inputs.add(of != null && of.tape() == tape ? "#" + of.index() : "constant");
    }
    String what =
        inputs.isEmpty() && node.label() != null
            ? node.label()
            : node.op() + "(" + String.join(", ", inputs) + ")";
    String where = node.callSite() == null || inputs.isEmpty() ? "" : ", " + node.callSite();
    return "#" + node.index() + " " + what + " " + node.value().form() + where;
  }
}
