package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Fixed;
import dev.capstan.losses.config.Key;
import dev.capstan.losses.config.Named;
import dev.capstan.losses.distance.AddonsDistance;
import dev.capstan.losses.distance.DistanceMatrix;
import dev.capstan.losses.mining.SemiHardNegatives;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.SemiHardHinges;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.AtBound;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The triplet loss with semi-hard negatives over a labelled batch, as in TensorFlow Addons.
 *
 * <p>For every ordered pair (i, j) of different samples with one label, the negative is the nearest
 * one that is farther from i than j is; the margin plays no role in that choice. If there is none,
 * it is the farthest negative of i. The loss is {@code Σ max(margin + d_ij − d_neg, 0) / |P|}, P
 * being all such pairs, active or not.
 *
 * <p>Shapes: {@code labels: [N]} or {@code [N, 1]}, {@code embeddings: [N, D]}, returns a scalar.
 *
 * <p>Gradient: the hinge passes it at exactly 0; negatives that tie share it evenly; duplicates
 * have distance 0 with gradient 0. Mining reads values only; the tape holds two N×N matrices, the
 * distances and their slopes.
 *
 * <p>Domain: any margin. A row without negatives (one class) uses the row's smallest distance as
 * d_neg. Without any pair the faithful form is NaN with NaN gradients, the safe form 0.
 *
 * <p>Source: TensorFlow Addons 0.23, {@code triplet_semihard_loss}. Its document says that a
 * semi-hard negative exceeds the positive distance plus the margin; it exceeds the positive
 * distance.
 *
 * @param margin how much farther than the positive a negative should be
 * @param distance a named distance or one of the user's
 */
@Named(value = "triplet_semihard_loss", system = "tfa")
@Fixed(key = "reduction", value = "none")
@Fixed(key = "name")
public record TripletSemiHardLoss(
    double margin, @Key("distance_metric") DistanceMatrix distance, Variant variant)
    implements WeightedBatchLoss,
        With.AnyMargin<TripletSemiHardLoss>,
        With.AnyDistanceMatrix<TripletSemiHardLoss>,
        With.AnyVariant<TripletSemiHardLoss> {
  public TripletSemiHardLoss {
    requireNonNull(distance, "distance");
    requireNonNull(variant, "variant");
  }

  /** The safe form with margin 1 and Euclidean distance. */
  public TripletSemiHardLoss() {
    this(1, AddonsDistance.L2, Variant.SAFE);
  }

  /** The faithful form with its defaults: margin 1, distance L2. */
  public static TripletSemiHardLoss tensorflowAddons() {
    return new TripletSemiHardLoss().withVariant(Variant.FAITHFUL);
  }

  @Override
  public Tensor apply(IntTensor labels, Tensor embeddings) {
    int[] y = Batches.labels("TripletSemiHardLoss", labels, embeddings);
    Tensor d = AddonsTriplets.distances("TripletSemiHardLoss", distance, embeddings);
    boolean safe = variant == Variant.SAFE;
    return of(y, d, margin, () -> safe ? Batches.zero(embeddings) : Batches.nan(embeddings));
  }

  /** The loss of a matrix of distances. */
  static Tensor of(int[] labels, Tensor d, double margin, Supplier<Tensor> withoutPairs) {
    SemiHardHinges hinges = new SemiHardHinges(labels, margin);
    if (hinges.pairs() == 0) {
      return withoutPairs.get();
    }
    return hinges.mean(d, at -> plain(at, labels, margin));
  }

  /** The loss of the distances of a batch, as its formula stands. */
  private static Tensor plain(Tensor d, int[] labels, double margin) {
    SemiHardNegatives mined = SemiHardNegatives.of(d, labels);
    Tensor excess = mined.positives(d).add(margin).sub(mined.negatives(d));
    return excess.clampMin(0, AtBound.ONE).sum().div(mined.pairs());
  }

  @Override
  public Tensor apply(IntTensor labels, Tensor embeddings, Tensor sampleWeight) {
    requireNonNull(sampleWeight, "sampleWeight");
    return AddonsTriplets.weighted("TripletSemiHardLoss", apply(labels, embeddings), sampleWeight);
  }

  @Override
  public Map<String, @Nullable Object> config() {
    return AddonsTriplets.config(WeightedBatchLoss.super.config(), distance);
  }
}
