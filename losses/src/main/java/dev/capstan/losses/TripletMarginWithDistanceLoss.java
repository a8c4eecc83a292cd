package dev.capstan.losses;

import dev.capstan.losses.distance.NamedRowDistance;
import dev.capstan.losses.distance.RowDistance;
import dev.capstan.ops.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The triplet loss of given triplets under a distance of one's choice, as in PyTorch.
 *
 * <p>{@code l = max(margin + f(a, p) − f(a, n), 0)}; with {@link Swap#YES} the negative distance is
 * {@code min(f(a, n), f(p, n))}.
 *
 * <p>Shapes: three tensors of one rank, {@code […, D]}, whose sizes broadcast pair by pair; the
 * losses have the shape of f's values.
 *
 * <p>Gradient: 0 where the hinge is exactly 0; half to each distance where swap meets a tie; f's
 * own elsewhere.
 *
 * <p>Domain: margin &gt; 0. The mean of an empty batch is NaN, or 0 if safe.
 *
 * <p>Source: PyTorch 2.15, {@code triplet_margin_with_distance_loss}.
 *
 * @param distance f: a named distance or a function of the user's
 * @param margin how much farther than the positive the negative should be
 * @param swap whether the distance from positive to negative counts
 * @param reduction what is made of the losses of all triplets
 */
public record TripletMarginWithDistanceLoss(
    RowDistance distance, double margin, Swap swap, Reduction reduction, Variant variant)
    implements Loss {
  static final String SAFE_NAME = "triplet_margin_with_distance_loss";
  static final String FAITHFUL_NAME = "torch_triplet_margin_with_distance_loss";
  private static final String NAME = "TripletMarginWithDistanceLoss";

  /** Checks the parameters. */
  public TripletMarginWithDistanceLoss {
    if (!(margin > 0)) {
      throw Checks.argument(NAME, "margin", margin, "a number greater than 0");
    }
  }

  /** The safe form with the pairwise distance, margin 1, no swap, mean. */
  public TripletMarginWithDistanceLoss() {
    this(NamedRowDistance.PAIRWISE, 1, Swap.NO, Reduction.MEAN, Variant.SAFE);
  }

  /** PyTorch's form with its defaults: pairwise distance, margin 1, no swap, mean. */
  public static TripletMarginWithDistanceLoss torch() {
    return new TripletMarginWithDistanceLoss(
        NamedRowDistance.PAIRWISE, 1, Swap.NO, Reduction.MEAN, Variant.FAITHFUL);
  }

  public TripletMarginWithDistanceLoss withDistance(RowDistance value) {
    return new TripletMarginWithDistanceLoss(value, margin, swap, reduction, variant);
  }

  public TripletMarginWithDistanceLoss withMargin(double value) {
    return new TripletMarginWithDistanceLoss(distance, value, swap, reduction, variant);
  }

  public TripletMarginWithDistanceLoss withSwap(Swap value) {
    return new TripletMarginWithDistanceLoss(distance, margin, value, reduction, variant);
  }

  public TripletMarginWithDistanceLoss withReduction(Reduction value) {
    return new TripletMarginWithDistanceLoss(distance, margin, swap, value, variant);
  }

  /**
   * The loss of triplets.
   *
   * @throws dev.capstan.ops.ShapeException if the ranks differ or the shapes do not broadcast
   * @throws dev.capstan.ops.DTypeException if the dtypes differ
   */
  public Tensor apply(Tensor anchor, Tensor positive, Tensor negative) {
    Triplets.requireOneRank(NAME, anchor, positive, negative);
    return Triplets.loss(
        NAME, anchor, positive, negative, margin, swap, reduction, variant, distance);
  }

  @Override
  public Tensor applyTo(Map<String, ?> inputs) {
    Inputs in = new Inputs(NAME, inputs, "anchor", "positive", "negative");
    return apply(in.tensor("anchor"), in.tensor("positive"), in.tensor("negative"));
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> map =
        Config.of(variant == Variant.SAFE ? SAFE_NAME : FAITHFUL_NAME);
    map.put("distance_function", distance.key());
    map.put("margin", margin);
    map.put("swap", swap == Swap.YES);
    map.put("reduction", reduction.key());
    return map;
  }

  static TripletMarginWithDistanceLoss fromConfig(Config config) {
    return new TripletMarginWithDistanceLoss(
        NamedRowDistance.named(config.text("distance_function", NamedRowDistance.PAIRWISE.key())),
        config.real("margin", 1),
        config.flag("swap", false) ? Swap.YES : Swap.NO,
        config.reduction(),
        config.loss().equals(SAFE_NAME) ? Variant.SAFE : Variant.FAITHFUL);
  }
}
