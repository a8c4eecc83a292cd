package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Named;
import dev.capstan.ops.Tensor;

/**
 * The logistic loss of targets 1 and −1, as PyTorch's {@code soft_margin_loss}.
 *
 * <p>{@code l = log(1 + exp(−t x))}, computed without overflow.
 *
 * <p>Shapes: input and target broadcast; the losses have the common shape.
 *
 * <p>Gradient: {@code −t σ(−t x)} to the input.
 *
 * <p>Domain: everything. The mean of nothing is NaN, or 0 if safe. Source: PyTorch 2.15.
 *
 * @param reduction what is made of the losses
 */
@Named(value = "soft_margin_loss", system = "torch")
public record SoftMarginLoss(Reduction reduction, Variant variant)
    implements TargetLoss<SoftMarginLoss> {
  public SoftMarginLoss {
    requireNonNull(reduction, "reduction");
    requireNonNull(variant, "variant");
  }

  /** The safe form with PyTorch's defaults. */
  public SoftMarginLoss() {
    this(Reduction.MEAN, Variant.SAFE);
  }

  /** PyTorch's form with its defaults. */
  public static SoftMarginLoss torch() {
    return new SoftMarginLoss().withVariant(Variant.FAITHFUL);
  }

  @Override
  public Tensor losses(Tensor input, Tensor target) {
    requireNonNull(input, "input");
    return target.mul(input).logSigmoid().neg();
  }
}
