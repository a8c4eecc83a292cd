package dev.capstan.losses;

import dev.capstan.ops.Comparisons;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.Transcendental;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The divergence of a distribution from log-probabilities, as PyTorch's {@code kl_div}.
 *
 * <p>{@code l = t (log t − x)}, 0 where t = 0; with {@link Target#LOGARITHM}, {@code e^t (t − x)}.
 * x is the logarithm of the model's probability.
 *
 * <p>Shapes: input and target broadcast; the losses have the common shape.
 *
 * <p>Gradient: −t to the input, {@code log t + 1 − x} to the target; at t = 0 the target's is NaN
 * in PyTorch, and −x in the safe form.
 *
 * <p>Domain: targets of 0 or more. {@link Reduction#MEAN} divides by the number of elements; the
 * divergence itself is {@link Reduction#BATCH_MEAN}. The mean of nothing is NaN, or 0 if safe.
 * Source: PyTorch 2.15.
 *
 * @param kind what the target is
 * @param reduction what is made of the losses
 */
public record KLDivLoss(Target kind, Reduction reduction, Variant variant) implements Loss {
  private static final String NAME = "KLDivLoss";
  static final String KEY = "kl_div";

  /** The safe form with PyTorch's defaults. */
  public KLDivLoss() {
    this(Target.PROBABILITY, Reduction.MEAN, Variant.SAFE);
  }

  /** PyTorch's form with its defaults. */
  public static KLDivLoss torch() {
    return new KLDivLoss(Target.PROBABILITY, Reduction.MEAN, Variant.FAITHFUL);
  }

  public KLDivLoss withKind(Target value) {
    return new KLDivLoss(value, reduction, variant);
  }

  public KLDivLoss withReduction(Reduction value) {
    return new KLDivLoss(kind, value, variant);
  }

  /** What the target is. */
  public enum Target {
    /** A probability. */
    PROBABILITY,
    /** The logarithm of one. */
    LOGARITHM
  }

  /**
   * The loss.
   *
   * @throws dev.capstan.ops.ShapeException if the shapes do not broadcast
   * @throws dev.capstan.ops.DTypeException if the dtypes differ
   */
  public Tensor apply(Tensor input, Tensor target) {
    Checks.broadcast(NAME, "input", input, "target", target);
    Tensor loss =
        kind == Target.LOGARITHM
            ? Elementwise.mul(Elementwise.exp(target), Elementwise.sub(target, input))
            : Elementwise.sub(entropy(target), Elementwise.mul(target, input));
    return reduction.of(loss, variant);
  }

  /** t log t, 0 at 0; there PyTorch's derivative is NaN, and the safe one 0. */
  private Tensor entropy(Tensor target) {
    return variant == Variant.SAFE
        ? Transcendental.xlogy(target, target)
        : Elementwise.where(
            Comparisons.ne(target, 0), Elementwise.mul(target, Elementwise.log(target)), 0);
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
    map.put("log_target", kind == Target.LOGARITHM);
    map.put("reduction", reduction.key());
    return map;
  }

  static KLDivLoss fromConfig(Config config) {
    return new KLDivLoss(
        config.flag("log_target", false) ? Target.LOGARITHM : Target.PROBABILITY,
        config.reductionOrBatchMean(),
        PlainLosses.variant(config));
  }
}
