package dev.capstan.losses.mining;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/**
 * Pairs without repetition, and how often each occurs in the triplets that they are from. A loss
 * that adds up a term for each pair of each triplet needs no more.
 *
 * @param times how often, in the order of the pairs
 */
public record CountedPairs(Pairs pairs, int[] times) {
  public CountedPairs {
    requireNonNull(pairs, "pairs");
    requireNonNull(times, "times");
  }

  /** The anchor-positive pairs of triplets. */
  public static CountedPairs positives(EmbeddingBatch batch, Triplets triplets) {
    int[] times = new int[batch.rows() * batch.columns()];
    triplets.forEach((a, p, n) -> times[a * batch.columns() + p]++);
    return of(batch, times);
  }

  /** The anchor-negative pairs of triplets. */
  public static CountedPairs negatives(EmbeddingBatch batch, Triplets triplets) {
    int[] times = new int[batch.rows() * batch.columns()];
    triplets.forEach((a, p, n) -> times[a * batch.columns() + n]++);
    return of(batch, times);
  }

  private static CountedPairs of(EmbeddingBatch batch, int[] times) {
    Pairs pairs = new Pairs(batch.columns());
    int size = 0;
    for (int at = 0; at < times.length; at++) {
      if (times[at] > 0) {
        pairs.add(at / batch.columns(), at % batch.columns());
        times[size++] = times[at];
      }
    }
    return new CountedPairs(pairs, Arrays.copyOf(times, size));
  }
}
