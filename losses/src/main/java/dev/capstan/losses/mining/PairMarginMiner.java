package dev.capstan.losses.mining;

import dev.capstan.losses.config.Named;
import dev.capstan.losses.distance.Distance;

/**
 * Positive pairs that are farther apart than one margin, and negative pairs that are nearer than
 * another. Both are given in terms of the loss's distance; for a similarity: positive pairs below,
 * negative pairs above.
 */
@Named("pair_margin")
public record PairMarginMiner(double posMargin, double negMargin) implements Miner {
  /** Margins of 0.2 and 0.8. */
  public PairMarginMiner() {
    this(0.2, 0.8);
  }

  @Override
  public Mined mine(EmbeddingBatch batch, Distance distance) {
    Measured d = new Measured(batch, distance);
    Pairs positives = new Pairs(batch.columns());
    Pairs negatives = new Pairs(batch.columns());
    for (int a = 0; a < batch.rows(); a++) {
      for (int c = 0; c < batch.columns(); c++) {
        if (batch.positive(a, c) && !(d.at(a, c) <= d.threshold(posMargin))) {
          positives.add(a, c);
        } else if (batch.negative(a, c) && !(d.at(a, c) >= d.threshold(negMargin))) {
          negatives.add(a, c);
        }
      }
    }
    return Mined.of(positives, negatives, batch.rows());
  }
}
