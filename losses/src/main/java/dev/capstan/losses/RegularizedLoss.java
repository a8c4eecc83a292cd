package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Key;
import dev.capstan.losses.config.Named;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.ops.Tensor;

/**
 * A metric-learning loss plus a penalty on the embeddings: {@code loss + weight · regularizer}.
 *
 * <p>Source: the arguments {@code embedding_regularizer} and {@code embedding_reg_weight} of
 * pytorch-metric-learning 2.9.
 */
@Named("regularized_loss")
public record RegularizedLoss(
    @Key("inner") MetricLoss loss,
    @Key("embedding_regularizer") Regularizer regularizer,
    @Key("embedding_reg_weight") double weight)
    implements MetricLoss {
  public RegularizedLoss {
    requireNonNull(loss, "loss");
    requireNonNull(regularizer, "regularizer");
  }

  public RegularizedLoss withLoss(MetricLoss value) {
    requireNonNull(value, "value");
    return new RegularizedLoss(value, regularizer, weight);
  }

  public RegularizedLoss withRegularizer(Regularizer value) {
    requireNonNull(value, "value");
    return new RegularizedLoss(loss, value, weight);
  }

  public RegularizedLoss withWeight(double value) {
    return new RegularizedLoss(loss, regularizer, value);
  }

  @Override
  public Tensor apply(EmbeddingBatch batch) {
    return loss.apply(batch).add(regularizer.of(batch.embeddings()).mul(weight));
  }
}
