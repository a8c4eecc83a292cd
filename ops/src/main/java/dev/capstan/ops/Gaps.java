package dev.capstan.ops;

import dev.capstan.ops.option.KeepDims;

/**
 * Quotients in which a denominator of 0 is harmless where the numerator is 0 too, and no derivative
 * exists where it is not: the rules of eigenvalues and singular values divide by their differences.
 */
final class Gaps {
  private Gaps() {}

  /**
   * Rounding of a sum of products of orthonormal vectors, in units of ε times its largest term:
   * computed values of equal things differ by no more, as the algorithms are backward stable with
   * small constants.
   */
  private static final double ROUNDING = 64;

  /**
   * numerator / gap, 0 where both are 0 to rounding; broadcasts.
   *
   * @param values […, 1, k]: what the gaps are differences or sums of
   * @param gradient the size of the gradients that the numerator was made of
   * @throws IllegalArgumentException if a gap is 0 and its numerator is not
   */
  static Tensor quotient(
      String what, Tensor numerator, Tensor gap, Tensor values, double gradient) {
    if (numerator.size() == 0) {
      return numerator;
    }
    double noise = ROUNDING * numerator.dtype().epsilon();
    Tensor scale = Reductions.amax(Elementwise.abs(values.constant()), KeepDims.YES, -2, -1);
    Tensor closed = Ops.zip(what, gap, scale, (v, s) -> Math.abs(v) <= noise * s ? 1 : 0);
    Tensor open = Ops.map(closed, v -> 1 - v);
    double forbidden = largest(Elementwise.mul(numerator.constant(), closed));
    if (forbidden > noise * gradient) {
      throw Called.illegal(
          what
              + ": the derivative of their vectors does not exist: got a gradient of size "
              + forbidden
              + " into them, expected 0; use a function of the values alone, or perturb the matrix");
    }
    return Elementwise.div(
        Elementwise.mul(numerator, open), Elementwise.add(Elementwise.mul(gap, open), closed));
  }

  /** The largest size of an element; 0 if there is none. */
  static double largest(Tensor x) {
    double largest = 0;
    for (int i = 0; i < x.size(); i++) {
      largest = Math.max(largest, Math.abs(x.at(i)));
    }
    return largest;
  }
}
