package dev.capstan.losses;

import static dev.capstan.ops.Elementwise.where;
import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Named;
import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.DType;
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
 * <p>Domain: beta of 0 or more; infinite differences have their limits. The mean of nothing is NaN,
 * or 0 if safe. Source: PyTorch 2.15.
 *
 * @param beta the width of the parabola
 * @param reduction what is made of the losses
 */
@Named(value = "smooth_l1_loss", system = "torch")
public record SmoothL1Loss(double beta, Reduction reduction, Variant variant)
    implements TargetLoss<SmoothL1Loss> {
  /** Checks the parameters. */
  public SmoothL1Loss {
    requireNonNull(reduction, "reduction");
    requireNonNull(variant, "variant");
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
    requireNonNull(target, "target");
    Tensor d = input.sub(target);
    double steep = 0.5 / beta;
    if (steep > (d.dtype() == DType.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE)) {
      return d.abs(); // the parabola is narrower than the smallest number
    }
    BoolTensor near = d.detach().abs().lt(beta);
    Tensor inside = where(near, d, 0).square().mul(steep);
    return where(near, inside, where(near, 0, d).abs().sub(0.5 * beta));
  }
}
