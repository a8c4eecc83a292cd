package dev.capstan.autograd.check;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Node;
import dev.capstan.autograd.Tape;
import dev.capstan.autograd.Traced;
import dev.capstan.autograd.WalkOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The gradient of a function, checked as a function in its own right: of the inputs, and of the
 * cotangent, which a rule must pass on differentiably too. Its values are first-order gradients,
 * its gradients come from differentiating the walk.
 */
final class SecondOrderSubject<V extends Traced<V>> implements Subject {
  private final TapeSubject<V> first;
  private final List<V> points;
  private final List<String> names;
  private final int inputs;

  SecondOrderSubject(TapeSubject<V> first, V cotangent) {
    this.first = first;
    this.inputs = first.inputs().size();
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

  /** The first-order gradients of all inputs, one behind the other. */
  @Override
  public Sample at(double[][] x) {
    V cotangent = points.get(inputs).like(i -> x[inputs][i]);
    List<V> xs = Tapes.values(first.inputs(), Arrays.copyOf(x, inputs));
    return first.onTape(
        xs,
        (tape, watched, y) -> {
          double[][] g = Tapes.unreached(watched).gradients();
          Node<V> node = y.node();
          if (node != null && node.tape() == tape) {
            g = Tapes.analytic(tape.gradients(y, cotangent), watched).gradients();
          }
          return new Sample(flat(g), Tapes.branch(tape));
        });
  }

  @Override
  public Analytic gradient(double[] cotangent) {
    return first.onTape(
        first.inputs(),
        (tape, watched, y) -> {
          Node<V> node = y.node();
          if (node == null || node.tape() != tape) {
            return Tapes.unreached(points);
          }
          V c = tape.watch(points.get(inputs), "the cotangent");
          Gradients<V> g = tape.gradients(y, c, WalkOption.CREATE_GRAPH);
          List<V> variables = new ArrayList<>(watched);
          variables.add(c);
          return summed(tape, watched, g, variables, cotangent);
        });
  }

  private Analytic summed(
      Tape tape, List<V> watched, Gradients<V> g, List<V> variables, double[] cotangent) {
    Analytic sum = Tapes.unreached(points);
    int offset = 0;
    for (V x : watched) {
      V gradient = g.of(x);
      int from = offset;
      offset += gradient.form().size();
      Node<V> node = gradient.node();
      if (node == null || node.tape() != tape) {
        continue;
      }
      V seed = gradient.like(i -> cotangent[from + i]);
      add(sum, Tapes.analytic(tape.gradients(gradient, seed), variables));
    }
    return sum;
  }

  private static void add(Analytic sum, Analytic share) {
    for (int k = 0; k < sum.gradients().length; k++) {
      sum.reached()[k] |= share.reached()[k];
      for (int i = 0; i < sum.gradients()[k].length; i++) {
        sum.gradients()[k][i] += share.gradients()[k][i];
      }
    }
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
