package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Movement;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.Arrays;

/**
 * The embeddings of the latest batches, as constants, so that a small batch finds many pairs.
 *
 * <p>An immutable value that the caller keeps between steps. A step adds its batch first and is
 * then compared with the whole memory, itself included; a sample and its own copy are no pair, and
 * no gradient passes through the memory:
 *
 * <pre>{@code
 * memory = memory.with(labels, embeddings);
 * Tensor loss = new ContrastiveLoss().apply(memory.batch(labels, embeddings));
 * }</pre>
 *
 * <p>It serves every {@link MetricLoss} that takes references, and its miner. Begin with it after
 * some epochs: embeddings of a young model are out of date as soon as they are stored.
 *
 * <p>Source: Wang et al., "Cross-batch memory for embedding learning", CVPR 2020, as in
 * pytorch-metric-learning 2.9.
 *
 * @param capacity how many embeddings are kept, the latest ones
 * @param embeddings [M, D], the oldest first
 * @param labels [M]
 */
public record CrossBatchMemory(int capacity, Tensor embeddings, IntTensor labels) {

  /** Checks that the memory is one. */
  public CrossBatchMemory {
    if (capacity < 0) {
      throw Checks.argument("CrossBatchMemory", "capacity", capacity, "0 or more");
    }
    Batches.labels("CrossBatchMemory", labels, embeddings);
  }

  /** An empty memory. */
  public CrossBatchMemory(int capacity, DType dtype, int dimensions) {
    this(capacity, Tensor.zeros(dtype, 0, dimensions), IntTensor.of());
  }

  /**
   * The memory with a batch added, and the oldest embeddings dropped if there are too many.
   *
   * @throws IllegalArgumentException if the batch alone is larger than the memory
   */
  public CrossBatchMemory with(IntTensor batchLabels, Tensor batch) {
    requireNonNull(batchLabels, "batchLabels");
    requireNonNull(batch, "batch");
    int[] added = Batches.labels("CrossBatchMemory", batchLabels, batch);
    if (added.length > capacity) {
      throw new IllegalArgumentException(
          "CrossBatchMemory: batch too large: got %s rows, expected at most the capacity of %s"
              .formatted(added.length, capacity));
    }
    if (batch.shape().get(1) != embeddings.shape().get(1)) {
      throw new ShapeException(
          "CrossBatchMemory: batch of another length: got shape %s, expected [N, %s]"
              .formatted(batch.shape(), embeddings.shape().get(1)));
    }
    Checks.sameDType("CrossBatchMemory", "batch", batch, "memory", embeddings);
    int drop = Math.max(0, labels.size() + added.length - capacity);
    int[] kept = Arrays.copyOfRange(labels.toArray(), drop, labels.size());
    int[] all = Arrays.copyOf(kept, kept.length + added.length);
    System.arraycopy(added, 0, all, kept.length, added.length);
    Tensor old = embeddings.slice(0, drop, labels.size());
    return new CrossBatchMemory(
        capacity, Movement.concat(0, old, batch.detach()), IntTensor.of(all));
  }

  /**
   * The batch that was added last, compared with the memory.
   *
   * @throws IllegalArgumentException if the memory is smaller than the batch
   */
  public EmbeddingBatch batch(IntTensor batchLabels, Tensor batch) {
    requireNonNull(batch, "batch");
    int n = batchLabels.size();
    if (n > labels.size()) {
      throw new IllegalArgumentException(
          ("CrossBatchMemory: the batch is not in the memory: got %s rows for a memory of"
                  + " %s; add it first, with(labels, embeddings)")
              .formatted(n, labels.size()));
    }
    return EmbeddingBatch.against(batchLabels, batch, labels, embeddings, labels.size() - n);
  }
}
