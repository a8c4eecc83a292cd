package dev.capstan.losses;

import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Indexing;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;

/** What losses over a labelled batch share: the checks of their inputs, and a zero to train on. */
final class Batches {
  private Batches() {}

  /** The labels as a vector, checked against the embeddings. */
  static int[] labels(String loss, IntTensor labels, Tensor embeddings) {
    if (embeddings.rank() != 2) {
      throw new ShapeException(
          loss
              + ": embeddings are not a matrix: got shape "
              + embeddings.shape()
              + ", expected [N, D]; one row a sample");
    }
    int n = embeddings.shape().get(0);
    boolean vector = labels.shape().rank() == 1;
    boolean column = labels.shape().rank() == 2 && labels.shape().get(1) == 1;
    if (!(vector || column) || labels.shape().get(0) != n) {
      throw new ShapeException(
          loss
              + ": labels do not fit the embeddings: got shape "
              + labels.shape()
              + " for "
              + n
              + " embeddings, expected ["
              + n
              + "] or ["
              + n
              + ", 1]");
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
    Tensor none = Indexing.indexSelect(Movement.reshape(x, x.size()), 0, IntTensor.of());
    return Reductions.sum(none);
  }

  /** NaN, on the tape if x is, with gradient NaN in every element. */
  static Tensor nan(Tensor x) {
    return Reductions.sum(Elementwise.mul(x, Double.NaN)).mul(Double.NaN);
  }

  /** The weight of a whole batch, which must be one number. */
  static void requireScalarWeight(String loss, Tensor weight, String why) {
    if (weight.size() != 1) {
      throw new ShapeException(
          loss + ": sample weight of shape " + weight.shape() + ": expected one number, " + why);
    }
  }
}
