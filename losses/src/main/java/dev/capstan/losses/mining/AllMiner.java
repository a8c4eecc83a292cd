package dev.capstan.losses.mining;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Named;
import dev.capstan.losses.distance.Distance;

/** Every pair, and every triplet. */
@Named("all")
public record AllMiner() implements Miner {
  @Override
  public Mined mine(EmbeddingBatch batch, Distance distance) {
    requireNonNull(batch, "batch");
    requireNonNull(distance, "distance");
    return new Everything(batch);
  }

  /** All pairs in row-major order; all triplets by anchor, positive, negative. */
  record Everything(EmbeddingBatch batch) implements Mined, Triplets {
    @Override
    public Triplets triplets() {
      return this;
    }

    @Override
    public void forEach(Visitor visitor) {
      int[] near = new int[batch.columns()];
      int[] far = new int[batch.columns()];
      for (int a = 0; a < batch.rows(); a++) {
        int positives = 0;
        int negatives = 0;
        for (int c = 0; c < batch.columns(); c++) {
          if (batch.negative(a, c)) {
            far[negatives++] = c;
          } else if (batch.positive(a, c)) {
            near[positives++] = c;
          }
        }
        for (int p = 0; p < positives; p++) {
          for (int n = 0; n < negatives; n++) {
            visitor.visit(a, near[p], far[n]);
          }
        }
      }
    }

    @Override
    public Pairs positives() {
      return pairs(true);
    }

    @Override
    public Pairs negatives() {
      return pairs(false);
    }

    private Pairs pairs(boolean positive) {
      Pairs pairs = new Pairs(batch.columns());
      for (int a = 0; a < batch.rows(); a++) {
        for (int c = 0; c < batch.columns(); c++) {
          if (positive ? batch.positive(a, c) : batch.negative(a, c)) {
            pairs.add(a, c);
          }
        }
      }
      return pairs;
    }
  }
}
