package dev.capstan.losses;

import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of two scores should be the larger, as PyTorch's {@code margin_ranking_loss}.
 *
 * <p>{@code l = max(−t (x₁ − x₂) + margin, 0)}: target 1 wants x₁ larger, −1 wants x₂ larger.
 *
 * <p>Shapes: the three broadcast; the losses have the common shape.
 *
 * <p>Gradient: 0 where the hinge is exactly 0.
 *
 * <p>Domain: any margin. The mean of nothing is NaN, or 0 if safe. Source: PyTorch 2.15.
 *
 * @param margin by how much
 * @param reduction what is made of the losses
 */
public record MarginRankingLoss(double margin, Reduction reduction, Variant variant)
    implements Loss {
  private static final String NAME = "MarginRankingLoss";
  static final String KEY = "margin_ranking_loss";

  /** The safe form with PyTorch's defaults. */
  public MarginRankingLoss() {
    this(0, Reduction.MEAN, Variant.SAFE);
  }

  /** PyTorch's form with its defaults. */
  public static MarginRankingLoss torch() {
    return new MarginRankingLoss(0, Reduction.MEAN, Variant.FAITHFUL);
  }

  public MarginRankingLoss withMargin(double value) {
    return new MarginRankingLoss(value, reduction, variant);
  }

  public MarginRankingLoss withReduction(Reduction value) {
    return new MarginRankingLoss(margin, value, variant);
  }

  /**
   * The loss.
   *
   * @throws dev.capstan.ops.ShapeException if the shapes do not broadcast
   * @throws dev.capstan.ops.DTypeException if the dtypes differ
   */
  public Tensor apply(Tensor input1, Tensor input2, Tensor target) {
    Checks.broadcast(NAME, "input1", input1, "input2", input2);
    Checks.broadcast(NAME, "input1", input1, "target", target);
    Tensor wrong = Elementwise.mul(Elementwise.neg(target), Elementwise.sub(input1, input2));
    return reduction.of(Elementwise.relu(Elementwise.add(wrong, margin)), variant);
  }

  @Override
  public Tensor applyTo(Map<String, ?> inputs) {
    Inputs in = new Inputs(NAME, inputs, "input1", "input2", "target");
    Tensor input1 = in.tensor("input1");
    return apply(input1, in.tensor("input2"), in.numbers("target", input1));
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> map = Config.of(PlainLosses.name(KEY, variant));
    map.put("margin", margin);
    map.put("reduction", reduction.key());
    return map;
  }

  static MarginRankingLoss fromConfig(Config config) {
    return new MarginRankingLoss(
        config.real("margin", 0), config.reduction(), PlainLosses.variant(config));
  }
}
