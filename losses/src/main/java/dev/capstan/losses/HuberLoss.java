package dev.capstan.losses;

import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.Comparisons;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The squared error with linear arms, as PyTorch's {@code huber_loss}.
 *
 * <p>With d = x − t: {@code d²/2} where |d| ≤ delta, else {@code delta (|d| − delta/2)}.
 *
 * <p>Shapes: input and target broadcast; the losses have the common shape.
 *
 * <p>Gradient: d inside, delta · sign(d) outside; the two meet at delta.
 *
 * <p>Domain: delta greater than 0. The mean of nothing is NaN, or 0 if safe. Source: PyTorch 2.15.
 *
 * @param delta where the arms begin
 * @param reduction what is made of the losses
 */
public record HuberLoss(double delta, Reduction reduction, Variant variant) implements Loss {
  private static final String NAME = "HuberLoss";
  static final String KEY = "huber_loss";

  /** Checks the parameters. */
  public HuberLoss {
    if (!(delta > 0)) {
      throw Checks.argument(NAME, "delta", delta, "a number greater than 0");
    }
  }

  /** The safe form with PyTorch's defaults. */
  public HuberLoss() {
    this(1, Reduction.MEAN, Variant.SAFE);
  }

  /** PyTorch's form with its defaults. */
  public static HuberLoss torch() {
    return new HuberLoss(1, Reduction.MEAN, Variant.FAITHFUL);
  }

  public HuberLoss withDelta(double value) {
    return new HuberLoss(value, reduction, variant);
  }

  public HuberLoss withReduction(Reduction value) {
    return new HuberLoss(delta, value, variant);
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
    Tensor inside = Elementwise.mul(Elementwise.square(d), 0.5);
    Tensor outside = Elementwise.mul(Elementwise.sub(size, 0.5 * delta), delta);
    BoolTensor near = Comparisons.le(size, delta);
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
    map.put("delta", delta);
    map.put("reduction", reduction.key());
    return map;
  }

  static HuberLoss fromConfig(Config config) {
    return new HuberLoss(config.real("delta", 1), config.reduction(), PlainLosses.variant(config));
  }
}
