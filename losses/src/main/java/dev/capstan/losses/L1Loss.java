package dev.capstan.losses;

import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The absolute error {@code l = |x − t|}, as PyTorch's {@code l1_loss}.
 *
 * <p>Shapes: input and target broadcast; the losses have the common shape.
 *
 * <p>Gradient: sign(x − t) to the input, its negative to the target; 0 where they are equal.
 *
 * <p>Domain: everything. The mean of nothing is NaN, or 0 if safe. Source: PyTorch 2.15.
 *
 * @param reduction what is made of the losses
 */
public record L1Loss(Reduction reduction, Variant variant) implements Loss {
  private static final String NAME = "L1Loss";
  static final String KEY = "l1_loss";

  /** The safe form with PyTorch's defaults. */
  public L1Loss() {
    this(Reduction.MEAN, Variant.SAFE);
  }

  /** PyTorch's form with its defaults. */
  public static L1Loss torch() {
    return new L1Loss(Reduction.MEAN, Variant.FAITHFUL);
  }

  public L1Loss withReduction(Reduction value) {
    return new L1Loss(value, variant);
  }

  /**
   * The loss.
   *
   * @throws dev.capstan.ops.ShapeException if the shapes do not broadcast
   * @throws dev.capstan.ops.DTypeException if the dtypes differ
   */
  public Tensor apply(Tensor input, Tensor target) {
    Checks.broadcast(NAME, "input", input, "target", target);
    return reduction.of(Elementwise.abs(Elementwise.sub(input, target)), variant);
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

  static L1Loss fromConfig(Config config) {
    return new L1Loss(config.reduction(), PlainLosses.variant(config));
  }
}
