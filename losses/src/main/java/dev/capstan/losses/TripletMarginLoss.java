package dev.capstan.losses;

import dev.capstan.losses.distance.RowDistance;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Shape;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

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
public record TripletMarginLoss(
    double margin, double p, double eps, Swap swap, Reduction reduction, Convention convention)
    implements Loss {
  private static final String NAME = "TripletMarginLoss";
  private static final double DEFAULT_EPS = 1e-6;

  /** Whose loss it is. */
  public enum Convention {
    /** As PyTorch, but the mean of an empty batch is 0. */
    SAFE("triplet_margin_loss"),
    /** PyTorch 2.15. */
    TORCH("torch_triplet_margin_loss"),
    /** MindSpore 2.10. */
    MIND_SPORE("mindspore_triplet_margin_loss");

    private final String key;

    Convention(String key) {
      this.key = key;
    }

    String key() {
      return key;
    }

    private Variant variant() {
      return this == SAFE ? Variant.SAFE : Variant.FAITHFUL;
    }
  }

  /** Checks the parameters. */
  public TripletMarginLoss {
    if (Double.isNaN(p)) {
      throw Checks.argument(NAME, "p", p, "a number or an infinity");
    }
    if (convention == Convention.MIND_SPORE) {
      if (p != Math.rint(p) || Double.isInfinite(p)) {
        throw Checks.argument(NAME, "p", p, "a whole number in MindSpore's loss");
      }
    } else if (!(margin > 0)) {
      throw Checks.argument(NAME, "margin", margin, "a number greater than 0");
    }
  }

  /** The safe form with margin 1, p 2, eps 1e-6, no swap, mean. */
  public TripletMarginLoss() {
    this(1, 2, DEFAULT_EPS, Swap.NO, Reduction.MEAN, Convention.SAFE);
  }

  /** PyTorch's form with its defaults: margin 1, p 2, eps 1e-6, no swap, mean. */
  public static TripletMarginLoss torch() {
    return new TripletMarginLoss(1, 2, DEFAULT_EPS, Swap.NO, Reduction.MEAN, Convention.TORCH);
  }

  /** MindSpore's form with its defaults: margin 1, p 2, eps 1e-6, no swap, mean. */
  public static TripletMarginLoss mindSpore() {
    return new TripletMarginLoss(1, 2, DEFAULT_EPS, Swap.NO, Reduction.MEAN, Convention.MIND_SPORE);
  }

  public TripletMarginLoss withMargin(double value) {
    return new TripletMarginLoss(value, p, eps, swap, reduction, convention);
  }

  public TripletMarginLoss withP(double value) {
    return new TripletMarginLoss(margin, value, eps, swap, reduction, convention);
  }

  public TripletMarginLoss withEps(double value) {
    return new TripletMarginLoss(margin, p, value, swap, reduction, convention);
  }

  public TripletMarginLoss withSwap(Swap value) {
    return new TripletMarginLoss(margin, p, eps, value, reduction, convention);
  }

  public TripletMarginLoss withReduction(Reduction value) {
    return new TripletMarginLoss(margin, p, eps, swap, value, convention);
  }

  /**
   * The loss of triplets.
   *
   * @throws dev.capstan.ops.ShapeException if the ranks differ (PyTorch, safe), are all below 2 or
   *     one is 8 (MindSpore), or if the shapes do not broadcast
   * @throws dev.capstan.ops.DTypeException if the dtypes differ
   */
  public Tensor apply(Tensor anchor, Tensor positive, Tensor negative) {
    Tensor a = anchor;
    Tensor b = positive;
    Tensor n = negative;
    if (convention == Convention.MIND_SPORE) {
      int rank = alignedRank(a, b, n);
      a = aligned(a, rank);
      b = aligned(b, rank);
      n = aligned(n, rank);
    } else {
      Triplets.requireOneRank(NAME, a, b, n);
    }
    return Triplets.loss(
        NAME,
        a,
        b,
        n,
        margin,
        swap,
        reduction,
        convention.variant(),
        convention == Convention.MIND_SPORE ? new AxisOne(p, eps, a.rank()) : new LastAxis(p, eps));
  }

  /** PyTorch's distance. */
  private record LastAxis(double p, double eps) implements RowDistance {
    @Override
    public Tensor between(Tensor x, Tensor y) {
      Tensor difference = Elementwise.add(Elementwise.sub(x, y), eps);
      return difference.rank() == 0
          ? Reductions.norm(Movement.reshape(difference, 1), p, 0)
          : Reductions.norm(difference, p, -1);
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
      Tensor difference = Elementwise.add(Elementwise.sub(x, y), eps);
      Tensor norm = Reductions.norm(difference, p, 1);
      return p == 0 ? Elementwise.add(Elementwise.mul(norm, 0), difference.shape().get(1)) : norm;
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
          NAME
              + ": wrong ranks for MindSpore's loss: got shapes "
              + a.shape()
              + ", "
              + p.shape()
              + " and "
              + n.shape()
              + ", expected "
              + (rank < 2 ? "one of rank 2 or more" : "ranks up to 7"));
    }
    return rank;
  }

  private static Tensor aligned(Tensor x, int rank) {
    int[] sizes = new int[rank];
    Arrays.fill(sizes, 1);
    System.arraycopy(x.shape().toArray(), 0, sizes, rank - x.rank(), x.rank());
    return Movement.reshape(x, sizes);
  }

  @Override
  public Tensor applyTo(Map<String, ?> inputs) {
    Inputs in = new Inputs(NAME, inputs, "anchor", "positive", "negative");
    return apply(in.tensor("anchor"), in.tensor("positive"), in.tensor("negative"));
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> map = Config.of(convention.key());
    map.put("margin", margin);
    map.put("p", convention == Convention.MIND_SPORE ? (Object) (int) p : (Object) p);
    map.put("eps", eps);
    map.put("swap", swap == Swap.YES);
    map.put("reduction", reduction.key());
    return map;
  }

  static TripletMarginLoss fromConfig(Config config) {
    Convention convention = Convention.SAFE;
    for (Convention each : Convention.values()) {
      convention = each.key().equals(config.loss()) ? each : convention;
    }
    return new TripletMarginLoss(
        config.real("margin", 1),
        convention == Convention.MIND_SPORE ? config.integer("p", 2) : config.real("p", 2),
        config.real("eps", DEFAULT_EPS),
        config.flag("swap", false) ? Swap.YES : Swap.NO,
        config.reduction(),
        convention);
  }
}
