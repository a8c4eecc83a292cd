package dev.capstan.losses;

import dev.capstan.ops.Activations;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The binary cross entropy of logits, as PyTorch's {@code binary_cross_entropy_with_logits}.
 *
 * <p>{@code l = w ((1 − t) x − (1 + (p − 1) t) log σ(x))}, computed without overflow; w weights
 * elements, p weights the positive side; without them both are 1.
 *
 * <p>Shapes: {@code input} and {@code target} are the same; {@code weight} and {@code pos_weight}
 * broadcast to them.
 *
 * <p>Gradient: {@code w (σ(x)(1 + (p − 1) t) − p t)} to the input; the target gets one too, the
 * weights get none.
 *
 * <p>Domain: targets of any value. The mean divides by the number of elements, whatever the
 * weights; of nothing it is NaN, or 0 if safe. Source: PyTorch 2.15.
 *
 * @param reduction what is made of the losses
 */
public record BCEWithLogitsLoss(Reduction reduction, Variant variant) implements Loss {
  private static final String NAME = "BCEWithLogitsLoss";
  static final String KEY = "bce_with_logits";

  /** The safe form with PyTorch's defaults. */
  public BCEWithLogitsLoss() {
    this(Reduction.MEAN, Variant.SAFE);
  }

  /** PyTorch's form with its defaults. */
  public static BCEWithLogitsLoss torch() {
    return new BCEWithLogitsLoss(Reduction.MEAN, Variant.FAITHFUL);
  }

  public BCEWithLogitsLoss withReduction(Reduction value) {
    return new BCEWithLogitsLoss(value, variant);
  }

  /**
   * The loss without weights.
   *
   * @throws dev.capstan.ops.ShapeException if the shapes differ
   */
  public Tensor apply(Tensor input, Tensor target) {
    Tensor one = Tensor.ones(input.dtype());
    return apply(input, target, one, one);
  }

  /**
   * The loss.
   *
   * @throws dev.capstan.ops.ShapeException if the shapes do not fit
   */
  public Tensor apply(Tensor input, Tensor target, Tensor weight, Tensor posWeight) {
    Checks.sameDType(NAME, "input", input, "target", target);
    Checks.sameShape(NAME, "input", input, "target", target);
    Checks.broadcast(NAME, "input", input, "weight", weight);
    Checks.broadcast(NAME, "input", input, "pos_weight", posWeight);
    Tensor positive =
        Elementwise.add(Elementwise.mul(Elementwise.sub(posWeight.detach(), 1), target), 1);
    Tensor loss =
        Elementwise.sub(
            Elementwise.mul(Elementwise.rsub(target, 1), input),
            Elementwise.mul(positive, Activations.logSigmoid(input)));
    return reduction.of(Elementwise.mul(loss, weight.detach()), variant);
  }

  @Override
  public Tensor applyTo(Map<String, ?> inputs) {
    Inputs in = new Inputs(NAME, inputs, "input", "target", "weight", "pos_weight");
    Tensor input = in.tensor("input");
    Tensor one = Tensor.ones(input.dtype());
    Tensor target = in.numbers("target", input);
    return apply(input, target, in.tensor("weight", one), in.tensor("pos_weight", one));
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> map = Config.of(PlainLosses.name(KEY, variant));
    map.put("reduction", reduction.key());
    return map;
  }

  static BCEWithLogitsLoss fromConfig(Config config) {
    return new BCEWithLogitsLoss(config.reduction(), PlainLosses.variant(config));
  }
}
