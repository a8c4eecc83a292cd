package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Key;
import dev.capstan.losses.config.Named;
import dev.capstan.losses.distance.SentenceDistance;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.ops.Tensor;
import java.util.stream.IntStream;

/**
 * The triplet loss with semi-hard negatives, as in sentence-transformers, which took it from
 * TensorFlow Addons: {@link TripletSemiHardLoss} with the distances of this system.
 *
 * <p>Shapes: {@code labels: [N]}, {@code embeddings: [N, D]}, returns a scalar; 0 without a
 * positive pair.
 *
 * <p>Source: Schroff et al., CVPR 2015, as in sentence-transformers 6.2.
 *
 * @param distance cosine or Euclidean
 * @param margin how much farther than the positive the negative should be
 */
@Named(value = "batch_semi_hard_triplet_loss", system = "st")
public record BatchSemiHardTripletLoss(
    @Key("distance_metric") SentenceDistance distance, double margin)
    implements MinedBatchLoss, With.AnyMargin<BatchSemiHardTripletLoss> {
  public BatchSemiHardTripletLoss {
    requireNonNull(distance, "distance");
  }

  /** Euclidean distance, margin 5. */
  public BatchSemiHardTripletLoss() {
    this(SentenceDistance.EUCLIDEAN, 5);
  }

  public BatchSemiHardTripletLoss withDistance(SentenceDistance value) {
    requireNonNull(value, "value");
    return new BatchSemiHardTripletLoss(value, margin);
  }

  @Override
  public Tensor of(EmbeddingBatch batch, Tensor d) {
    int[] labels = IntStream.range(0, batch.rows()).map(batch::label).toArray();
    return TripletSemiHardLoss.of(labels, d, margin, () -> Batches.zero(d));
  }
}
