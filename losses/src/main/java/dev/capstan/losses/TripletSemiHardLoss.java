package dev.capstan.losses;

import dev.capstan.losses.distance.AddonsDistance;
import dev.capstan.losses.distance.DistanceMatrix;
import dev.capstan.losses.mining.SemiHardNegatives;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.SemiHardHinges;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.AtBound;
import java.util.Map;
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
public record TripletSemiHardLoss(double margin, DistanceMatrix distance, Variant variant)
    implements Loss {
  static final String SAFE_NAME = "triplet_semihard_loss";
  static final String FAITHFUL_NAME = "tfa_triplet_semihard_loss";

  /** The safe form with margin 1 and Euclidean distance. */
  public TripletSemiHardLoss() {
    this(1, AddonsDistance.L2, Variant.SAFE);
  }

  /** The faithful form with its defaults: margin 1, distance L2. */
  public static TripletSemiHardLoss tensorflowAddons() {
    return new TripletSemiHardLoss(1, AddonsDistance.L2, Variant.FAITHFUL);
  }

  public TripletSemiHardLoss withMargin(double value) {
    return new TripletSemiHardLoss(value, distance, variant);
  }

  public TripletSemiHardLoss withDistance(DistanceMatrix value) {
    return new TripletSemiHardLoss(margin, value, variant);
  }

  /**
   * The loss of a batch.
   *
   * @throws dev.capstan.ops.ShapeException if the embeddings are no matrix or the labels are not as
   *     many as they
   */
  public Tensor apply(IntTensor labels, Tensor embeddings) {
    int[] y = Batches.labels("TripletSemiHardLoss", labels, embeddings);
    Tensor d = AddonsTriplets.distances("TripletSemiHardLoss", distance, embeddings);
    SemiHardHinges hinges = new SemiHardHinges(y, margin);
    if (hinges.pairs() == 0) {
      return variant == Variant.SAFE ? Batches.zero(embeddings) : Batches.nan(embeddings);
    }
    return hinges.mean(d, at -> plain(at, y));
  }

  /** The loss of the distances of a batch, as its formula stands. */
  private Tensor plain(Tensor d, int[] labels) {
    SemiHardNegatives mined = SemiHardNegatives.of(d, labels);
    Tensor excess =
        Elementwise.sub(Elementwise.add(mined.positives(d), margin), mined.negatives(d));
    Tensor hinge = Elementwise.clampMin(excess, 0, AtBound.ONE);
    return Elementwise.div(Reductions.sum(hinge), mined.pairs());
  }

  /**
   * The loss times a weight. The loss is one number for the whole batch, so the weight must be.
   *
   * @throws dev.capstan.ops.ShapeException also if the weight has more than one element
   */
  public Tensor apply(IntTensor labels, Tensor embeddings, Tensor sampleWeight) {
    return AddonsTriplets.weighted("TripletSemiHardLoss", apply(labels, embeddings), sampleWeight);
  }

  @Override
  public Tensor applyTo(Map<String, ?> inputs) {
    Inputs in = new Inputs("TripletSemiHardLoss", inputs, "labels", "embeddings", "sample_weight");
    Tensor weight = in.tensorOrNull("sample_weight");
    IntTensor labels = in.labels("labels");
    return weight == null
        ? apply(labels, in.tensor("embeddings"))
        : apply(labels, in.tensor("embeddings"), weight);
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> map =
        Config.of(variant == Variant.SAFE ? SAFE_NAME : FAITHFUL_NAME);
    AddonsTriplets.write(map, margin, distance);
    return map;
  }

  static TripletSemiHardLoss fromConfig(Config config) {
    return new TripletSemiHardLoss(
        AddonsTriplets.margin(config),
        AddonsTriplets.distance(config),
        config.loss().equals(SAFE_NAME) ? Variant.SAFE : Variant.FAITHFUL);
  }
}
