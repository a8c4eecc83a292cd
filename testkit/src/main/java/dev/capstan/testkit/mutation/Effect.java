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

/** What faults do to the gradient of a right function at one point. */
public final class Effect {
  /** The share of the largest gradient that a fault must change to count. */
  private static final double COUNTS = 1e-6;

  /** Where a gradient is zero, a change of this much is rounding. */
  private static final double NOTHING = 1e-13;

  private final List<Tensor> at;
  private final double[] gradient;
  private final boolean[] kink;

  private Effect(List<Tensor> at, double[] gradient, boolean[] kink) {
    this.at = at;
    this.gradient = gradient;
    this.kink = kink;
  }

  /** On this right function at this point; its gradient and its kinks are worked out once. */
  public static Effect on(Function<List<Tensor>, Tensor> right, List<Tensor> at) {
    requireNonNull(right, "right");
    requireNonNull(at, "at");
    double[] g;
    try {
      g = gradient(right, at);
    } catch (IllegalStateException e) {
      g = new double[] {Double.NaN};
    }
    boolean finite = Arrays.stream(g).allMatch(Double::isFinite);
    return new Effect(List.copyOf(at), g, finite ? atAKink(right, at) : new boolean[0]);
  }

  /**
   * Whether the fault changes the gradient by more than a millionth of its largest element, for the
   * weights that a check uses. At a kink it may make one convention of another, which is no fault.
   */
  public boolean shows(Function<List<Tensor>, Tensor> spoilt) {
    requireNonNull(spoilt, "spoilt");
    if (!Arrays.stream(gradient).allMatch(Double::isFinite)) {
      return false;
    }
    double[] other;
    try {
      other = gradient(spoilt, at);
    } catch (IllegalStateException wrongForm) {
      return true;
    }
    double largest = Arrays.stream(gradient).map(Math::abs).max().orElse(0);
    double apart = 0;
    for (int i = 0; i < gradient.length; i++) {
      double d = kink[i] ? 0 : Math.abs(gradient[i] - other[i]);
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
