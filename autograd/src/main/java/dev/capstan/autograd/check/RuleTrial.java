package dev.capstan.autograd.check;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A rule given many gradients, one after the other: what differences with a single gradient do not
 * show.
 *
 * <p>A rule is a linear map of the gradient that comes in, and nothing else: it gives the same for
 * the same gradient however often and after whatever others it is asked, it changes nothing that it
 * is given, {@code rule(c g) = c rule(g)} for sizes c from 1e-9 to 1e9 and for −1, {@code rule(g +
 * h) = rule(g) + rule(h)}, {@code rule(0) = 0}, and a NaN in g is one in every share that depends
 * on it. A linear map that agrees with differences for one random gradient agrees for all of them
 * but by chance. An input that no gradient reaches needs no trial: its rules are never asked.
 */
final class RuleTrial {
  /** As often is a rule asked the same in turn: a fault may come at every second or third call. */
  static final int RUNS = 7;

  /** Powers of two, so that an honest rule scales exactly: 1e-9, 1e-3, 1e3, 1e9, and the sign. */
  private static final double[] SIZES = {
    -1, Math.scalb(1.0, -30), Math.scalb(1.0, -10), Math.scalb(1.0, 10), Math.scalb(1.0, 30)
  };

  /** What rounding may do to the sums inside a rule: ε times four million terms. */
  private static final double ROUNDING = 1e-9;

  /**
   * What was found.
   *
   * @param input which input's gradient shows it
   * @param element its element
   */
  record Finding(int input, int element, Fault fault) {}

  private final Subject rule;
  private final double[] g;
  private final double[] other;
  private final int undefined;
  private final boolean steady;
  private final double[][] first;

  /**
   * @param steady whether the same must come out twice
   */
  RuleTrial(Subject rule, double[] g, SplittableRandom random, boolean steady) {
    this.rule = rule;
    this.g = g;
    this.other = Checker.random(random, g.length);
    this.undefined = g.length == 0 ? -1 : random.nextInt(g.length);
    this.steady = steady;
    this.first = shares(g);
  }

  /** The first fault that shows; null if none does. */
  @Nullable Finding run() {
    String spoilt = rule.spoils(g);
    if (spoilt != null) {
      return new Finding(0, 0, fault("a rule that changes " + spoilt, "it is another afterwards"));
    }
    Finding found = steady ? unsteady() : null;
    found = found == null && steady ? remembering() : found;
    for (int s = 0; found == null && s < SIZES.length; s++) {
      found = scaled(SIZES[s]);
    }
    found = found == null ? added() : found;
    found = found == null ? atZero() : found;
    return found == null && undefined >= 0 ? swallowed() : found;
  }

  private double[][] shares(double[] cotangent) {
    return rule.gradient(cotangent.clone()).gradients();
  }

  private static Fault fault(String what, String evidence) {
    return new Fault(what, evidence, "let the rule be a linear function of g, and of nothing else");
  }

  /** A rule that gives something else the next time it is asked the same. */
  @Nullable Finding unsteady() {
    for (int run = 0; run < RUNS; run++) {
      Finding found = differs(shares(g), "a rule that changes from one run to the next");
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable Finding remembering() {
    double[][] unused = shares(Arrays.stream(other).map(x -> 1e3 * x).toArray());
    return differs(shares(g), "a rule that remembers earlier gradients");
  }

  private @Nullable Finding differs(double[][] again, String what) {
    for (int k = 0; k < first.length; k++) {
      int i = Likeness.differ(first[k], again[k]);
      if (i >= 0) {
        String numbers = Numbers.shown(first[k][i]) + ", then " + Numbers.shown(again[k][i]);
        return new Finding(k, i, fault(what, "for the same gradient " + numbers));
      }
    }
    return null;
  }

  private @Nullable Finding scaled(double c) {
    double[][] expected = new double[first.length][];
    for (int k = 0; k < first.length; k++) {
      expected[k] = Likeness.times(c, first[k]);
    }
    String times = Numbers.shown(c) + " times the gradient";
    return compare(shares(Likeness.times(c, g)), expected, expected, times);
  }

  private @Nullable Finding added() {
    double[] sum = new double[g.length];
    for (int j = 0; j < sum.length; j++) {
      sum[j] = g[j] + other[j];
    }
    double[][] second = shares(other);
    double[][] expected = new double[first.length][];
    for (int k = 0; k < first.length; k++) {
      expected[k] = first[k].clone();
      for (int i = 0; i < expected[k].length; i++) {
        expected[k][i] += second[k][i];
      }
    }
    return compare(shares(sum), expected, second, "the sum of two gradients");
  }

  private @Nullable Finding atZero() {
    double[][] none = new double[first.length][];
    for (int k = 0; k < first.length; k++) {
      none[k] = new double[first[k].length];
    }
    return compare(shares(new double[g.length]), none, none, "a gradient of 0");
  }

  /** A rule that makes a number of a NaN hides that the gradient was lost behind it. */
  private @Nullable Finding swallowed() {
    double[] only = new double[g.length];
    only[undefined] = 1;
    double[][] share = shares(only);
    double[] lost = g.clone();
    lost[undefined] = Double.NaN;
    double[][] got = shares(lost);
    for (int k = 0; k < got.length; k++) {
      for (int i = 0; i < got[k].length; i++) {
        if (share[k][i] != 0 && Double.isFinite(share[k][i]) && !Double.isNaN(got[k][i])) {
          String numbers =
              Numbers.shown(got[k][i]) + " where element " + undefined + " of g is NaN";
          return new Finding(k, i, fault("a rule that swallows NaN", numbers));
        }
      }
    }
    return null;
  }

  /** What is not finite tells nothing: infinite slopes and overflow are no fault of linearity. */
  private @Nullable Finding compare(
      double[][] got, double[][] expected, double[][] beside, String what) {
    for (int k = 0; k < got.length; k++) {
      double size = Math.max(finite(expected[k]), finite(beside[k]));
      for (int i = 0; i < got[k].length; i++) {
        double apart = Math.abs(got[k][i] - expected[k][i]);
        boolean known = Double.isFinite(expected[k][i]) && Double.isFinite(first[k][i]);
        if (known && !(apart <= ROUNDING * size + Double.MIN_NORMAL)) {
          String numbers = Numbers.shown(got[k][i]) + ", expected " + Numbers.shown(expected[k][i]);
          return new Finding(
              k, i, fault("a rule that is not linear in g", "for " + what + " " + numbers));
        }
      }
    }
    return null;
  }

  private static double finite(double[] x) {
    return Arrays.stream(x).map(Math::abs).filter(Double::isFinite).max().orElse(0);
  }
}
