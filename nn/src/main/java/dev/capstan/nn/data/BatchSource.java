package dev.capstan.nn.data;

/** Hands out a run's batches one after the other. Belongs to one training run. */
public interface BatchSource<B> {

  /** How many batches make an epoch. */
  int batchesPerEpoch();

  /** The next batch. */
  B next();
}
