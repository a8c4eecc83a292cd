package dev.capstan.autograd.check;

import dev.capstan.autograd.check.Subject.Analytic;
import dev.capstan.autograd.check.Subject.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Runs one pass of a check over a subject. */
final class Checker {
  /**
   * The weight of a function's only result. Not 1, which would hide a rule that forgets to multiply
   * by it; a power of two, so that dividing by it gives the user's own numbers exactly.
   */
  private static final double ONE_RESULT = -2;

  private final Subject subject;
  private final Settings settings;
  private final int order;
  private final double[][] point;
  private final Judge judge;
  private final SplittableRandom random;
  private long evaluations;

  Checker(Subject subject, Settings settings, int order) {
    this.subject = subject;
    this.settings = settings;
    this.order = order;
    this.point = subject.point();
    this.judge = new Judge(settings.tolerances());
    this.random = new SplittableRandom(settings.seed() + 31L * order);
  }

  Pass run() {
    Sample base = subject.at(point);
    int results = base.outputs().length;
    double[] cotangent = order == 1 ? cotangent(settings, results) : random(random, results);
    double unit = results == 1 && settings.cotangent() == null ? cotangent[0] : 1;
    Analytic analytic;
    Analytic again;
    try {
      analytic = subject.gradient(cotangent);
      again = subject.gradient(cotangent);
    } catch (RuntimeException e) {
      return failed(e, cotangent);
    }
    evaluations = 4;
    double[] weights = scaled(cotangent, unit);
    analytic = scaled(analytic, unit);
    again = scaled(again, unit);
    if (!same(base, subject.at(point)) || !same(analytic, again)) {
      return nondeterministic(analytic, again);
    }
    Mode mode = mode();
    Survey survey = new Survey(subject, settings, judge, weights, base, analytic, random, order);
    if (mode == Mode.FULL) {
      survey.everyElement();
    } else {
      survey.directions();
    }
    evaluations += survey.evaluations();
    return pass(mode, survey, cotangent);
  }

  private static double[] scaled(double[] c, double unit) {
    return Arrays.stream(c).map(x -> x / unit).toArray();
  }

  private static Analytic scaled(Analytic a, double unit) {
    double[][] g = Arrays.stream(a.gradients()).map(x -> scaled(x, unit)).toArray(double[][]::new);
    return new Analytic(g, a.reached());
  }

  private Pass pass(Mode mode, Survey survey, double[] cotangent) {
    Pass found =
        new Pass(
            order,
            mode,
            survey.inputs(),
            survey.directionReports(),
            null,
            null,
            List.of(),
            evaluations,
            settings.errorCurve() ? survey.errorCurve() : List.of());
    if (found.ok(Kinks.ACCEPT) || found.nothingJudged()) {
      return found;
    }
    Blame blame = subject.blame(cotangent, settings);
    List<Fault> faults = blame == null ? survey.faults() : List.of();
    return new Pass(
        order,
        mode,
        found.inputs(),
        found.directions(),
        null,
        blame,
        faults,
        evaluations,
        found.errorCurve());
  }

  private Mode mode() {
    int elements = Arrays.stream(point).mapToInt(x -> x.length).sum();
    return settings.mode() != Mode.AUTO
        ? settings.mode()
        : elements <= Tolerances.FULL_LIMIT ? Mode.FULL : Mode.DIRECTIONAL;
  }

  /** The weights of the results: those given, or random ones. */
  static double[] cotangent(Settings settings, int length) {
    double @Nullable [] given = settings.cotangent();
    if (given == null && length == 1) {
      return new double[] {ONE_RESULT};
    }
    if (given == null) {
      return random(new SplittableRandom(settings.seed()), length);
    }
    if (given.length != length) {
      throw new IllegalArgumentException(
          "gradcheck: the cotangent has another size than the result: got "
              + given.length
              + ", expected "
              + length);
    }
    return given.clone();
  }

  /** Magnitudes between a half and three halves, random signs: no two outputs weigh the same. */
  static double[] random(SplittableRandom random, int length) {
    double[] c = new double[length];
    for (int j = 0; j < length; j++) {
      c[j] = (random.nextBoolean() ? 1 : -1) * (0.5 + random.nextDouble());
    }
    return c;
  }

  /** The gradient threw: a rule that returns the wrong form can be blamed, anything else not. */
  private Pass failed(RuntimeException e, double[] cotangent) {
    Blame blame = subject.blame(cotangent, settings);
    if (blame == null) {
      throw e;
    }
    return new Pass(
        order,
        Mode.FULL,
        List.of(),
        List.of(),
        "the gradient could not be computed (" + e.getMessage() + ")",
        blame,
        List.of(),
        1,
        List.of());
  }

  private static boolean same(Sample a, Sample b) {
    return a.branch() == b.branch() && Arrays.equals(a.outputs(), b.outputs());
  }

  private static boolean same(Analytic a, Analytic b) {
    return Arrays.deepEquals(a.gradients(), b.gradients());
  }

  private Pass nondeterministic(Analytic first, Analytic second) {
    List<InputReport> inputs = new ArrayList<>();
    for (int k = 0; k < point.length; k++) {
      List<ElementReport> elements = new ArrayList<>();
      for (int i = 0; i < point[k].length; i++) {
        double a = first.gradients()[k][i];
        double b = second.gradients()[k][i];
        elements.add(
            new ElementReport(
                i, a, b, Math.abs(a - b), 0, 0, Verdict.NONDETERMINISTIC, "two evaluations"));
      }
      inputs.add(
          new InputReport(
              subject.names().get(k), subject.axes().get(k), first.reached()[k], elements));
    }
    return new Pass(
        order, Mode.FULL, inputs, List.of(), null, null, List.of(), evaluations, List.of());
  }
}
