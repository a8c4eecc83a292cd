package dev.capstan.autograd.check;

/**
 * How near is near enough: every constant of a check, with its derivation.
 *
 * <p>A central difference with step h of a function with third derivative f''' is wrong by {@code
 * h² f'''/6} (truncation) and by about {@code ε |f| / h} (rounding). Their sum is least near {@code
 * h = ∛(3 ε |f/f'''|)}, which for functions of unit scale is 8.7e-6; there both are about {@code
 * ε^(2/3) = 3.7e-11}.
 *
 * @param relative the error allowed as a share of the larger of both numbers
 * @param absolute the error allowed beside it, as a share of the largest gradient of the input
 * @param roundings how many roundings of a result the error of one evaluation is taken to be, where
 *     nothing is known of the inside of the function
 * @param detection the share of the largest gradient of the input that a fault must have to be seen
 *     for sure: an element whose differences cannot show it is not called right
 */
public record Tolerances(double relative, double absolute, double roundings, double detection) {

  /** The distance from 1 to the next larger double. */
  static final double EPSILON = Math.ulp(1.0);

  /**
   * The usual step of a central difference at |x| ≤ 1: the power of two next to 8.7e-6, so that x ±
   * h is exact for most x.
   */
  static final double STEP = Math.scalb(1.0, -17);

  /**
   * Largest inputs of which every element is looked at in {@link Mode#AUTO}: 2,048 evaluations of a
   * function that size take well under a second.
   */
  public static final int FULL_LIMIT = 1024;

  /** The default of {@link #relative}; see {@link #DEFAULT}. */
  static final double RELATIVE = 1e-7;

  /**
   * The default of {@link #detection}. Three parts in a million of the largest gradient: the least
   * share that leaves room for the noise of functions with values 10,000 times their gradients, and
   * smaller than any fault that was ever reported in a rule, which begin at 1e-5.
   */
  static final double TRUSTED = 3e-6;

  /**
   * One-sided slopes that differ by more than this share a unit of the step are a reason to look
   * closer: a smooth function's differ by {@code h f''/f'}.
   */
  static final double CURVED = 128;

  /**
   * An error estimate is taken this many times before it acquits or convicts: that of a table of
   * extrapolations is a distance between two of its entries, and may be short by a factor of two.
   */
  static final double CAUTION = 2;

  /**
   * A slope that grows by this factor when the step is quartered is taken to grow for ever: |x|^p
   * at 0 does for p up to 0.7, its slope growing by 4^(1−p).
   */
  static final double GROWTH = 1.5;

  /**
   * A gradient this many error estimates away from the differences is wrong even where they are too
   * rough to call anything right.
   */
  static final double CLEARLY = 64;

  /**
   * The defaults. Relative 1e-7: the central difference at this step was measured at 2e-9 on smooth
   * functions, and fifty times that leaves room for f'''/f' up to 1e4; what exceeds it is looked at
   * again on a ladder of steps before it is judged. Absolute 1e-10: where terms cancel, a rule
   * leaves some ε of the input's largest gradient. Roundings 16: an elementary function is good to
   * one, a sum of a few terms to a few. Detection: see {@link #TRUSTED}.
   */
  public static final Tolerances DEFAULT = new Tolerances(RELATIVE, 1e-10, 16, TRUSTED);

  public Tolerances {
    if (!(relative > 0 && absolute >= 0 && roundings >= 1 && detection > 0)) {
      throw new IllegalArgumentException(
          "tolerances: got relative "
              + relative
              + ", absolute "
              + absolute
              + ", roundings "
              + roundings
              + ", detection "
              + detection
              + ", expected relative > 0, absolute >= 0, roundings >= 1, detection > 0");
    }
  }

  /** These with another relative error. */
  public Tolerances withRelative(double other) {
    return new Tolerances(other, absolute, roundings, detection);
  }

  /** These with another absolute error, as a share of the largest gradient. */
  public Tolerances withAbsolute(double other) {
    return new Tolerances(relative, other, roundings, detection);
  }

  /** These for functions whose values carry more roundings than usual, such as long sums. */
  public Tolerances withRoundings(double other) {
    return new Tolerances(relative, absolute, other, detection);
  }

  /** These for functions that are too rough, or too badly conditioned, to show small faults. */
  public Tolerances withDetection(double other) {
    return new Tolerances(relative, absolute, roundings, other);
  }

  /** The error allowed between a claim and a numeric slope, noise apart. */
  double allowed(Claim claim, double numeric) {
    double claimed = Double.isFinite(claim.slope()) ? Math.abs(claim.slope()) : 0;
    return relative * Math.max(claimed, Math.abs(numeric)) + absolute * claim.scale();
  }

  /** The share below which a detection limit must lie; never less than the tolerance asks for. */
  double share() {
    return Math.max(detection, 10 * relative);
  }

  /**
   * What a detection limit is measured by: the largest slope nearby. At a stationary point there is
   * none; then by the steepest slope within the coarsest step. A point counts as stationary if all
   * slopes are within what rounding of the point itself makes of them, {@code ε |x f''|} a few
   * times, or if the claims are exactly zero and the slope is next to nothing.
   */
  double scale(Claim claim, Romberg.Limit d, Ladder ladder, double origin) {
    double claimed = Math.max(claim.scale(), Math.abs(d.value()));
    double steepest = ladder.steepest();
    double rounded = STATIONARY * EPSILON * steepest / ladder.rungs().get(0).step();
    boolean nothing = claim.scale() == 0 && claimed <= absolute * steepest;
    return nothing || claimed <= rounded * Math.abs(origin) ? Math.max(claimed, steepest) : claimed;
  }

  private static final double STATIONARY = 8;
}
