package dev.capstan.autograd.check;

import dev.capstan.autograd.check.Subject.Sample;

/** The function along one line through the point, projected by the cotangent. */
final class Line {

  /**
   * A difference quotient.
   *
   * @param slope the quotient, NaN where the function is not finite
   * @param noise what rounding may have done to it
   */
  record Quotient(double slope, double noise) {}

  /** The samples on both sides at one step; {@code behind} and {@code ahead} are really taken. */
  record Pair(Sample minus, Sample plus, double behind, double ahead) {
    double step() {
      return 0.5 * (behind + ahead);
    }
  }

  private final Subject subject;
  private final double[][] point;
  private final double[][] direction;
  private final int input;
  private final int element;
  private final double[] cotangent;
  private final double roundings;
  private final Sample base;
  private int evaluations;

  private Line(
      Subject subject,
      double[][] direction,
      int input,
      int element,
      double[] cotangent,
      double roundings,
      Sample base) {
    this.subject = subject;
    this.point = subject.point();
    this.direction = direction;
    this.input = input;
    this.element = element;
    this.cotangent = cotangent;
    this.roundings = roundings;
    this.base = base;
  }

  /** Along one element. */
  static Line along(
      Subject s, int input, int element, double[] cotangent, double roundings, Sample base) {
    return new Line(s, new double[0][], input, element, cotangent, roundings, base);
  }

  /** Along a direction through all inputs. */
  static Line along(
      Subject s, double[][] direction, double[] cotangent, double roundings, Sample base) {
    return new Line(s, direction, -1, -1, cotangent, roundings, base);
  }

  Sample base() {
    return base;
  }

  /**
   * What rounding may leave of a gradient that is zero because terms cancel: the differences may
   * then be exactly zero and know of no noise.
   */
  double residue() {
    double sum = 0;
    double[] y = base.outputs();
    for (int j = 0; j < y.length; j++) {
      sum += Double.isFinite(y[j]) ? Math.abs(cotangent[j] * y[j]) : 0;
    }
    return roundings * Tolerances.EPSILON * sum;
  }

  int evaluations() {
    return evaluations;
  }

  Pair at(double step) {
    if (input >= 0) {
      double x = point[input][element];
      double right = x + step;
      double left = x - step;
      return new Pair(moved(left), moved(right), x - left, right - x);
    }
    return new Pair(shifted(-step), shifted(step), step, step);
  }

  private Sample moved(double to) {
    double[][] x = point.clone();
    x[input] = point[input].clone();
    x[input][element] = to;
    evaluations++;
    return subject.at(x);
  }

  private Sample shifted(double step) {
    double[][] x = new double[point.length][];
    for (int k = 0; k < x.length; k++) {
      x[k] = point[k].clone();
      for (int i = 0; i < x[k].length; i++) {
        x[k][i] += step * direction[k][i];
      }
    }
    evaluations++;
    return subject.at(x);
  }

  Quotient central(Pair p) {
    return quotient(p.minus(), p.plus(), p.behind() + p.ahead());
  }

  Quotient left(Pair p) {
    return quotient(p.minus(), base, p.behind());
  }

  Quotient right(Pair p) {
    return quotient(base, p.plus(), p.ahead());
  }

  /**
   * Differences element by element, then the projection: outputs that the step does not touch drop
   * out exactly, and so does their rounding.
   */
  private Quotient quotient(Sample from, Sample to, double step) {
    double sum = 0;
    double noise = 0;
    double[] a = from.outputs();
    double[] b = to.outputs();
    if (a.length != cotangent.length || b.length != cotangent.length) {
      return new Quotient(Double.NaN, Double.POSITIVE_INFINITY);
    }
    for (int j = 0; j < a.length; j++) {
      if (a[j] != b[j]) {
        sum += cotangent[j] * (b[j] - a[j]);
        noise += Math.abs(cotangent[j]) * Math.max(Math.abs(a[j]), Math.abs(b[j]));
      }
    }
    return new Quotient(sum / step, roundings * Tolerances.EPSILON * noise / step);
  }
}
