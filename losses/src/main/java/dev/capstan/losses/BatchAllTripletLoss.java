package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Key;
import dev.capstan.losses.config.Named;
import dev.capstan.losses.distance.LpDistance;
import dev.capstan.losses.distance.SentenceDistance;
import dev.capstan.losses.mining.AllMiner;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.losses.mining.Triplets;
import dev.capstan.losses.reduction.Reducer;
import dev.capstan.ops.Tensor;

/**
 * The triplet loss over all triplets of a batch, as in sentence-transformers.
 *
 * <p>The mean of {@code max(d_ap − d_an + margin, 0)} over the triplets where it exceeds 1e-16.
 *
 * <p>Shapes: {@code labels: [N]}, {@code embeddings: [N, D]}, returns a scalar; 0 if no triplet is
 * active. Triplets are visited and never listed: memory is N².
 *
 * <p>Source: sentence-transformers 6.2.
 *
 * @param distance cosine or Euclidean
 * @param margin how much farther than the positive the negative should be
 */
@Named(value = "batch_all_triplet_loss", system = "st")
public record BatchAllTripletLoss(@Key("distance_metric") SentenceDistance distance, double margin)
    implements MinedBatchLoss, With.AnyMargin<BatchAllTripletLoss> {
  private static final double ACTIVE = 1e-16;

  public BatchAllTripletLoss {
    requireNonNull(distance, "distance");
  }

  /** Euclidean distance, margin 5. */
  public BatchAllTripletLoss() {
    this(SentenceDistance.EUCLIDEAN, 5);
  }

  public BatchAllTripletLoss withDistance(SentenceDistance value) {
    requireNonNull(value, "value");
    return new BatchAllTripletLoss(value, margin);
  }

  @Override
  public Tensor of(EmbeddingBatch batch, Tensor d) {
    requireNonNull(d, "d");
    Triplets all = new AllMiner().mine(batch, LpDistance.euclidean()).triplets();
    TripletSums.Form form = TripletSums.Form.DIFFERENCE;
    return new Reducer.Threshold(ACTIVE, Double.POSITIVE_INFINITY)
        .of(new VisitedTerms(batch, all, form, Term.HINGE, margin, d, 0));
  }
}
