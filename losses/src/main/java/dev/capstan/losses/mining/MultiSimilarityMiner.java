package dev.capstan.losses.mining;

import dev.capstan.losses.config.Named;
import dev.capstan.losses.distance.Distance;

/**
 * Pairs that are hard in comparison with the anchor's others.
 *
 * <p>A negative pair is chosen if it is nearer than the anchor's farthest positive plus epsilon, a
 * positive pair if it is farther than the anchor's nearest negative minus epsilon. An anchor
 * without positives has no negative pairs, and the other way round. Nothing is chosen from a batch
 * that has only one kind.
 *
 * <p>Source: Wang et al., "Multi-similarity loss with general pair weighting", CVPR 2019.
 */
@Named("multi_similarity")
public record MultiSimilarityMiner(double epsilon) implements Miner {
  /** An epsilon of 0.1. */
  public MultiSimilarityMiner() {
    this(0.1);
  }

  @Override
  public Mined mine(EmbeddingBatch batch, Distance distance) {
    Measured d = new Measured(batch, distance);
    Pairs positives = new Pairs(batch.columns());
    Pairs negatives = new Pairs(batch.columns());
    for (int a = 0; a < batch.rows(); a++) {
      double farthest = Double.NEGATIVE_INFINITY;
      double nearest = Double.POSITIVE_INFINITY;
      for (int c = 0; c < batch.columns(); c++) {
        farthest = batch.positive(a, c) ? Math.max(farthest, d.at(a, c)) : farthest;
        nearest = batch.negative(a, c) ? Math.min(nearest, d.at(a, c)) : nearest;
      }
      for (int c = 0; c < batch.columns(); c++) {
        if (batch.positive(a, c) && !(d.at(a, c) + epsilon <= nearest)) {
          positives.add(a, c);
        }
        if (batch.negative(a, c) && !(d.at(a, c) - epsilon >= farthest)) {
          negatives.add(a, c);
        }
      }
    }
    return Mined.of(positives, negatives, batch.rows());
  }
}
