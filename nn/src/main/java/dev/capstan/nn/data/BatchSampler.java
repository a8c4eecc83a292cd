package dev.capstan.nn.data;

/** Decides which rows make the next batch. Stateful: belongs to one training run. */
public interface BatchSampler {

  /** How many batches make an epoch. */
  int batchesPerEpoch();

  /** The rows of the next batch. */
  int[] next();
}
