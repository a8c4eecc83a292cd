package dev.capstan.losses;

import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;

/** What losses over a labelled batch share: the checks of their inputs, and a zero to train on. */
final class Batches {
  private Batches() {}

  /** The labels as a vector, checked against the embeddings. */
  static int[] labels(String loss, IntTensor labels, Tensor embeddings) {
    if (embeddings.rank() != 2) {
      throw new ShapeException(
          "%s: embeddings are not a matrix: got shape %s, expected [N, D]; one row a sample"
              .formatted(loss, embeddings.shape()));
    }
    int n = embeddings.shape().get(0);
    boolean vector = labels.shape().rank() == 1;
    boolean column = labels.shape().rank() == 2 && labels.shape().get(1) == 1;
    if (!(vector || column) || labels.shape().get(0) != n) {
      throw new ShapeException(
          ("%s: labels do not fit the embeddings: got shape %s for %s embeddings, expected"
                  + " [%s] or [%s, 1]")
              .formatted(loss, labels.shape(), n, n, n));
    }
    return labels.toArray();
  }

  /** Refuses references, where the formula needs the batch itself. */
  static void requireItself(String loss, EmbeddingBatch batch) {
    if (!batch.withItself()) {
      throw new IllegalArgumentException(
          loss
              + ": got a batch with references, expected one that is compared with itself; use"
              + " EmbeddingBatch.of(labels, embeddings)");
    }
  }

  /** 0, on the tape if x is, with gradient 0 (whatever x holds, NaN included). */
  static Tensor zero(Tensor x) {
    return x.reshape(x.size()).indexSelect(0, IntTensor.of()).sum();
  }

  /** NaN, on the tape if x is, with gradient NaN in every element. */
  static Tensor nan(Tensor x) {
    return x.mul(Double.NaN).sum().mul(Double.NaN);
  }

  /** The weight of a whole batch, which must be one number. */
  static void requireScalarWeight(String loss, Tensor weight, String why) {
    if (weight.size() != 1) {
      throw new ShapeException(
          loss + ": sample weight of shape " + weight.shape() + ": expected one number, " + why);
    }
  }
}
