package dev.capstan.autograd.check;

import dev.capstan.autograd.check.Subject.Rounder;
import dev.capstan.autograd.check.Subject.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the elements of a gradient: input by input, at every element of a small one and along
 * random {@link Directions} of a large one, whatever stands beside it.
 */
final class Survey {
  /** A longer step, tried where differences at the usual one drown in the noise of large values. */
  private static final double LONG_STEP = 16 * Tolerances.STEP;

  /** Inputs of any size up to this are looked at element by element, however many there are. */
  private static final int ALWAYS = 64;

  /** Others only while no more elements than this have been. */
  private static final int ENOUGH = 4 * Tolerances.FULL_LIMIT;

  private final Subject subject;
  private final Settings settings;
  private final Judge judge;
  private final Sample base;
  private final List<Weighing> weighings;
  private final SplittableRandom random;
  private final double[][] point;
  private final double[][] largest;
  private final double[] usual;
  private final List<List<ElementReport>> elements = new ArrayList<>();
  private final List<DirectionReport> directions = new ArrayList<>();
  private boolean roundingAsked;
  private @Nullable Rounder known;
  private long evaluations;

  Survey(
      Subject subject,
      Settings settings,
      Sample base,
      List<Weighing> weighings,
      SplittableRandom random) {
    this.subject = subject;
    this.settings = settings;
    this.judge = new Judge(settings.tolerances(), settings.unsteadiness());
    this.base = base;
    this.weighings = weighings;
    this.random = random;
    this.point = subject.point();
    this.largest = new double[weighings.size()][point.length];
    this.usual = new double[point.length];
    for (int k = 0; k < point.length; k++) {
      usual[k] = Tolerances.STEP;
      elements.add(new ArrayList<>());
      for (int w = 0; w < weighings.size(); w++) {
        largest[w][k] = weighings.get(w).largest(k);
      }
    }
  }

  // --- running --------------------------------------------------------------------------------

  /** Looks at all inputs; FULL if every element of every one was looked at. */
  Mode run() {
    boolean[] full = new boolean[point.length];
    long total = 0;
    long soFar = 0;
    boolean all = true;
    for (int k = 0; k < point.length; k++) {
      full[k] = full(point[k].length, soFar);
      soFar += full[k] ? point[k].length : 0;
      total += full[k] ? point[k].length : Directions.EACH;
      all &= full[k];
    }
    long done = 0;
    for (int k = 0; k < point.length; k++) {
      for (int i = 0; full[k] && i < point[k].length; i++) {
        element(k, i);
        settings.progress().at(++done, total);
      }
      if (!full[k]) {
        directions.addAll(new Directions(this, k).run());
        done += Directions.EACH;
        settings.progress().at(done, total);
      }
    }
    return all ? Mode.FULL : Mode.DIRECTIONAL;
  }

  private boolean full(int size, long soFar) {
    return switch (settings.mode()) {
      case FULL -> true;
      case DIRECTIONAL -> false;
      case AUTO -> size <= ALWAYS || size <= Tolerances.FULL_LIMIT && soFar + size <= ENOUGH;
    };
  }

  /** Judges one element and keeps the report. */
  ElementReport element(int k, int i) {
    Line line = Line.along(subject, this::rounder, k, i, base);
    double size = Math.max(1, Math.abs(point[k][i]));
    List<Claim> claims = new ArrayList<>();
    for (int w = 0; w < weighings.size(); w++) {
      Weighing v = weighings.get(w);
      boolean defined = Double.isFinite(weighings.get(0).analytic().gradients()[k][i]);
      if (w == 0 || defined) {
        double slope = v.analytic().gradients()[k][i];
        claims.add(new Claim(slope, v.weights(), w, largest[w][k], v.what()));
      }
    }
    ElementReport e = judge.judge(i, claims, line, size, usual[k] * size);
    evaluations += line.evaluations();
    adapt(k, e, size);
    e = reached(k, e);
    elements.get(k).add(e);
    return e;
  }

  /** Where the usual step left a doubt without cause, the next element is tried at a longer one. */
  private void adapt(int k, ElementReport e, double size) {
    boolean firstLook = Math.abs(e.step() / (usual[k] * size) - 1) < 0.5;
    if (!firstLook && e.verdict() == Verdict.RIGHT) {
      usual[k] = usual[k] == Tolerances.STEP ? LONG_STEP : Tolerances.STEP;
    }
  }

  private ElementReport reached(int k, ElementReport e) {
    if (weighings.get(0).analytic().reached()[k]) {
      return e;
    }
    return e.verdict() == Verdict.RIGHT
        ? e.as(Verdict.NOT_REACHED, "")
        : e.as(e.verdict(), "no operation on the tape leads here");
  }

  /** The subject's bounds on rounding, worked out when first wanted. */
  @Nullable Rounder rounder() {
    if (!roundingAsked) {
      roundingAsked = true;
      known = subject.rounder(weighings.stream().map(Weighing::weights).toList());
    }
    return known;
  }

  // --- for directions -------------------------------------------------------------------------

  Subject subject() {
    return subject;
  }

  double[][] point() {
    return point;
  }

  Sample base() {
    return base;
  }

  List<Weighing> weighings() {
    return weighings;
  }

  SplittableRandom random() {
    return random;
  }

  Settings settings() {
    return settings;
  }

  Supplier<@Nullable Rounder> rounding() {
    return this::rounder;
  }

  void count(long more) {
    evaluations += more;
  }

  /** Whether the gradient that is claimed is zero, all of it. */
  boolean claimsNothing() {
    double[][] all = weighings.get(0).analytic().gradients();
    return Arrays.stream(all).flatMapToDouble(Arrays::stream).allMatch(g -> g == 0);
  }

  // --- after the verdicts ---------------------------------------------------------------------

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
              weighings.get(0).analytic().reached()[k],
              elements.get(k)));
    }
    return reports;
  }

  /** What the gradient of the input with the worst element looks like. */
  List<Fault> faults() {
    Pass.@Nullable Located worst = worst();
    if (worst == null) {
      return List.of();
    }
    int k = subject.names().indexOf(worst.input().name());
    Weighing all = weighings.get(0);
    return Faults.of(subject, all.weights(), k, all.analytic().gradients()[k]);
  }

  /** Differences over twelve decades of the step, at the worst element. */
  List<ErrorAtStep> errorCurve() {
    Pass.@Nullable Located worst = worst();
    if (worst == null) {
      return List.of();
    }
    int k = subject.names().indexOf(worst.input().name());
    int i = worst.element().index();
    Weighing all = weighings.get(0);
    double slope = all.analytic().gradients()[k][i];
    Claim claim = new Claim(slope, all.weights(), 0, largest[0][k], "");
    Line line = Line.along(subject, () -> null, k, i, base);
    return ErrorCurve.of(new Projection(line, claim, 1, 0), slope);
  }

  private Pass.@Nullable Located worst() {
    return Pass.worst(inputs());
  }
}
