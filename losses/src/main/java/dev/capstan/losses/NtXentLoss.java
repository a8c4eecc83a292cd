package dev.capstan.losses;

import dev.capstan.losses.distance.Distance;
import dev.capstan.losses.distance.DotProductSimilarity;
import dev.capstan.losses.mining.AllMiner;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.losses.mining.Mined;
import dev.capstan.losses.mining.Miner;
import dev.capstan.losses.mining.Pairs;
import dev.capstan.losses.reduction.ListedTerms;
import dev.capstan.losses.reduction.Reducer;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Indexing;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
public record NtXentLoss(double temperature, Distance distance, Miner miner, Reducer reducer)
    implements MetricLoss {
  static final String NAME = "ntxent_loss";

  public NtXentLoss {
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

  public NtXentLoss withTemperature(double value) {
    return new NtXentLoss(value, distance, miner, reducer);
  }

  public NtXentLoss withDistance(Distance value) {
    return new NtXentLoss(temperature, value, miner, reducer);
  }

  public NtXentLoss withMiner(Miner value) {
    return new NtXentLoss(temperature, distance, value, reducer);
  }

  public NtXentLoss withReducer(Reducer value) {
    return new NtXentLoss(temperature, distance, miner, value);
  }

  @Override
  public Tensor apply(EmbeddingBatch batch) {
    Mined mined = miner.mine(batch, distance);
    Pairs near = mined.positives();
    Masked far = Masked.negatives(batch, mined);
    if (near.size() == 0 || !far.any()) {
      return Batches.zero(batch.embeddings());
    }
    PairDistances d = new PairDistances(batch, distance);
    Tensor logits = Elementwise.mul(d.matrix(), -1 / temperature);
    Tensor own = PairDistances.pick(logits, near);
    IntTensor anchors = IntTensor.of(near.rows());
    Tensor others = far.logSumExp(logits, Masked.LOG_OF_NOTHING);
    Tensor against = Indexing.indexSelect(others, 0, anchors);
    Tensor losses = Logs.onePlusExp(Elementwise.sub(against, own));
    return reducer.of(new ListedTerms(batch, losses, anchors));
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> map = Config.of(NAME);
    map.put("temperature", temperature);
    map.put("distance", distance.config());
    map.put("miner", miner.config());
    map.put("reducer", reducer.config());
    return map;
  }

  static NtXentLoss fromConfig(Config config) {
    return new NtXentLoss(
        config.real("temperature", 0.07),
        Parts.distance(config, DotProductSimilarity.cosine()),
        Parts.miner(config),
        Parts.reducer(config, new Reducer.Mean()));
  }
}
