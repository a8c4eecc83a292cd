package dev.capstan.autograd.check;

import dev.capstan.autograd.check.Line.Pair;
import dev.capstan.autograd.check.Romberg.Limit;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Compares a slope that is claimed with differences.
 *
 * <p>It is looked at in three steps, each dearer than the one before, until a verdict is sure.
 *
 * <ol>
 *   <li>One central difference (two evaluations). If it agrees, the slopes of both sides do, and no
 *       branch changed: right.
 *   <li>{@link #FEW} rungs with extrapolation. If their limit agrees: right.
 *   <li>The whole {@link Ladder}, with the noise bounded by the subject and measured on the rungs;
 *       where the point is much nearer to 0 than 1, a second one of steps scaled with it. Only here
 *       can a slope be called wrong, at a kink, or not to be judged.
 * </ol>
 *
 * <p>Every verdict knows its <em>detection limit</em>: the smallest fault that it would have seen,
 * the tolerance plus the error of the numeric slope. <em>Right</em> needs a limit below {@link
 * Tolerances#detection()} times the largest slope nearby; where all slopes are zero, of the
 * steepest slope that the function has within the coarsest step. Without it, agreement says
 * nothing, and the verdict is that the differences are unreliable.
 */
final class Judge {
  /** Steps of the second look: from 64 times the usual one down to a quarter of it. */
  private static final int FEW = 5;

  private final Tolerances tolerances;
  private final double unsteadiness;

  /**
   * @param unsteadiness what two evaluations at one point may differ by
   */
  Judge(Tolerances tolerances, double unsteadiness) {
    this.tolerances = tolerances;
    this.unsteadiness = unsteadiness;
  }

  /**
   * The verdict on a slope, for every weighing of the results that is claimed: the worst of them.
   *
   * @param size what steps are relative to
   * @param usual the step to try first
   */
  ElementReport judge(int index, List<Claim> claims, Line line, double size, double usual) {
    return worst(
        claims,
        claim -> {
          Numbered at = new Numbered(index, claim);
          Projection f = new Projection(line, claim, tolerances.roundings() / 4, unsteadiness);
          if (!Double.isFinite(line.origin())) {
            return at.unreliable("the point is not finite here");
          }
          if (!Double.isFinite(f.lastBits())) {
            return at.unreliable("the function is not finite here");
          }
          ElementReport quick = firstLook(at, f, size, usual);
          boolean sure = quick != null && atOwnScale(claim, f, quick, size);
          ElementReport e = sure && quick != null ? quick : inDoubt(at, f, size, usual);
          boolean lost = e.error() * size <= Tolerances.EPSILON * f.lastBits();
          return e.verdict() == Verdict.WRONG && lost
              ? e.as(Verdict.NUMERIC_UNRELIABLE, "no more than the last bits of a last bit")
              : e;
        });
  }

  /** As {@link #judge}, along a direction: it begins with the second look. */
  ElementReport judgeAlong(int index, List<Claim> claims, Line line, double usual) {
    return worst(
        claims,
        claim -> {
          Projection f = new Projection(line, claim, tolerances.roundings() / 4, unsteadiness);
          Numbered at = new Numbered(index, claim);
          return Double.isFinite(f.lastBits())
              ? inDoubt(at, f, 1, usual)
              : at.unreliable("the function is not finite here");
        });
  }

  /**
   * All results together drown the smaller ones, so what could not be judged of them together may
   * be judged of them apart.
   */
  private static ElementReport worst(List<Claim> claims, Function<Claim, ElementReport> verdict) {
    ElementReport worst = verdict.apply(claims.get(0));
    double whole = claims.get(0).scale();
    List<Claim> apart = claims.subList(1, claims.size());
    boolean dropped = !apart.isEmpty() && worst.verdict() == Verdict.NUMERIC_UNRELIABLE;
    for (Claim claim : apart) {
      ElementReport next = besideTheOthers(verdict.apply(claim), whole);
      boolean worse = next.verdict().severity() > worst.verdict().severity();
      worst = dropped || worse ? next : worst;
      dropped = false;
    }
    return worst;
  }

  /**
   * A result that is judged apart may have slopes below the last bits of the others'. An operation
   * that computes all of them together, as softmax does, need not have kept those.
   */
  private static ElementReport besideTheOthers(ElementReport e, double whole) {
    boolean lost = e.error() <= LAST_BITS * Tolerances.EPSILON * whole;
    return e.verdict() == Verdict.WRONG && lost
        ? e.as(Verdict.NUMERIC_UNRELIABLE, "no more than the rounding of the other results")
        : e;
  }

  private static final double LAST_BITS = 4;

  /**
   * A point much nearer to 0 than its size may be a feature of its own scale, which steps of the
   * usual size pass over. One difference at that scale must not object.
   */
  private static boolean atOwnScale(Claim claim, Projection f, ElementReport e, double size) {
    double origin = Math.abs(f.line().origin());
    if (origin == 0 || origin > Examination.SMALL * size) {
      return true;
    }
    Quotient own = f.central(f.line().at(origin / 4));
    double apart = Math.abs(own.slope() - claim.slope());
    double allowed = claim.scale() == 0 ? 0 : e.tolerance() + OWN_SCALE * claim.scale();
    return apart <= allowed + own.noise();
  }

  /**
   * A step of a quarter of the distance to a feature sees its slope to some percent; what is not
   * seen at all differs by the whole.
   */
  private static final double OWN_SCALE = 0.1;

  private ElementReport inDoubt(Numbered at, Projection f, double size, double usual) {
    ElementReport second = secondLook(at, f, size, usual);
    return second != null && atOwnScale(at.claim(), f, second, size)
        ? second
        : new Examination(this, tolerances, at, f, size).verdict();
  }

  /** The element or direction that a report is about. */
  record Numbered(int index, Claim claim) {
    ElementReport unreliable(String why) {
      double none = Double.POSITIVE_INFINITY;
      return report(Double.NaN, 0, none, 0, Verdict.NUMERIC_UNRELIABLE, why);
    }

    ElementReport report(
        double numeric, double tolerance, double limit, double step, Verdict verdict, String why) {
      double error = Math.abs(claim.slope() - numeric);
      String which = claim.what().isEmpty() || verdict == Verdict.RIGHT ? "" : claim.what();
      String note = which + (which.isEmpty() || why.isEmpty() ? "" : ": ") + why;
      return new ElementReport(
          index, claim.slope(), numeric, error, tolerance, limit, step, verdict, note);
    }
  }

  private @Nullable ElementReport firstLook(Numbered at, Projection f, double size, double usual) {
    Pair pair = f.line().at(usual);
    Quotient central = f.central(pair);
    double tolerance = tolerances.allowed(at.claim(), central.slope()) + central.noise();
    double limit = tolerance + central.noise();
    boolean near = Math.abs(at.claim().slope() - central.slope()) <= tolerance;
    boolean nothingMoved = at.claim().scale() == 0 && f.still(pair);
    boolean right =
        near
            && !nothingMoved
            && oneBranch(f.line(), pair)
            && !suspiciousJump(f, pair, usual / size, at.claim().scale())
            && limit <= tolerances.share() * at.claim().scale();
    return right
        ? at.report(central.slope(), tolerance, limit, pair.step(), Verdict.RIGHT, "")
        : null;
  }

  private static boolean oneBranch(Line line, Pair pair) {
    long here = line.base().branch();
    return pair.minus().sample().branch() == here && pair.plus().sample().branch() == here;
  }

  private static boolean suspiciousJump(Projection f, Pair pair, double step, double scale) {
    Quotient left = f.left(pair);
    Quotient right = f.right(pair);
    double gap = Math.abs(right.slope() - left.slope());
    double size = Math.abs(left.slope()) + Math.abs(right.slope());
    double expected = Math.min(0.25, Tolerances.CURVED * step) * size;
    return gap > expected + Tolerances.RELATIVE * scale + left.noise() + right.noise();
  }

  /**
   * No step moved the value in any bit. A gradient of 0 is right then, unless the value is so large
   * that its rounding hides a slope: a slope of one in the point's size stands for the scale that
   * nothing else gives. A value of 0 may be the difference of two numbers of size 1 (the largest
   * logarithm of a softmax): slopes below their last bits are not judged.
   */
  ElementReport constant(Numbered at, Projection f, double step, double size) {
    double limit = f.hidden() / step;
    boolean judged = limit <= tolerances.share() * Math.max(at.claim().scale(), 1 / size);
    Verdict verdict = Verdict.NUMERIC_UNRELIABLE;
    if (judged && at.claim().slope() == 0) {
      verdict = Verdict.RIGHT;
    } else if (!(Math.abs(at.claim().slope())
        <= Math.max(Tolerances.CAUTION * limit, inner(f, size)))) {
      verdict = Verdict.WRONG;
    }
    String why = verdict == Verdict.WRONG ? "" : "no step moves the value in its last bit";
    return at.report(0, limit, limit, step, verdict, why);
  }

  private static double inner(Projection f, double size) {
    return f.zero() ? Tolerances.EPSILON / size : 0;
  }

  private @Nullable ElementReport secondLook(Numbered at, Projection f, double size, double usual) {
    double coarsest = 64 * usual;
    Ladder few = Ladder.few(f, coarsest, coarsest * Math.scalb(1.0, 2 - 2 * FEW));
    if (few.rungs().size() < FEW || !few.onBranchThroughout()) {
      return null;
    }
    if (at.claim().slope() == 0 && few.still()) {
      return constant(at, f, few.rungs().get(0).step(), size);
    }
    Limit d = few.central();
    double tolerance = tolerances.allowed(at.claim(), d.value()) + Tolerances.CAUTION * d.error();
    double limit = tolerance + d.error();
    Limit left = few.left();
    Limit right = few.right();
    double gap = Math.abs(left.value() - right.value());
    boolean smooth = gap <= Tolerances.CAUTION * (left.error() + right.error()) + 2 * tolerance;
    boolean judged =
        limit <= tolerances.share() * tolerances.scale(at.claim(), d, few, f.line().origin());
    boolean agrees = Math.abs(at.claim().slope() - d.value()) <= tolerance;
    return agrees && smooth && judged
        ? at.report(d.value(), tolerance, limit, d.step(), Verdict.RIGHT, "")
        : null;
  }
}
