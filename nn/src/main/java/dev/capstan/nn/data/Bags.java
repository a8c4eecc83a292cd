package dev.capstan.nn.data;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.IntTensor;

/**
 * Lists of tokens one behind the other, as {@code EmbeddingBag} takes them.
 *
 * @param ids {@code [M]}, all tokens
 * @param starts {@code [B]}, where each list begins
 */
public record Bags(IntTensor ids, IntTensor starts) {
  public Bags {
    requireNonNull(ids, "ids");
    requireNonNull(starts, "starts");
  }

  /** Of lists of any lengths. */
  public static Bags of(int[]... lists) {
    requireNonNull(lists, "lists");
    int total = 0;
    int[] starts = new int[lists.length];
    for (int i = 0; i < lists.length; i++) {
      starts[i] = total;
      total = Math.addExact(total, lists[i].length);
    }
    int[] ids = new int[total];
    for (int i = 0; i < lists.length; i++) {
      System.arraycopy(lists[i], 0, ids, starts[i], lists[i].length);
    }
    return new Bags(IntTensor.of(ids), IntTensor.of(starts));
  }

  /** How many lists there are. */
  public int size() {
    return starts.size();
  }

  @Override
  public String toString() {
    return size() + " bags of " + ids.size() + " tokens";
  }
}
