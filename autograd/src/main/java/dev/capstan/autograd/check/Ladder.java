package dev.capstan.autograd.check;

import dev.capstan.autograd.check.Line.Pair;
import dev.capstan.autograd.check.Line.Quotient;
import java.util.ArrayList;
import java.util.List;

/**
 * Differences at many steps, for elements in doubt: from coarse to fine, each a quarter of the one
 * before. Richardson's extrapolation {@code (16 D(h/4) − D(h)) / 15} removes the h² term; where
 * three neighbouring extrapolations agree best, the value is taken, and their spread, with what
 * rounding adds, is its error.
 */
final class Ladder {

  /** Rungs above and below the usual step: 6.3e-3 down to 2.4e-8 at |x| ≤ 1. */
  private static final int COARSER = 5;

  private static final int FINER = 4;

  /** One step, with the slope on either side. */
  record Rung(double step, Quotient central, Quotient left, Quotient right, boolean sameBranch) {}

  /** A derivative, and how far it can be trusted. */
  record Estimate(double value, double error, double step) {}

  private final List<Rung> rungs = new ArrayList<>();

  private Ladder() {}

  static Ladder climb(Line line, double usual) {
    Ladder ladder = new Ladder();
    for (int k = COARSER; k >= -FINER; k--) {
      Pair p = line.at(usual * Math.scalb(1.0, 2 * k));
      long here = line.base().branch();
      boolean same = p.minus().branch() == here && p.plus().branch() == here;
      ladder.rungs.add(new Rung(p.step(), line.central(p), line.left(p), line.right(p), same));
    }
    return ladder;
  }

  /** The rungs at the usual step and below: those that tell a kink from a curve. */
  List<Rung> fine() {
    return rungs.subList(COARSER, rungs.size());
  }

  /** The best estimate from rungs that stay on one smooth piece; its error is infinite if none. */
  Estimate best() {
    Estimate best = new Estimate(Double.NaN, Double.POSITIVE_INFINITY, 0);
    for (int k = 2; k < rungs.size() - 1; k++) {
      Rung a = rungs.get(k - 1);
      Rung b = rungs.get(k);
      if (!rungs.get(k - 2).sameBranch()) {
        continue;
      }
      double before = extrapolated(k - 1);
      double value = extrapolated(k);
      double after = extrapolated(k + 1);
      double spread = Math.max(Math.abs(value - before), Math.abs(value - after));
      double error = spread + (16 * b.central().noise() + a.central().noise()) / 15;
      if (error < best.error()) {
        best = new Estimate(value, error, b.step());
      }
    }
    return best;
  }

  private double extrapolated(int k) {
    return (16 * rungs.get(k).central().slope() - rungs.get(k - 1).central().slope()) / 15;
  }

  /**
   * Whether the slopes on both sides differ as at a kink: on a curve their gap shrinks with the
   * step, fourfold a rung; at a kink it stays, and near one it stays on the rungs above it.
   */
  boolean showsKink() {
    List<Rung> fine = fine();
    double first = gap(fine.get(0));
    Rung last = fine.get(fine.size() - 1);
    boolean stays = gap(last) > 0.5 * first && gap(last) > noise(last) && first > 0;
    Rung above = rungs.get(COARSER - 1);
    double coarser = gap(rungs.get(COARSER - 2));
    return stays || gap(above) > noise(above) && coarser < 2 * gap(above);
  }

  private static double noise(Rung rung) {
    return rung.left().noise() + rung.right().noise();
  }

  private static double gap(Rung rung) {
    return Math.abs(rung.right().slope() - rung.left().slope());
  }
}
