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

  /** The same where twice the gradient overflows. */
  private static final double ONE_LARGE_RESULT = -Math.scalb(1.0, -40);

  private final Subject subject;
  private final Settings settings;
  private final int order;
  private final double[][] point;
  private final SplittableRandom random;

  Checker(Subject subject, Settings settings, int order) {
    this.subject = subject;
    this.settings = settings;
    this.order = order;
    this.point = subject.point();
    this.random = new SplittableRandom(settings.seed() + 31L * order);
  }

  Pass run() {
    Sample base = subject.at(point);
    int results = base.outputs().length;
    double[] cotangent = order == 1 ? cotangent(settings, results) : random(random, results);
    boolean ours = results == 1 && settings.cotangent() == null;
    Analytic analytic;
    Analytic again;
    try {
      analytic = subject.gradient(cotangent);
      if (ours && !finite(analytic)) {
        cotangent = new double[] {ONE_LARGE_RESULT};
        analytic = subject.gradient(cotangent);
      }
      again = subject.gradient(cotangent);
    } catch (RuntimeException e) {
      return failed(e, cotangent);
    }
    if (!same(base, subject.at(point)) || !same(analytic, again)) {
      return nondeterministic(analytic, again, cotangent);
    }
    double unit = ours ? cotangent[0] : 1;
    List<Weighing> weighings =
        Weighing.all(subject, base, analytic, cotangent, random).stream()
            .map(w -> w.over(unit))
            .toList();
    Survey survey = new Survey(subject, settings, base, weighings, random);
    Mode mode = survey.run();
    return pass(mode, survey, cotangent, 4 + weighings.size());
  }

  private static boolean finite(Analytic a) {
    return Arrays.stream(a.gradients()).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite);
  }

  private Pass pass(Mode mode, Survey survey, double[] cotangent, long before) {
    Pass found =
        new Pass(
            "",
            order,
            mode,
            survey.inputs(),
            survey.directionReports(),
            null,
            null,
            List.of(),
            before + survey.evaluations(),
            settings.errorCurve() ? survey.errorCurve() : List.of(),
            null);
    boolean putOff = order == 1 && found.kinksMeet();
    if (!found.speaksAgainst() && !putOff) {
      return order == 1 ? beyondDifferences(found, survey, cotangent) : found;
    }
    Blame blame = subject.blame(cotangent, settings);
    if (!found.speaksAgainst()) {
      return blame == null || blame.leftTheTape()
          ? found
          : found.convicted().with(blame, List.of());
    }
    blame =
        blame == null && settings.unsteadiness() == 0 ? subject.blameUnsteady(cotangent) : blame;
    if (blame == null && subject.looksAtRules() && found.slightlyWrong()) {
      return found.doubted();
    }
    List<Fault> faults = blame == null ? survey.faults() : List.of();
    return found.with(blame, faults);
  }

  /**
   * What a look at the rules says of a gradient that differences agree with: where it is asked for,
   * and where the whole gradient is zero. At a stationary point slopes are judged by what they are
   * nearby, and a fault that makes zero of a small gradient is below that.
   */
  private Pass beyondDifferences(Pass found, Survey survey, double[] cotangent) {
    Audit audit = subject.audit(cotangent, settings);
    if (audit != null || !survey.claimsNothing()) {
      return found.with(audit);
    }
    Blame blame = subject.blame(cotangent, settings);
    boolean wrong = blame != null && !blame.leftTheTape();
    return wrong ? found.with(Audit.of(List.of(), List.of(blame), null)) : found;
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
        "",
        order,
        Mode.FULL,
        List.of(),
        List.of(),
        "the gradient could not be computed (" + e.getMessage() + ")",
        blame,
        List.of(),
        1,
        List.of(),
        null);
  }

  private boolean same(Sample a, Sample b) {
    return (a.branch() == b.branch() || settings.unsteadiness() > 0)
        && near(a.outputs(), b.outputs());
  }

  private boolean same(Analytic a, Analytic b) {
    for (int k = 0; k < a.gradients().length; k++) {
      if (!near(a.gradients()[k], b.gradients()[k])) {
        return false;
      }
    }
    return true;
  }

  private boolean near(double[] a, double[] b) {
    boolean near = a.length == b.length;
    for (int i = 0; near && i < a.length; i++) {
      near =
          Double.compare(a[i], b[i]) == 0
              || a[i] == b[i]
              || Math.abs(a[i] - b[i]) <= settings.unsteadiness();
    }
    return near;
  }

  private Pass nondeterministic(Analytic first, Analytic second, double[] cotangent) {
    List<InputReport> inputs = new ArrayList<>();
    for (int k = 0; k < point.length; k++) {
      List<ElementReport> elements = new ArrayList<>();
      for (int i = 0; i < point[k].length; i++) {
        double a = first.gradients()[k][i];
        double b = second.gradients()[k][i];
        double apart = Math.abs(a - b);
        elements.add(
            new ElementReport(
                i, a, b, apart, 0, apart, 0, Verdict.NONDETERMINISTIC, "two evaluations"));
      }
      inputs.add(
          new InputReport(
              subject.names().get(k), subject.axes().get(k), first.reached()[k], elements));
    }
    Blame blame = subject.blameUnsteady(cotangent);
    return new Pass(
        "", order, Mode.FULL, inputs, List.of(), null, blame, List.of(), 4, List.of(), null);
  }
}
