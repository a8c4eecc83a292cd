package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Key;
import dev.capstan.losses.config.Named;
import dev.capstan.losses.distance.SentenceDistance;
import dev.capstan.ops.Tensor;

/**
 * The contrastive loss of given pairs, as in sentence-transformers; that of a labelled batch is
 * {@link ContrastiveLoss}.
 *
 * <p>{@code l = ½ (t d² + (1 − t) max(margin − d, 0)²)}: label t = 1 draws a pair together, 0
 * pushes it apart. Labels between them mix both.
 *
 * <p>Shapes: {@code labels: [N]}, {@code x, y: [N, D]}, returns a scalar, or [N] unreduced.
 * Gradient: 0 where the hinge is 0. The mean of no pairs is 0.
 *
 * <p>Source: Hadsell et al., CVPR 2006, as in sentence-transformers 6.2 ({@code ContrastiveLoss}).
 *
 * @param distance with PyTorch's eps, see {@link SentenceDistance#padded}
 * @param margin how far apart is far enough
 * @param reduction the system's {@code size_average}: mean or sum
 */
@Named(value = "st_contrastive_loss")
public record SentenceContrastiveLoss(
    @Key("distance_metric") SentenceDistance distance, double margin, Reduction reduction)
    implements ScoredPairLoss,
        With.AnyMargin<SentenceContrastiveLoss>,
        With.AnyReduction<SentenceContrastiveLoss> {
  public SentenceContrastiveLoss {
    requireNonNull(distance, "distance");
    requireNonNull(reduction, "reduction");
  }

  /** Cosine distance, margin 0.5, mean. */
  public SentenceContrastiveLoss() {
    this(SentenceDistance.COSINE, 0.5, Reduction.MEAN);
  }

  public SentenceContrastiveLoss withDistance(SentenceDistance value) {
    requireNonNull(value, "value");
    return new SentenceContrastiveLoss(value, margin, reduction);
  }

  @Override
  public Tensor apply(Tensor labels, Tensor x, Tensor y) {
    requireNonNull(labels, "labels");
    requireNonNull(y, "y");
    Columns.requirePairs("SentenceContrastiveLoss", labels, x, y);
    Tensor d = distance.padded().between(x, y);
    Tensor pull = labels.mul(d.square());
    Tensor push = labels.rsub(1).mul(d.rsub(margin).relu().square());
    return reduction.of(pull.add(push).mul(0.5), Variant.SAFE);
  }
}
