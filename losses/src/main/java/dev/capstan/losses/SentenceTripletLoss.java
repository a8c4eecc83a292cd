package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Key;
import dev.capstan.losses.config.Named;
import dev.capstan.losses.distance.SentenceDistance;
import dev.capstan.ops.Tensor;

/**
 * The triplet loss of given triplets, as in sentence-transformers.
 *
 * <p>{@code mean max(d(a, p) − d(a, n) + margin, 0)}; distances are plain, without eps.
 *
 * <p>Shapes: three tensors [N, D], returns a scalar; 0 without triplets. Gradient: 0 where the
 * hinge is 0 and at distance 0.
 *
 * <p>Source: sentence-transformers 6.2 ({@code TripletLoss}).
 *
 * @param margin how much farther than the positive the negative should be
 */
@Named(value = "st_triplet_loss")
public record SentenceTripletLoss(
    @Key("distance_metric") SentenceDistance distance, @Key("triplet_margin") double margin)
    implements GivenTripletLoss, With.AnyMargin<SentenceTripletLoss> {
  public SentenceTripletLoss {
    requireNonNull(distance, "distance");
  }

  /** Euclidean distance, margin 5. */
  public SentenceTripletLoss() {
    this(SentenceDistance.EUCLIDEAN, 5);
  }

  public SentenceTripletLoss withDistance(SentenceDistance value) {
    requireNonNull(value, "value");
    return new SentenceTripletLoss(value, margin);
  }

  @Override
  public Tensor apply(Tensor anchor, Tensor positive, Tensor negative) {
    requireNonNull(anchor, "anchor");
    requireNonNull(positive, "positive");
    requireNonNull(negative, "negative");
    Columns.of("SentenceTripletLoss", anchor, positive, negative);
    Tensor near = distance.between(anchor, positive);
    Tensor far = distance.between(anchor, negative);
    return Reduction.MEAN.of(near.sub(far).add(margin).relu(), Variant.SAFE);
  }
}
