package dev.capstan.losses.mining;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Key;
import dev.capstan.losses.config.Named;
import dev.capstan.losses.distance.Distance;

/**
 * One positive and one negative for each anchor: at most N triplets.
 *
 * <p>A hard positive is the farthest and an easy one the nearest; a hard negative is the nearest
 * and an easy one the farthest; a semi-hard negative is the nearest that is farther than the chosen
 * positive. An anchor for which one of the two does not exist has no triplet. The first of equal
 * distances is taken.
 *
 * <p>Sources: Hermans et al., "In defense of the triplet loss", 2017 (batch-hard); Xuan et al.,
 * "Improved embeddings with easy positive triplet mining", WACV 2020.
 */
@Named("batch_easy_hard")
public record BatchMiner(
    @Key("pos_strategy") Positive positive, @Key("neg_strategy") Negative negative)
    implements Miner {
  public BatchMiner {
    requireNonNull(positive, "positive");
    requireNonNull(negative, "negative");
  }

  /** Which positive. */
  public enum Positive {
    HARD,
    EASY
  }

  /** Which negative. */
  public enum Negative {
    HARD,
    SEMIHARD,
    EASY
  }

  /** The hardest positive and the hardest negative of each anchor. */
  public static BatchMiner batchHard() {
    return new BatchMiner(Positive.HARD, Negative.HARD);
  }

  /** The easiest positive and the easiest negative of each anchor. */
  public static BatchMiner batchEasy() {
    return new BatchMiner(Positive.EASY, Negative.EASY);
  }

  /** The easiest positive, and the nearest negative beyond it. */
  public static BatchMiner easyPositive() {
    return new BatchMiner(Positive.EASY, Negative.SEMIHARD);
  }

  @Override
  public Mined mine(EmbeddingBatch batch, Distance distance) {
    Measured d = new Measured(batch, distance);
    TripletList list = new TripletList();
    for (int a = 0; a < batch.rows(); a++) {
      int p = positive(batch, d, a);
      int n = p < 0 ? -1 : negative(batch, d, a, d.at(a, p));
      if (n >= 0) {
        list.add(a, p, n);
      }
    }
    return Mined.of(list, batch.columns());
  }

  private int positive(EmbeddingBatch batch, Measured d, int a) {
    int best = -1;
    for (int c = 0; c < batch.columns(); c++) {
      if (batch.positive(a, c)
          && (best < 0
              || (positive == Positive.HARD
                  ? d.at(a, c) > d.at(a, best)
                  : d.at(a, c) < d.at(a, best)))) {
        best = c;
      }
    }
    return best;
  }

  private int negative(EmbeddingBatch batch, Measured d, int a, double beyond) {
    int best = -1;
    for (int c = 0; c < batch.columns(); c++) {
      double here = batch.negative(a, c) ? d.at(a, c) : Double.NaN;
      boolean candidate =
          batch.negative(a, c) && (negative != Negative.SEMIHARD || !(here <= beyond));
      if (candidate
          && (best < 0
              || (negative == Negative.EASY ? here > d.at(a, best) : here < d.at(a, best)))) {
        best = c;
      }
    }
    return best;
  }
}
