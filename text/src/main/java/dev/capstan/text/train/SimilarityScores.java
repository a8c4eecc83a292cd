package dev.capstan.text.train;

import dev.capstan.ops.Distances;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;

/**
 * How well cosines agree with people's scores (semantic textual similarity).
 *
 * @param spearman the correlation of ranks, the usual figure
 * @param pearson the correlation of values
 * @param pairs how many pairs were judged
 */
public record SimilarityScores(double spearman, double pearson, int pairs) {

  /**
   * Judges pairs of embeddings, row by row.
   *
   * @param first [N, D]
   * @param second [N, D]
   * @param scores N of them, larger for more alike
   * @throws IllegalArgumentException if there are fewer than two pairs, or not a score for each, or
   *     a row or score is not a number
   */
  public static SimilarityScores of(Tensor first, Tensor second, double[] scores) {
    if (scores.length < 2
        || first.rank() != 2
        || first.shape().get(0) != scores.length
        || !first.shape().equals(second.shape())) {
      throw new IllegalArgumentException(
          "similarity: got embeddings "
              + first.shape()
              + " and "
              + second.shape()
              + " with "
              + scores.length
              + " scores, expected [N, D] twice with N scores, N of 2 or more");
    }
    double[] cosines = Distances.cosineSimilarity(first, second, -1).toArray();
    for (int i = 0; i < cosines.length; i++) {
      if (Double.isNaN(cosines[i]) || Double.isNaN(scores[i])) {
        throw new IllegalArgumentException(
            "similarity: got cosine "
                + cosines[i]
                + " and score "
                + scores[i]
                + " of pair "
                + i
                + ", expected numbers");
      }
    }
    double[] wanted = unsignedZeros(scores);
    return new SimilarityScores(
        new SpearmansCorrelation().correlation(unsignedZeros(cosines), wanted),
        new PearsonsCorrelation().correlation(cosines, wanted),
        scores.length);
  }

  /** Ranks would tell −0 from 0, which are one score. */
  private static double[] unsignedZeros(double[] x) {
    return Arrays.stream(x).map(each -> each + 0.0).toArray();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "Spearman %.4f, Pearson %.4f over %d pairs", spearman, pearson, pairs);
  }
}
