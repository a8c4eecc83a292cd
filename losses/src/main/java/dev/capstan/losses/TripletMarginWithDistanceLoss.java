package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Key;
import dev.capstan.losses.config.Named;
import dev.capstan.losses.distance.NamedRowDistance;
import dev.capstan.losses.distance.RowDistance;
import dev.capstan.ops.Tensor;

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
@Named(value = "triplet_margin_with_distance_loss", system = "torch")
public record TripletMarginWithDistanceLoss(
    @Key("distance_function") RowDistance distance,
    double margin,
    Swap swap,
    Reduction reduction,
    Variant variant)
    implements GivenTripletLoss,
        With.AnyMargin<TripletMarginWithDistanceLoss>,
        With.AnySwap<TripletMarginWithDistanceLoss>,
        With.AnyReduction<TripletMarginWithDistanceLoss>,
        With.AnyVariant<TripletMarginWithDistanceLoss> {
  private static final String NAME = "TripletMarginWithDistanceLoss";

  /** Checks the parameters. */
  public TripletMarginWithDistanceLoss {
    requireNonNull(distance, "distance");
    requireNonNull(swap, "swap");
    requireNonNull(reduction, "reduction");
    requireNonNull(variant, "variant");
    Checks.positive(NAME, "margin", margin);
  }

  /** The safe form with the pairwise distance, margin 1, no swap, mean. */
  public TripletMarginWithDistanceLoss() {
    this(NamedRowDistance.PAIRWISE, 1, Swap.NO, Reduction.MEAN, Variant.SAFE);
  }

  /** PyTorch's form with its defaults: pairwise distance, margin 1, no swap, mean. */
  public static TripletMarginWithDistanceLoss torch() {
    return new TripletMarginWithDistanceLoss().withVariant(Variant.FAITHFUL);
  }

  public TripletMarginWithDistanceLoss withDistance(RowDistance value) {
    requireNonNull(value, "value");
    return new TripletMarginWithDistanceLoss(value, margin, swap, reduction, variant);
  }

  @Override
  public Tensor apply(Tensor anchor, Tensor positive, Tensor negative) {
    Triplets.requireOneRank(NAME, anchor, positive, negative);
    return Triplets.loss(
        NAME, anchor, positive, negative, margin, swap, reduction, variant, distance);
  }
}
