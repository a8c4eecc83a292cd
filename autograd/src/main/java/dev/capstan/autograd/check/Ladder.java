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
 * it, the value is a staircase, whose stairs are as high as the first move seen. A jump on one side
 * is no noise: there the other side alone is measured.
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

  private static final Function<Rung, Quotient> CENTRAL = Rung::central;

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
    Function<Rung, Quotient> measured = steadySide();
    int last = rungs.size() - 1;
    for (int m = Math.max(0, last - FINEST + 1); m < last; m++) {
      Rung a = rungs.get(m);
      Rung b = rungs.get(m + 1);
      if (a.finite() && b.finite() && onBranch(a) && onBranch(b)) {
        double apart = Math.abs(measured.apply(a).slope() - measured.apply(b).slope());
        noise = Math.max(noise, b.step() * apart);
      }
    }
    double most = noise;
    return new Ladder(rungs.stream().map(r -> r.noisier(most)).toList(), here);
  }

  /** The side opposite to a jump, if it moves and so is no stair; the whole quotient otherwise. */
  private Function<Rung, Quotient> steadySide() {
    boolean left = jumps(Rung::left);
    boolean right = jumps(Rung::right);
    if (left == right) {
      return CENTRAL;
    }
    Function<Rung, Quotient> other = left ? Rung::right : Rung::left;
    return moves(other) ? other : CENTRAL;
  }

  private boolean moves(Function<Rung, Quotient> side) {
    List<Rung> fine = rungs.subList(Math.max(0, rungs.size() - GROWING), rungs.size());
    return fine.stream().allMatch(r -> side.apply(r).slope() != 0);
  }

  /** The height of a stair; none where one side stays as it is however long the step. */
  private double stairs() {
    double height = 0;
    for (int m = rungs.size() - 1; m > 0; m--) {
      Rung coarser = rungs.get(m - 1);
      if (height == 0 && !rungs.get(m).still() || !coarser.finite() || !onBranch(coarser)) {
        return 0;
      }
      height = height == 0 && !coarser.still() ? coarser.change() : height;
      if (coarser.left().slope() != 0 && coarser.right().slope() != 0) {
        return height;
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

  /** The steepest slope on the point's own branch that noise does not explain; jumps have none. */
  double steepest() {
    double steepest = 0;
    boolean slopes = !jumps(Rung::left) && !jumps(Rung::right);
    for (Rung r : rungs) {
      if (slopes && r.finite() && onBranch(r)) {
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

  /**
   * Whether fine steps see the treads of a staircase beside a slope, and coarse ones the slope that
   * is claimed, from either side: {@code x + sin x} whose sine is rounded to float32. On a smooth
   * function what a quotient lacks grows sixteenfold a rung; over the first edge of a stair it
   * grows at once.
   */
  boolean treads(double claim, double fine) {
    int m = rungs.size() - 1;
    while (m >= 0 && lacks(rungs.get(m), fine) <= allowed(rungs.get(m), fine)) {
      m--;
    }
    boolean plateau = m >= 0 && m < rungs.size() - SETTLED;
    if (!plateau || lacks(rungs.get(m), fine) < AT_ONCE * allowed(rungs.get(m), fine)) {
      return false;
    }
    return rungs.subList(0, m).stream()
        .anyMatch(r -> roughly(r.left().slope(), claim) && roughly(r.right().slope(), claim));
  }

  private static final double AT_ONCE = 256;

  private static double lacks(Rung r, double fine) {
    return Math.abs(r.central().slope() - fine);
  }

  private static double allowed(Rung r, double fine) {
    return Tolerances.CAUTION * r.central().noise() + Tolerances.RELATIVE * Math.abs(fine);
  }

  private static boolean roughly(double slope, double claim) {
    return Math.abs(slope - claim) <= 0.02 * Math.abs(claim);
  }

  /** The longest step from which on neither the value moves nor the claim would move it by more. */
  @Nullable Rung resolved(double most, double claimed) {
    Rung longest = null;
    for (int m = rungs.size() - 1; m >= 0; m--) {
      Rung r = rungs.get(m);
      if (!(r.change() <= most && claimed * r.step() <= most)) {
        break;
      }
      longest = r;
    }
    return longest;
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
    for (int m = Math.max(0, from); m + 1 < rungs.size(); m++) {
      undefined &= !Double.isFinite(side.apply(rungs.get(m + 1)).slope());
    }
    return undefined || jumps(side);
  }

  /** Whether the value jumps on one side, and moves on the other as if there were no jump. */
  boolean jumps() {
    return jumps(Rung::left) != jumps(Rung::right) && steadySide() != CENTRAL;
  }

  private boolean jumps(Function<Rung, Quotient> side) {
    int from = rungs.size() - GROWING;
    boolean jumps = from >= 0;
    for (int m = Math.max(0, from); m + 1 < rungs.size(); m++) {
      double coarse = side.apply(rungs.get(m)).slope();
      double fine = side.apply(rungs.get(m + 1)).slope();
      jumps &= Math.abs(fine) > JUMP * Math.abs(coarse) && coarse != 0;
    }
    return jumps;
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
