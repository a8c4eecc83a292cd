package dev.capstan.autograd.check;

/**
 * One element of one gradient, compared.
 *
 * @param index the flat (row-major) index in the input
 * @param analytic what the gradient says
 * @param numeric what the differences say
 * @param error their distance
 * @param tolerance the distance that was allowed
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
    double step,
    Verdict verdict,
    String note) {

  /** The error as a share of the larger of both numbers. */
  public double relativeError() {
    double scale = Math.max(Math.abs(analytic), Math.abs(numeric));
    return scale == 0 ? error : error / scale;
  }

  ElementReport as(Verdict other, String why) {
    return new ElementReport(index, analytic, numeric, error, tolerance, step, other, why);
  }
}
