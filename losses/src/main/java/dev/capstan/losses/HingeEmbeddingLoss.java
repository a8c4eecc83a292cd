package dev.capstan.losses;

import static dev.capstan.ops.Elementwise.where;
import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Named;
import dev.capstan.ops.Tensor;

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
@Named(value = "hinge_embedding_loss", system = "torch")
public record HingeEmbeddingLoss(double margin, Reduction reduction, Variant variant)
    implements TargetLoss<HingeEmbeddingLoss>, With.AnyMargin<HingeEmbeddingLoss> {
  public HingeEmbeddingLoss {
    requireNonNull(reduction, "reduction");
    requireNonNull(variant, "variant");
  }

  /** The safe form with PyTorch's defaults. */
  public HingeEmbeddingLoss() {
    this(1, Reduction.MEAN, Variant.SAFE);
  }

  /** PyTorch's form with its defaults. */
  public static HingeEmbeddingLoss torch() {
    return new HingeEmbeddingLoss().withVariant(Variant.FAITHFUL);
  }

  @Override
  public Tensor losses(Tensor input, Tensor target) {
    Tensor far = where(target.ne(1), input.rsub(margin).relu(), 0);
    return far.add(where(target.ne(-1), input, 0));
  }
}
