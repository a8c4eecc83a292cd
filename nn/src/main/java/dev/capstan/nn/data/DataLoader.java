package dev.capstan.nn.data;

import java.util.function.Consumer;

/** A data set and the order in which training sees it. */
public record DataLoader(Dataset data, BatchSampler sampler) {

  /** The number of batches that {@link #epoch} hands out. */
  public int batchesPerEpoch() {
    return sampler.batchesPerEpoch();
  }

  /** The next batch. */
  public Batch next() {
    return data.batch(sampler.next());
  }

  /** Hands out one epoch's batches. */
  public void epoch(Consumer<Batch> each) {
    for (int i = 0; i < batchesPerEpoch(); i++) {
      each.accept(next());
    }
  }
}
