package dev.capstan.losses;

import static dev.capstan.ops.Elementwise.where;
import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Named;
import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.Tensor;

/**
 * The squared error with linear arms, as PyTorch's {@code huber_loss}.
 *
 * <p>With d = x − t: {@code d²/2} where |d| ≤ delta, else {@code delta (|d| − delta/2)}.
 *
 * <p>Shapes: input and target broadcast; the losses have the common shape.
 *
 * <p>Gradient: d inside, delta · sign(d) outside; the two meet at delta.
 *
 * <p>Domain: delta greater than 0; infinite differences and an infinite delta have their limits.
 * The mean of nothing is NaN, or 0 if safe. Source: PyTorch 2.15.
 *
 * @param delta where the arms begin
 * @param reduction what is made of the losses
 */
@Named(value = "huber_loss", system = "torch")
public record HuberLoss(double delta, Reduction reduction, Variant variant)
    implements TargetLoss<HuberLoss> {
  /** Checks the parameters. */
  public HuberLoss {
    requireNonNull(reduction, "reduction");
    requireNonNull(variant, "variant");
    Checks.positive("HuberLoss", "delta", delta);
  }

  /** The safe form with PyTorch's defaults. */
  public HuberLoss() {
    this(1, Reduction.MEAN, Variant.SAFE);
  }

  /** PyTorch's form with its defaults. */
  public static HuberLoss torch() {
    return new HuberLoss().withVariant(Variant.FAITHFUL);
  }

  public HuberLoss withDelta(double value) {
    return new HuberLoss(value, reduction, variant);
  }

  @Override
  public Tensor losses(Tensor input, Tensor target) {
    requireNonNull(target, "target");
    Tensor d = input.sub(target);
    BoolTensor near = d.detach().abs().le(delta);
    Tensor inside = where(near, d, 0).square().mul(0.5);
    Tensor outside = where(near, 0, d).abs().sub(0.5 * delta).mul(delta);
    return where(near, inside, outside);
  }
}
