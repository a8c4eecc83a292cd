package dev.capstan.autograd.check;

import dev.capstan.autograd.check.Subject.Careful;
import dev.capstan.autograd.check.Subject.Rounder;
import dev.capstan.autograd.check.Subject.Sample;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The function along one line through the point. Every step is evaluated once and remembered. */
final class Line {

  /**
   * The samples on both sides at one step.
   *
   * @param behind the distance really gone to the one side: {@code x − h} is rounded
   * @param ahead the distance really gone to the other
   */
  record Pair(Careful minus, Careful plus, double behind, double ahead) {
    double step() {
      return 0.5 * (behind + ahead);
    }
  }

  private static final double[] NO_BOUNDS = {};

  private final Subject subject;
  private final Supplier<@Nullable Rounder> rounder;
  private final double[][] point;
  private final double[][] direction;
  private final int input;
  private final int element;
  private final Sample base;
  private final Map<Double, Pair> quick = new HashMap<>();
  private final Map<Double, Pair> careful = new HashMap<>();
  private int evaluations;
  private @Nullable String refusal;

  private Line(
      Subject subject,
      Supplier<@Nullable Rounder> rounder,
      double[][] direction,
      int input,
      int element,
      Sample base) {
    this.subject = subject;
    this.rounder = rounder;
    this.point = subject.point();
    this.direction = direction;
    this.input = input;
    this.element = element;
    this.base = base;
  }

  /** Along one element. */
  static Line along(
      Subject s, Supplier<@Nullable Rounder> rounder, int input, int element, Sample base) {
    return new Line(s, rounder, new double[0][], input, element, base);
  }

  /** Along a direction through all inputs. */
  static Line along(
      Subject s, Supplier<@Nullable Rounder> rounder, double[][] direction, Sample base) {
    return new Line(s, rounder, direction, -1, -1, base);
  }

  Sample base() {
    return base;
  }

  int evaluations() {
    return evaluations;
  }

  /** What the function said when it refused a point of the line; null if it never did. */
  @Nullable String refusal() {
    return refusal;
  }

  /** Where on the line the point lies: the element's value; 0 on a direction. */
  double origin() {
    return input >= 0 ? point[input][element] : 0;
  }

  /** Both sides at one step, values alone. */
  Pair at(double step) {
    return quick.computeIfAbsent(step, h -> pair(h, null));
  }

  /** Both sides at one step, with bounds on rounding where the subject knows any. */
  Pair carefullyAt(double step) {
    Rounder bounds = rounder.get();
    return bounds == null ? at(step) : careful.computeIfAbsent(step, h -> pair(h, bounds));
  }

  /** The bound on rounding at the point itself, for one of the weighings; 0 if none is known. */
  double whole(int index) {
    Rounder bounds = rounder.get();
    return bounds == null || index >= bounds.whole().length ? 0 : bounds.whole()[index];
  }

  private Pair pair(double step, @Nullable Rounder bounds) {
    if (input < 0) {
      return new Pair(
          evaluate(shifted(-step), bounds), evaluate(shifted(step), bounds), step, step);
    }
    double x = point[input][element];
    double right = x + step;
    double left = x - step;
    return new Pair(
        evaluate(moved(left), bounds), evaluate(moved(right), bounds), x - left, right - x);
  }

  /** A function that refuses a point by an exception is not defined there. */
  private Careful evaluate(double[][] x, @Nullable Rounder bounds) {
    evaluations++;
    try {
      return bounds == null ? new Careful(subject.at(x), NO_BOUNDS) : bounds.at(x);
    } catch (RuntimeException e) {
      refusal = String.valueOf(e.getMessage());
      double[] undefined = new double[base.outputs().length];
      Arrays.fill(undefined, Double.NaN);
      return new Careful(new Sample(undefined, ~base.branch()), NO_BOUNDS);
    }
  }

  private double[][] moved(double to) {
    double[][] x = point.clone();
    x[input] = point[input].clone();
    x[input][element] = to;
    return x;
  }

  private double[][] shifted(double step) {
    double[][] x = new double[point.length][];
    for (int k = 0; k < x.length; k++) {
      x[k] = direction[k].length == 0 ? point[k] : point[k].clone();
      for (int i = 0; i < direction[k].length; i++) {
        x[k][i] += step * direction[k][i];
      }
    }
    return x;
  }
}
