package dev.capstan.autograd.check;

import dev.capstan.autograd.check.Ladder.Estimate;
import dev.capstan.autograd.check.Ladder.Rung;
import dev.capstan.autograd.check.Line.Pair;
import dev.capstan.autograd.check.Line.Quotient;
import java.util.List;

/**
 * Compares one slope with differences. The usual case costs two evaluations: the central difference
 * agrees, and so do the slopes on both sides. Anything else is a doubt, and is looked at on a
 * {@link Ladder} of steps before a verdict is given.
 */
final class Judge {
  private final Tolerances tolerances;

  Judge(Tolerances tolerances) {
    this.tolerances = tolerances;
  }

  /**
   * The verdict on one slope.
   *
   * @param index the index to report
   * @param analytic the slope claimed
   * @param line the function along it
   * @param step the usual step here
   * @param scale the largest gradient nearby, for the absolute tolerance
   */
  ElementReport judge(int index, double analytic, Line line, double step, double scale) {
    Pair pair = line.at(step);
    Quotient central = line.central(pair);
    double tolerance = allowed(analytic, central.slope(), scale) + central.noise() + line.residue();
    boolean near = Math.abs(analytic - central.slope()) <= tolerance;
    long here = line.base().branch();
    boolean oneBranch = pair.minus().branch() == here && pair.plus().branch() == here;
    if (near && oneBranch && !suspiciousJump(line, pair)) {
      return report(index, analytic, central.slope(), tolerance, pair.step(), Verdict.RIGHT, "");
    }
    return examine(index, analytic, line, step, scale, oneBranch);
  }

  private double allowed(double analytic, double numeric, double scale) {
    double claimed = Double.isFinite(analytic) ? Math.abs(analytic) : 0;
    double larger = Math.max(claimed, Math.abs(numeric));
    return tolerances.relative() * larger + tolerances.absolute() * scale;
  }

  private static boolean suspiciousJump(Line line, Pair pair) {
    Quotient left = line.left(pair);
    Quotient right = line.right(pair);
    double gap = Math.abs(right.slope() - left.slope());
    double size = Math.abs(left.slope()) + Math.abs(right.slope());
    return gap > Tolerances.SUSPICIOUS_JUMP * size + left.noise() + right.noise();
  }

  private ElementReport examine(
      int index, double analytic, Line line, double step, double scale, boolean oneBranch) {
    Ladder ladder = Ladder.climb(line, step);
    Estimate best = ladder.best();
    double caution = Tolerances.CAUTION * best.error();
    double tolerance = allowed(analytic, best.value(), scale) + caution + line.residue();
    double error = Math.abs(analytic - best.value());
    double small = Math.sqrt(tolerances.absolute()) * scale;
    boolean trusted = best.error() <= Tolerances.TRUSTED * Math.abs(best.value()) + small;
    boolean edgeOfDomain = Double.isNaN(best.value());
    if (!oneBranch || edgeOfDomain || ladder.showsKink()) {
      return atKink(index, analytic, ladder, scale, best);
    }
    if (error <= tolerance) {
      return report(
          index,
          analytic,
          best.value(),
          tolerance,
          best.step(),
          trusted ? Verdict.RIGHT : Verdict.NUMERIC_UNRELIABLE,
          trusted ? "" : spread(best));
    }
    boolean refuted = trusted || error > Tolerances.CLEARLY * best.error();
    return report(
        index,
        analytic,
        best.value(),
        tolerance,
        best.step(),
        refuted ? Verdict.WRONG : Verdict.NUMERIC_UNRELIABLE,
        refuted ? "" : spread(best));
  }

  /**
   * The slope on one side of the point.
   *
   * @param slope the one-sided difference
   * @param slack what rounding and curvature may have done to it
   * @param bounds false where it is not finite, or grows as the step shrinks: then the function
   *     itself jumps, and the slope says nothing
   */
  private record Side(double slope, double slack, boolean bounds) {
    static Side of(Quotient coarse, Quotient fine) {
      double change = Math.abs(coarse.slope() - fine.slope());
      double noise = coarse.noise() + fine.noise();
      boolean bounded = Math.abs(fine.slope()) <= 2 * Math.abs(coarse.slope()) + noise;
      double curvature =
          Math.min(2 * change, Tolerances.SUSPICIOUS_JUMP * Math.abs(coarse.slope()));
      return new Side(coarse.slope(), coarse.noise() + curvature, bounded);
    }
  }

  /** At a kink: accepted if, at some step, the gradient lies between the slopes on both sides. */
  private ElementReport atKink(
      int index, double analytic, Ladder ladder, double scale, Estimate best) {
    List<Rung> fine = ladder.fine();
    if (Double.isInfinite(analytic) && grows(fine, Math.signum(analytic))) {
      double numeric = fine.get(fine.size() - 1).central().slope();
      String note = "the slope grows without bound as the step shrinks";
      return report(index, analytic, numeric, 0, 0, Verdict.AT_A_KINK, note);
    }
    boolean blind = true;
    for (int k = 0; k + 1 < fine.size(); k++) {
      Rung rung = fine.get(k);
      Side left = Side.of(rung.left(), fine.get(k + 1).left());
      Side right = Side.of(rung.right(), fine.get(k + 1).right());
      if (!left.bounds() && !right.bounds()) {
        continue;
      }
      blind = false;
      Side one = left.bounds() ? left : right;
      Side other = right.bounds() ? right : left;
      double slack = one.slack() + other.slack() + allowed(one.slope(), other.slope(), scale);
      double low = Math.min(one.slope(), other.slope()) - slack;
      double high = Math.max(one.slope(), other.slope()) + slack;
      if (analytic >= low && analytic <= high) {
        return report(
            index,
            analytic,
            rung.central().slope(),
            high - low,
            rung.step(),
            Verdict.AT_A_KINK,
            slopes(rung));
      }
    }
    double tolerance = allowed(analytic, best.value(), scale) + Tolerances.CAUTION * best.error();
    if (Math.abs(analytic - best.value()) <= tolerance) {
      return report(index, analytic, best.value(), tolerance, best.step(), Verdict.AT_A_KINK, "");
    }
    Rung rung = fine.get(fine.size() / 2);
    Verdict verdict = blind ? Verdict.NUMERIC_UNRELIABLE : Verdict.WRONG;
    double numeric = rung.central().slope();
    return report(index, analytic, numeric, tolerance, rung.step(), verdict, slopes(rung));
  }

  /** Whether the slope on one side has this sign and grows at every rung, as that of √x at 0. */
  private static boolean grows(List<Rung> fine, double sign) {
    boolean left = true;
    boolean right = true;
    for (int k = 0; k + 1 < fine.size(); k++) {
      Rung a = fine.get(k);
      Rung b = fine.get(k + 1);
      left &=
          sign * b.left().slope() > Tolerances.GROWTH * sign * a.left().slope()
              && sign * a.left().slope() > 0;
      right &=
          sign * b.right().slope() > Tolerances.GROWTH * sign * a.right().slope()
              && sign * a.right().slope() > 0;
    }
    return left || right;
  }

  private static String slopes(Rung rung) {
    return "slopes "
        + Numbers.shown(rung.left().slope())
        + " from the left, "
        + Numbers.shown(rung.right().slope())
        + " from the right";
  }

  private static String spread(Estimate best) {
    return "differences at several steps spread by " + Numbers.shown(best.error());
  }

  private static ElementReport report(
      int index,
      double analytic,
      double numeric,
      double tolerance,
      double step,
      Verdict verdict,
      String note) {
    double error = Math.abs(analytic - numeric);
    return new ElementReport(index, analytic, numeric, error, tolerance, step, verdict, note);
  }
}
