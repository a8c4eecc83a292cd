package dev.capstan.losses;

import static dev.capstan.ops.Elementwise.where;

import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.losses.mining.Mined;
import dev.capstan.losses.mining.Pairs;
import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.Movement;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;

/**
 * The pairs of a matrix that belong together, and sums over each row's.
 *
 * @param in [N, M]
 * @param counts how many of each row
 */
record Masked(BoolTensor in, int[] counts) {
  /** In place of the logarithm of an empty sum: beside any other number it vanishes. */
  static final double LOG_OF_NOTHING = -Float.MAX_VALUE;

  static Masked positives(EmbeddingBatch batch, Mined mined) {
    return of(batch, mined.positives());
  }

  static Masked negatives(EmbeddingBatch batch, Mined mined) {
    return of(batch, mined.negatives());
  }

  private static Masked of(EmbeddingBatch batch, Pairs pairs) {
    int m = batch.columns();
    pairs.requireWithin(batch.rows(), m);
    boolean[] in = new boolean[batch.rows() * m];
    int[] counts = new int[batch.rows()];
    for (int i = 0; i < pairs.size(); i++) {
      int at = pairs.row(i) * m + pairs.column(i);
      counts[pairs.row(i)] += in[at] ? 0 : 1;
      in[at] = true;
    }
    return new Masked(BoolTensor.of(in, batch.rows(), m), counts);
  }

  /** The pairs of either. */
  Masked or(Masked other) {
    int[] sums = counts.clone();
    for (int i = 0; i < sums.length; i++) {
      sums[i] += other.counts[i];
    }
    return new Masked(in.or(other.in), sums);
  }

  private void requireFitting(Tensor x) {
    if (!x.shape().equals(in.shape())) {
      throw new ShapeException(
          "logits: got shape %s, expected %s: one for each row and column of the batch"
              .formatted(x.shape(), in.shape()));
    }
  }

  boolean any() {
    for (int count : counts) {
      if (count > 0) {
        return true;
      }
    }
    return false;
  }

  /** log Σ exp over each row's pairs, [N]; the given constant for a row that has none. */
  Tensor logSumExp(Tensor x, double ofNothing) {
    requireFitting(x);
    int m = in.shape().get(1);
    Tensor fill = x.like(i -> counts[i / m] == 0 && i % m == 0 ? ofNothing : Logs.nothing(x));
    return m == 0 ? x.sum(1).add(ofNothing) : where(in, x, fill).logsumexp(1);
  }

  /** log(1 + Σ exp) over each row's pairs, [N]. */
  Tensor logOnePlusSumExp(Tensor x) {
    requireFitting(x);
    Tensor filled = where(in, x, Logs.nothing(x));
    Tensor zero = Tensor.zeros(x.dtype(), counts.length, 1);
    return Movement.concat(1, zero, filled).logsumexp(1);
  }

  /** The mean over each row's pairs, [N]; 0 for a row that has none. */
  Tensor mean(Tensor x) {
    requireFitting(x);
    int m = in.shape().get(1);
    Tensor shares = x.like(i -> in.at(i) ? 1.0 / counts[i / m] : 0);
    return where(in, x, 0).mul(shares).sum(1);
  }
}
