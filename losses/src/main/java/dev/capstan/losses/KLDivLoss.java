package dev.capstan.losses;

import static dev.capstan.ops.Elementwise.where;
import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Key;
import dev.capstan.losses.config.Named;
import dev.capstan.losses.config.On;
import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.Tensor;

/**
 * The divergence of a distribution from log-probabilities, as PyTorch's {@code kl_div}.
 *
 * <p>{@code l = t (log t − x)}, 0 where t = 0; with {@link Target#LOGARITHM}, {@code e^t (t − x)}.
 * x is the logarithm of the model's probability.
 *
 * <p>Shapes: input and target broadcast; the losses have the common shape.
 *
 * <p>Gradient: −t to the input, {@code log t + 1 − x} to the target; at t = 0 the target's is NaN
 * in PyTorch, and −x in the safe form.
 *
 * <p>Domain: targets of 0 or more. A target of 0, or of logarithm −∞, adds nothing in the safe form
 * even where the input is −∞; in PyTorch that is NaN. {@link Reduction#MEAN} divides by the number
 * of elements; the divergence itself is {@link Reduction#BATCH_MEAN}. The mean of nothing is NaN,
 * or 0 if safe. Source: PyTorch 2.15.
 *
 * @param kind what the target is
 * @param reduction what is made of the losses
 */
@Named(value = "kl_div", system = "torch")
public record KLDivLoss(
    @Key("log_target") Target kind, @Key(also = "batchmean") Reduction reduction, Variant variant)
    implements TargetLoss<KLDivLoss> {
  public KLDivLoss {
    requireNonNull(kind, "kind");
    requireNonNull(reduction, "reduction");
    requireNonNull(variant, "variant");
  }

  /** The safe form with PyTorch's defaults. */
  public KLDivLoss() {
    this(Target.PROBABILITY, Reduction.MEAN, Variant.SAFE);
  }

  /** PyTorch's form with its defaults. */
  public static KLDivLoss torch() {
    return new KLDivLoss().withVariant(Variant.FAITHFUL);
  }

  public KLDivLoss withKind(Target value) {
    requireNonNull(value, "value");
    return new KLDivLoss(value, reduction, variant);
  }

  /** What the target is. */
  public enum Target {
    /** A probability. */
    PROBABILITY,
    /** The logarithm of one. */
    @On
    LOGARITHM
  }

  @Override
  public Tensor losses(Tensor input, Tensor target) {
    requireNonNull(input, "input");
    if (kind == Target.PROBABILITY) {
      return entropy(target).sub(variant.times(target, input));
    }
    BoolTensor never = target.eq(Double.NEGATIVE_INFINITY);
    boolean cut = variant == Variant.SAFE && never.count() > 0;
    Tensor logs = cut ? where(never, 0, target) : target;
    return variant.times(target.exp(), logs.sub(input));
  }

  /** t log t, 0 at 0; there PyTorch's derivative is NaN, and the safe one 0. */
  private Tensor entropy(Tensor target) {
    return variant == Variant.SAFE
        ? target.xlogy(target)
        : where(target.ne(0), target.mul(target.log()), 0);
  }
}
