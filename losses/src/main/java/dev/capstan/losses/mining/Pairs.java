package dev.capstan.losses.mining;

import dev.capstan.ops.IntTensor;
import java.util.Arrays;

/**
 * Pairs of a row and a column, by their place in the matrix of all pairs. A pair may occur several
 * times and then counts as often.
 */
public final class Pairs {
  private final int columns;
  private int[] places = new int[64];
  private int size;
  private int last = -1;

  /** No pairs yet, in a matrix of that many columns. */
  public Pairs(int columns) {
    if (columns < 0) {
      throw new IllegalArgumentException(
          "Pairs: no such matrix: got %s columns, expected 0 or more".formatted(columns));
    }
    this.columns = columns;
  }

  void add(int row, int column) {
    if (size == places.length) {
      places = Arrays.copyOf(places, 2 * size);
    }
    int place = row * columns + column;
    last = Math.max(last, place);
    places[size++] = place;
  }

  /**
   * Holds the pairs against a matrix that they are to be read from.
   *
   * @throws IllegalArgumentException if they are of a matrix of another form
   */
  public void requireWithin(int rows, int columns) {
    if (size > 0 && (columns != this.columns || last >= (long) rows * columns)) {
      throw new IllegalArgumentException(
          ("Pairs: got pairs of a matrix of %s columns, up to row %s, expected those of a matrix of"
                  + " shape [%s, %s]; mine the batch that the loss is of")
              .formatted(this.columns, last / this.columns, rows, columns));
    }
  }

  public int size() {
    return size;
  }

  /** The row of a pair. */
  public int row(int pair) {
    return place(pair) / columns;
  }

  /** The column of a pair. */
  public int column(int pair) {
    return place(pair) % columns;
  }

  private int place(int pair) {
    if (pair < 0 || pair >= size) {
      throw new IndexOutOfBoundsException(
          "pairs: got pair " + pair + ", expected one of " + size + ", from 0");
    }
    return places[pair];
  }

  /** The places in the flattened matrix, [size]. */
  public IntTensor places() {
    return IntTensor.of(Arrays.copyOf(places, size));
  }

  /** The rows, [size]. */
  public int[] rows() {
    int[] rows = new int[size];
    Arrays.setAll(rows, this::row);
    return rows;
  }
}
