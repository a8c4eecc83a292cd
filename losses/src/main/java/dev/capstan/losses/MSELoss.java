package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Named;
import dev.capstan.ops.Tensor;

/**
 * The squared error {@code l = (x − t)²}, as PyTorch's {@code mse_loss}.
 *
 * <p>Shapes: input and target broadcast; the losses have the common shape.
 *
 * <p>Gradient: {@code 2 (x − t)} to the input, its negative to the target.
 *
 * <p>Domain: everything. The mean of nothing is NaN, or 0 if safe. Source: PyTorch 2.15.
 *
 * @param reduction what is made of the losses
 */
@Named(value = "mse_loss", system = "torch")
public record MSELoss(Reduction reduction, Variant variant) implements TargetLoss<MSELoss> {
  public MSELoss {
    requireNonNull(reduction, "reduction");
    requireNonNull(variant, "variant");
  }

  /** The safe form with PyTorch's defaults. */
  public MSELoss() {
    this(Reduction.MEAN, Variant.SAFE);
  }

  /** PyTorch's form with its defaults. */
  public static MSELoss torch() {
    return new MSELoss().withVariant(Variant.FAITHFUL);
  }

  @Override
  public Tensor losses(Tensor input, Tensor target) {
    requireNonNull(target, "target");
    return input.sub(target).square();
  }
}
