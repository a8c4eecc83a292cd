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
    return x.unsqueeze(1).sub(x.unsqueeze(0)).square().sum(2);
  }

  /**
   * 8.2: the mean over all rows of max(0, d(anchor, positive) − d(anchor, negative) + margin).
   * Each: [n, d]; returns a scalar.
   */
  static Tensor tripletLoss(Tensor anchor, Tensor positive, Tensor negative, double margin) {
    Tensor near = anchor.sub(positive).square().sum(1);
    Tensor far = anchor.sub(negative).square().sum(1);
    return near.sub(far).add(margin).relu().mean();
  }

  /**
   * 8.3: the hardest positive of an anchor: the farthest row with the same label, the anchor itself
   * not counted. Of equally far ones the first; −1 if there is none.
   *
   * @param d {@code d[i][j]} is the squared distance of row i to row j
   */
  static int hardestPositive(double[][] d, int[] labels, int anchor) {
    int best = -1;
    for (int j = 0; j < labels.length; j++) {
      boolean positive = labels[j] == labels[anchor] && j != anchor;
      if (positive && (best < 0 || d[anchor][j] > d[anchor][best])) {
        best = j;
      }
    }
    return best;
  }

  /**
   * 8.4: a semi-hard negative for an anchor and a positive: of the rows with another label that are
   * farther from the anchor than the positive, the nearest. If none is farther, the farthest row
   * with another label. Of equally far ones the first; −1 if there is no other label.
   */
  static int semiHardNegative(double[][] d, int[] labels, int anchor, int positive) {
    int nearest = -1;
    int farthest = -1;
    for (int j = 0; j < labels.length; j++) {
      if (labels[j] == labels[anchor]) {
        continue;
      }
      boolean outside = d[anchor][j] > d[anchor][positive];
      if (outside && (nearest < 0 || d[anchor][j] < d[anchor][nearest])) {
        nearest = j;
      }
      if (farthest < 0 || d[anchor][j] > d[anchor][farthest]) {
        farthest = j;
      }
    }
    return nearest >= 0 ? nearest : farthest;
  }

  /**
   * 8.5: how spread out embeddings are: the root of the mean squared distance of the rows from
   * their centre, divided by the root of their mean squared length. 0 if all rows are equal, 1 if
   * the centre is the origin. x: [n, d], and not all zero.
   */
  static double spread(Tensor x) {
    double around = x.sub(x.mean(0)).square().sum(1).mean().item();
    double length = x.square().sum(1).mean().item();
    return Math.sqrt(around / length);
  }
}
