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
 * Multi-similarity loss: soft margins around a base similarity.
 *
 * <p>For each row, s being the cosine: {@code log(1 + Σ_p e^(α(base − s_ip)))/α + log(1 + Σ_n
 * e^(β(s_in − base)))/β}, reduced by the mean over all rows; an empty sum contributes 0.
 *
 * <p>Shapes: {@code labels: [N]}, {@code embeddings: [N, D]}, returns a scalar. Domain: α, β above
 * 0. Its paper mines by {@link dev.capstan.losses.mining.MultiSimilarityMiner}.
 *
 * <p>Source: Wang et al., CVPR 2019, as in pytorch-metric-learning 2.9.
 */
@Named(value = "multi_similarity_loss", system = "pml")
public record MultiSimilarityLoss(
    double alpha, double beta, double base, Miner miner, Reducer reducer)
    implements MetricLoss,
        With.AnyMiner<MultiSimilarityLoss>,
        With.AnyReducer<MultiSimilarityLoss> {
  /** Checks the parameters. */
  public MultiSimilarityLoss {
    requireNonNull(miner, "miner");
    requireNonNull(reducer, "reducer");
    Checks.positive("MultiSimilarityLoss", "alpha", alpha);
    Checks.positive("MultiSimilarityLoss", "beta", beta);
  }

  /** Alpha 2, beta 50, base 0.5, all pairs. */
  public MultiSimilarityLoss() {
    this(2, 50, 0.5, new AllMiner(), new Reducer.Mean());
  }

  public MultiSimilarityLoss withAlpha(double value) {
    return new MultiSimilarityLoss(value, beta, base, miner, reducer);
  }

  public MultiSimilarityLoss withBeta(double value) {
    return new MultiSimilarityLoss(alpha, value, base, miner, reducer);
  }

  public MultiSimilarityLoss withBase(double value) {
    return new MultiSimilarityLoss(alpha, beta, value, miner, reducer);
  }

  @Override
  public Tensor apply(EmbeddingBatch batch) {
    DotProductSimilarity cosine = DotProductSimilarity.cosine();
    Mined mined = miner.mine(batch, cosine);
    Tensor above = cosine.between(batch.embeddings(), batch.references()).sub(base);
    Tensor pull = Masked.positives(batch, mined).logOnePlusSumExp(above.mul(-alpha));
    Tensor push = Masked.negatives(batch, mined).logOnePlusSumExp(above.mul(beta));
    return reducer.of(ListedTerms.ofRows(batch, pull.div(alpha).add(push.div(beta))));
  }
}
