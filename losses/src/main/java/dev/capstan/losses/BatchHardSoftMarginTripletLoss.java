package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Key;
import dev.capstan.losses.config.Named;
import dev.capstan.losses.distance.SentenceDistance;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.ops.Tensor;

/**
 * {@link BatchHardTripletLoss} with a smooth function in the hinge's place, and no margin to
 * choose: {@code mean log(1 + exp(h⁺ − h⁻))}.
 *
 * <p>Shapes: {@code labels: [N]}, {@code embeddings: [N, D]}, returns a scalar. It does not
 * overflow, where the system's formula does.
 *
 * <p>Source: Hermans et al., 2017, as in sentence-transformers 6.2.
 *
 * @param distance cosine or Euclidean
 */
@Named(value = "batch_hard_soft_margin_triplet_loss", system = "st")
public record BatchHardSoftMarginTripletLoss(@Key("distance_metric") SentenceDistance distance)
    implements MinedBatchLoss {
  public BatchHardSoftMarginTripletLoss {
    requireNonNull(distance, "distance");
  }

  /** Euclidean distance. */
  public BatchHardSoftMarginTripletLoss() {
    this(SentenceDistance.EUCLIDEAN);
  }

  @Override
  public Tensor of(EmbeddingBatch batch, Tensor d) {
    return Logs.onePlusExp(BatchHardTripletLoss.hardest(batch, d)).mean();
  }
}
