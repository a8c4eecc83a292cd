package dev.capstan.autograd.check;

import dev.capstan.autograd.check.Line.Pair;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at one large input along random directions, and finds the elements that are wrong.
 *
 * <p>A direction moves every element by between a half and three halves of its own size, times the
 * step. One wrong element changes the slope by its error times its size, so every direction shows
 * every single fault; a second guards against faults that cancel in the first. Its detection limit
 * is what it says, a limit for one element of size 1.
 *
 * <p>Where a direction disagrees, the same direction is taken through half of the input. Slopes of
 * halves add up, so the other half's share of the error is known without looking. Two differences
 * and one extrapolation a halving lead to the element.
 */
final class Directions {
  /** Directions through each large input. */
  static final int EACH = 2;

  /** Wrong elements that are enough to see what is wrong with an input. */
  private static final int ENOUGH = 4;

  /** The usual step of a direction: no single difference is asked to be good, so it is longer. */
  private static final double STEP = Math.scalb(1.0, -13);

  /** The step of the search: far above rounding; the extrapolation takes care of the rest. */
  private static final double SEARCH_STEP = Math.scalb(1.0, -9);

  private final Survey survey;
  private final int k;
  private final double[] x;
  private final double[] u;
  private int wrong;

  Directions(Survey survey, int k) {
    this.survey = survey;
    this.k = k;
    this.x = survey.point()[k];
    this.u = new double[x.length];
  }

  List<DirectionReport> run() {
    List<DirectionReport> reports = new ArrayList<>();
    for (int d = 0; d < EACH; d++) {
      draw();
      ElementReport e = along(d);
      reports.add(new DirectionReport(survey.subject().names().get(k), e));
      if (e.verdict() == Verdict.WRONG) {
        locate(e);
        break;
      }
    }
    return reports;
  }

  /** A new direction; elements much smaller than the others move as far as a typical one. */
  private void draw() {
    double squares = 0;
    for (double v : x) {
      squares += v * v;
    }
    double typical = Math.sqrt(squares / Math.max(1, x.length));
    double[] draw = Checker.random(survey.random(), x.length);
    for (int i = 0; i < x.length; i++) {
      double size = Math.max(Math.abs(x[i]), typical == 0 ? 1 : typical);
      u[i] = draw[i] * size;
    }
  }

  private ElementReport along(int index) {
    List<Claim> claims = new ArrayList<>();
    List<Weighing> all = survey.weighings();
    for (int w = 0; w < all.size(); w++) {
      double[] g = all.get(w).analytic().gradients()[k];
      claims.add(
          new Claim(slope(g, 0, x.length), all.get(w).weights(), w, length(g), all.get(w).what()));
    }
    Line line = line(0, x.length);
    Tolerances strict = survey.settings().tolerances();
    strict = strict.withRelative(strict.relative() / Math.sqrt(Math.max(1, x.length)));
    ElementReport e =
        new Judge(strict, survey.settings().unsteadiness()).judgeAlong(index, claims, line, STEP);
    survey.count(line.evaluations());
    return e;
  }

  private Line line(int from, int to) {
    double[][] direction = new double[survey.point().length][0];
    direction[k] = new double[x.length];
    System.arraycopy(u, from, direction[k], from, to - from);
    return Line.along(survey.subject(), survey.rounding(), direction, survey.base());
  }

  private double slope(double[] g, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += u[i] * g[i];
    }
    return sum;
  }

  /** The root of the sum of squares of the elements' shares: the size of a typical slope. */
  private double length(double[] g) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      double share = u[i] * g[i];
      sum += Double.isFinite(share) ? share * share : 0;
    }
    return Math.sqrt(sum);
  }

  // --- the search -----------------------------------------------------------------------------

  private void locate(ElementReport e) {
    Weighing at = weighing(e);
    double[] g = at.analytic().gradients()[k];
    for (int i = 0; i < g.length && wrong < ENOUGH; i++) {
      if (!Double.isFinite(g[i])) {
        single(i);
      }
    }
    if (wrong == 0) {
      search(at, 0, x.length, e.analytic() - e.numeric(), e.limit());
    }
  }

  private Weighing weighing(ElementReport e) {
    for (Weighing w : survey.weighings()) {
      if (!w.what().isEmpty() && e.note().startsWith(w.what())) {
        return w;
      }
    }
    return survey.weighings().get(0);
  }

  private void search(Weighing at, int from, int to, double excess, double noticed) {
    if (wrong >= ENOUGH || !(Math.abs(excess) > noticed)) {
      return;
    }
    if (to - from == 1) {
      single(from);
      return;
    }
    int middle = (from + to) >>> 1;
    double first = excess(at, from, middle);
    double second = excess - first;
    boolean firstIsWorse = Math.abs(first) >= Math.abs(second);
    if (firstIsWorse) {
      search(at, from, middle, first, noticed);
      search(at, middle, to, second, noticed);
    } else {
      search(at, middle, to, second, noticed);
      search(at, from, middle, first, noticed);
    }
  }

  private void single(int i) {
    wrong += survey.element(k, i).verdict() == Verdict.WRONG ? 1 : 0;
  }

  /** Claimed less numeric slope along the direction through a stretch. */
  private double excess(Weighing at, int from, int to) {
    double[] g = at.analytic().gradients()[k];
    Line line = line(from, to);
    Claim claim = new Claim(slope(g, from, to), at.weights(), 0, 0, "");
    Projection f = new Projection(line, claim, 1, 0);
    Pair coarse = line.at(SEARCH_STEP);
    Pair fine = line.at(SEARCH_STEP / 4);
    double numeric = (16 * f.central(fine).slope() - f.central(coarse).slope()) / 15;
    survey.count(line.evaluations());
    return claim.slope() - numeric;
  }
}
