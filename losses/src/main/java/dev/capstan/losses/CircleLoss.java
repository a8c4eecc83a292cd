package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Named;
import dev.capstan.losses.distance.DotProductSimilarity;
import dev.capstan.losses.mining.AllMiner;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.losses.mining.Mined;
import dev.capstan.losses.mining.Miner;
import dev.capstan.losses.reduction.ListedTerms;
import dev.capstan.losses.reduction.Reducer;
import dev.capstan.ops.Tensor;

/**
 * Circle loss: each similarity is weighted by how far it is from its optimum.
 *
 * <p>For each row that has positives and negatives, s being the cosine and ŝ the same as a
 * constant: {@code softplus(LSE_p(−γ max(1 + m − ŝ, 0) (s − (1 − m))) + LSE_n(γ max(ŝ + m, 0) (s −
 * m)))}; the default reducer is the mean of those above 0.
 *
 * <p>Shapes: {@code labels: [N]}, {@code embeddings: [N, D]}, returns a scalar. Gradient: none
 * passes through the weights, as in the paper.
 *
 * <p>Source: Sun et al., CVPR 2020, as in pytorch-metric-learning 2.9.
 *
 * @param m how much a similarity may miss its optimum, 1 or 0
 * @param gamma the scale
 */
@Named(value = "circle_loss", system = "pml")
public record CircleLoss(double m, double gamma, Miner miner, Reducer reducer)
    implements MetricLoss, With.AnyMiner<CircleLoss>, With.AnyReducer<CircleLoss> {
  public CircleLoss {
    requireNonNull(miner, "miner");
    requireNonNull(reducer, "reducer");
  }

  /** m = 0.4, gamma = 80, all pairs. */
  public CircleLoss() {
    this(0.4, 80, new AllMiner(), new Reducer.MeanOfNonZero());
  }

  public CircleLoss withM(double value) {
    return new CircleLoss(value, gamma, miner, reducer);
  }

  public CircleLoss withGamma(double value) {
    return new CircleLoss(m, value, miner, reducer);
  }

  @Override
  public Tensor apply(EmbeddingBatch batch) {
    DotProductSimilarity cosine = DotProductSimilarity.cosine();
    Mined mined = miner.mine(batch, cosine);
    Masked near = Masked.positives(batch, mined);
    Masked far = Masked.negatives(batch, mined);
    Tensor s = cosine.between(batch.embeddings(), batch.references());
    Tensor pull = s.stopGradient().rsub(1 + m).relu();
    Tensor push = s.stopGradient().add(m).relu();
    Tensor p = pull.mul(s.sub(1 - m)).mul(-gamma);
    Tensor n = push.mul(s.sub(m)).mul(gamma);
    Tensor losses = near.logSumExp(p, 0).add(far.logSumExp(n, 0)).softplus();
    return reducer.of(
        ListedTerms.of(batch, losses, i -> near.counts()[i] > 0 && far.counts()[i] > 0));
  }
}
