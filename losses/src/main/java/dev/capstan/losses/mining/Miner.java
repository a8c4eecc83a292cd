package dev.capstan.losses.mining;

import dev.capstan.losses.config.Configured;
import dev.capstan.losses.distance.Distance;

/**
 * Chooses which pairs or triplets of a batch a loss looks at. It reads values only and records
 * nothing on a tape. It is one of the exchangeable parts of a metric-learning loss.
 *
 * <p>A distance that is NaN is as hard as can be: it is chosen, so that a fault of the model shows
 * in the loss.
 */
public interface Miner extends Configured {

  /**
   * Chooses.
   *
   * @param distance the loss's distance or similarity, by which the miner compares unless it says
   *     otherwise
   */
  Mined mine(EmbeddingBatch batch, Distance distance);
}
