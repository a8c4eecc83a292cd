package dev.capstan.losses.mining;

import dev.capstan.losses.distance.Distance;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Positive pairs that are farther apart than one margin, and negative pairs that are nearer than
 * another. Both are given in terms of the loss's distance; for a similarity: positive pairs below,
 * negative pairs above.
 */
public record PairMarginMiner(double posMargin, double negMargin) implements Miner {
  /** The name in configurations. */
  public static final String NAME = "pair_margin";

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

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("name", NAME);
    map.put("pos_margin", posMargin);
    map.put("neg_margin", negMargin);
    return map;
  }
}
