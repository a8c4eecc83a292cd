package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Named;
import dev.capstan.losses.distance.Distance;
import dev.capstan.losses.distance.DotProductSimilarity;
import dev.capstan.losses.mining.AllMiner;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.losses.mining.Mined;
import dev.capstan.losses.mining.Miner;
import dev.capstan.losses.reduction.ListedTerms;
import dev.capstan.losses.reduction.Reducer;
import dev.capstan.losses.reduction.Terms;
import dev.capstan.ops.Tensor;

/**
 * Supervised contrastive loss: all positives of an anchor at once, against all other samples.
 *
 * <p>For each row with positives: {@code LSE_{k ≠ i}(s_ik/T) − mean_p s_ip/T}, s being the cosine;
 * the default reducer is the mean of those above 0. Unlike {@link NtXentLoss}, the sum runs over
 * positives too.
 *
 * <p>Shapes: {@code labels: [N]}, {@code embeddings: [N, D]}, returns a scalar. Domain: T above 0;
 * 0 if the batch has no positive or no negative pair.
 *
 * <p>Source: Khosla et al., NeurIPS 2020, as in pytorch-metric-learning 2.9.
 */
@Named(value = "supcon_loss", system = "pml")
public record SupConLoss(double temperature, Distance distance, Miner miner, Reducer reducer)
    implements SoftmaxPairLoss<SupConLoss> {
  /** Checks the parameters. */
  public SupConLoss {
    requireNonNull(distance, "distance");
    requireNonNull(miner, "miner");
    requireNonNull(reducer, "reducer");
    Checks.positive("SupConLoss", "temperature", temperature);
  }

  /** Temperature 0.1, cosine, all pairs. */
  public SupConLoss() {
    this(0.1, DotProductSimilarity.cosine(), new AllMiner(), new Reducer.MeanOfNonZero());
  }

  @Override
  public Terms terms(EmbeddingBatch batch, Mined mined, Tensor logits) {
    requireNonNull(logits, "logits");
    Masked near = Masked.positives(batch, mined);
    Tensor all = near.or(Masked.negatives(batch, mined)).logSumExp(logits, 0);
    Tensor losses = all.sub(near.mean(logits));
    return ListedTerms.of(batch, losses, i -> near.counts()[i] > 0);
  }
}
