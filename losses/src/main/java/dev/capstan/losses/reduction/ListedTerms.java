package dev.capstan.losses.reduction;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Indexing;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Terms that stand in a vector.
 *
 * @param losses [K]
 * @param anchors the row of the batch that each belongs to
 */
public record ListedTerms(EmbeddingBatch batch, Tensor losses, IntTensor anchors) implements Terms {

  /** Checks that there is an anchor for each loss. */
  public ListedTerms {
    requireNonNull(batch, "batch");
    if (losses.rank() != 1 || anchors.size() != losses.size()) {
      throw new ShapeException(
          ("ListedTerms: anchors do not fit the losses: got %s anchors for losses of shape"
                  + " %s, expected [K] and K anchors")
              .formatted(anchors.size(), losses.shape()));
    }
    for (int i = 0; i < anchors.size(); i++) {
      if (anchors.at(i) < 0 || anchors.at(i) >= batch.rows()) {
        throw new IndexOutOfBoundsException(
            "ListedTerms: no such anchor: got %s at %s, expected 0 to %s"
                .formatted(anchors.at(i), i, batch.rows() - 1));
      }
    }
  }

  /** One term for each row of a batch, in order. */
  public static ListedTerms ofRows(EmbeddingBatch batch, Tensor losses) {
    requireNonNull(losses, "losses");
    return of(batch, losses, row -> true);
  }

  /** One term for each row of a batch that is chosen; the losses of all are given, [N]. */
  public static ListedTerms of(EmbeddingBatch batch, Tensor losses, IntPredicate chosen) {
    requireNonNull(losses, "losses");
    requireNonNull(chosen, "chosen");
    IntTensor rows = IntTensor.of(IntStream.range(0, batch.rows()).filter(chosen).toArray());
    return new ListedTerms(batch, Indexing.indexSelect(losses, 0, rows), rows);
  }

  @Override
  public Tensor sums(Range range) {
    Tensor zeros = Tensor.zeros(losses.dtype(), batch.rows());
    return Indexing.scatterAdd(zeros, 0, anchors, inside(range));
  }

  /** The losses with 0 in place of those outside a range. */
  private Tensor inside(Range range) {
    if (range.equals(Range.ALL)) {
      return losses;
    }
    boolean[] in = new boolean[losses.size()];
    for (int i = 0; i < in.length; i++) {
      in[i] = range.contains(losses.at(i));
    }
    return Elementwise.where(BoolTensor.of(in), losses, 0);
  }

  @Override
  public long[] counts(Range range) {
    long[] counts = new long[batch.rows()];
    for (int i = 0; i < losses.size(); i++) {
      counts[anchors.at(i)] += range.contains(losses.at(i)) ? 1 : 0;
    }
    return counts;
  }

  @Override
  public Tensor each() {
    return losses;
  }

  @Override
  public int label(int anchor) {
    return batch.label(anchor);
  }

  @Override
  public Tensor zero() {
    Tensor none = Indexing.indexSelect(losses, 0, IntTensor.of());
    return Reductions.sum(none);
  }
}
