package dev.capstan.examples.train;

import dev.capstan.nn.Stateful;
import dev.capstan.nn.data.BatchSampler;
import dev.capstan.nn.data.ClassBalancedSampler;
import dev.capstan.nn.data.HardNegativeSampler;
import dev.capstan.nn.index.Metric;
import dev.capstan.ops.Tensor;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Which rows make a run's batches: some of each class, or triplets with hard negatives.
 *
 * @param state what the order of rows is remembered by
 * @param afterEpoch to be run after each epoch
 */
record Draws(BatchSampler sampler, Stateful state, Runnable afterEpoch) {
  /**
   * @param vectors of all training rows, as they are now
   */
  static Draws of(
      Settings settings, int[] labels, RandomGenerator random, Supplier<Tensor> vectors) {
    if (settings.hardNegatives() == 0) {
      ClassBalancedSampler sampler = ClassBalancedSampler.of(labels, random);
      return new Draws(sampler, sampler, () -> {});
    }
    HardNegativeSampler sampler =
        HardNegativeSampler.of(
            labels, HardNegativeSampler.Ranks.first(settings.hardNegatives()), random);
    return new Draws(sampler, sampler, () -> sampler.mine(vectors.get(), Metric.COSINE));
  }
}
