package dev.capstan.autograd.check;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Node;
import dev.capstan.autograd.Tape;
import dev.capstan.autograd.Traced;
import dev.capstan.autograd.check.Subject.Analytic;
import java.util.ArrayList;
import java.util.List;

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
}
