package dev.capstan.exercises;

import dev.capstan.ops.Tensor;

/**
 * Chapter 8: triplets, mining, collapse. Distances are squared here: no root, and no kink of the
 * root at 0.
 */
final class Chapter8Triplets {
  private Chapter8Triplets() {}

  /** 8.1: the squared distance of each row to each. x: [n, d], returns [n, n]. */
  static Tensor squaredDistances(Tensor x) {
    throw new Hole("8.1");
  }

  /**
   * 8.2: the mean over all rows of max(0, d(anchor, positive) − d(anchor, negative) + margin).
   * Each: [n, d]; returns a scalar.
   */
  static Tensor tripletLoss(Tensor anchor, Tensor positive, Tensor negative, double margin) {
    throw new Hole("8.2");
  }

  /**
   * 8.3: the hardest positive of an anchor: the farthest row with the same label, the anchor itself
   * not counted. Of equally far ones the first; −1 if there is none.
   *
   * @param d {@code d[i][j]} is the squared distance of row i to row j
   */
  static int hardestPositive(double[][] d, int[] labels, int anchor) {
    throw new Hole("8.3");
  }

  /**
   * 8.4: a semi-hard negative for an anchor and a positive: of the rows with another label that are
   * farther from the anchor than the positive, the nearest. If none is farther, the farthest row
   * with another label. Of equally far ones the first; −1 if there is no other label.
   */
  static int semiHardNegative(double[][] d, int[] labels, int anchor, int positive) {
    throw new Hole("8.4");
  }

  /**
   * 8.5: how spread out embeddings are: the root of the mean squared distance of the rows from
   * their centre, divided by the root of their mean squared length. 0 if all rows are equal, 1 if
   * the centre is the origin. x: [n, d], and not all zero.
   */
  static double spread(Tensor x) {
    throw new Hole("8.5");
  }
}
