package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Key;
import dev.capstan.losses.config.Named;
import dev.capstan.losses.distance.SentenceDistance;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;

/**
 * The contrastive loss of the hard pairs of a batch, as in sentence-transformers.
 *
 * <p>Of the negative pairs (label 0) those nearer than the farthest positive one, of the positive
 * pairs (label 1) those farther than the nearest negative one: {@code Σ d² + Σ max(margin − d,
 * 0)²}, a sum. Where there is no pair on the other side, the bound is the mean of the own one.
 *
 * <p>Shapes: {@code labels: [N]}, {@code x, y: [N, D]}, returns a scalar; 0 if no pair is hard.
 * Gradient: none passes through the choice; 0 where the hinge is 0. Other labels count for nothing.
 *
 * <p>Source: sentence-transformers 6.2.
 *
 * @param distance with PyTorch's eps, see {@link SentenceDistance#padded}
 * @param margin how far apart is far enough
 */
@Named(value = "online_contrastive_loss", system = "st")
public record OnlineContrastiveLoss(
    @Key("distance_metric") SentenceDistance distance, double margin)
    implements ScoredPairLoss, With.AnyMargin<OnlineContrastiveLoss> {
  public OnlineContrastiveLoss {
    requireNonNull(distance, "distance");
  }

  /** Cosine distance, margin 0.5. */
  public OnlineContrastiveLoss() {
    this(SentenceDistance.COSINE, 0.5);
  }

  public OnlineContrastiveLoss withDistance(SentenceDistance value) {
    requireNonNull(value, "value");
    return new OnlineContrastiveLoss(value, margin);
  }

  @Override
  public Tensor apply(Tensor labels, Tensor x, Tensor y) {
    requireNonNull(labels, "labels");
    requireNonNull(y, "y");
    Columns.requirePairs("OnlineContrastiveLoss", labels, x, y);
    Tensor d = distance.padded().between(x, y);
    Tensor far = d.indexSelect(0, chosen(labels, v -> v == 0));
    Tensor near = d.indexSelect(0, chosen(labels, v -> v == 1));
    double farthest = bound(near, far, 1);
    double nearest = -bound(far, near, -1);
    Tensor push = far.indexSelect(0, chosen(far, v -> v < farthest));
    Tensor pull = near.indexSelect(0, chosen(near, v -> v > nearest));
    return pull.square().sum().add(push.rsub(margin).relu().square().sum());
  }

  /** sign times the extreme of the other side, or the mean of the own one. */
  private static double bound(Tensor other, Tensor own, int sign) {
    if (other.size() > 0) {
      return other.detach().mul(sign).max().item();
    }
    return own.size() > 0 ? sign * own.detach().mean().item() : 0;
  }

  private static IntTensor chosen(Tensor values, DoublePredicate test) {
    return IntTensor.of(
        IntStream.range(0, values.size()).filter(i -> test.test(values.at(i))).toArray());
  }
}
