package dev.capstan.spark;

import dev.capstan.nn.data.Shard;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** The rows of a shard in plain arrays, as Spark keeps them; no record, which Kryo cannot read. */
final class ShardBlock implements Serializable {
  private static final long serialVersionUID = 1;

  private final int index;
  private final float[] features;
  private final int width;
  private final int[] labels;
  private transient volatile @Nullable Shard shard;

  ShardBlock(int index, float[] features, int width, int[] labels) {
    this.index = index;
    this.features = features;
    this.width = width;
    this.labels = labels;
  }

  int rows() {
    return labels.length;
  }

  /** As the loop knows it. */
  Shard shard() {
    Shard made = shard;
    if (made == null) {
      made =
          new Shard(
              index,
              Tensor.of(features, labels.length, width),
              IntTensor.of(labels, labels.length));
      shard = made;
    }
    return made;
  }
}
