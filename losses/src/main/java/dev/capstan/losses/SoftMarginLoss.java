package dev.capstan.losses;

import dev.capstan.ops.Activations;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
public record SoftMarginLoss(Reduction reduction, Variant variant) implements Loss {
  private static final String NAME = "SoftMarginLoss";
  static final String KEY = "soft_margin_loss";

  /** The safe form with PyTorch's defaults. */
  public SoftMarginLoss() {
    this(Reduction.MEAN, Variant.SAFE);
  }

  /** PyTorch's form with its defaults. */
  public static SoftMarginLoss torch() {
    return new SoftMarginLoss(Reduction.MEAN, Variant.FAITHFUL);
  }

  public SoftMarginLoss withReduction(Reduction value) {
    return new SoftMarginLoss(value, variant);
  }

  /**
   * The loss.
   *
   * @throws dev.capstan.ops.ShapeException if the shapes do not broadcast
   * @throws dev.capstan.ops.DTypeException if the dtypes differ
   */
  public Tensor apply(Tensor input, Tensor target) {
    Checks.broadcast(NAME, "input", input, "target", target);
    Tensor logs = Activations.logSigmoid(Elementwise.mul(target, input));
    return reduction.of(Elementwise.neg(logs), variant);
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
    map.put("reduction", reduction.key());
    return map;
  }

  static SoftMarginLoss fromConfig(Config config) {
    return new SoftMarginLoss(config.reduction(), PlainLosses.variant(config));
  }
}
