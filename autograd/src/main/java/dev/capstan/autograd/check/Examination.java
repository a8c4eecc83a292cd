package dev.capstan.autograd.check;

import dev.capstan.autograd.check.Judge.Numbered;
import dev.capstan.autograd.check.Ladder.Rung;
import dev.capstan.autograd.check.Romberg.Limit;

/**
 * The last look at a slope: the whole ladder, both sides, the branches. It never calls a slope
 * wrong for a difference that is not finite, nor for one that it could not tell from noise.
 */
final class Examination {
  /** The coarsest step, as a share of the point's size. */
  private static final double COARSEST = Math.scalb(1.0, -7);

  /** The finest: 32 units in the last place of the point's size. */
  private static final double FINEST = Math.scalb(1.0, -47);

  /** A point this much nearer to 0 than its size is given steps of its own scale. */
  static final double SMALL = Math.scalb(1.0, -10);

  private final Judge judge;
  private final Tolerances tolerances;
  private final Numbered at;
  private final Claim claim;
  private final Projection f;
  private final double size;

  Examination(Judge judge, Tolerances tolerances, Numbered at, Projection f, double size) {
    this.judge = judge;
    this.tolerances = tolerances;
    this.at = at;
    this.claim = at.claim();
    this.f = f;
    this.size = size;
  }

  /**
   * A point that lies much nearer to 0 than its size may be a feature of the function's own scale
   * there. Steps of that scale are asked as well unless the usual ones are content, and where they
   * can tell, theirs is the verdict.
   */
  ElementReport verdict() {
    ElementReport first = on(Ladder.climb(f, COARSEST * size, FINEST * size));
    double origin = Math.abs(f.line().origin());
    boolean content =
        first.verdict() == Verdict.RIGHT
            && first.limit() <= tolerances.share() * Math.max(claim.scale(), first.size());
    if (content || origin == 0 || origin > SMALL * size) {
      return first;
    }
    ElementReport own = on(Ladder.climb(f, origin / 4, FINEST * origin));
    return own.verdict() == Verdict.NUMERIC_UNRELIABLE ? first : own;
  }

  private ElementReport on(Ladder ladder) {
    ElementReport e = judged(ladder);
    if (e.verdict() == Verdict.WRONG && tooFast(ladder, e.step())) {
      return at.unreliable(
          "too fast for these steps: it moves less in all than the slope claims for one of them");
    }
    if (e.verdict() == Verdict.WRONG && ladder.treads(claim.slope(), e.numeric())) {
      return at.unreliable(
          "a staircase: short steps see its treads, longer ones about the slope that is claimed");
    }
    boolean rounding =
        e.error() <= e.tolerance() + ROUNDINGS * f.ownRounding() / Math.max(1, size / LARGE);
    return e.verdict() == Verdict.WRONG && rounding
        ? e.as(Verdict.NUMERIC_UNRELIABLE, "no more than the rounding of the rule itself")
        : e;
  }

  /**
   * A rule computes with numbers of the size of its result, so what it gives is no better than a
   * few of their last bits, however small it is.
   */
  private static final double ROUNDINGS = 4;

  /** Beyond this size of the point a slope is taken to be in units of value by point. */
  private static final double LARGE = 1024;

  private ElementReport judged(Ladder climbed) {
    if (climbed.rungs().size() < 3) {
      return unreliable("no step is small enough and not lost in rounding");
    }
    Ladder ladder = climbed.settles() ? climbed : climbed.withoutBranches();
    Rung coarsest = ladder.rungs().get(0);
    if (ladder.still()) {
      ElementReport e = judge.constant(at, f, coarsest.step(), size);
      return e.verdict() == Verdict.WRONG && !ladder.endsOnBranch()
          ? e.as(Verdict.NUMERIC_UNRELIABLE, ElementReport.KINKS_MEET)
          : e;
    }
    if (Double.isInfinite(claim.slope()) && ladder.grows(Math.signum(claim.slope()))) {
      String why = "the slope grows without bound as the step shrinks";
      double numeric = ladder.finest().central().slope();
      return at.report(numeric, 0, 0, ladder.finest().step(), Verdict.AT_A_KINK, why);
    }
    Limit left = ladder.left();
    Limit right = ladder.right();
    if (left.found() && right.found() && apart(left, right)) {
      return between(left, right, ladder);
    }
    Limit central = better(ladder.central(), mean(left, right));
    boolean jump = ladder.jumps() && better(left, right).error() < central.error();
    return central.found() && !jump ? smooth(central, ladder) : oneSided(left, right, ladder);
  }

  // --- a derivative ---------------------------------------------------------------------------

  private ElementReport smooth(Limit d, Ladder ladder) {
    double scale = tolerances.scale(claim, d, ladder, f.line().origin());
    double tolerance = tolerance(d) + tolerances.absolute() * (scale - claim.scale());
    double limit = tolerance + d.error();
    double error = Math.abs(claim.slope() - d.value());
    boolean trusted = limit <= tolerances.share() * scale;
    Rung gap = ladder.gapAt(d.step());
    if (gap != null && gap.right().slope() - gap.left().slope() != 0 && wide(gap, tolerance)) {
      return between(side(gap.left(), gap.step()), side(gap.right(), gap.step()), ladder);
    }
    if (trusted && error <= tolerance) {
      return at.report(d.value(), tolerance, limit, d.step(), Verdict.RIGHT, "");
    }
    boolean clearly =
        !Double.isInfinite(error)
            && !(error <= tolerance + Tolerances.CLEARLY * d.error())
            && ladder.converges();
    if (trusted || clearly) {
      String why = ladder.endsOnBranch() ? "" : ElementReport.KINKS_MEET;
      return at.report(d.value(), tolerance, limit, d.step(), outside(ladder), why);
    }
    if (f.line().base().branch() != ladder.rungs().get(0).leftBranch()
        || f.line().base().branch() != ladder.rungs().get(0).rightBranch()) {
      return nearAKink(d, ladder);
    }
    String why =
        "a fault below "
            + Numbers.brief(limit)
            + " would not show, against slopes of "
            + Numbers.brief(scale);
    return at.report(d.value(), tolerance, limit, d.step(), Verdict.NUMERIC_UNRELIABLE, why);
  }

  private static boolean wide(Rung gap, double tolerance) {
    return Math.abs(gap.right().slope() - gap.left().slope()) > Tolerances.CAUTION * tolerance;
  }

  private static Limit side(Quotient q, double step) {
    return new Limit(q.slope(), q.noise(), step);
  }

  /**
   * Whether the claim would move the value more within the step of the estimate than it was seen to
   * move at any: the function may turn many times in one step. Not where it hardly moves at all;
   * nor if the longest step that is short enough for the function and the claim contradicts it.
   */
  private boolean tooFast(Ladder ladder, double step) {
    double range = ladder.range();
    double claimed = Math.abs(claim.slope());
    if (Double.isInfinite(claimed) || !(claimed * step > range && range > VISIBLE * f.lastBits())) {
      return false;
    }
    Rung resolved = ladder.resolved(range / VISIBLE, claimed);
    if (resolved != null && resolved.central().finite()) {
      Quotient q = resolved.central();
      double apart = Math.abs(q.slope() - claim.slope());
      return apart <= claimed / 8 + Tolerances.CAUTION * q.noise();
    }
    return true;
  }

  /** Moves of so many times the rounding of the value are moves. */
  private static final double VISIBLE = 64;

  private double tolerance(Limit d) {
    return tolerances.allowed(claim, d.value()) + Tolerances.CAUTION * d.error();
  }

  private static Limit better(Limit a, Limit b) {
    return b.error() < a.error() ? b : a;
  }

  private static Limit mean(Limit left, Limit right) {
    if (!left.found() || !right.found()) {
      return Limit.NONE;
    }
    double apart = Math.abs(left.value() - right.value());
    return new Limit(
        0.5 * (left.value() + right.value()),
        Math.max(left.error(), right.error()) + 0.5 * apart,
        Math.min(left.step(), right.step()));
  }

  // --- kinks ----------------------------------------------------------------------------------

  private boolean apart(Limit left, Limit right) {
    double errors = left.error() + right.error();
    double gap = Math.abs(left.value() - right.value());
    return gap > Tolerances.CAUTION * errors + tolerance(left) + tolerance(right);
  }

  /** At a kink: accepted if the claim lies between the slopes of both sides. */
  private ElementReport between(Limit left, Limit right, Ladder ladder) {
    double slack = tolerance(left) + tolerance(right);
    double low = Math.min(left.value(), right.value()) - slack;
    double high = Math.max(left.value(), right.value()) + slack;
    double middle = 0.5 * (left.value() + right.value());
    boolean inside = claim.slope() >= low && claim.slope() <= high;
    return at.report(
        middle,
        0.5 * (high - low),
        high - low,
        Math.min(left.step(), right.step()),
        inside ? Verdict.AT_A_KINK : outside(ladder),
        slopes(left.value(), right.value()) + (inside ? "" : kinksMeet(ladder)));
  }

  /**
   * Where operations name their branches and the point is on a border between two of them, a slope
   * outside of the interval need not be wrong: kinks of several operations may meet, and their
   * conventions do not add up to a convention ({@code relu(x) − relu(−x)} at 0).
   */
  private static Verdict outside(Ladder ladder) {
    return ladder.endsOnBranch() ? Verdict.WRONG : Verdict.NUMERIC_UNRELIABLE;
  }

  private static String kinksMeet(Ladder ladder) {
    return ladder.endsOnBranch() ? "" : "; " + ElementReport.KINKS_MEET;
  }

  /** The branch changes nearby, and the steps that stay on this one are lost in rounding. */
  private ElementReport nearAKink(Limit d, Ladder ladder) {
    double low = d.value();
    double high = d.value();
    for (double beyond : new double[] {ladder.beyondLeft(), ladder.beyondRight()}) {
      if (Double.isFinite(beyond)) {
        low = Math.min(low, beyond);
        high = Math.max(high, beyond);
      }
    }
    double slack = tolerance(d);
    boolean inside = claim.slope() >= low - slack && claim.slope() <= high + slack;
    Verdict verdict = inside ? Verdict.AT_A_KINK : Verdict.NUMERIC_UNRELIABLE;
    double limit = high - low + 2 * slack;
    String why = "the branch changes nearer than a step that is not lost in rounding";
    return at.report(d.value(), slack, limit, d.step(), verdict, why);
  }

  /** One side alone has a slope: the edge of a domain, a jump, or a kink close by. */
  private ElementReport oneSided(Limit left, Limit right, Ladder ladder) {
    Limit side = better(left, right);
    if (!side.found()) {
      return unreliable("differences at several steps do not agree");
    }
    boolean isLeft = right.error() >= left.error();
    if (!ladder.edge(isLeft ? Rung::right : Rung::left)) {
      return ladder.onBranchThroughout()
          ? unreliable("the differences settle on one side only")
          : nearAKink(side, ladder);
    }
    double tolerance = tolerance(side);
    boolean inside = Math.abs(claim.slope() - side.value()) <= tolerance;
    double scale = Math.max(claim.scale(), Math.abs(side.value()));
    double limit = tolerance + side.error();
    if (inside && limit > ROUGHLY * scale && !isZero(side)) {
      return unreliable("one side is not defined, and the slope of the other does not settle");
    }
    boolean trusted = limit <= tolerances.share() * scale;
    Verdict verdict =
        inside ? Verdict.AT_A_KINK : trusted ? outside(ladder) : Verdict.NUMERIC_UNRELIABLE;
    String why =
        "slope "
            + Numbers.shown(side.value())
            + (isLeft ? " from the left" : " from the right")
            + ", none from the other side"
            + (inside ? "" : kinksMeet(ladder));
    return at.report(side.value(), tolerance, tolerance, side.step(), verdict, why);
  }

  /** A slope that is known worse than this is none: that of √x at 0 grows for ever. */
  private static final double ROUGHLY = 0.1;

  /** Whether nothing is claimed and nothing was seen: no share of it says anything. */
  private boolean isZero(Limit side) {
    return claim.slope() == 0 && Math.abs(side.value()) <= side.error();
  }

  private ElementReport unreliable(String why) {
    Line line = f.line();
    String refusal = line.refusal();
    String all = refusal == null ? why : why + " (the function refused a step: " + refusal + ")";
    return at.unreliable(all);
  }

  private static String slopes(double left, double right) {
    return "slopes "
        + Numbers.shown(left)
        + " from the left, "
        + Numbers.shown(right)
        + " from the right";
  }
}
