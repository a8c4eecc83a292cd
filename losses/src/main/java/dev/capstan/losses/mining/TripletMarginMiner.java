package dev.capstan.losses.mining;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Key;
import dev.capstan.losses.config.Named;
import dev.capstan.losses.distance.Distance;

/**
 * All triplets whose gap d_an − d_ap lies in a range, as in pytorch-metric-learning.
 *
 * <p>EASY: gap &gt; margin; ALL: gap ≤ margin; SEMIHARD: 0 &lt; gap ≤ margin; HARD: gap ≤ 0. They
 * are found anew at each visit and never listed, so memory is that of the distances.
 */
@Named("triplet_margin")
public record TripletMarginMiner(double margin, @Key("type_of_triplets") Type type)
    implements Miner {
  public TripletMarginMiner {
    requireNonNull(type, "type");
  }

  /** Which gaps. */
  public enum Type {
    ALL,
    HARD,
    SEMIHARD,
    EASY
  }

  /** Semi-hard triplets within a margin of 0.2. */
  public TripletMarginMiner() {
    this(0.2, Type.SEMIHARD);
  }

  @Override
  public Mined mine(EmbeddingBatch batch, Distance distance) {
    Measured d = new Measured(batch, distance);
    Triplets all = new AllMiner.Everything(batch);
    return Mined.of(
        visitor ->
            all.forEach(
                (a, p, n) -> {
                  if (chosen(d.at(a, n) - d.at(a, p))) {
                    visitor.visit(a, p, n);
                  }
                }),
        batch.columns());
  }

  private boolean chosen(double gap) {
    return Double.isNaN(gap)
        || switch (type) {
          case EASY -> gap > margin;
          case ALL -> gap <= margin;
          case SEMIHARD -> gap <= margin && gap > 0;
          case HARD -> gap <= margin && gap <= 0;
        };
  }
}
