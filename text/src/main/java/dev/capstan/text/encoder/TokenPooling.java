package dev.capstan.text.encoder;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Indexing;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Shape;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;

/**
 * One vector for a text from those of its pieces.
 *
 * <p>Shapes: {@code [B, L, H]} gives {@code [B, H]}; filling takes no part. A text without pieces
 * gives zeros.
 *
 * <p>Source: Reimers and Gurevych, arXiv:1908.10084; conventions of sentence-transformers.
 */
public enum TokenPooling {
  /** The mean of all pieces. */
  MEAN {
    @Override
    Tensor pool(Tensor x, TokenBatch batch) {
      return average(x, weights(x, batch, i -> 1));
    }
  },
  /** The first piece, which is the model's own token. */
  CLS {
    @Override
    Tensor pool(Tensor x, TokenBatch batch) {
      return Indexing.select(x, 1, 0);
    }
  },
  /** The largest of each number. */
  MAX {
    @Override
    Tensor pool(Tensor x, TokenBatch batch) {
      BoolTensor seen = BoolTensor.of(batch.mask().toArray(), batch.size(), batch.length(), 1);
      return Reductions.max(Elementwise.where(seen, x, FAR_BELOW), 1);
    }
  },
  /** The mean weighted by position, 1, 2, 3, …. */
  WEIGHTED_MEAN {
    @Override
    Tensor pool(Tensor x, TokenBatch batch) {
      return average(x, weights(x, batch, i -> i + 1));
    }
  },
  /** The sum divided by the root of the number of pieces. */
  MEAN_SQRT_LENGTH {
    @Override
    Tensor pool(Tensor x, TokenBatch batch) {
      Tensor weights = weights(x, batch, i -> 1);
      Tensor count = Elementwise.sqrt(total(weights));
      return Elementwise.div(Reductions.sum(Elementwise.mul(x, weights), 1), count);
    }
  },
  /** The last piece. */
  LAST {
    @Override
    Tensor pool(Tensor x, TokenBatch batch) {
      int[] last = new int[batch.size()];
      for (int i = 0; i < batch.mask().size(); i++) {
        if (batch.mask().at(i)) {
          last[i / batch.length()] = i % batch.length();
        }
      }
      Tensor chosen = weights(x, batch, (row, i) -> i == last[row] ? 1 : 0);
      return Reductions.sum(Elementwise.mul(x, chosen), 1);
    }
  };

  /** What stands for filling where the largest is sought; as in sentence-transformers. */
  private static final double FAR_BELOW = -1e9;

  /** A divisor below which no sum of weights falls. */
  private static final double SMALLEST_TOTAL = 1e-9;

  /**
   * The vectors [B, H] of texts from those [B, L, H] of their pieces.
   *
   * @throws ShapeException if the pieces are not those of the batch
   */
  public Tensor apply(Tensor x, TokenBatch batch) {
    requireNonNull(batch, "batch");
    if (x.rank() != 3 || x.shape().get(0) != batch.size() || x.shape().get(1) != batch.length()) {
      throw new ShapeException(
          "pooling: got pieces %s, expected [%s, %s, H] as the batch has them"
              .formatted(x.shape(), batch.size(), batch.length()));
    }
    return pool(x, batch);
  }

  abstract Tensor pool(Tensor x, TokenBatch batch);

  private interface AtPosition {
    double weight(int position);
  }

  private interface AtRowAndPosition {
    double weight(int row, int position);
  }

  private static Tensor weights(Tensor x, TokenBatch batch, AtPosition at) {
    return weights(x, batch, (row, position) -> at.weight(position));
  }

  /** Constant weights [B, L, 1], 0 at filling. */
  private static Tensor weights(Tensor x, TokenBatch batch, AtRowAndPosition at) {
    int length = batch.length();
    return Tensor.generate(
        x.dtype(),
        Shape.of(batch.size(), length, 1),
        i -> batch.mask().at(i) ? at.weight(i / length, i % length) : 0);
  }

  private static Tensor average(Tensor x, Tensor weights) {
    return Elementwise.div(Reductions.sum(Elementwise.mul(x, weights), 1), total(weights));
  }

  private static Tensor total(Tensor weights) {
    Tensor sum = Reductions.sum(weights, 1);
    return sum.like(i -> Math.max(sum.at(i), SMALLEST_TOTAL));
  }
}
