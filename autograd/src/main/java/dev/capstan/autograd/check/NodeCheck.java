package dev.capstan.autograd.check;

import dev.capstan.autograd.Node;
import dev.capstan.autograd.Traced;
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
    Pass.Located worst = pass.worst();
    if (worst == null || worst.element().verdict() != Verdict.WRONG) {
      return null;
    }
    int k = subject.names().indexOf(worst.input().name());
    ElementReport e = worst.element();
    return blame(k, e.index(), e.analytic(), e.numeric(), Faults.of(subject, g, k));
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
    return new Blame(
        node.op(),
        node.index(),
        node.callSite(),
        subject.slot(k),
        input.form().toString(),
        Positions.text(input.form().axes(), element),
        analytic,
        numeric,
        faults,
        0,
        List.of());
  }
}
