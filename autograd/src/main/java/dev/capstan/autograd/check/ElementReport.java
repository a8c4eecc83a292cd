package dev.capstan.autograd.check;

import static java.util.Objects.requireNonNull;

/**
 * One element of one gradient, compared.
 *
 * @param index the flat (row-major) index in the input
 * @param analytic what the gradient says
 * @param numeric what the differences say
 * @param error their distance
 * @param tolerance the distance that was allowed
 * @param limit the detection limit: the smallest fault that would have been seen here
 * @param step the step really taken
 * @param verdict the judgement
 * @param note why, where the numbers do not say it; else empty
 */
public record ElementReport(
    int index,
    double analytic,
    double numeric,
    double error,
    double tolerance,
    double limit,
    double step,
    Verdict verdict,
    String note) {

  /** The note of a slope that no convention of a single operation explains. */
  static final String KINKS_MEET =
      "kinks of several operations may meet here, whose conventions do not add up";

  public ElementReport {
    requireNonNull(verdict, "verdict");
    requireNonNull(note, "note");
  }

  /** The note of a difference that no rule explains, and that is small. */
  static final String DOUBTED =
      "differs a little, and every rule alone is right: ill-conditioned, or several small faults";

  /** Whether this was called wrong before each rule alone was found right. */
  boolean doubted() {
    return note.equals(DOUBTED);
  }

  /** Whether only a look at each operation can tell if this is wrong. */
  boolean kinksMeet() {
    return note.endsWith(KINKS_MEET);
  }

  /** The larger of both numbers; 0 if there is none. */
  double size() {
    double a = Double.isFinite(analytic) ? Math.abs(analytic) : 0;
    return Double.isFinite(numeric) ? Math.max(a, Math.abs(numeric)) : a;
  }

  /** The error as a share of the larger of both numbers. */
  public double relativeError() {
    double scale = Math.max(Math.abs(analytic), Math.abs(numeric));
    return scale == 0 ? error : error / scale;
  }

  /** The error in units of its tolerance: above 1 it is not explained. */
  public double excess() {
    return error == 0 ? 0 : error / tolerance;
  }

  ElementReport as(Verdict other, String why) {
    return new ElementReport(index, analytic, numeric, error, tolerance, limit, step, other, why);
  }
}
