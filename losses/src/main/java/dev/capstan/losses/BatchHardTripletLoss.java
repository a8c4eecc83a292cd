package dev.capstan.losses;

import static dev.capstan.ops.Elementwise.where;
import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Key;
import dev.capstan.losses.config.Named;
import dev.capstan.losses.distance.SentenceDistance;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.KeepDims;

/**
 * The triplet loss with the hardest positive and negative of every sample, as in
 * sentence-transformers.
 *
 * <p>{@code mean max(h⁺ − h⁻ + margin, 0)} over all rows. h⁺ is the farthest positive's distance, 0
 * without one. h⁻ is the least of the negatives' distances and of the others' raised by the row's
 * largest.
 *
 * <p>Shapes: {@code labels: [N]}, {@code embeddings: [N, D]}, returns a scalar. Gradient: the first
 * of equal distances has it; 0 where the hinge is 0 and at distance 0.
 *
 * <p>Source: Hermans et al., 2017, as in sentence-transformers 6.2.
 *
 * @param distance cosine or Euclidean
 * @param margin how much farther than the positive the negative should be
 */
@Named(value = "batch_hard_triplet_loss", system = "st")
public record BatchHardTripletLoss(@Key("distance_metric") SentenceDistance distance, double margin)
    implements MinedBatchLoss, With.AnyMargin<BatchHardTripletLoss> {
  public BatchHardTripletLoss {
    requireNonNull(distance, "distance");
  }

  /** Euclidean distance, margin 5. */
  public BatchHardTripletLoss() {
    this(SentenceDistance.EUCLIDEAN, 5);
  }

  public BatchHardTripletLoss withDistance(SentenceDistance value) {
    requireNonNull(value, "value");
    return new BatchHardTripletLoss(value, margin);
  }

  @Override
  public Tensor of(EmbeddingBatch batch, Tensor d) {
    return hardest(batch, d).add(margin).relu().mean();
  }

  /** h⁺ − h⁻ of each row, [N]. */
  static Tensor hardest(EmbeddingBatch batch, Tensor d) {
    int n = batch.rows();
    BoolTensor positive = MinedBatchLoss.pairs(batch, at -> batch.positive(at / n, at % n));
    BoolTensor negative = MinedBatchLoss.pairs(batch, at -> batch.negative(at / n, at % n));
    Tensor raised = d.add(d.max(KeepDims.YES, 1));
    return where(positive, d, 0).max(1).sub(where(negative, d, raised).min(1));
  }
}
