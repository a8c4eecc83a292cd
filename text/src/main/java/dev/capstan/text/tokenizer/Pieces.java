package dev.capstan.text.tokenizer;

import java.util.Arrays;

/** A growing list of pieces' numbers. */
final class Pieces {
  private int[] ids = new int[32];
  private int size;

  void add(int id) {
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, 2 * size);
    }
    ids[size++] = id;
  }

  int size() {
    return size;
  }

  /** Forgets all but the first so many. */
  void cutBackTo(int count) {
    size = Math.min(size, count);
  }

  int[] toArray() {
    return Arrays.copyOf(ids, size);
  }
}
