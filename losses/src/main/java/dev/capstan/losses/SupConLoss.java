package dev.capstan.losses;

import dev.capstan.losses.distance.Distance;
import dev.capstan.losses.distance.DotProductSimilarity;
import dev.capstan.losses.mining.AllMiner;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.losses.mining.Mined;
import dev.capstan.losses.mining.Miner;
import dev.capstan.losses.reduction.ListedTerms;
import dev.capstan.losses.reduction.Reducer;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
public record SupConLoss(double temperature, Distance distance, Miner miner, Reducer reducer)
    implements MetricLoss {
  static final String NAME = "supcon_loss";

  public SupConLoss {
    Checks.positive("SupConLoss", "temperature", temperature);
  }

  /** Temperature 0.1, cosine, all pairs. */
  public SupConLoss() {
    this(0.1, DotProductSimilarity.cosine(), new AllMiner(), new Reducer.MeanOfNonZero());
  }

  public SupConLoss withTemperature(double value) {
    return new SupConLoss(value, distance, miner, reducer);
  }

  public SupConLoss withDistance(Distance value) {
    return new SupConLoss(temperature, value, miner, reducer);
  }

  public SupConLoss withMiner(Miner value) {
    return new SupConLoss(temperature, distance, value, reducer);
  }

  public SupConLoss withReducer(Reducer value) {
    return new SupConLoss(temperature, distance, miner, value);
  }

  @Override
  public Tensor apply(EmbeddingBatch batch) {
    Mined mined = miner.mine(batch, distance);
    Masked near = Masked.positives(batch, mined);
    Masked far = Masked.negatives(batch, mined);
    if (!near.any() || !far.any()) {
      return Batches.zero(batch.embeddings());
    }
    Tensor d = new PairDistances(batch, distance).matrix();
    Tensor logits = Elementwise.mul(d, -1 / temperature);
    Tensor all = near.or(far).logSumExp(logits, 0);
    Tensor losses = Elementwise.sub(all, near.mean(logits));
    return reducer.of(ListedTerms.of(batch, losses, i -> near.counts()[i] > 0));
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

  static SupConLoss fromConfig(Config config) {
    return new SupConLoss(
        config.real("temperature", 0.1),
        Parts.distance(config, DotProductSimilarity.cosine()),
        Parts.miner(config),
        Parts.reducer(config, new Reducer.MeanOfNonZero()));
  }
}
