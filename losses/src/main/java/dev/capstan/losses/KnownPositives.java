package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import java.util.HashSet;
import java.util.Set;

/**
 * Which items belong to which query in all of the data, whatever the batch: what no batch may take
 * for a negative.
 */
@FunctionalInterface
public interface KnownPositives {

  /** Whether the item belongs to the query. */
  boolean contains(int query, int item);

  /** No pair but the batch's own. */
  static KnownPositives none() {
    return (query, item) -> false;
  }

  /**
   * The pairs of a training set, the i-th query with the i-th item.
   *
   * @throws IllegalArgumentException if there are not as many of both
   */
  static KnownPositives of(int[] queries, int[] items) {
    requireNonNull(queries, "queries");
    requireNonNull(items, "items");
    if (queries.length != items.length) {
      throw new IllegalArgumentException(
          "KnownPositives: got "
              + queries.length
              + " queries and "
              + items.length
              + " items, expected one item for each query");
    }
    Set<Long> pairs = new HashSet<>();
    for (int i = 0; i < queries.length; i++) {
      pairs.add(pair(queries[i], items[i]));
    }
    return (query, item) -> pairs.contains(pair(query, item));
  }

  private static long pair(int query, int item) {
    return (long) query << 32 | item & 0xFFFFFFFFL;
  }
}
