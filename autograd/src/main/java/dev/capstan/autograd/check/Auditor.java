package dev.capstan.autograd.check;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Node;
import dev.capstan.autograd.Tape;
import dev.capstan.autograd.TapeOption;
import dev.capstan.autograd.Traced;
import dev.capstan.autograd.Transforms;
import dev.capstan.autograd.WalkOption;
import dev.capstan.autograd.check.Audit.Audited;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every rule of a function alone, though the whole gradient agrees with differences: two
 * faults may cancel, a rule may be wrong where no gradient arrives or only for large ones, or give
 * something else the next time.
 *
 * <p>Each rule is compared with differences of its operation twice, for the gradient that arrives
 * there and for a random one, and put through a {@link RuleTrial}. Then the function as a whole is
 * differentiated in forward mode, which must agree with reverse mode.
 */
final class Auditor<V extends Traced<V>> {
  private final Function<List<V>, V> f;
  private final List<V> inputs;
  private final List<String> names;
  private final Settings settings;
  private final SplittableRandom random;

  Auditor(Function<List<V>, V> f, List<V> inputs, List<String> names, Settings settings) {
    this.f = f;
    this.inputs = inputs;
    this.names = names;
    this.settings = settings;
    this.random = new SplittableRandom(settings.seed());
  }

  /** Of the function's operations, and where higher orders are checked of those of its rules. */
  Audit run(double[] cotangent) {
    try (Tape tape = new Tape(TapeOption.CALL_SITES, TapeOption.OPEN_CHECKPOINTS)) {
      V y = f.apply(Tapes.watchAll(tape, inputs, names));
      Node<V> target = y.node();
      if (target == null || target.tape() != tape) {
        return Audit.of(List.of(), List.of(), null);
      }
      Gradients<V> kept = walk(tape, y, cotangent);
      Map<String, Audited> all = new LinkedHashMap<>();
      List<Blame> findings = new ArrayList<>();
      for (Node<V> node : Blamer.<V>typed(tape.nodes())) {
        if (!node.inputs().isEmpty()) {
          audit(node, kept, all, findings);
        }
      }
      Fault forward = findings.isEmpty() ? forward(cotangent) : null;
      return Audit.of(List.copyOf(all.values()), findings, forward);
    }
  }

  private Gradients<V> walk(Tape tape, V y, double[] cotangent) {
    V c = y.like(j -> cotangent[j]);
    return settings.order() > 1
        ? tape.gradients(y, c, WalkOption.CREATE_GRAPH, WalkOption.KEEP_ALL)
        : tape.gradients(y, c, WalkOption.KEEP_ALL);
  }

  private void audit(
      Node<V> node, Gradients<V> kept, Map<String, Audited> all, List<Blame> findings) {
    NodeCheck<V> check = new NodeCheck<>(node, settings);
    if (!check.hasRules()) {
      return;
    }
    double[] any = Checker.random(random, node.value().form().size());
    double[] arriving = Blamer.informative(node, kept);
    Blame wrong = check.wrongForm(any);
    wrong = wrong == null && settings.unsteadiness() == 0 ? check.changingValue() : wrong;
    wrong = wrong == null ? check.unruly(any, random) : wrong;
    long judged = 0;
    long unjudged = 0;
    for (double[] g : arriving == null ? List.of(any) : List.of(arriving, any)) {
      if (wrong == null) {
        Pass pass = check.differences(g);
        judged += pass.count(Verdict.RIGHT) + pass.count(Verdict.WRONG) + pass.directions().size();
        unjudged += pass.count(Verdict.AT_A_KINK) + pass.count(Verdict.NUMERIC_UNRELIABLE);
        wrong = check.wrong(pass, g);
      }
    }
    Blame shown = Tapes.shown(wrong, node.tape());
    if (shown != null) {
      findings.add(shown);
    }
    int rules = check.subject().names().size();
    all.merge(node.op(), new Audited(node.op(), rules, judged, unjudged), Audited::and);
  }

  // --- forward mode ---------------------------------------------------------------------------

  /** What rounding of the point does to a slope is counted so often. */
  private static final double CAREFUL = 16;

  /** Forward mode along a random direction against reverse mode, input by input. */
  private @Nullable Fault forward(double[] cotangent) {
    double[][] here = gradients(cotangent, inputs);
    double[][] beside = gradients(cotangent, Tapes.values(inputs, lastBits()));
    for (int k = 0; k < inputs.size(); k++) {
      double[] u = Checker.random(random, inputs.get(k).form().size());
      double forward = forward(k, u, cotangent);
      double[] reverse = slope(u, here[k]);
      double[] nearby = slope(u, beside[k]);
      double rounding = CAREFUL * Math.abs(reverse[0] - nearby[0]);
      double allowed = settings.tolerances().relative() * reverse[1] + rounding;
      if (Math.abs(forward - reverse[0]) > allowed) {
        return new Fault(
            "forward mode and reverse mode differ",
            "along a random direction through "
                + names.get(k)
                + " forward "
                + Numbers.shown(forward)
                + ", reverse "
                + Numbers.shown(reverse[0]),
            "look for a rule that is not written with recorded operations");
      }
    }
    return null;
  }

  private double forward(int k, double[] u, double[] cotangent) {
    V x = inputs.get(k);
    V slopes =
        Transforms.jvp(
                v -> {
                  List<V> at = new ArrayList<>(inputs);
                  at.set(k, v);
                  return f.apply(at);
                },
                x,
                x.like(i -> u[i]))
            .tangent();
    double sum = 0;
    for (int j = 0; j < cotangent.length; j++) {
      sum += cotangent[j] * slopes.at(j);
    }
    return sum;
  }

  private double[][] gradients(double[] cotangent, List<V> at) {
    return new TapeSubject<>(f, at, names).gradient(cotangent).gradients();
  }

  /** The slope along a direction, and the sum of the sizes of its terms. */
  private static double[] slope(double[] u, double[] g) {
    double[] sums = new double[2];
    for (int i = 0; i < u.length; i++) {
      sums[0] += u[i] * g[i];
      sums[1] += Math.abs(u[i] * g[i]);
    }
    return sums;
  }

  /** The inputs, each moved by one unit in its last place. */
  private double[][] lastBits() {
    double[][] x = Tapes.numbers(inputs);
    for (double[] part : x) {
      for (int i = 0; i < part.length; i++) {
        part[i] += (random.nextBoolean() ? 1 : -1) * Math.ulp(part[i]);
      }
    }
    return x;
  }
}
