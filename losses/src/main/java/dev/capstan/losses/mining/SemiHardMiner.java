package dev.capstan.losses.mining;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Named;
import dev.capstan.losses.distance.Distance;

/**
 * Semi-hard triplets, in the two meanings that the TensorFlow systems give the word. For the third,
 * pytorch-metric-learning's, see {@link TripletMarginMiner}.
 *
 * <table>
 *   <caption>Three meanings of semi-hard</caption>
 *   <tr><th>meaning</th><th>triplets</th><th>negative</th><th>if there is none</th></tr>
 *   <tr><td>PAIRWISE (TensorFlow Addons)</td><td>one a positive pair</td><td>the nearest that is
 *       farther than the pair's distance</td><td>the farthest negative</td></tr>
 *   <tr><td>PER_ANCHOR (TensorFlow Similarity)</td><td>one an anchor, with its farthest
 *       positive</td><td>the nearest that is farther than that</td><td>the farthest
 *       negative</td></tr>
 *   <tr><td>{@link TripletMarginMiner} (pytorch-metric-learning)</td><td>as many as fit</td>
 *       <td>every one with 0 &lt; d_an − d_ap ≤ margin</td><td>no triplet</td></tr>
 * </table>
 *
 * <p>Anchors without a positive or without a negative have no triplet. The losses {@code
 * TripletSemiHardLoss} and {@code TripletLoss} do the same with their systems' rules for such
 * anchors and for ties; this miner serves the others.
 */
@Named("semi_hard")
public record SemiHardMiner(Meaning meaning) implements Miner {
  public SemiHardMiner {
    requireNonNull(meaning, "meaning");
  }

  /** Whose semi-hard. */
  public enum Meaning {
    /** TensorFlow Addons'. */
    PAIRWISE,
    /** TensorFlow Similarity's, with hard positives. */
    PER_ANCHOR
  }

  @Override
  public Mined mine(EmbeddingBatch batch, Distance distance) {
    Measured d = new Measured(batch, distance);
    TripletList list = new TripletList();
    for (int a = 0; a < batch.rows(); a++) {
      int farthest = -1;
      for (int c = 0; c < batch.columns(); c++) {
        if (batch.positive(a, c)) {
          if (meaning == Meaning.PAIRWISE) {
            add(batch, d, a, c, list);
          }
          farthest = farthest < 0 || d.at(a, c) > d.at(a, farthest) ? c : farthest;
        }
      }
      if (meaning == Meaning.PER_ANCHOR && farthest >= 0) {
        add(batch, d, a, farthest, list);
      }
    }
    return Mined.of(list, batch.columns());
  }

  private static void add(EmbeddingBatch batch, Measured d, int a, int p, TripletList list) {
    int nearest = -1;
    int farthest = -1;
    for (int c = 0; c < batch.columns(); c++) {
      if (batch.negative(a, c)) {
        double here = d.at(a, c);
        farthest = farthest < 0 || here > d.at(a, farthest) ? c : farthest;
        if (!(here <= d.at(a, p)) && (nearest < 0 || here < d.at(a, nearest))) {
          nearest = c;
        }
      }
    }
    if (farthest >= 0) {
      list.add(a, p, nearest >= 0 ? nearest : farthest);
    }
  }
}
