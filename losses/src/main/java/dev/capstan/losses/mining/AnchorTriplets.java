package dev.capstan.losses.mining;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.Tensor;
import java.util.function.IntPredicate;

/**
 * One positive and one negative for every sample of a batch, in TensorFlow Similarity's sense.
 *
 * <p>Selection is by the masked extremes of {@link MaskedExtremes} in double precision with a shift
 * of 1e-6: a sample without positives gets the row's smallest distance − 1e-6 as its positive one.
 */
public final class AnchorTriplets {
  private static final double SHIFT = 1e-6;

  /** Which positive. */
  public enum Positive {
    /** The nearest. */
    EASY,
    /** The farthest. */
    HARD
  }

  /** Which negative. */
  public enum Negative {
    /** The farthest. */
    EASY,
    /** The nearest. */
    HARD,
    /** The nearest of those farther than the farthest positive, whatever positive is chosen. */
    SEMI_HARD
  }

  /** What a sample gets whose negatives are all nearer than its farthest positive. */
  public enum Fallback {
    /** The largest distance of the row, positives included, + 1e-6. */
    ROW_MAXIMUM,
    /** The farthest negative; the first sample of the batch if there are no negatives at all. */
    FARTHEST_NEGATIVE
  }

  /** Whether a sample counts as a positive of its own. */
  public enum Diagonal {
    REMOVED,
    KEPT
  }

  private final Tensor d;
  private final int[] labels;
  private final Diagonal diagonal;
  private final MaskedExtremes extremes;
  private final Picks positives;
  private final Picks negatives;

  private AnchorTriplets(Tensor d, int[] labels, Diagonal diagonal) {
    this.d = d;
    this.labels = labels;
    this.diagonal = diagonal;
    this.extremes = new MaskedExtremes(d, SHIFT, Precision.DOUBLE);
    this.positives = new Picks(labels.length);
    this.negatives = new Picks(labels.length);
  }

  /** Mines a batch: d [N, N], of which only the values are read, and N labels. */
  public static AnchorTriplets of(
      Tensor d,
      int[] labels,
      Positive positive,
      Negative negative,
      Fallback fallback,
      Diagonal diagonal) {
    requireNonNull(positive, "positive");
    requireNonNull(negative, "negative");
    requireNonNull(fallback, "fallback");
    requireNonNull(diagonal, "diagonal");
    Labels.requireSquare("AnchorTriplets", d, labels);
    AnchorTriplets mined = new AnchorTriplets(d.detach(), labels, diagonal);
    for (int i = 0; i < labels.length; i++) {
      mined.choosePositive(i, positive);
      mined.chooseNegative(i, negative, fallback);
    }
    return mined;
  }

  /** The positive distances, [N]. */
  public Tensor positives(Tensor distances) {
    requireNonNull(distances, "distances");
    return positives.of(distances);
  }

  /** The negative distances, [N]. */
  public Tensor negatives(Tensor distances) {
    requireNonNull(distances, "distances");
    return negatives.of(distances);
  }

  private IntPredicate positivesOf(int i) {
    return k -> labels[k] == labels[i] && (k != i || diagonal == Diagonal.KEPT);
  }

  private IntPredicate negativesOf(int i) {
    return k -> labels[k] != labels[i];
  }

  private void choosePositive(int i, Positive positive) {
    if (positive == Positive.HARD) {
      extremes.max(i, positivesOf(i), positives);
    } else {
      extremes.min(i, positivesOf(i), positives);
    }
  }

  private void chooseNegative(int i, Negative negative, Fallback fallback) {
    switch (negative) {
      case EASY -> extremes.max(i, negativesOf(i), negatives);
      case HARD -> extremes.min(i, negativesOf(i), negatives);
      case SEMI_HARD -> extremes.min(i, semiHard(i, fallback), negatives);
    }
  }

  private IntPredicate semiHard(int i, Fallback fallback) {
    double threshold = extremes.max(i, positivesOf(i), new Picks(labels.length));
    IntPredicate farther = k -> at(i, k) > threshold;
    IntPredicate negative = negativesOf(i);
    if (fallback == Fallback.ROW_MAXIMUM) {
      return farther.and(negative);
    }
    int farthest = farthestNegative(i);
    return k -> farther.test(k) ? negative.test(k) : k == farthest;
  }

  /** The first farthest negative; 0 if there is none. */
  private int farthestNegative(int i) {
    int farthest = -1;
    for (int k = 0; k < labels.length; k++) {
      boolean better = farthest < 0 || at(i, k) > at(i, farthest);
      farthest = labels[k] != labels[i] && better ? k : farthest;
    }
    return Math.max(farthest, 0);
  }

  private double at(int i, int k) {
    return d.at(i * labels.length + k);
  }
}
