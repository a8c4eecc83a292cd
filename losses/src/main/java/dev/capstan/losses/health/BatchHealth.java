package dev.capstan.losses.health;

import dev.capstan.losses.distance.Distance;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.ops.Tensor;
import java.util.Arrays;

/**
 * What a batch of embeddings looks like to a triplet loss. Everything is computed from values;
 * nothing is recorded.
 *
 * @param positivePairs the number of ordered positive pairs
 * @param negativePairs the number of ordered negative pairs
 * @param activeTriplets the fraction of all triplets with d_ap − d_an + margin above 0; NaN if
 *     there are no triplets
 * @param meanPositive the mean distance of positive pairs; NaN if there are none
 * @param meanNegative the mean distance of negative pairs; NaN if there are none
 * @param spread the root of the mean squared distance of the embeddings to their centre, relative
 *     to their length: 0 if all are equal, at most 1
 * @param loss the loss of the batch
 */
public record BatchHealth(
    long positivePairs,
    long negativePairs,
    double activeTriplets,
    double meanPositive,
    double meanNegative,
    double spread,
    double loss) {

  /**
   * Measures a batch.
   *
   * @param distance the loss's distance; a similarity is turned into its negative
   * @param margin the loss's margin, 0 for a soft one
   */
  public static BatchHealth of(
      EmbeddingBatch batch, Distance distance, double margin, double loss) {
    Tensor d = distance.values(batch.embeddings(), batch.references());
    int sign = distance.orientation().sign();
    int m = batch.columns();
    long positives = 0;
    long negatives = 0;
    double near = 0;
    double far = 0;
    double active = 0;
    double triplets = 0;
    for (int a = 0; a < batch.rows(); a++) {
      double[] away = new double[m];
      double[] own = new double[m];
      int awayCount = 0;
      int ownCount = 0;
      for (int c = 0; c < m; c++) {
        double v = sign * d.at(a * m + c);
        if (batch.negative(a, c)) {
          away[awayCount++] = v;
          far += v;
        } else if (batch.positive(a, c)) {
          own[ownCount++] = v;
          near += v;
        }
      }
      Arrays.sort(away, 0, awayCount);
      for (int p = 0; p < ownCount; p++) {
        active += below(away, awayCount, own[p] + margin);
      }
      triplets += (double) ownCount * awayCount;
      positives += ownCount;
      negatives += awayCount;
    }
    return new BatchHealth(
        positives,
        negatives,
        active / triplets,
        near / positives,
        far / negatives,
        spread(batch.embeddings()),
        loss);
  }

  /** How many of the first elements of a sorted array lie below a bound. */
  private static int below(double[] sorted, int count, double bound) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < bound) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The part of the mean squared length that is not the centre's. */
  private static double spread(Tensor x) {
    int n = x.shape().get(0);
    int d = x.shape().get(1);
    double around = 0;
    double length = 0;
    for (int k = 0; k < d; k++) {
      double mean = 0;
      for (int i = 0; i < n; i++) {
        mean += x.at(i * d + k) / n;
      }
      for (int i = 0; i < n; i++) {
        double v = x.at(i * d + k);
        around += (v - mean) * (v - mean);
        length += v * v;
      }
    }
    return length == 0 ? 0 : Math.sqrt(around / length);
  }
}
