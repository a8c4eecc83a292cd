package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Named;
import dev.capstan.ops.Tensor;
import java.util.Map;

/**
 * The binary cross entropy of every class, averaged over classes, as PyTorch's {@code
 * multilabel_soft_margin_loss}.
 *
 * <p>{@code l_n = −(1/C) Σ_c w_c (t log σ(x) + (1 − t) log σ(−x))}.
 *
 * <p>Shapes: {@code input, target: […, C]}, {@code weight: [C]}, losses {@code […]}.
 *
 * <p>Gradient: {@code w_c (σ(x) − t) / C} to the input; the weight gets none.
 *
 * <p>Domain: everything. An infinite logit on the right side costs 0 in the safe form, NaN in
 * PyTorch. The mean of nothing is NaN, or 0 if safe. Source: PyTorch 2.15.
 *
 * @param reduction what is made of the losses
 */
@Named(value = "multilabel_soft_margin_loss", system = "torch")
public record MultiLabelSoftMarginLoss(Reduction reduction, Variant variant)
    implements Loss,
        With.AnyReduction<MultiLabelSoftMarginLoss>,
        With.AnyVariant<MultiLabelSoftMarginLoss> {
  private static final String NAME = "MultiLabelSoftMarginLoss";

  public MultiLabelSoftMarginLoss {
    requireNonNull(reduction, "reduction");
    requireNonNull(variant, "variant");
  }

  /** The safe form with PyTorch's defaults. */
  public MultiLabelSoftMarginLoss() {
    this(Reduction.MEAN, Variant.SAFE);
  }

  /** PyTorch's form with its defaults. */
  public static MultiLabelSoftMarginLoss torch() {
    return new MultiLabelSoftMarginLoss().withVariant(Variant.FAITHFUL);
  }

  /**
   * The loss without class weights.
   *
   * @throws dev.capstan.ops.ShapeException if the shapes differ
   */
  public Tensor apply(Tensor input, Tensor target) {
    requireNonNull(target, "target");
    return apply(input, target, Tensor.ones(input.dtype()));
  }

  /**
   * The loss.
   *
   * @throws dev.capstan.ops.ShapeException if the shapes do not fit
   */
  public Tensor apply(Tensor input, Tensor target, Tensor weight) {
    requireNonNull(input, "input");
    requireNonNull(target, "target");
    requireNonNull(weight, "weight");
    Checks.sameDType(NAME, "input", input, "target", target);
    Checks.sameShape(NAME, "input", input, "target", target);
    Checks.broadcast(NAME, "input", input, "weight", weight);
    Tensor on = variant.times(target, input.logSigmoid());
    Tensor off = variant.times(target.rsub(1), input.neg().logSigmoid());
    return reduction.of(variant.times(weight.stopGradient(), on.add(off).neg()).mean(-1), variant);
  }

  @Override
  public Tensor applyTo(Map<String, ?> inputs) {
    requireNonNull(inputs, "inputs");
    Inputs in = new Inputs(NAME, inputs, "input", "target", "weight");
    Tensor input = in.tensor("input");
    Tensor weight = in.tensor("weight", Tensor.ones(input.dtype()));
    return apply(input, in.numbers("target", input), weight);
  }
}
