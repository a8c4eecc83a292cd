package dev.capstan.autograd.check;

import dev.capstan.autograd.check.Line.Pair;
import dev.capstan.autograd.check.Romberg.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Differences at many steps, for slopes in doubt: from coarse to fine, each a quarter of the one
 * before.
 *
 * <p>The rungs also measure the noise that no bound knows of. At the finest ones the function is a
 * straight line, so what still varies between two neighbours, times their step, is noise. And where
 * fine steps leave every bit of the value as it was, while a coarser one on the same branch moves
 * it, the value is a staircase, whose stairs are as high as the first move seen.
 */
final class Ladder {

  /** One step, with the slope on either side and the branches taken there. */
  record Rung(
      double step,
      Quotient central,
      Quotient left,
      Quotient right,
      long leftBranch,
      long rightBranch,
      double change,
      boolean still) {

    boolean finite() {
      return left.finite() && right.finite();
    }

    Rung noisier(double by) {
      return new Rung(
          step,
          more(central, by),
          more(left, by),
          more(right, by),
          leftBranch,
          rightBranch,
          change,
          still);
    }

    private Quotient more(Quotient q, double by) {
      return new Quotient(q.slope(), Math.max(q.noise(), by / step));
    }
  }

  /** Rungs whose variation measures the noise. */
  private static final int FINEST = 4;

  private final List<Rung> rungs;
  private final long here;

  private Ladder(List<Rung> rungs, long here) {
    this.rungs = rungs;
    this.here = here;
  }

  /** All rungs from a coarse step down to a fine one, with bounds on rounding where known. */
  static Ladder climb(Projection f, double coarsest, double finest) {
    return climb(f, f.line()::carefullyAt, coarsest, finest).withMeasuredNoise();
  }

  /** A few rungs, values alone. */
  static Ladder few(Projection f, double coarsest, double finest) {
    return climb(f, f.line()::at, coarsest, finest);
  }

  private static Ladder climb(
      Projection f, Function<Double, Pair> at, double coarsest, double finest) {
    List<Rung> rungs = new ArrayList<>();
    for (double h = coarsest; h >= finest; h /= 4) {
      Pair p = at.apply(h);
      if (!(p.behind() > 0 && p.ahead() > 0)) {
        break;
      }
      if (rungs.isEmpty()) {
        f.learn(p);
      }
      rungs.add(
          new Rung(
              p.step(),
              f.central(p),
              f.left(p),
              f.right(p),
              p.minus().sample().branch(),
              p.plus().sample().branch(),
              f.change(p),
              f.still(p)));
    }
    return new Ladder(rungs, f.line().base().branch());
  }

  List<Rung> rungs() {
    return rungs;
  }

  private Ladder withMeasuredNoise() {
    double noise = stairs();
    int last = rungs.size() - 1;
    for (int m = Math.max(0, last - FINEST + 1); m < last; m++) {
      Rung a = rungs.get(m);
      Rung b = rungs.get(m + 1);
      if (a.finite() && b.finite() && onBranch(a) && onBranch(b)) {
        noise = Math.max(noise, b.step() * Math.abs(a.central().slope() - b.central().slope()));
      }
    }
    double most = noise;
    return new Ladder(rungs.stream().map(r -> r.noisier(most)).toList(), here);
  }

  private double stairs() {
    for (int m = rungs.size() - 1; m > 0; m--) {
      Rung coarser = rungs.get(m - 1);
      if (!rungs.get(m).still() || !coarser.finite() || !onBranch(coarser)) {
        return 0;
      }
      if (!coarser.still()) {
        return coarser.change();
      }
    }
    return 0;
  }

  private boolean onBranch(Rung r) {
    return r.leftBranch() == here && r.rightBranch() == here;
  }

  // --- limits ---------------------------------------------------------------------------------

  /** The slope by central differences, from the rungs on the point's own branch. */
  Limit central() {
    return limit(r -> r.finite() && onBranch(r), Rung::central, 2);
  }

  /** The slope from the left, from the rungs whose left end lies on one branch. */
  Limit left() {
    long branch = finest().leftBranch();
    return limit(r -> r.left().finite() && r.leftBranch() == branch, Rung::left, 1);
  }

  Limit right() {
    long branch = finest().rightBranch();
    return limit(r -> r.right().finite() && r.rightBranch() == branch, Rung::right, 1);
  }

  /** Of the finest rungs, as far up as all of them are fit for it. */
  private Limit limit(Predicate<Rung> fit, Function<Rung, Quotient> quotient, int power) {
    int from = rungs.size();
    while (from > 0 && fit.test(rungs.get(from - 1))) {
      from--;
    }
    List<Rung> run = rungs.subList(from, rungs.size());
    double[] steps = run.stream().mapToDouble(Rung::step).toArray();
    Quotient[] quotients = run.stream().map(quotient).toArray(Quotient[]::new);
    return Romberg.limit(steps, quotients, power);
  }

  Rung finest() {
    return rungs.get(rungs.size() - 1);
  }

  // --- what the function does here ------------------------------------------------------------

  /** Whether the branch is the point's own on both sides at the finest step. */
  boolean endsOnBranch() {
    return onBranch(finest());
  }

  /** Whether every rung is finite and on the point's own branch. */
  boolean onBranchThroughout() {
    return rungs.stream().allMatch(r -> r.finite() && onBranch(r));
  }

  /** Whether the branches at the finest steps are the same at each of them. */
  boolean settles() {
    for (int m = rungs.size() - 1; m > rungs.size() - SETTLED; m--) {
      Rung a = rungs.get(m);
      Rung b = rungs.get(m - 1);
      if (a.leftBranch() != b.leftBranch() || a.rightBranch() != b.rightBranch()) {
        return false;
      }
    }
    return true;
  }

  private static final int SETTLED = 3;

  /** This one as if nothing had branched. */
  Ladder withoutBranches() {
    List<Rung> plain = new ArrayList<>();
    for (Rung r : rungs) {
      plain.add(
          new Rung(r.step(), r.central(), r.left(), r.right(), here, here, r.change(), r.still()));
    }
    return new Ladder(plain, here);
  }

  /** Whether no step moved the value in any bit. */
  boolean still() {
    return rungs.stream().allMatch(Rung::still);
  }

  /** The steepest slope on the point's own branch that noise does not explain. */
  double steepest() {
    double steepest = 0;
    for (Rung r : rungs) {
      if (r.finite() && onBranch(r)) {
        double left = Math.abs(r.left().slope()) - Tolerances.CAUTION * r.left().noise();
        double right = Math.abs(r.right().slope()) - Tolerances.CAUTION * r.right().noise();
        steepest = Math.max(steepest, Math.max(left, right));
      }
    }
    return steepest;
  }

  /**
   * The rung of a step, if the slopes on its two sides differ as at a kink: on a curve their gap
   * shrinks with the step, fourfold a rung, at a kink it stays. Null otherwise.
   */
  @Nullable Rung gapAt(double step) {
    for (int m = 1; m < rungs.size(); m++) {
      Rung r = rungs.get(m);
      if (Math.abs(r.step() / step - 1) < 0.5 && r.finite() && rungs.get(m - 1).finite()) {
        double noise = Tolerances.CAUTION * (r.left().noise() + r.right().noise());
        boolean stays = gap(r) > 0.5 * gap(rungs.get(m - 1)) + noise;
        return stays ? r : null;
      }
    }
    return null;
  }

  private static double gap(Rung r) {
    return Math.abs(r.right().slope() - r.left().slope());
  }

  /** The farthest that the value was seen to move. */
  double range() {
    return rungs.stream().mapToDouble(Rung::change).max().orElse(0);
  }

  /** Whether the central differences at the two finest steps agree to a digit, noise apart. */
  boolean converges() {
    if (rungs.size() < 2) {
      return false;
    }
    Quotient a = rungs.get(rungs.size() - 2).central();
    Quotient b = finest().central();
    double apart = Math.abs(a.slope() - b.slope());
    return apart <= 0.1 * Math.abs(b.slope()) + Tolerances.CAUTION * (a.noise() + b.noise());
  }

  /** Rungs over which a slope must grow to be taken to grow for ever: a factor of 4⁷ in step. */
  private static final int GROWING = 8;

  /** Whether the slope on a side has this sign and grows at every fine rung, as that of √x at 0. */
  boolean grows(double sign) {
    return grows(Rung::left, sign) || grows(Rung::right, sign);
  }

  private boolean grows(Function<Rung, Quotient> side, double sign) {
    int from = rungs.size() - GROWING;
    for (int m = Math.max(0, from); m + 1 < rungs.size(); m++) {
      double coarse = sign * side.apply(rungs.get(m)).slope();
      double fine = sign * side.apply(rungs.get(m + 1)).slope();
      if (!(coarse > 0 && fine > Tolerances.GROWTH * coarse)) {
        return false;
      }
    }
    return from >= 0;
  }

  /** Whether one side is not defined, or its slope is without bound, at every fine rung. */
  boolean edge(Function<Rung, Quotient> side) {
    int from = rungs.size() - GROWING;
    boolean undefined = from >= 0;
    boolean jumps = from >= 0;
    for (int m = Math.max(0, from); m + 1 < rungs.size(); m++) {
      double coarse = side.apply(rungs.get(m)).slope();
      double fine = side.apply(rungs.get(m + 1)).slope();
      undefined &= !Double.isFinite(fine);
      jumps &= Math.abs(fine) > JUMP * Math.abs(coarse) && coarse != 0;
    }
    return undefined || jumps;
  }

  /** The slope over a jump grows fourfold a rung; less by what the pieces' own slopes add. */
  private static final double JUMP = 3;

  /**
   * The slope of the piece next to the point's own on one side, if the branch changes within the
   * coarser steps: the chord between the two coarsest rungs, which both end on that piece. NaN if
   * the branch is the point's own there.
   */
  double beyondLeft() {
    return beyond(Rung::left, Rung::leftBranch);
  }

  double beyondRight() {
    return beyond(Rung::right, Rung::rightBranch);
  }

  private double beyond(Function<Rung, Quotient> side, ToLongFunction<Rung> branch) {
    Rung coarse = rungs.get(0);
    Rung fine = rungs.get(1);
    long there = branch.applyAsLong(coarse);
    if (there == here || there != branch.applyAsLong(fine)) {
      return Double.NaN;
    }
    double far = side.apply(coarse).slope() * coarse.step();
    double near = side.apply(fine).slope() * fine.step();
    return (far - near) / (coarse.step() - fine.step());
  }
}
