package dev.capstan.autograd.check;

import dev.capstan.autograd.Node;
import dev.capstan.autograd.Traced;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One node's rule checked alone: by its form, by differences, and by asking it again. */
final class NodeCheck<V extends Traced<V>> {
  private final NodeSubject<V> subject;
  private final Settings settings;

  NodeCheck(Node<V> node, Settings settings) {
    this.subject = new NodeSubject<>(node);
    this.settings = settings.forBlame();
  }

  NodeSubject<V> subject() {
    return subject;
  }

  /** Whether the operation has a variable at all. */
  boolean hasRules() {
    return !subject.names().isEmpty();
  }

  /** A rule that throws, or whose result has another form than the input. */
  @Nullable Blame wrongForm(double[] g) {
    List<@Nullable V> shares;
    try {
      shares = subject.shares(g);
    } catch (RuntimeException e) {
      return throwing(e);
    }
    for (int k = 0; k < shares.size(); k++) {
      V share = shares.get(k);
      V input = subject.node().inputs().get(subject.slot(k));
      if (share != null && !share.sameForm(input)) {
        List<Fault> faults = Faults.ofForm(subject, g, k, share);
        return blame(k, 0, Double.NaN, Double.NaN, faults);
      }
    }
    return null;
  }

  private Blame throwing(RuntimeException e) {
    Fault thrown =
        new Fault("a rule that throws", String.valueOf(e.getMessage()), "look at the rule");
    return blame(0, 0, Double.NaN, Double.NaN, List.of(thrown));
  }

  /** The rules compared with differences for this gradient. */
  Pass differences(double[] g) {
    return new Checker(subject, settings.withCotangent(g), 1).run();
  }

  /** The culprit, if that comparison has found the rule wrong. */
  @Nullable Blame wrong(Pass pass, double[] g) {
    Pass.Located worst =
        pass.located().stream()
            .filter(at -> at.element().verdict() == Verdict.WRONG && !flat(at) && !ofTies(at, g))
            .min(Comparator.comparing(Pass.Located::element, Pass.WORST_FIRST))
            .orElse(null);
    if (worst == null) {
      return null;
    }
    int k = subject.names().indexOf(worst.input().name());
    ElementReport e = worst.element();
    return blame(k, e.index(), e.analytic(), e.numeric(), Faults.of(subject, g, k));
  }

  /**
   * Whether an operation with branches claims no slope, and a short step to one side moves nothing:
   * that side is its own. Floor of a million is flat, though its usual steps are longer than its
   * stairs; the tape, which knows the branches of the whole function at every step, does not know
   * those of a replay.
   */
  private boolean flat(Pass.Located at) {
    if (subject.node().branch() == 0 || at.element().analytic() != 0) {
      return false;
    }
    int k = subject.names().indexOf(at.input().name());
    int i = at.element().index();
    double[] here = subject.at(subject.point()).outputs();
    boolean flat = false;
    for (int side = -1; side <= 1; side += 2) {
      double[][] x = subject.point();
      x[k][i] += side * SHORT * Math.max(1, Math.abs(x[k][i]));
      try {
        flat |= Arrays.equals(here, subject.at(x).outputs());
      } catch (RuntimeException refused) {
        return false;
      }
    }
    return flat;
  }

  /** A step that stays on its piece unless the point is at its end. */
  private static final double SHORT = Math.scalb(1.0, -40);

  /**
   * Whether an operation with branches has other elements beside this one, and the slope is right
   * when all of them move together: then it is the convention for ties that no single one shows. Of
   * three equal elements the middle one stays where it is, whichever of them moves.
   */
  private boolean ofTies(Pass.Located at, double[] g) {
    if (subject.node().branch() == 0) {
      return false;
    }
    int k = subject.names().indexOf(at.input().name());
    double[] x = subject.point()[k];
    double here = x[at.element().index()];
    double size = Math.max(1, Math.abs(here));
    double[] claimed = subject.gradient(g).gradients()[k];
    double[][] left = subject.point();
    double[][] right = subject.point();
    double slope = 0;
    double largest = 0;
    int count = 0;
    for (int i = 0; i < x.length; i++) {
      if (Math.abs(x[i] - here) <= TIED * size) {
        left[k][i] -= Tolerances.STEP * size;
        right[k][i] += Tolerances.STEP * size;
        slope += claimed[i];
        largest = Math.max(largest, Math.abs(claimed[i]));
        count++;
      }
    }
    double numeric;
    try {
      numeric = between(subject.at(left), subject.at(right), g) / (2 * Tolerances.STEP * size);
    } catch (RuntimeException refused) {
      return false;
    }
    return count > 1 && Math.abs(slope - numeric) <= Likeness.ALIKE * largest;
  }

  /** Elements this near are tied: a step that tells them apart sees nothing else. */
  private static final double TIED = 1e-6;

  private static double between(Subject.Sample from, Subject.Sample to, double[] g) {
    double sum = 0;
    for (int j = 0; j < g.length; j++) {
      double change = to.outputs()[j] - from.outputs()[j];
      sum += change == 0 ? 0 : g[j] * change;
    }
    return sum;
  }

  /** A value that is another when it is computed once more from the same inputs. */
  @Nullable Blame changingValue() {
    Node<V> node = subject.node();
    double[] value = Tapes.numbers(node.value());
    double[] again = Tapes.numbers(node.replay());
    int at = Likeness.differ(value, again);
    if (at < 0) {
      return null;
    }
    Fault fault =
        new Fault(
            "a value that changes from one evaluation to the next",
            "at " + Positions.text(node.value().form().axes(), at),
            "make its random generator inside the function, with a fixed seed");
    return blame(0, 0, value[at], again[at], List.of(fault));
  }

  /** A rule that gives something else for the same gradient. */
  @Nullable Blame changingRule(double[] g) {
    return blame(new RuleTrial(subject, g, new SplittableRandom(1), true).unsteady());
  }

  /** A rule that is no linear function of g alone. */
  @Nullable Blame unruly(double[] g, SplittableRandom random) {
    try {
      return blame(new RuleTrial(subject, g, random, settings.unsteadiness() == 0).run());
    } catch (RuntimeException e) {
      return throwing(e);
    }
  }

  private @Nullable Blame blame(RuleTrial.@Nullable Finding found) {
    return found == null
        ? null
        : blame(found.input(), found.element(), Double.NaN, Double.NaN, List.of(found.fault()));
  }

  Blame blame(int k, int element, double analytic, double numeric, List<Fault> faults) {
    Node<V> node = subject.node();
    V input = node.inputs().get(subject.slot(k));
    String position = Positions.text(input.form().axes(), element);
    return Blame.of(node, subject.slot(k), input.form(), position, analytic, numeric, faults);
  }
}
