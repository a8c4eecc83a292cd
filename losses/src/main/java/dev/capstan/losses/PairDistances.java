package dev.capstan.losses;

import dev.capstan.losses.distance.Distance;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.losses.mining.Pairs;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Indexing;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Movement;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The distances of chosen pairs of a batch, a similarity with its sign turned. Few pairs are
 * computed row by row from the embeddings, so that no matrix of all pairs stands on the tape; many
 * are read from that matrix. The two ways differ in rounding alone.
 */
final class PairDistances {
  private final EmbeddingBatch batch;
  private final Distance distance;
  private @Nullable Tensor matrix;

  PairDistances(EmbeddingBatch batch, Distance distance) {
    this.batch = batch;
    this.distance = distance;
  }

  /** All pairs, [N, M]. */
  Tensor matrix() {
    if (matrix == null) {
      matrix = oriented(distance.between(batch.embeddings(), batch.references()));
    }
    return matrix;
  }

  /** All references with each other, [M, M]. */
  Tensor columns() {
    return oriented(distance.between(batch.references(), batch.references()));
  }

  /** Listed pairs, [K]. */
  Tensor of(Pairs pairs) {
    if (!few(pairs.size())) {
      return pick(matrix(), pairs);
    }
    pairs.requireWithin(batch.rows(), batch.columns());
    int[] columns = new int[pairs.size()];
    Arrays.setAll(columns, pairs::column);
    return rows(batch.embeddings(), IntTensor.of(pairs.rows()), IntTensor.of(columns));
  }

  /** Listed elements of a matrix, [K]. */
  static Tensor pick(Tensor matrix, Pairs pairs) {
    if (matrix.rank() != 2) {
      throw new ShapeException(
          "pairs: got a matrix of shape %s, expected [N, M]".formatted(matrix.shape()));
    }
    pairs.requireWithin(matrix.shape().get(0), matrix.shape().get(1));
    return Indexing.indexSelect(Movement.flatten(matrix), 0, pairs.places());
  }

  /** Anchors with references, [K]. */
  Tensor of(IntTensor anchors, IntTensor columns) {
    return rows(batch.embeddings(), anchors, columns);
  }

  /** References with references, [K]. */
  Tensor between(IntTensor columns, IntTensor others) {
    return rows(batch.references(), columns, others);
  }

  /** Whether so many pairs, row by row, take no more room than the matrix. */
  boolean few(int pairs) {
    long matrixSize = (long) batch.rows() * batch.columns();
    return matrix == null && (long) pairs * batch.embeddings().shape().get(1) <= matrixSize;
  }

  private Tensor rows(Tensor from, IntTensor rows, IntTensor columns) {
    return oriented(
        distance.rows(
            Indexing.indexSelect(from, 0, rows),
            Indexing.indexSelect(batch.references(), 0, columns)));
  }

  private Tensor oriented(Tensor d) {
    return distance.orientation() == Distance.Orientation.DISTANCE ? d : Elementwise.neg(d);
  }
}
