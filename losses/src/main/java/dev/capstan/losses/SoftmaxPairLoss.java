package dev.capstan.losses;

import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.losses.mining.Mined;
import dev.capstan.losses.reduction.Terms;
import dev.capstan.ops.Tensor;

/**
 * A loss of pairs that compete in a softmax: similarities divided by a temperature are its logits.
 *
 * @param <L> the loss
 */
public interface SoftmaxPairLoss<L> extends MetricLoss, With.AnyTemperature<L>, With.AnyParts<L> {

  /**
   * The formula: the terms of a batch that has positive and negative pairs.
   *
   * @param logits [N, M]
   */
  Terms terms(EmbeddingBatch batch, Mined mined, Tensor logits);

  @Override
  default Tensor apply(EmbeddingBatch batch) {
    Mined mined = miner().mine(batch, distance());
    if (mined.positives().size() == 0 || mined.negatives().size() == 0) {
      return Batches.zero(batch.embeddings());
    }
    Tensor logits = new PairDistances(batch, distance()).matrix().mul(-1 / temperature());
    return reducer().of(terms(batch, mined, logits));
  }
}
