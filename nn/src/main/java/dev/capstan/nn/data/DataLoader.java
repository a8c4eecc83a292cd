package dev.capstan.nn.data;

import static java.util.Objects.requireNonNull;

import java.util.function.Consumer;

/**
 * Examples and the order in which training sees them.
 *
 * @param <B> what a batch is
 */
public record DataLoader<B>(Examples<B> data, BatchSampler sampler) implements BatchSource<B> {
  public DataLoader {
    requireNonNull(data, "data");
    requireNonNull(sampler, "sampler");
  }

  @Override
  public int batchesPerEpoch() {
    return sampler.batchesPerEpoch();
  }

  @Override
  public B next() {
    return data.batch(sampler.next());
  }

  /** Hands out one epoch's batches. */
  public void epoch(Consumer<B> each) {
    requireNonNull(each, "each");
    for (int i = 0; i < batchesPerEpoch(); i++) {
      each.accept(next());
    }
  }

  /**
   * The same batches in the same order, so many of them made ahead by a thread beside the training;
   * close it in the end.
   */
  public PrefetchLoader<B> prefetch(int ahead) {
    return new PrefetchLoader<>(data, sampler, ahead);
  }
}
