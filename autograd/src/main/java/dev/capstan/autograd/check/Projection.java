package dev.capstan.autograd.check;

import dev.capstan.autograd.check.Line.Pair;
import dev.capstan.autograd.check.Subject.Careful;
import dev.capstan.autograd.check.Subject.Sample;
import java.util.List;

/**
 * A line with its results weighed: one function of one variable, and its difference quotients.
 *
 * <p>Differences are taken result by result and then weighed: results that no step touches drop out
 * exactly, and so does their rounding. The noise of a quotient is what rounding may have done to
 * both values, divided by the step: {@code ε Σ |c y|} over the results that changed, times a number
 * of roundings, and where the subject knows what happened inside of it, that bound.
 */
final class Projection {
  private final Line line;
  private final double[] weights;
  private final int index;
  private final double roundings;
  private final double unsteadiness;

  /** The results that a longer step moved: where a short one does not, rounding hides it. */
  private final boolean[] moves;

  /**
   * @param claim whose weights these are
   * @param roundings how many roundings each result is taken to carry
   * @param unsteadiness what two evaluations at one point may differ by
   */
  Projection(Line line, Claim claim, double roundings, double unsteadiness) {
    this.line = line;
    this.weights = claim.weights();
    this.index = claim.index();
    this.roundings = roundings;
    this.unsteadiness = unsteadiness;
    this.moves = new boolean[weights.length];
  }

  Line line() {
    return line;
  }

  /** Notes which results a step moves; to be told the longest step first. */
  void learn(Pair p) {
    double[] here = line.base().outputs();
    for (Careful c : List.of(p.minus(), p.plus())) {
      double[] there = c.sample().outputs();
      for (int j = 0; j < here.length && there.length == here.length; j++) {
        moves[j] |= here[j] != there[j];
      }
    }
  }

  Quotient left(Pair p) {
    return quotient(p.minus().sample(), line.base(), p.behind(), bound(p.minus()));
  }

  Quotient right(Pair p) {
    return quotient(line.base(), p.plus().sample(), p.ahead(), bound(p.plus()));
  }

  /**
   * The central difference. Where rounding made the two distances unequal, the sides are weighed so
   * that the second derivative still drops out: {@code (a r + b l) / (a + b)}.
   */
  Quotient central(Pair p) {
    double whole = p.behind() + p.ahead();
    double bound = bound(p.minus()) + bound(p.plus());
    Quotient plain = quotient(p.minus().sample(), p.plus().sample(), whole, bound);
    if (p.behind() == p.ahead()) {
      return plain;
    }
    double slope = (p.behind() * right(p).slope() + p.ahead() * left(p).slope()) / whole;
    return new Quotient(slope, plain.noise());
  }

  /** How far the projected value moved on either side where it is defined, whichever is more. */
  double change(Pair p) {
    double left = Math.abs(left(p).slope()) * p.behind();
    double right = Math.abs(right(p).slope()) * p.ahead();
    return Math.max(Double.isFinite(left) ? left : 0, Double.isFinite(right) ? right : 0);
  }

  /** Whether no result changed in any bit, on either side. */
  boolean still(Pair p) {
    return same(p.minus().sample()) && same(p.plus().sample());
  }

  /** Whether all results that are weighed are 0 at the point. */
  boolean zero() {
    double[] y = line.base().outputs();
    boolean zero = true;
    for (int j = 0; j < y.length; j++) {
      zero &= weights[j] == 0 || y[j] == 0;
    }
    return zero;
  }

  /** The last bits of the results that a step moved; of all of them if none did. */
  double lastBits() {
    double all = 0;
    double moved = 0;
    double[] y = line.base().outputs();
    for (int j = 0; j < y.length; j++) {
      double size = weights[j] == 0 ? 0 : Math.abs(weights[j] * y[j]);
      all += size;
      moved += moves[j] ? size : 0;
    }
    double sum = moved == 0 ? all : moved;
    return roundings * (Tolerances.EPSILON * sum + Double.MIN_NORMAL) + unsteadiness;
  }

  /**
   * What a rule may lose that computes with numbers of the size of all results that are weighed.
   */
  double ownRounding() {
    double all = 0;
    double[] y = line.base().outputs();
    for (int j = 0; j < y.length; j++) {
      all += weights[j] == 0 ? 0 : Math.abs(weights[j] * y[j]);
    }
    return Math.max(lastBits(), Tolerances.EPSILON * all);
  }

  /** As {@link #lastBits()}, with what is hidden by rounding inside the function. */
  double hidden() {
    return lastBits() + line.whole(index);
  }

  private boolean same(Sample moved) {
    double[] here = line.base().outputs();
    double[] there = moved.outputs();
    if (here.length != there.length) {
      return false;
    }
    for (int j = 0; j < here.length; j++) {
      if (here[j] != there[j] && weights[j] != 0) {
        return false;
      }
    }
    return true;
  }

  private double bound(Careful c) {
    return index < c.bounds().length ? c.bounds()[index] : 0;
  }

  private Quotient quotient(Sample from, Sample to, double step, double bound) {
    double[] a = from.outputs();
    double[] b = to.outputs();
    if (a.length != weights.length || b.length != weights.length) {
      return new Quotient(Double.NaN, Double.POSITIVE_INFINITY);
    }
    double sum = 0;
    double size = 0;
    for (int j = 0; j < a.length; j++) {
      if ((a[j] != b[j] || moves[j]) && weights[j] != 0) {
        sum += weights[j] * (b[j] - a[j]);
        size += Math.abs(weights[j]) * Math.max(Math.abs(a[j]), Math.abs(b[j]));
      }
    }
    double rounding = size == 0 ? 0 : Tolerances.EPSILON * size + Double.MIN_NORMAL;
    double noise = roundings * rounding + bound + 2 * unsteadiness;
    return new Quotient(sum / step, noise / step);
  }
}
