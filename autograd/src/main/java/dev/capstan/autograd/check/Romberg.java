package dev.capstan.autograd.check;

/**
 * The limit of difference quotients as the step goes to zero, with an error that can be believed.
 *
 * <p>Given are quotients at steps from coarse to fine, each a quarter of the one before. Where the
 * function is smooth the quotient is {@code d + c₁ h^p + c₂ h^q + …}; with {@code p, q, … = 2, 4,
 * 6} for central and {@code 1, 2, 3} for one-sided differences. Romberg's table removes one term a
 * column. The error of an entry is taken to be the larger of its distances from the entry below it
 * and from its better parent, which are larger than its own error as long as the table converges,
 * and beside it what rounding adds, carried through the table term by term.
 *
 * <p>A table can converge to the wrong number: at steps that are too long for the function (many
 * periods in one step, a kink that is stepped over) or too short for its values (a staircase). So
 * an entry is believed only if it is <em>confirmed</em>: every quotient at a finer step must agree
 * with it to within its own noise and what it still lacks in convergence. Of the entries that are
 * confirmed, the one with the least error is the limit.
 */
final class Romberg {
  private static final int COLUMNS = 4;

  /** A limit, its error, and the finest step that it rests on. */
  record Limit(double value, double error, double step) {
    static final Limit NONE = new Limit(Double.NaN, Double.POSITIVE_INFINITY, 0);

    boolean found() {
      return Double.isFinite(error);
    }
  }

  private final double[] steps;
  private final Quotient[] quotients;
  private final int power;
  private final double[][] value;
  private final double[][] noise;

  /**
   * @param power the first power of the step in the error: 2 central, 1 one-sided; the others are
   *     its multiples
   */
  private Romberg(double[] steps, Quotient[] quotients, int power) {
    this.steps = steps;
    this.quotients = quotients;
    this.power = power;
    this.value = new double[COLUMNS][steps.length];
    this.noise = new double[COLUMNS][steps.length];
    fill();
  }

  static Limit limit(double[] steps, Quotient[] quotients, int power) {
    return new Romberg(steps, quotients, power).best();
  }

  /** Entry [j][k] is made of the quotients k to k + j. */
  private void fill() {
    for (int k = 0; k < steps.length; k++) {
      value[0][k] = quotients[k].slope();
      noise[0][k] = quotients[k].noise();
    }
    for (int j = 1; j < COLUMNS; j++) {
      double factor = Math.scalb(1.0, 2 * power * j);
      for (int k = 0; k + j < steps.length; k++) {
        value[j][k] = (factor * value[j - 1][k + 1] - value[j - 1][k]) / (factor - 1);
        noise[j][k] = (factor * noise[j - 1][k + 1] + noise[j - 1][k]) / (factor - 1);
      }
    }
  }

  private Limit best() {
    Limit best = Limit.NONE;
    for (int j = 1; j < COLUMNS; j++) {
      for (int k = 0; k + j + 1 < steps.length; k++) {
        double fromBelow = Math.abs(value[j][k] - value[j][k + 1]);
        double fromParent = Math.abs(value[j][k] - value[j - 1][k + 1]);
        double error = Math.max(fromBelow, fromParent) + noise[j][k];
        if (error < best.error() && confirmed(j, k, error)) {
          best = new Limit(value[j][k], error, steps[k + j]);
        }
      }
    }
    return best;
  }

  private boolean confirmed(int j, int k, double error) {
    double lacking = Math.abs(value[0][k + j] - value[j][k]);
    for (int m = k + j + 1; m < steps.length; m++) {
      lacking /= 4;
      double apart = Math.abs(value[0][m] - value[j][k]);
      if (!(apart <= Tolerances.CAUTION * (error + noise[0][m]) + lacking)) {
        return false;
      }
    }
    return true;
  }
}
