package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Named;
import dev.capstan.losses.distance.Distance;
import dev.capstan.losses.distance.LpDistance;
import dev.capstan.losses.distance.SignalToNoiseDistance;
import dev.capstan.losses.mining.AllMiner;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.losses.mining.Mined;
import dev.capstan.losses.mining.Miner;
import dev.capstan.losses.mining.Pairs;
import dev.capstan.losses.reduction.ListedTerms;
import dev.capstan.losses.reduction.Reducer;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Tensor;

/**
 * The contrastive loss: positive pairs are drawn nearer than one margin, negative pairs pushed
 * beyond another.
 *
 * <p>{@code reduce(max(d_ap − posMargin, 0)) + reduce(max(negMargin − d_an, 0))} over ordered
 * pairs; for a similarity both differences change sign. The default reducer is the mean of those
 * above 0; unreduced, the positive pairs stand before the negative ones.
 *
 * <p>Shapes: {@code labels: [N]}, {@code embeddings: [N, D]}, returns a scalar. Gradient: 0 at a
 * hinge's bound and at distance 0.
 *
 * <p>Source: Hadsell et al., CVPR 2006, as in pytorch-metric-learning 2.9; with the signal-to-noise
 * distance it is that system's SignalToNoiseRatioContrastiveLoss.
 */
@Named(value = "contrastive_loss", system = "pml")
public record ContrastiveLoss(
    double posMargin, double negMargin, Distance distance, Miner miner, Reducer reducer)
    implements MetricLoss, With.AnyMargins<ContrastiveLoss>, With.AnyParts<ContrastiveLoss> {
  public ContrastiveLoss {
    requireNonNull(distance, "distance");
    requireNonNull(miner, "miner");
    requireNonNull(reducer, "reducer");
  }

  /** Margins 0 and 1, Euclidean distance of normalised rows, all pairs. */
  public ContrastiveLoss() {
    this(0, 1, LpDistance.euclidean(), new AllMiner(), new Reducer.MeanOfNonZero());
  }

  /** The same with the signal-to-noise distance. */
  public static ContrastiveLoss signalToNoise() {
    return new ContrastiveLoss().withDistance(new SignalToNoiseDistance());
  }

  @Override
  public Tensor apply(EmbeddingBatch batch) {
    Mined mined = miner.mine(batch, distance);
    PairDistances d = new PairDistances(batch, distance);
    int sign = distance.orientation().sign();
    Pairs near = mined.positives();
    Pairs far = mined.negatives();
    Tensor pulled = reduced(batch, near, d.of(near).sub(sign * posMargin).relu());
    Tensor pushed = reduced(batch, far, d.of(far).rsub(sign * negMargin).relu());
    return reducer instanceof Reducer.None
        ? Movement.concat(0, pulled, pushed)
        : pulled.add(pushed);
  }

  private Tensor reduced(EmbeddingBatch batch, Pairs pairs, Tensor losses) {
    return reducer.of(new ListedTerms(batch, losses, IntTensor.of(pairs.rows())));
  }
}
