package dev.capstan.losses;

import static dev.capstan.ops.Elementwise.where;
import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Named;
import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.Tensor;
import java.util.Map;

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
 * <p>Domain: targets of any value. An infinite logit on the right side costs 0 in the safe form; in
 * PyTorch it is NaN. The mean divides by the number of elements, whatever the weights; of nothing
 * it is NaN, or 0 if safe. Source: PyTorch 2.15.
 *
 * @param reduction what is made of the losses
 */
@Named(value = "bce_with_logits", system = "torch")
public record BCEWithLogitsLoss(Reduction reduction, Variant variant)
    implements Loss, With.AnyReduction<BCEWithLogitsLoss>, With.AnyVariant<BCEWithLogitsLoss> {
  private static final String NAME = "BCEWithLogitsLoss";

  public BCEWithLogitsLoss {
    requireNonNull(reduction, "reduction");
    requireNonNull(variant, "variant");
  }

  /** The safe form with PyTorch's defaults. */
  public BCEWithLogitsLoss() {
    this(Reduction.MEAN, Variant.SAFE);
  }

  /** PyTorch's form with its defaults. */
  public static BCEWithLogitsLoss torch() {
    return new BCEWithLogitsLoss().withVariant(Variant.FAITHFUL);
  }

  /**
   * The loss without weights.
   *
   * @throws dev.capstan.ops.ShapeException if the shapes differ
   */
  public Tensor apply(Tensor input, Tensor target) {
    requireNonNull(target, "target");
    Tensor one = Tensor.ones(input.dtype());
    return apply(input, target, one, one);
  }

  /**
   * The loss.
   *
   * @throws dev.capstan.ops.ShapeException if the shapes do not fit
   */
  public Tensor apply(Tensor input, Tensor target, Tensor weight, Tensor posWeight) {
    requireNonNull(input, "input");
    requireNonNull(target, "target");
    requireNonNull(weight, "weight");
    requireNonNull(posWeight, "posWeight");
    Checks.sameDType(NAME, "input", input, "target", target);
    Checks.sameShape(NAME, "input", input, "target", target);
    Checks.broadcast(NAME, "input", input, "weight", weight);
    Checks.broadcast(NAME, "input", input, "pos_weight", posWeight);
    return reduction.of(
        variant.times(weight.stopGradient(), losses(input, target, posWeight)), variant);
  }

  private Tensor losses(Tensor input, Tensor target, Tensor posWeight) {
    BoolTensor certain = input.isInfinite();
    if (variant == Variant.FAITHFUL || certain.count() == 0) {
      return finite(input, target, posWeight);
    }
    Tensor on = variant.times(posWeight.stopGradient().mul(target), input.logSigmoid());
    Tensor off = variant.times(target.rsub(1), input.neg().logSigmoid());
    return where(certain, on.add(off).neg(), finite(where(certain, 0, input), target, posWeight));
  }

  private static Tensor finite(Tensor input, Tensor target, Tensor posWeight) {
    Tensor positive = posWeight.stopGradient().sub(1).mul(target).add(1);
    return target.rsub(1).mul(input).sub(positive.mul(input.logSigmoid()));
  }

  @Override
  public Tensor applyTo(Map<String, ?> inputs) {
    requireNonNull(inputs, "inputs");
    Inputs in = new Inputs(NAME, inputs, "input", "target", "weight", "pos_weight");
    Tensor input = in.tensor("input");
    Tensor one = Tensor.ones(input.dtype());
    Tensor target = in.numbers("target", input);
    return apply(input, target, in.tensor("weight", one), in.tensor("pos_weight", one));
  }
}
