package dev.capstan.losses.mining;

import dev.capstan.losses.distance.Distance;
import dev.capstan.ops.Tensor;

/** The distances of a batch as plain numbers, a similarity with its sign turned. */
final class Measured {
  private final Tensor values;
  private final int columns;
  private final int sign;

  Measured(EmbeddingBatch batch, Distance distance) {
    this.values = distance.values(batch.embeddings(), batch.references());
    this.columns = batch.columns();
    this.sign = distance.orientation().sign();
  }

  /** How far apart a row and a column are. */
  double at(int row, int column) {
    return sign * values.at(row * columns + column);
  }

  /** A threshold given in terms of the distance or similarity, in terms of {@link #at}. */
  double threshold(double given) {
    return sign * given;
  }
}
