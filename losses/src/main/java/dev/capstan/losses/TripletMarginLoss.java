package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Key;
import dev.capstan.losses.config.Named;
import dev.capstan.losses.distance.RowDistance;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Shape;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * The triplet loss of given triplets, as in PyTorch and MindSpore.
 *
 * <p>{@code l = max(margin + d(a, p) − d(a, n), 0)} with {@code d(x, y) = ‖x − y + eps‖_p}; with
 * {@link Swap#YES} the negative distance is {@code min(d(a, n), d(p, n))}. eps is added to every
 * component of the signed difference, so d is not symmetric.
 *
 * <p>Shapes (PyTorch, safe): three tensors of one rank, {@code […, D]}; sizes broadcast, pair by
 * pair, and the last axis is reduced. {@code [D]} and scalars give a scalar. MindSpore: any ranks,
 * aligned from the right, of which axis 1 is reduced: {@code [B, D, K…]} gives {@code [B, K…]}.
 *
 * <p>Gradient: 0 where the hinge is exactly 0; half to each distance where swap meets a tie. At
 * coinciding points with eps = 0 it is 0 for every p (see {@link Reductions#norm}); with eps &gt; 0
 * it is not, for the distance there is not 0.
 *
 * <p>Domain: any real p and ±∞, any eps. NaN inputs give NaN. D = 0: every distance is 0. The mean
 * of an empty batch is NaN, or 0 if safe.
 *
 * <p>Sources: PyTorch 2.15, MindSpore 2.10 (whose op has no gradient of its own; here it has
 * PyTorch's). MindSpore's p is a whole number, p = 0 counts the components of the pair whatever
 * they hold, and the margin may be 0 or less.
 *
 * @param margin how much farther than the positive the negative should be
 * @param p the exponent of the norm
 * @param eps what is added to every component of a difference
 * @param swap whether the distance from positive to negative counts
 * @param reduction what is made of the losses of all triplets
 * @param convention whose loss it is
 */
@Named("triplet_margin_loss")
public record TripletMarginLoss(
    double margin,
    @Key(wholeIn = "mindspore") double p,
    double eps,
    Swap swap,
    Reduction reduction,
    Convention convention)
    implements GivenTripletLoss,
        With.AnyMargin<TripletMarginLoss>,
        With.AnyEps<TripletMarginLoss>,
        With.AnySwap<TripletMarginLoss>,
        With.AnyReduction<TripletMarginLoss> {
  private static final String NAME = "TripletMarginLoss";

  /** Checks the parameters. */
  public TripletMarginLoss {
    requireNonNull(swap, "swap");
    requireNonNull(reduction, "reduction");
    requireNonNull(convention, "convention");
    if (Double.isNaN(p)) {
      throw Checks.argument(NAME, "p", p, "a number or an infinity");
    }
    if (convention == Convention.MIND_SPORE) {
      if (p != Math.rint(p) || Double.isInfinite(p)) {
        throw Checks.argument(NAME, "p", p, "a whole number in MindSpore's loss");
      }
    } else {
      Checks.positive(NAME, "margin", margin);
    }
  }

  /** The safe form with margin 1, p 2, eps 1e-6, no swap, mean. */
  public TripletMarginLoss() {
    this(Convention.SAFE);
  }

  private TripletMarginLoss(Convention convention) {
    this(1, 2, 1e-6, Swap.NO, Reduction.MEAN, convention);
  }

  /** PyTorch's form with its defaults: margin 1, p 2, eps 1e-6, no swap, mean. */
  public static TripletMarginLoss torch() {
    return new TripletMarginLoss(Convention.TORCH);
  }

  /** MindSpore's form with its defaults: margin 1, p 2, eps 1e-6, no swap, mean. */
  public static TripletMarginLoss mindSpore() {
    return new TripletMarginLoss(Convention.MIND_SPORE);
  }

  public TripletMarginLoss withP(double value) {
    return new TripletMarginLoss(margin, value, eps, swap, reduction, convention);
  }

  /**
   * The loss of triplets.
   *
   * @throws dev.capstan.ops.ShapeException if the ranks differ (PyTorch, safe), are all below 2 or
   *     one is 8 (MindSpore), or if the shapes do not broadcast
   * @throws dev.capstan.ops.DTypeException if the dtypes differ
   */
  @Override
  public Tensor apply(Tensor anchor, Tensor positive, Tensor negative) {
    requireNonNull(anchor, "anchor");
    requireNonNull(positive, "positive");
    requireNonNull(negative, "negative");
    if (convention == Convention.MIND_SPORE) {
      int rank = alignedRank(anchor, positive, negative);
      return loss(
          aligned(anchor, rank),
          aligned(positive, rank),
          aligned(negative, rank),
          new AxisOne(p, eps, rank));
    }
    Triplets.requireOneRank(NAME, anchor, positive, negative);
    return loss(anchor, positive, negative, new LastAxis(p, eps));
  }

  private Tensor loss(Tensor a, Tensor b, Tensor n, RowDistance distance) {
    return Triplets.loss(NAME, a, b, n, margin, swap, reduction, convention.variant(), distance);
  }

  /** PyTorch's distance. */
  private record LastAxis(double p, double eps) implements RowDistance {
    @Override
    public Tensor between(Tensor x, Tensor y) {
      Tensor difference = x.sub(y).add(eps);
      return difference.rank() == 0 ? difference.reshape(1).norm(p, 0) : difference.norm(p, -1);
    }

    @Override
    public OptionalDouble euclideanEps() {
      return p == 2 ? OptionalDouble.of(eps) : OptionalDouble.empty();
    }
  }

  /** MindSpore's distance, of tensors of a rank. */
  private record AxisOne(double p, double eps, int rank) implements RowDistance {
    @Override
    public Tensor between(Tensor x, Tensor y) {
      Tensor difference = x.sub(y).add(eps);
      Tensor norm = difference.norm(p, 1);
      return p == 0 ? norm.mul(0).add(difference.shape().get(1)) : norm;
    }

    @Override
    public OptionalDouble euclideanEps() {
      return p == 2 && rank == 2 ? OptionalDouble.of(eps) : OptionalDouble.empty();
    }
  }

  private static int alignedRank(Tensor a, Tensor p, Tensor n) {
    int rank = Math.max(a.rank(), Math.max(p.rank(), n.rank()));
    if (rank < 2 || rank >= Shape.MAX_RANK) {
      throw new ShapeException(
          "%s: wrong ranks for MindSpore's loss: got shapes %s, %s and %s, expected %s"
              .formatted(
                  NAME,
                  a.shape(),
                  p.shape(),
                  n.shape(),
                  rank < 2 ? "one of rank 2 or more" : "ranks up to 7"));
    }
    return rank;
  }

  private static Tensor aligned(Tensor x, int rank) {
    int[] sizes = new int[rank];
    Arrays.fill(sizes, 1);
    System.arraycopy(x.shape().toArray(), 0, sizes, rank - x.rank(), x.rank());
    return x.reshape(sizes);
  }
}
