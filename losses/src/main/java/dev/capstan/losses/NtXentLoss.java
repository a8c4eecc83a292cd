package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Named;
import dev.capstan.losses.distance.Distance;
import dev.capstan.losses.distance.DotProductSimilarity;
import dev.capstan.losses.mining.AllMiner;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.losses.mining.Mined;
import dev.capstan.losses.mining.Miner;
import dev.capstan.losses.mining.Pairs;
import dev.capstan.losses.reduction.ListedTerms;
import dev.capstan.losses.reduction.Reducer;
import dev.capstan.losses.reduction.Terms;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;

/**
 * Normalised temperature-scaled cross entropy: each positive against all negatives of its anchor.
 *
 * <p>For each ordered positive pair (a, p): {@code log(exp(s_ap/T) + Σ_n exp(s_an/T)) − s_ap/T},
 * reduced by the mean; s is the cosine. Other positives of a are not in the sum.
 *
 * <p>One formula with several names: NT-Xent (SimCLR) on two views of each sample, labels being the
 * samples' numbers; InfoNCE (contrastive predictive coding) on {@link EmbeddingBatch#ofPairs};
 * multiple negatives ranking (sentence embeddings, there with a scale of 20 = 1/T) the same, {@link
 * #multipleNegativesRanking()}.
 *
 * <p>Shapes: {@code labels: [N]}, {@code embeddings: [N, D]}, returns a scalar. Domain: T above 0;
 * 0 if the batch has no positive or no negative pair.
 *
 * <p>Source: Chen et al., ICML 2020, as in pytorch-metric-learning 2.9.
 */
@Named(value = "ntxent_loss", system = "pml")
public record NtXentLoss(double temperature, Distance distance, Miner miner, Reducer reducer)
    implements SoftmaxPairLoss<NtXentLoss> {
  /** Checks the parameters. */
  public NtXentLoss {
    requireNonNull(distance, "distance");
    requireNonNull(miner, "miner");
    requireNonNull(reducer, "reducer");
    Checks.positive("NtXentLoss", "temperature", temperature);
  }

  /** Temperature 0.07, cosine, all pairs. */
  public NtXentLoss() {
    this(0.07, DotProductSimilarity.cosine(), new AllMiner(), new Reducer.Mean());
  }

  /** Temperature 0.05, a scale of 20; apply it to {@link EmbeddingBatch#ofPairs}. */
  public static NtXentLoss multipleNegativesRanking() {
    return new NtXentLoss().withTemperature(0.05);
  }

  @Override
  public Terms terms(EmbeddingBatch batch, Mined mined, Tensor logits) {
    requireNonNull(logits, "logits");
    Pairs near = mined.positives();
    IntTensor anchors = IntTensor.of(near.rows());
    Tensor others = Masked.negatives(batch, mined).logSumExp(logits, Masked.LOG_OF_NOTHING);
    Tensor against = others.indexSelect(0, anchors);
    Tensor losses = Logs.onePlusExp(against.sub(PairDistances.pick(logits, near)));
    return new ListedTerms(batch, losses, anchors);
  }
}
