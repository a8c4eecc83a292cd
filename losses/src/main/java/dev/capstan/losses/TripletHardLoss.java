package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Fixed;
import dev.capstan.losses.config.Key;
import dev.capstan.losses.config.Named;
import dev.capstan.losses.config.On;
import dev.capstan.losses.distance.AddonsDistance;
import dev.capstan.losses.distance.DistanceMatrix;
import dev.capstan.losses.mining.MaskedExtremes;
import dev.capstan.losses.mining.Picks;
import dev.capstan.losses.mining.Precision;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.AtBound;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The triplet loss with the hardest positive and the hardest negative of every sample, as in
 * TensorFlow Addons.
 *
 * <p>With {@code z_i = max_positives d_ij − min_negatives d_ik}, the loss is the mean over all N
 * samples of {@code max(z_i + margin, 0)}, or of {@code log(1 + exp(z_i))} in the soft form, which
 * has no margin.
 *
 * <p>Shapes: {@code labels: [N]} or {@code [N, 1]}, {@code embeddings: [N, D]}, returns a scalar.
 *
 * <p>Gradient: the hinge passes it at exactly 0; ties share it evenly.
 *
 * <p>Domain: any margin. A sample without positives counts with the row's smallest distance (0 for
 * a Euclidean one), one without negatives with the row's largest. The faithful soft form is
 * literal: where exp overflows it is infinite with NaN gradients; the safe form is the stable one.
 * An empty batch is NaN, or 0 if safe.
 *
 * <p>Source: TensorFlow Addons 0.23, {@code triplet_hard_loss}.
 *
 * @param margin how much farther than the positive a negative should be; unused if soft
 * @param form hinge or soft
 * @param distance a named distance or one of the user's
 */
@Named(value = "triplet_hard_loss", system = "tfa")
@Fixed(key = "reduction", value = "none")
@Fixed(key = "name")
public record TripletHardLoss(
    double margin,
    @Key("soft") Form form,
    @Key("distance_metric") DistanceMatrix distance,
    Variant variant)
    implements WeightedBatchLoss,
        With.AnyMargin<TripletHardLoss>,
        With.AnyDistanceMatrix<TripletHardLoss>,
        With.AnyVariant<TripletHardLoss> {
  public TripletHardLoss {
    requireNonNull(form, "form");
    requireNonNull(distance, "distance");
    requireNonNull(variant, "variant");
  }

  /** What is made of z. */
  public enum Form {
    /** max(z + margin, 0). */
    HINGE,
    /** log(1 + exp(z)). */
    @On
    SOFT
  }

  /** The safe form with margin 1, hinge and Euclidean distance. */
  public TripletHardLoss() {
    this(1, Form.HINGE, AddonsDistance.L2, Variant.SAFE);
  }

  /** The faithful form with its defaults: margin 1, not soft, distance L2. */
  public static TripletHardLoss tensorflowAddons() {
    return new TripletHardLoss().withVariant(Variant.FAITHFUL);
  }

  public TripletHardLoss withForm(Form value) {
    requireNonNull(value, "value");
    return new TripletHardLoss(margin, value, distance, variant);
  }

  @Override
  public Tensor apply(IntTensor labels, Tensor embeddings) {
    int[] y = Batches.labels("TripletHardLoss", labels, embeddings);
    int n = y.length;
    if (n == 0) {
      return variant == Variant.SAFE ? Batches.zero(embeddings) : Batches.nan(embeddings);
    }
    Tensor d = AddonsTriplets.distances("TripletHardLoss", distance, embeddings);
    MaskedExtremes extremes = new MaskedExtremes(d, 0, Precision.OF_DISTANCES);
    Picks positives = new Picks(n);
    Picks negatives = new Picks(n);
    for (int row = 0; row < n; row++) {
      int i = row;
      extremes.max(i, k -> k != i && y[k] == y[i], positives);
      extremes.min(i, k -> y[k] != y[i], negatives);
    }
    Tensor z = positives.of(d).sub(negatives.of(d));
    Tensor losses = form == Form.SOFT ? soft(z) : z.add(margin).clampMin(0, AtBound.ONE);
    return Reduction.MEAN.of(losses, variant);
  }

  private Tensor soft(Tensor z) {
    return variant == Variant.SAFE ? Logs.onePlusExp(z) : z.exp().add(1).log();
  }

  @Override
  public Tensor apply(IntTensor labels, Tensor embeddings, Tensor sampleWeight) {
    requireNonNull(sampleWeight, "sampleWeight");
    return AddonsTriplets.weighted("TripletHardLoss", apply(labels, embeddings), sampleWeight);
  }

  @Override
  public Map<String, @Nullable Object> config() {
    return AddonsTriplets.config(WeightedBatchLoss.super.config(), distance);
  }
}
