package dev.capstan.autograd.check;

/**
 * How near is near enough: every constant of a check, with its derivation.
 *
 * <p>A central difference with step h of a function with third derivative f''' is wrong by {@code
 * h² f'''/6} (truncation) and by about {@code ε |f| / h} (rounding). Their sum is least near {@code
 * h = ∛(3 ε |f/f'''|)}, which for functions of unit scale is {@code ∛ε = 6.1e-6}; there both are
 * about {@code ε^(2/3) = 3.7e-11}.
 *
 * @param relative the error allowed as a share of the larger of both numbers
 * @param absolute the error allowed beside it, as a share of the largest gradient of the input
 * @param roundings how many roundings of a result the error of one evaluation is taken to be
 */
public record Tolerances(double relative, double absolute, double roundings) {

  /** The distance from 1 to the next larger double. */
  static final double EPSILON = Math.ulp(1.0);

  /** The step of a central difference at |x| ≤ 1: where truncation and rounding balance. */
  static final double STEP = Math.cbrt(EPSILON);

  /**
   * Largest elements for which every one is looked at in {@link Mode#AUTO}: 2,048 evaluations of a
   * function that size take well under a second.
   */
  public static final int FULL_LIMIT = 1024;

  /**
   * Directions of a directional check. One suffices to see a fault almost surely; more guard
   * against the unlucky direction that lies on a kink or across the fault.
   */
  static final int DIRECTIONS = 4;

  /**
   * Two neighbouring rungs of the ladder of steps must agree to this share before their value can
   * call a gradient wrong: a hundredth of the smallest fault worth the word, one part in 100.
   */
  static final double TRUSTED = 1e-4;

  /**
   * One-sided slopes that differ by more than this share are a reason to look closer. A smooth
   * function's differ by {@code h f''/f'}, which stays below it while f''/f' < 160.
   */
  static final double SUSPICIOUS_JUMP = 1e-3;

  /** The error estimate of the ladder is taken this many times before it acquits or convicts. */
  static final double CAUTION = 4;

  /**
   * A slope that grows by this factor when the step is quartered is taken to grow for ever: |x|^p
   * at 0 does for p up to 0.7, its slope growing by 4^(1−p).
   */
  static final double GROWTH = 1.5;

  /**
   * A gradient this many error estimates away from the differences is wrong even where they are
   * rough: the estimate is a spread of three values and may be short by a factor of a few.
   */
  static final double CLEARLY = 64;

  /**
   * The defaults. Relative 1e-7: the central difference at this step was measured at 2e-9 on smooth
   * functions, and fifty times that leaves room for f'''/f' up to 1.6e4; what exceeds it is looked
   * at again on a ladder of steps before it is judged. Absolute 1e-10: where terms cancel, a rule
   * leaves some ε of the input's largest gradient. Roundings 16: an elementary function is good to
   * one, a sum of a few terms to a few.
   */
  public static final Tolerances DEFAULT = new Tolerances(1e-7, 1e-10, 16);

  public Tolerances {
    if (!(relative > 0 && absolute >= 0 && roundings >= 1)) {
      throw new IllegalArgumentException(
          "tolerances: got relative "
              + relative
              + ", absolute "
              + absolute
              + ", roundings "
              + roundings
              + ", expected relative > 0, absolute >= 0, roundings >= 1");
    }
  }

  /** These with another relative error. */
  public Tolerances withRelative(double other) {
    return new Tolerances(other, absolute, roundings);
  }

  /** These with another absolute error, as a share of the largest gradient. */
  public Tolerances withAbsolute(double other) {
    return new Tolerances(relative, other, roundings);
  }

  /** These for functions whose values carry more roundings than usual, such as long sums. */
  public Tolerances withRoundings(double other) {
    return new Tolerances(relative, absolute, other);
  }
}
