package dev.capstan.losses;

import dev.capstan.losses.distance.AddonsDistance;
import dev.capstan.losses.distance.DistanceMatrix;
import dev.capstan.losses.mining.MaskedExtremes;
import dev.capstan.losses.mining.Picks;
import dev.capstan.losses.mining.Precision;
import dev.capstan.ops.Elementwise;
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
public record TripletHardLoss(double margin, Form form, DistanceMatrix distance, Variant variant)
    implements Loss {
  static final String SAFE_NAME = "triplet_hard_loss";
  static final String FAITHFUL_NAME = "tfa_triplet_hard_loss";

  /** What is made of z. */
  public enum Form {
    /** max(z + margin, 0). */
    HINGE,
    /** log(1 + exp(z)). */
    SOFT
  }

  /** The safe form with margin 1, hinge and Euclidean distance. */
  public TripletHardLoss() {
    this(1, Form.HINGE, AddonsDistance.L2, Variant.SAFE);
  }

  /** The faithful form with its defaults: margin 1, not soft, distance L2. */
  public static TripletHardLoss tensorflowAddons() {
    return new TripletHardLoss(1, Form.HINGE, AddonsDistance.L2, Variant.FAITHFUL);
  }

  public TripletHardLoss withMargin(double value) {
    return new TripletHardLoss(value, form, distance, variant);
  }

  public TripletHardLoss withForm(Form value) {
    return new TripletHardLoss(margin, value, distance, variant);
  }

  public TripletHardLoss withDistance(DistanceMatrix value) {
    return new TripletHardLoss(margin, form, value, variant);
  }

  /**
   * The loss of a batch.
   *
   * @throws dev.capstan.ops.ShapeException if the embeddings are no matrix or the labels are not as
   *     many as they
   */
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
    Tensor z = Elementwise.sub(positives.of(d), negatives.of(d));
    return Reduction.MEAN.of(form == Form.SOFT ? soft(z) : hinge(z), variant);
  }

  private Tensor hinge(Tensor z) {
    return Elementwise.clampMin(Elementwise.add(z, margin), 0, AtBound.ONE);
  }

  private Tensor soft(Tensor z) {
    return variant == Variant.SAFE
        ? Logs.onePlusExp(z)
        : Elementwise.log(Elementwise.add(Elementwise.exp(z), 1));
  }

  /**
   * The loss times a weight. The loss is one number for the whole batch, so the weight must be.
   *
   * @throws dev.capstan.ops.ShapeException also if the weight has more than one element
   */
  public Tensor apply(IntTensor labels, Tensor embeddings, Tensor sampleWeight) {
    return AddonsTriplets.weighted("TripletHardLoss", apply(labels, embeddings), sampleWeight);
  }

  @Override
  public Tensor applyTo(Map<String, ?> inputs) {
    Inputs in = new Inputs("TripletHardLoss", inputs, "labels", "embeddings", "sample_weight");
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
    map.put("soft", form == Form.SOFT);
    return map;
  }

  static TripletHardLoss fromConfig(Config config) {
    return new TripletHardLoss(
        AddonsTriplets.margin(config),
        config.flag("soft", false) ? Form.SOFT : Form.HINGE,
        AddonsTriplets.distance(config),
        config.loss().equals(SAFE_NAME) ? Variant.SAFE : Variant.FAITHFUL);
  }
}
