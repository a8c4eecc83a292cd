package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Named;
import dev.capstan.ops.Tensor;

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
@Named(value = "margin_ranking_loss", system = "torch")
public record MarginRankingLoss(double margin, Reduction reduction, Variant variant)
    implements PairLoss<MarginRankingLoss> {
  public MarginRankingLoss {
    requireNonNull(reduction, "reduction");
    requireNonNull(variant, "variant");
  }

  /** The safe form with PyTorch's defaults. */
  public MarginRankingLoss() {
    this(0, Reduction.MEAN, Variant.SAFE);
  }

  /** PyTorch's form with its defaults. */
  public static MarginRankingLoss torch() {
    return new MarginRankingLoss().withVariant(Variant.FAITHFUL);
  }

  @Override
  public Tensor apply(Tensor input1, Tensor input2, Tensor target) {
    requireNonNull(input1, "input1");
    requireNonNull(input2, "input2");
    requireNonNull(target, "target");
    Checks.broadcast("MarginRankingLoss", "input1", input1, "input2", input2);
    Checks.broadcast("MarginRankingLoss", "input1", input1, "target", target);
    return reduction.of(target.neg().mul(input1.sub(input2)).add(margin).relu(), variant);
  }
}
