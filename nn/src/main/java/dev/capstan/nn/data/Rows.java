package dev.capstan.nn.data;

/** Which rows there are. */
final class Rows {
  private Rows() {}

  static int checked(int row, int size) {
    if (row < 0 || row >= size) {
      throw new IllegalArgumentException(
          "batch: got row " + row + ", expected one of " + size + ", from 0");
    }
    return row;
  }
}
