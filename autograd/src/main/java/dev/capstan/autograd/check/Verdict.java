package dev.capstan.autograd.check;

/** What a check found out about one element of a gradient. */
public enum Verdict {
  /** The gradient agrees with the differences. */
  RIGHT("right"),
  /** It disagrees, and the differences can be trusted. */
  WRONG("wrong"),
  /**
   * The function has no derivative here; the gradient agrees with a one-sided slope or lies between
   * the two.
   */
  AT_A_KINK("at a kink"),
  /**
   * The differences disagree among themselves, or are so rough that a fault would not show: nothing
   * can be said.
   */
  NUMERIC_UNRELIABLE("numeric derivative unreliable"),
  /** The tape never led from the result to this input, and the differences are zero as well. */
  NOT_REACHED("not reached"),
  /** Two evaluations at one point gave two results. */
  NONDETERMINISTIC("nondeterministic");

  private final String text;

  Verdict(String text) {
    this.text = text;
  }

  /** How loudly it speaks against the gradient, or against the check. */
  int severity() {
    return switch (this) {
      case WRONG, NONDETERMINISTIC -> 3;
      case NUMERIC_UNRELIABLE -> 2;
      case AT_A_KINK -> 1;
      case RIGHT, NOT_REACHED -> 0;
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
