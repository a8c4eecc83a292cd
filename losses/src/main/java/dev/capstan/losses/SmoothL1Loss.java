package dev.capstan.losses;

import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.Comparisons;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
public record SmoothL1Loss(double beta, Reduction reduction, Variant variant) implements Loss {
  private static final String NAME = "SmoothL1Loss";
  static final String KEY = "smooth_l1_loss";

  /** Checks the parameters. */
  public SmoothL1Loss {
    if (!(beta >= 0)) {
      throw Checks.argument(NAME, "beta", beta, "a number of 0 or more");
    }
  }

  /** The safe form with PyTorch's defaults. */
  public SmoothL1Loss() {
    this(1, Reduction.MEAN, Variant.SAFE);
  }

  /** PyTorch's form with its defaults. */
  public static SmoothL1Loss torch() {
    return new SmoothL1Loss(1, Reduction.MEAN, Variant.FAITHFUL);
  }

  public SmoothL1Loss withBeta(double value) {
    return new SmoothL1Loss(value, reduction, variant);
  }

  public SmoothL1Loss withReduction(Reduction value) {
    return new SmoothL1Loss(beta, value, variant);
  }

  /**
   * The loss.
   *
   * @throws dev.capstan.ops.ShapeException if the shapes do not broadcast
   * @throws dev.capstan.ops.DTypeException if the dtypes differ
   */
  public Tensor apply(Tensor input, Tensor target) {
    Checks.broadcast(NAME, "input", input, "target", target);
    Tensor d = Elementwise.sub(input, target);
    Tensor size = Elementwise.abs(d);
    if (beta == 0) {
      return reduction.of(size, variant);
    }
    Tensor inside = Elementwise.mul(Elementwise.square(d), 0.5 / beta);
    Tensor outside = Elementwise.sub(size, 0.5 * beta);
    BoolTensor near = Comparisons.lt(size, beta);
    return reduction.of(Elementwise.where(near, inside, outside), variant);
  }

  @Override
  public Tensor applyTo(Map<String, ?> inputs) {
    Inputs in = new Inputs(NAME, inputs, "input", "target");
    Tensor input = in.tensor("input");
    return apply(input, in.numbers("target", input));
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> map = Config.of(PlainLosses.name(KEY, variant));
    map.put("beta", beta);
    map.put("reduction", reduction.key());
    return map;
  }

  static SmoothL1Loss fromConfig(Config config) {
    return new SmoothL1Loss(
        config.real("beta", 1), config.reduction(), PlainLosses.variant(config));
  }
}
