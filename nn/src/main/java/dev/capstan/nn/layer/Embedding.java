package dev.capstan.nn.layer;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.Replication;
import dev.capstan.nn.RowTable;
import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * A vector for each id, over a {@link RowTable}: a step costs as much as the rows that it looks up,
 * and rows may be appended. The table's name, weight, and first values, N(0, 1), are PyTorch's. One
 * id may be padding: its row is never trained.
 *
 * <p>Shapes: ids of any shape {@code S}, returns {@code S + [width]}.
 */
public final class Embedding extends NeuralModule {
  private final RowTable weight;
  private final OptionalInt padding;

  /** Float32 rows drawn from N(0, 1). */
  public Embedding(int rows, int width, RandomGenerator random) {
    this(new RowTable("weight", Tensor.randn(DType.FLOAT32, random, rows, width)));
  }

  /** Over a given table, which may be shared. */
  public Embedding(RowTable weight) {
    this(requireNonNull(weight, "weight"), OptionalInt.empty());
  }

  private Embedding(RowTable weight, OptionalInt padding) {
    this.weight = table(weight);
    this.padding = padding;
  }

  /** Float32 rows drawn from N(0, 1), but for that of the padding, which is 0. */
  public static Embedding padded(int rows, int width, int padding, RandomGenerator random) {
    PaddingId.requireIn(padding, rows);
    Tensor first = Tensor.randn(DType.FLOAT32, requireNonNull(random, "random"), rows, width);
    Tensor zeroed = first.like(at -> at / width == padding ? 0 : first.at(at));
    return new Embedding(new RowTable("weight", zeroed)).withPadding(padding);
  }

  /** Over the same table, of which one id is padding; its row stays what it is. */
  public Embedding withPadding(int id) {
    PaddingId.requireIn(id, weight.rows());
    return new Embedding(weight, OptionalInt.of(id));
  }

  /** The id that is padding, if one is. */
  public OptionalInt padding() {
    return padding;
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
    return padding.isPresent() ? weight.lookup(ids, padding.getAsInt()) : weight.lookup(ids);
  }

  @Override
  protected Embedding copy(Replication copies) {
    return new Embedding(copies.of(weight), padding);
  }
}
