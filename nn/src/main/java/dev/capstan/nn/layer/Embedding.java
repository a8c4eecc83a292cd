package dev.capstan.nn.layer;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.Replication;
import dev.capstan.nn.RowTable;
import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.util.random.RandomGenerator;

/**
 * A vector for each id, over a {@link RowTable}: a step costs as much as the rows that it looks up,
 * and rows may be appended. The table's name, weight, and first values, N(0, 1), are PyTorch's.
 *
 * <p>Shapes: ids of any shape {@code S}, returns {@code S + [width]}.
 */
public final class Embedding extends NeuralModule {
  private final RowTable weight;

  /** Float32 rows drawn from N(0, 1). */
  public Embedding(int rows, int width, RandomGenerator random) {
    this(new RowTable("weight", Tensor.randn(DType.FLOAT32, random, rows, width)));
  }

  /** Over a given table, which may be shared. */
  public Embedding(RowTable weight) {
    requireNonNull(weight, "weight");
    this.weight = table(weight);
  }

  public RowTable weight() {
    return weight;
  }

  /**
   * The rows of these ids.
   *
   * @throws IndexOutOfBoundsException if an id is not in {@code [0, rows)}
   */
  public Tensor apply(IntTensor ids) {
    return weight.lookup(ids);
  }

  @Override
  protected Embedding copy(Replication copies) {
    return new Embedding(copies.of(weight));
  }
}
