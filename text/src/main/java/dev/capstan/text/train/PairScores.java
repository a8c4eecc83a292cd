package dev.capstan.text.train;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.Distances;
import dev.capstan.ops.Tensor;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How well one threshold tells pairs that belong together from others (paraphrases, duplicates).
 *
 * <p>Where no threshold is better than to call no pair alike, it is the next number above the
 * greatest similarity.
 *
 * <p>Source: sentence-transformers' {@code BinaryClassificationEvaluator} (6.2).
 *
 * @param accuracy the share judged rightly at the best threshold for it
 * @param accuracyThreshold that threshold: alike from it on
 * @param f1 the best harmonic mean of precision and recall
 * @param precision the precision there
 * @param recall the recall there
 * @param f1Threshold that threshold
 * @param averagePrecision the mean precision over all that belong together
 */
public record PairScores(
    double accuracy,
    double accuracyThreshold,
    double f1,
    double precision,
    double recall,
    double f1Threshold,
    double averagePrecision) {

  /**
   * Judges pairs of embeddings [N, D] by their cosines, row by row.
   *
   * @param together whether each pair belongs together
   * @throws IllegalArgumentException if the numbers differ, or one of the two kinds is missing
   */
  public static PairScores of(Tensor first, Tensor second, boolean[] together) {
    requireNonNull(first, "first");
    requireNonNull(second, "second");
    requireNonNull(together, "together");
    if (first.rank() != 2 || !first.shape().equals(second.shape())) {
      throw new IllegalArgumentException(
          "pairs: got " + first.shape() + " and " + second.shape() + ", expected [N, D] twice");
    }
    return of(Distances.cosineSimilarity(first, second, -1).toArray(), together);
  }

  /**
   * Judges similarities. Pairs of equal similarity fall on the same side of a threshold.
   *
   * @param similarities of the pairs, larger for more alike
   * @param together whether each pair belongs together
   * @throws IllegalArgumentException if their numbers differ, or one of the two kinds is missing
   */
  public static PairScores of(double[] similarities, boolean[] together) {
    int n = similarities.length;
    int wanted = (int) IntStream.range(0, together.length).filter(i -> together[i]).count();
    if (together.length != n || wanted == 0 || wanted == n) {
      throw new IllegalArgumentException(
          "pairs: got "
              + n
              + " similarities and "
              + together.length
              + " answers, "
              + wanted
              + " of them yes; expected as many of each, and both kinds");
    }
    Integer[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -similarities[i]))
            .toArray(Integer[]::new);
    Sweep sweep = new Sweep(wanted, n, Math.nextUp(similarities[order[0]]));
    for (int rank = 0; rank < n; rank++) {
      sweep.take(together[order[rank]]);
      boolean tied = rank + 1 < n && similarities[order[rank]] == similarities[order[rank + 1]];
      if (!tied) {
        double next = rank + 1 < n ? similarities[order[rank + 1]] : similarities[order[rank]];
        double middle = (similarities[order[rank]] + next) / 2;
        // A middle that is rounded to the next pair's would take that one in.
        sweep.cut(rank + 1 < n && middle == next ? similarities[order[rank]] : middle);
      }
    }
    return sweep.best();
  }

  /** A threshold that falls through the pairs in order. */
  private static final class Sweep {
    private final int wanted;
    private final int all;
    private int taken;
    private int found;
    private int foundBefore;
    private double precisions;
    private double accuracy;
    private double accuracyThreshold;
    private double f1;
    private double precision;
    private double recall;
    private double f1Threshold = Double.POSITIVE_INFINITY;

    Sweep(int wanted, int all, double above) {
      this.wanted = wanted;
      this.all = all;
      this.accuracy = (double) (all - wanted) / all;
      this.accuracyThreshold = above;
    }

    void take(boolean together) {
      taken++;
      found += together ? 1 : 0;
    }

    void cut(double threshold) {
      double right = (double) (found + all - wanted - (taken - found)) / all;
      if (right > accuracy) {
        accuracy = right;
        accuracyThreshold = threshold;
      }
      double p = (double) found / taken;
      double r = (double) found / wanted;
      double both = found == 0 ? 0 : 2 * p * r / (p + r);
      if (both > f1) {
        f1 = both;
        precision = p;
        recall = r;
        f1Threshold = threshold;
      }
      precisions += p * (found - foundBefore);
      foundBefore = found;
    }

    PairScores best() {
      return new PairScores(
          accuracy, accuracyThreshold, f1, precision, recall, f1Threshold, precisions / wanted);
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "accuracy %.4f from %.4f, F1 %.4f from %.4f (precision %.4f, recall %.4f), AP %.4f",
        accuracy,
        accuracyThreshold,
        f1,
        f1Threshold,
        precision,
        recall,
        averagePrecision);
  }
}
