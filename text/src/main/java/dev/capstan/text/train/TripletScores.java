package dev.capstan.text.train;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.Distances;
import dev.capstan.ops.Tensor;
import java.util.Locale;

/**
 * How often an anchor's cosine with its positive is greater than that with its negative; a tie is
 * wrong, and so is what is not a number.
 *
 * @param accuracy the share of triplets in the right order
 * @param triplets how many were judged
 */
public record TripletScores(double accuracy, int triplets) {

  /**
   * Judges triplets of embeddings, row by row.
   *
   * @param anchors [N, D]
   * @param positives [N, D]
   * @param negatives [N, D]
   * @throws IllegalArgumentException if the shapes differ or there is no row
   */
  public static TripletScores of(Tensor anchors, Tensor positives, Tensor negatives) {
    requireNonNull(anchors, "anchors");
    requireNonNull(positives, "positives");
    requireNonNull(negatives, "negatives");
    if (anchors.rank() != 2
        || anchors.shape().get(0) == 0
        || !anchors.shape().equals(positives.shape())
        || !anchors.shape().equals(negatives.shape())) {
      throw new IllegalArgumentException(
          "triplets: got "
              + anchors.shape()
              + ", "
              + positives.shape()
              + " and "
              + negatives.shape()
              + ", expected [N, D] three times, N of 1 or more");
    }
    Tensor near = Distances.cosineSimilarity(anchors, positives, -1);
    Tensor far = Distances.cosineSimilarity(anchors, negatives, -1);
    int right = 0;
    for (int i = 0; i < near.size(); i++) {
      right += near.at(i) > far.at(i) ? 1 : 0;
    }
    return new TripletScores((double) right / near.size(), near.size());
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "accuracy %.4f over %d triplets", accuracy, triplets);
  }
}
