package dev.capstan.losses;

import static dev.capstan.ops.Elementwise.where;

import dev.capstan.losses.config.Named;
import dev.capstan.ops.Tensor;

/**
 * The absolute error with a parabola at its foot, as PyTorch's {@code smooth_l1_loss}.
 *
 * <p>With d = x − t: {@code d² / (2 beta)} where |d| &lt; beta, else {@code |d| − beta/2}; beta = 0
 * is the absolute error.
 *
 * <p>Shapes: input and target broadcast; the losses have the common shape.
 *
 * <p>Gradient: d/beta inside, sign(d) outside; the two meet at beta.
 *
 * <p>Domain: beta of 0 or more. The mean of nothing is NaN, or 0 if safe. Source: PyTorch 2.15.
 *
 * @param beta the width of the parabola
 * @param reduction what is made of the losses
 */
@Named(value = "smooth_l1_loss", system = "torch")
public record SmoothL1Loss(double beta, Reduction reduction, Variant variant)
    implements TargetLoss<SmoothL1Loss> {
  /** Checks the parameters. */
  public SmoothL1Loss {
    if (!(beta >= 0)) {
      throw Checks.argument("SmoothL1Loss", "beta", beta, "a number of 0 or more");
    }
  }

  /** The safe form with PyTorch's defaults. */
  public SmoothL1Loss() {
    this(1, Reduction.MEAN, Variant.SAFE);
  }

  /** PyTorch's form with its defaults. */
  public static SmoothL1Loss torch() {
    return new SmoothL1Loss().withVariant(Variant.FAITHFUL);
  }

  public SmoothL1Loss withBeta(double value) {
    return new SmoothL1Loss(value, reduction, variant);
  }

  @Override
  public Tensor losses(Tensor input, Tensor target) {
    Tensor d = input.sub(target);
    Tensor size = d.abs();
    return beta == 0
        ? size
        : where(size.lt(beta), d.square().mul(0.5 / beta), size.sub(0.5 * beta));
  }
}
