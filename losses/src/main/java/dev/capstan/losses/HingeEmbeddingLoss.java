package dev.capstan.losses;

import dev.capstan.ops.Comparisons;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A distance to be small or beyond a margin, as PyTorch's {@code hinge_embedding_loss}.
 *
 * <p>{@code l = x} for target 1, {@code max(margin − x, 0)} for target −1; other targets get the
 * sum of both, as in PyTorch.
 *
 * <p>Shapes: input and target broadcast; the losses have the common shape.
 *
 * <p>Gradient: 0 where the hinge is exactly 0. The target gets none.
 *
 * <p>Domain: any margin. The mean of nothing is NaN, or 0 if safe. Source: PyTorch 2.15.
 *
 * @param margin how far apart is far enough
 * @param reduction what is made of the losses
 */
public record HingeEmbeddingLoss(double margin, Reduction reduction, Variant variant)
    implements Loss {
  private static final String NAME = "HingeEmbeddingLoss";
  static final String KEY = "hinge_embedding_loss";

  /** The safe form with PyTorch's defaults. */
  public HingeEmbeddingLoss() {
    this(1, Reduction.MEAN, Variant.SAFE);
  }

  /** PyTorch's form with its defaults. */
  public static HingeEmbeddingLoss torch() {
    return new HingeEmbeddingLoss(1, Reduction.MEAN, Variant.FAITHFUL);
  }

  public HingeEmbeddingLoss withMargin(double value) {
    return new HingeEmbeddingLoss(value, reduction, variant);
  }

  public HingeEmbeddingLoss withReduction(Reduction value) {
    return new HingeEmbeddingLoss(margin, value, variant);
  }

  /**
   * The loss.
   *
   * @throws dev.capstan.ops.ShapeException if the shapes do not broadcast
   * @throws dev.capstan.ops.DTypeException if the dtypes differ
   */
  public Tensor apply(Tensor input, Tensor target) {
    Checks.broadcast(NAME, "input", input, "target", target);
    Tensor hinge = Elementwise.relu(Elementwise.rsub(input, margin));
    Tensor far = Elementwise.where(Comparisons.ne(target, 1), hinge, 0);
    Tensor near = Elementwise.where(Comparisons.ne(target, -1), input, 0);
    return reduction.of(Elementwise.add(far, near), variant);
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
    map.put("margin", margin);
    map.put("reduction", reduction.key());
    return map;
  }

  static HingeEmbeddingLoss fromConfig(Config config) {
    return new HingeEmbeddingLoss(
        config.real("margin", 1), config.reduction(), PlainLosses.variant(config));
  }
}
