package dev.capstan.losses;

import dev.capstan.losses.distance.SentenceDistance;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.Tensor;
import java.util.function.IntPredicate;

/** A triplet loss of a labelled batch as sentence-transformers has them: by a distance matrix. */
public interface MinedBatchLoss extends MetricLoss {

  SentenceDistance distance();

  /** The formula: the loss of the batch's distances, [N, N], of which there is at least one. */
  Tensor of(EmbeddingBatch batch, Tensor d);

  @Override
  default Tensor apply(EmbeddingBatch batch) {
    Batches.requireItself(Checks.name(this), batch);
    return batch.rows() == 0
        ? Batches.zero(batch.embeddings())
        : of(batch, distance().of(batch.embeddings()));
  }

  /** The pairs of a batch by their place in its matrix. */
  static BoolTensor pairs(EmbeddingBatch batch, IntPredicate chosen) {
    int n = batch.rows();
    boolean[] in = new boolean[n * n];
    for (int at = 0; at < in.length; at++) {
      in[at] = chosen.test(at);
    }
    return BoolTensor.of(in, n, n);
  }
}
