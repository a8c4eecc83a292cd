package dev.capstan.losses.mining;

import dev.capstan.ops.DType;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Indexing;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import java.util.Arrays;

/**
 * Chosen elements of a matrix, one weighted sum of them for each query: {@code y[q] = offset[q] + Σ
 * weight · d[row, column]}. Mining fills it from values alone; {@link #of} then reads the traced
 * matrix, so that the tape gets a gather instead of a masked copy of the matrix for each query.
 * Where several elements tie for an extreme they share its weight, which is the subgradient that
 * TensorFlow's reductions choose.
 */
public final class Picks {
  private final int columns;
  private int[] query = new int[64];
  private int[] flat = new int[64];
  private double[] weight = new double[64];
  private double[] offset = new double[64];
  private int entries;
  private int queries;

  /** No queries yet, into a matrix of that many columns. */
  public Picks(int columns) {
    if (columns < 0) {
      throw new IllegalArgumentException(
          "Picks: no such matrix: got %s columns, expected 0 or more".formatted(columns));
    }
    this.columns = columns;
  }

  /** Begins the next query. */
  public void begin() {
    if (queries == offset.length) {
      offset = Arrays.copyOf(offset, 2 * queries);
    }
    offset[queries++] = 0;
  }

  /** Adds an element to the query that was begun last. */
  public void add(int row, int column, double w) {
    requireQuery();
    if (entries == query.length) {
      query = Arrays.copyOf(query, 2 * entries);
      flat = Arrays.copyOf(flat, 2 * entries);
      weight = Arrays.copyOf(weight, 2 * entries);
    }
    query[entries] = queries - 1;
    flat[entries] = row * columns + column;
    weight[entries++] = w;
  }

  /** Adds a constant to the query that was begun last. */
  public void add(double constant) {
    requireQuery();
    offset[queries - 1] += constant;
  }

  private void requireQuery() {
    if (queries == 0) {
      throw new IllegalStateException("Picks: no query was begun: call begin() first");
    }
  }

  /** One element, with weight 1, as a query of its own. */
  public void single(int row, int column) {
    begin();
    add(row, column, 1);
  }

  /** How many queries there are. */
  public int size() {
    return queries;
  }

  /** The queries' values on a matrix, [size]; differentiable in its elements. */
  public Tensor of(Tensor d) {
    DType dtype = d.dtype();
    IntTensor at = IntTensor.of(Arrays.copyOf(flat, entries));
    Tensor chosen = Indexing.indexSelect(Movement.reshape(d, -1), 0, at);
    if (!plain()) {
      Tensor weights = Tensor.generate(dtype, Shape.of(entries), e -> weight[e]);
      IntTensor into = IntTensor.of(Arrays.copyOf(query, entries));
      chosen =
          Indexing.scatterAdd(
              Tensor.zeros(dtype, queries), 0, into, Elementwise.mul(chosen, weights));
    }
    boolean shifted = false;
    for (int q = 0; q < queries; q++) {
      shifted |= offset[q] != 0;
    }
    return shifted
        ? Elementwise.add(chosen, Tensor.generate(dtype, Shape.of(queries), q -> offset[q]))
        : chosen;
  }

  /** Whether every query is one element with weight 1. */
  private boolean plain() {
    boolean plain = entries == queries;
    for (int e = 0; plain && e < entries; e++) {
      plain = query[e] == e && weight[e] == 1;
    }
    return plain;
  }
}
