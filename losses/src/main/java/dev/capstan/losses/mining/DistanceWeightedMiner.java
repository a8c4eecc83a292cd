package dev.capstan.losses.mining;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Named;
import dev.capstan.losses.distance.Distance;
import dev.capstan.losses.distance.LpDistance;
import dev.capstan.ops.Tensor;
import java.util.random.RandomGenerator;

/**
 * For each positive pair one negative, drawn so that all distances are about equally likely.
 *
 * <p>On the unit sphere in D dimensions most points lie at distance √2; a negative at distance d is
 * drawn with weight 1 / (d^(D−2) (1 − d²/4)^((D−3)/2)), the inverse of its density. Distances below
 * the cutoff count as the cutoff, so that no weight explodes; from {@code nonzeroLossCutoff} on a
 * negative is not drawn, because a margin loss would be 0 there. An anchor without such negatives
 * has no triplet, nor has one with a distance that is NaN. Distances are Euclidean, between rows of
 * length 1, whatever the loss's are.
 *
 * <p>Source: Wu et al., "Sampling matters in deep embedding learning", ICCV 2017.
 *
 * @param random the source of the draws; the same state gives the same triplets
 */
@Named("distance_weighted")
public record DistanceWeightedMiner(double cutoff, double nonzeroLossCutoff, RandomGenerator random)
    implements Miner {
  public DistanceWeightedMiner {
    requireNonNull(random, "random");
  }

  /** Cutoffs 0.5 and 1.4. */
  public DistanceWeightedMiner(RandomGenerator random) {
    this(0.5, 1.4, random);
  }

  @Override
  public Mined mine(EmbeddingBatch batch, Distance distance) {
    requireNonNull(distance, "distance");
    int m = batch.columns();
    int dimensions = batch.embeddings().shape().get(1);
    Tensor d = LpDistance.euclidean().values(batch.embeddings(), batch.references());
    TripletList list = new TripletList();
    double[] cumulative = new double[m];
    for (int a = 0; a < batch.rows(); a++) {
      double total = weights(batch, d, a, dimensions, cumulative);
      for (int p = 0; p < m && total > 0; p++) {
        if (batch.positive(a, p)) {
          list.add(a, p, drawn(cumulative, random.nextDouble() * total));
        }
      }
    }
    return Mined.of(list, m);
  }

  /** Fills in running sums of a row's weights; the largest logarithm is taken out first. */
  private double weights(
      EmbeddingBatch batch, Tensor d, int a, int dimensions, double[] cumulative) {
    int m = batch.columns();
    double top = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < m; c++) {
      double v = d.at(a * m + c);
      boolean candidate = batch.negative(a, c) && Math.max(v, cutoff) < nonzeroLossCutoff;
      cumulative[c] =
          candidate ? logWeight(Math.max(v, cutoff), dimensions) : Double.NEGATIVE_INFINITY;
      top = Math.max(top, cumulative[c]);
    }
    double total = 0;
    for (int c = 0; c < m; c++) {
      total += cumulative[c] == Double.NEGATIVE_INFINITY ? 0 : StrictMath.exp(cumulative[c] - top);
      cumulative[c] = total;
    }
    return total;
  }

  private static double logWeight(double d, int dimensions) {
    double inside = Math.max(1 - d * d / 4, Double.MIN_NORMAL);
    return (2.0 - dimensions) * StrictMath.log(d) - (dimensions - 3) / 2.0 * StrictMath.log(inside);
  }

  /** The first column whose running sum is above x. */
  private static int drawn(double[] cumulative, double x) {
    int low = 0;
    int high = cumulative.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cumulative[middle] > x) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
