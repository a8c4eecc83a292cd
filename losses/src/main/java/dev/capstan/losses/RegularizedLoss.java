package dev.capstan.losses;

import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A metric-learning loss plus a penalty on the embeddings: {@code loss + weight · regularizer}.
 *
 * <p>Source: the arguments {@code embedding_regularizer} and {@code embedding_reg_weight} of
 * pytorch-metric-learning 2.9.
 */
public record RegularizedLoss(MetricLoss loss, Regularizer regularizer, double weight)
    implements MetricLoss {
  static final String NAME = "regularized_loss";

  public RegularizedLoss withLoss(MetricLoss value) {
    return new RegularizedLoss(value, regularizer, weight);
  }

  public RegularizedLoss withRegularizer(Regularizer value) {
    return new RegularizedLoss(loss, value, weight);
  }

  public RegularizedLoss withWeight(double value) {
    return new RegularizedLoss(loss, regularizer, value);
  }

  @Override
  public Tensor apply(EmbeddingBatch batch) {
    Tensor penalty = Elementwise.mul(regularizer.of(batch.embeddings()), weight);
    return Elementwise.add(loss.apply(batch), penalty);
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> map = Config.of(NAME);
    map.put("inner", loss.config());
    map.put("embedding_regularizer", regularizer.config());
    map.put("embedding_reg_weight", weight);
    return map;
  }

  static RegularizedLoss fromConfig(Config config) {
    Loss inner =
        config.has("inner") ? Losses.fromConfig(config.map("inner")) : new ContrastiveLoss();
    if (!(inner instanceof MetricLoss loss)) {
      throw config.refuse("inner", "a loss over labelled embeddings");
    }
    return new RegularizedLoss(
        loss, Parts.regularizer(config), config.real("embedding_reg_weight", 1));
  }
}
