package dev.capstan.autograd.check;

/** What a check found out about one element of a gradient. */
public enum Verdict {
  /** The gradient agrees with the differences. */
  RIGHT("right"),
  /** It disagrees, and the differences can be trusted. */
  WRONG("wrong"),
  /**
   * The function has no derivative here, or changes its branch within one step; the gradient agrees
   * with a one-sided slope or lies between the two.
   */
  AT_A_KINK("at a kink"),
  /** The differences disagree among themselves: nothing can be said. */
  NUMERIC_UNRELIABLE("numeric derivative unreliable"),
  /** The tape never led from the result to this input, and the differences are zero as well. */
  NOT_REACHED("not reached"),
  /** Two evaluations at one point gave two results. */
  NONDETERMINISTIC("nondeterministic");

  private final String text;

  Verdict(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
