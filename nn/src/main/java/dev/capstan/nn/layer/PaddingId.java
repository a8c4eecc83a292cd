package dev.capstan.nn.layer;

/** Which id of a table stands for nothing. */
final class PaddingId {
  private PaddingId() {}

  static void requireIn(int id, int rows) {
    if (id < 0 || id >= rows) {
      throw new IllegalArgumentException(
          "embedding: padding: got " + id + ", expected an id of " + rows + " rows, from 0");
    }
  }
}
