package dev.capstan.testkit.mutation;

import static java.util.Objects.requireNonNull;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Node;
import dev.capstan.autograd.Tape;
import dev.capstan.autograd.check.ElementReport;
import dev.capstan.autograd.check.GradCheck;
import dev.capstan.autograd.check.GradReport;
import dev.capstan.autograd.check.InputReport;
import dev.capstan.autograd.check.Verdict;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/** What a fault does to a gradient at one point. */
public final class Effect {
  /** The share of the largest gradient that a fault must change to count. */
  private static final double COUNTS = 1e-6;

  /** Where a gradient is zero, a change of this much is rounding. */
  private static final double NOTHING = 1e-13;

  private Effect() {}

  /**
   * Whether the fault changes the gradient by more than a millionth of its largest element, for the
   * weights that a check uses. At a kink it may make one convention of another, which is no fault.
   */
  public static boolean shows(
      Function<List<Tensor>, Tensor> right,
      Function<List<Tensor>, Tensor> spoilt,
      List<Tensor> at) {
    requireNonNull(right, "right");
    requireNonNull(spoilt, "spoilt");
    requireNonNull(at, "at");
    double[] g;
    try {
      g = gradient(right, at);
    } catch (IllegalStateException e) {
      return false;
    }
    double largest = 0;
    for (double x : g) {
      if (!Double.isFinite(x)) {
        return false;
      }
      largest = Math.max(largest, Math.abs(x));
    }
    double[] other;
    try {
      other = gradient(spoilt, at);
    } catch (IllegalStateException wrongForm) {
      return true;
    }
    boolean[] kink = atAKink(right, at);
    double apart = 0;
    for (int i = 0; i < g.length; i++) {
      double d = kink[i] ? 0 : Math.abs(g[i] - other[i]);
      apart = Double.isNaN(d) ? Double.POSITIVE_INFINITY : Math.max(apart, d);
    }
    return apart > COUNTS * largest + NOTHING;
  }

  private static boolean[] atAKink(Function<List<Tensor>, Tensor> f, List<Tensor> at) {
    GradReport report = GradCheck.ofAll(f).at(at).check();
    boolean[] kink = new boolean[at.stream().mapToInt(Tensor::size).sum()];
    int from = 0;
    for (InputReport input : report.passes().get(0).inputs()) {
      for (ElementReport e : input.elements()) {
        kink[from + e.index()] = e.verdict() == Verdict.AT_A_KINK;
      }
      from += input.elements().size();
    }
    return kink;
  }

  private static double[] gradient(Function<List<Tensor>, Tensor> f, List<Tensor> at) {
    try (Tape tape = new Tape()) {
      List<Tensor> xs = new ArrayList<>();
      at.forEach(x -> xs.add(tape.watch(x)));
      Tensor y = f.apply(xs);
      Node<Tensor> node = y.node();
      if (node == null) {
        return new double[0];
      }
      SplittableRandom random = new SplittableRandom(1);
      Tensor g =
          y.size() == 1
              ? y.like(i -> -2)
              : y.like(i -> (random.nextBoolean() ? 1 : -1) * (0.5 + random.nextDouble()));
      Gradients<Tensor> all = tape.gradients(y, g);
      return xs.stream().flatMapToDouble(x -> Arrays.stream(all.of(x).toArray())).toArray();
    }
  }
}
