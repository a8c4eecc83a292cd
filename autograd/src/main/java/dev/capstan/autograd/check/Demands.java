package dev.capstan.autograd.check;

import static java.util.Objects.requireNonNull;

/**
 * What a check must have found to pass, beside nothing wrong.
 *
 * @param kinks what an element at a kink means
 * @param minJudged the share of the elements that must have been judged; those at kinks do not
 *     count, but if there is no other the check does not pass
 * @param unsteadiness what two evaluations at one point may differ by
 */
public record Demands(Kinks kinks, double minJudged, double unsteadiness) {
  /**
   * Kinks are accepted, and nine in ten of the other elements must be judged: few enough to allow
   * for an element on the edge of a domain, too many for a fault to hide behind. Two evaluations
   * must give the same.
   */
  public static final Demands DEFAULT = new Demands(Kinks.ACCEPT, 0.9, 0);

  public Demands {
    requireNonNull(kinks, "kinks");
    if (!(minJudged >= 0 && minJudged <= 1)) {
      throw new IllegalArgumentException(
          "gradcheck: minJudged: got " + minJudged + ", expected a share from 0 to 1");
    }
    if (!(unsteadiness >= 0 && Double.isFinite(unsteadiness))) {
      throw new IllegalArgumentException(
          "gradcheck: unsteadiness: got " + unsteadiness + ", expected a number from 0 on");
    }
  }

  Demands withKinks(Kinks other) {
    return new Demands(other, minJudged, unsteadiness);
  }

  Demands withMinJudged(double other) {
    return new Demands(kinks, other, unsteadiness);
  }

  Demands withUnsteadiness(double other) {
    return new Demands(kinks, minJudged, other);
  }
}
