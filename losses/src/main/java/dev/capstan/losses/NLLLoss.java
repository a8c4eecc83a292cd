package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Named;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;

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
 * <p>Domain: everything. A weight of 0 on a logarithm of −∞ is 0 in the safe form, NaN in PyTorch.
 * If all targets are ignored the mean is NaN, or 0 if safe. Source: PyTorch 2.15.
 *
 * @param ignoreIndex the target that counts for nothing
 * @param reduction what is made of the losses
 */
@Named(value = "nll_loss", system = "torch")
public record NLLLoss(int ignoreIndex, Reduction reduction, Variant variant)
    implements ClassLoss,
        With.AnyIgnoreIndex<NLLLoss>,
        With.AnyReduction<NLLLoss>,
        With.AnyVariant<NLLLoss> {
  /** PyTorch's mark of a target that counts for nothing. */
  static final int IGNORED = -100;

  public NLLLoss {
    requireNonNull(reduction, "reduction");
    requireNonNull(variant, "variant");
  }

  /** The safe form with PyTorch's defaults. */
  public NLLLoss() {
    this(IGNORED, Reduction.MEAN, Variant.SAFE);
  }

  /** PyTorch's form with its defaults. */
  public static NLLLoss torch() {
    return new NLLLoss().withVariant(Variant.FAITHFUL);
  }

  @Override
  public Tensor apply(Tensor input, IntTensor target) {
    return apply(input, target, ClassTargets.ones("NLLLoss", input));
  }

  @Override
  public Tensor apply(Tensor input, IntTensor target, Tensor weight) {
    requireNonNull(input, "input");
    requireNonNull(weight, "weight");
    ClassTargets targets = new ClassTargets("NLLLoss", input, target, weight, ignoreIndex, variant);
    return reduction.over(targets.losses(), targets.weightSum(), variant);
  }
}
