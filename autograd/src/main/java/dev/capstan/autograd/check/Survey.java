package dev.capstan.autograd.check;

import dev.capstan.autograd.check.Subject.Analytic;
import dev.capstan.autograd.check.Subject.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the elements of a gradient: at every one, or along random directions.
 *
 * <p>A direction through all inputs costs two evaluations and sees almost surely any fault larger
 * than the noise. Where it disagrees, directions through single inputs and then through halves of
 * an input lead to single elements, in about two evaluations a halving.
 */
final class Survey {
  /** Wrong elements that are enough to see what is wrong with an input. */
  private static final int ENOUGH = 4;

  /** A part of an input this small is looked at element by element. */
  private static final int SMALL = 4;

  private final Subject subject;
  private final Settings settings;
  private final Judge judge;
  private final double[] cotangent;
  private final Sample base;
  private final Analytic analytic;
  private final SplittableRandom random;
  private final int order;
  private final double[][] point;
  private final List<List<ElementReport>> elements = new ArrayList<>();
  private final List<DirectionReport> directions = new ArrayList<>();
  private long evaluations;

  Survey(
      Subject subject,
      Settings settings,
      Judge judge,
      double[] cotangent,
      Sample base,
      Analytic analytic,
      SplittableRandom random,
      int order) {
    this.subject = subject;
    this.settings = settings;
    this.judge = judge;
    this.cotangent = cotangent;
    this.base = base;
    this.analytic = analytic;
    this.random = random;
    this.order = order;
    this.point = subject.point();
    for (int k = 0; k < point.length; k++) {
      elements.add(new ArrayList<>());
    }
  }

  long evaluations() {
    return evaluations;
  }

  List<DirectionReport> directionReports() {
    return directions;
  }

  List<InputReport> inputs() {
    List<InputReport> reports = new ArrayList<>();
    for (int k = 0; k < point.length; k++) {
      elements.get(k).sort(Comparator.comparingInt(ElementReport::index));
      reports.add(
          new InputReport(
              subject.names().get(k),
              subject.axes().get(k),
              analytic.reached()[k],
              elements.get(k)));
    }
    return reports;
  }

  // --- every element --------------------------------------------------------------------------

  void everyElement() {
    long total = 0;
    for (double[] x : point) {
      total += x.length;
    }
    long done = 0;
    for (int k = 0; k < point.length; k++) {
      double scale = largest(k);
      for (int i = 0; i < point[k].length; i++) {
        element(k, i, scale);
        settings.progress().at(++done, total);
      }
    }
  }

  private ElementReport element(int k, int i, double scale) {
    Line line = Line.along(subject, k, i, cotangent, settings.tolerances().roundings(), base);
    double step = Tolerances.STEP * Math.max(1, Math.abs(point[k][i]));
    ElementReport e = judge.judge(i, analytic.gradients()[k][i], line, step, scale);
    evaluations += line.evaluations();
    if (!analytic.reached()[k]) {
      e =
          e.verdict() == Verdict.RIGHT
              ? e.as(Verdict.NOT_REACHED, "")
              : e.as(e.verdict(), "no operation on the tape leads here");
    }
    elements.get(k).add(e);
    return e;
  }

  private double largest(int k) {
    double largest = 0;
    for (double g : analytic.gradients()[k]) {
      largest = Double.isFinite(g) ? Math.max(largest, Math.abs(g)) : largest;
    }
    return largest;
  }

  // --- directions -----------------------------------------------------------------------------

  void directions() {
    int n = point.length;
    long total = (long) Tolerances.DIRECTIONS + n;
    boolean wrong = false;
    for (int d = 0; d < Tolerances.DIRECTIONS; d++) {
      ElementReport e = along(d, 0, n, -1, 0);
      directions.add(new DirectionReport("all inputs", e));
      wrong |= e.verdict() == Verdict.WRONG;
      settings.progress().at(d + 1L, total);
    }
    for (int k = 0; k < n; k++) {
      if (wrong && point[k].length > 0) {
        locate(k);
      }
      sample(k);
      settings.progress().at(Tolerances.DIRECTIONS + k + 1L, total);
    }
  }

  /** The largest element of a gradient and one at random: something to read in the report. */
  private void sample(int k) {
    double[] g = analytic.gradients()[k];
    if (g.length == 0) {
      return;
    }
    int largest = 0;
    for (int i = 1; i < g.length; i++) {
      largest = Math.abs(g[i]) > Math.abs(g[largest]) ? i : largest;
    }
    single(k, largest);
    single(k, random.nextInt(g.length));
  }

  private boolean single(int k, int i) {
    for (ElementReport e : elements.get(k)) {
      if (e.index() == i) {
        return e.verdict() == Verdict.WRONG;
      }
    }
    return element(k, i, largest(k)).verdict() == Verdict.WRONG;
  }

  private void locate(int k) {
    ElementReport e = along(directions.size(), k, k + 1, 0, point[k].length);
    directions.add(new DirectionReport(subject.names().get(k), e));
    if (e.verdict() == Verdict.WRONG) {
      search(k, 0, point[k].length);
    }
  }

  /** Halves a stretch of one input that is wrong until single elements are left. */
  private void search(int k, int from, int to) {
    if (wrongSoFar(k) >= ENOUGH) {
      return;
    }
    if (to - from <= SMALL) {
      for (int i = from; i < to; i++) {
        single(k, i);
      }
      return;
    }
    int middle = (from + to) >>> 1;
    if (along(0, k, k + 1, from, middle).verdict() == Verdict.WRONG) {
      search(k, from, middle);
    }
    if (wrongSoFar(k) < ENOUGH && along(0, k, k + 1, middle, to).verdict() == Verdict.WRONG) {
      search(k, middle, to);
    }
  }

  private long wrongSoFar(int k) {
    return elements.get(k).stream().filter(e -> e.verdict() == Verdict.WRONG).count();
  }

  /**
   * The slope along a random direction of unit length times the typical size of x; through some
   * inputs ({@code from} negative: all of their elements), or a stretch of one.
   */
  private ElementReport along(int index, int firstInput, int lastInput, int from, int to) {
    double[][] u = new double[point.length][];
    double squares = 0;
    double sizes = 0;
    long count = 0;
    for (int k = 0; k < u.length; k++) {
      u[k] = new double[point[k].length];
      if (k < firstInput || k >= lastInput) {
        continue;
      }
      int begin = Math.max(0, from);
      int end = from < 0 ? u[k].length : to;
      double[] draw = Checker.random(random, end - begin);
      for (int i = begin; i < end; i++) {
        u[k][i] = draw[i - begin];
        squares += u[k][i] * u[k][i];
        sizes += point[k][i] * point[k][i];
        count++;
      }
    }
    double typical = Math.max(1, Math.sqrt(sizes / Math.max(1, count)));
    double length = typical / Math.sqrt(Math.max(squares, Double.MIN_NORMAL));
    double slope = 0;
    double scale = 0;
    for (int k = 0; k < u.length; k++) {
      for (int i = 0; i < u[k].length; i++) {
        u[k][i] *= length;
        slope += u[k][i] * analytic.gradients()[k][i];
        scale = Math.max(scale, Math.abs(u[k][i] * analytic.gradients()[k][i]));
      }
    }
    Line line = Line.along(subject, u, cotangent, settings.tolerances().roundings(), base);
    ElementReport e = judge.judge(index, slope, line, Tolerances.STEP, scale);
    evaluations += line.evaluations();
    return e;
  }

  // --- after the verdicts ---------------------------------------------------------------------

  /** What the gradient of the input with the worst element looks like. */
  List<Fault> faults() {
    Pass.@Nullable Located worst = worst();
    if (worst == null) {
      return List.of();
    }
    int k = subject.names().indexOf(worst.input().name());
    return Faults.of(subject, cotangent, k, analytic.gradients()[k]);
  }

  /** Errors of differences over twelve decades of the step, at the worst element. */
  List<ErrorAtStep> errorCurve() {
    Pass.@Nullable Located worst = worst();
    if (worst == null) {
      return List.of();
    }
    int k = subject.names().indexOf(worst.input().name());
    int i = worst.element().index();
    return ErrorCurve.of(
        Line.along(subject, k, i, cotangent, settings.tolerances().roundings(), base),
        analytic.gradients()[k][i]);
  }

  private Pass.@Nullable Located worst() {
    return new Pass(order, Mode.FULL, inputs(), List.of(), null, null, List.of(), 0, List.of())
        .worst();
  }
}
