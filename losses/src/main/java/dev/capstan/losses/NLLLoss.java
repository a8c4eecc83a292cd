package dev.capstan.losses;

import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The negative log-likelihood of classes, as PyTorch's {@code nll_loss}.
 *
 * <p>{@code l_n = −w_y x_{n,y}}, x being log-probabilities and y the target; 0 for an ignored
 * target. The mean divides by the sum of the weights of the targets that are not ignored.
 *
 * <p>Shapes: {@code input: [N, C]}, {@code target: [N]}; or {@code [C]} and []; or {@code [N, C,
 * …]} and {@code [N, …]}; {@code weight: [C]}; losses of the target's shape.
 *
 * <p>Gradient: −w_y to the target's element. The weight gets none.
 *
 * <p>Domain: everything. If all targets are ignored the mean is NaN, or 0 if safe. Source: PyTorch
 * 2.15.
 *
 * @param ignoreIndex the target that counts for nothing
 * @param reduction what is made of the losses
 */
public record NLLLoss(int ignoreIndex, Reduction reduction, Variant variant) implements Loss {
  static final String KEY = "nll_loss";

  /** PyTorch's mark of a target that counts for nothing. */
  static final int IGNORED = -100;

  private static final String NAME = "NLLLoss";

  /** The safe form with PyTorch's defaults. */
  public NLLLoss() {
    this(IGNORED, Reduction.MEAN, Variant.SAFE);
  }

  /** PyTorch's form with its defaults. */
  public static NLLLoss torch() {
    return new NLLLoss(IGNORED, Reduction.MEAN, Variant.FAITHFUL);
  }

  public NLLLoss withIgnoreIndex(int value) {
    return new NLLLoss(value, reduction, variant);
  }

  public NLLLoss withReduction(Reduction value) {
    return new NLLLoss(ignoreIndex, value, variant);
  }

  /**
   * The loss without class weights.
   *
   * @throws dev.capstan.ops.ShapeException if the shapes do not fit
   * @throws IllegalArgumentException if a target is no class
   */
  public Tensor apply(Tensor input, IntTensor target) {
    int axis = ClassTargets.axis(NAME, input);
    return apply(input, target, Tensor.ones(input.dtype(), input.shape().get(axis)));
  }

  /**
   * The loss.
   *
   * @throws dev.capstan.ops.ShapeException if the shapes do not fit
   * @throws IllegalArgumentException if a target is no class
   */
  public Tensor apply(Tensor input, IntTensor target, Tensor weight) {
    ClassTargets targets = new ClassTargets(NAME, input, target, weight, ignoreIndex);
    return reduction.over(targets.losses(), targets.weightSum(), variant);
  }

  @Override
  public Tensor applyTo(Map<String, ?> inputs) {
    Inputs in = new Inputs(NAME, inputs, "input", "target", "weight");
    Tensor weight = in.tensorOrNull("weight");
    return weight == null
        ? apply(in.tensor("input"), in.ints("target"))
        : apply(in.tensor("input"), in.ints("target"), weight);
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> map = Config.of(PlainLosses.name(KEY, variant));
    map.put("ignore_index", ignoreIndex);
    map.put("reduction", reduction.key());
    return map;
  }

  static NLLLoss fromConfig(Config config) {
    return new NLLLoss(
        config.integer("ignore_index", IGNORED), config.reduction(), PlainLosses.variant(config));
  }
}
