package dev.capstan.losses;

import static dev.capstan.ops.Elementwise.where;
import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Named;
import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.Tensor;

/**
 * The absolute error {@code l = |x − t|}, as PyTorch's {@code l1_loss}.
 *
 * <p>Shapes: input and target broadcast; the losses have the common shape.
 *
 * <p>Gradient: sign(x − t) to the input, its negative to the target; 0 where they are equal or one
 * of them is NaN, so that a missing target may be masked away afterwards.
 *
 * <p>Domain: everything. The mean of nothing is NaN, or 0 if safe. Source: PyTorch 2.15.
 *
 * @param reduction what is made of the losses
 */
@Named(value = "l1_loss", system = "torch")
public record L1Loss(Reduction reduction, Variant variant) implements TargetLoss<L1Loss> {
  public L1Loss {
    requireNonNull(reduction, "reduction");
    requireNonNull(variant, "variant");
  }

  /** The safe form with PyTorch's defaults. */
  public L1Loss() {
    this(Reduction.MEAN, Variant.SAFE);
  }

  /** PyTorch's form with its defaults. */
  public static L1Loss torch() {
    return new L1Loss().withVariant(Variant.FAITHFUL);
  }

  @Override
  public Tensor losses(Tensor input, Tensor target) {
    requireNonNull(target, "target");
    Tensor d = input.sub(target);
    BoolTensor unknown = d.isNaN();
    return (unknown.count() == 0 ? d : where(unknown, d.detach(), d)).abs();
  }
}
