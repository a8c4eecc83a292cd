package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Named;
import dev.capstan.ops.Tensor;

/**
 * The squared error of cosines against given ones, as in sentence-transformers.
 *
 * <p>{@code mean (cos(x, y) − label)²}, lengths below 1e-8 counting as 1e-8.
 *
 * <p>Shapes: {@code labels: [N]}, {@code x, y: [N, D]}, returns a scalar; 0 without pairs.
 *
 * <p>Source: sentence-transformers 6.2.
 */
@Named(value = "cosine_similarity_loss", system = "st")
public record CosineSimilarityLoss() implements ScoredPairLoss {

  @Override
  public Tensor apply(Tensor labels, Tensor x, Tensor y) {
    requireNonNull(labels, "labels");
    requireNonNull(y, "y");
    Columns.requirePairs("CosineSimilarityLoss", labels, x, y);
    return Reduction.MEAN.of(x.cosineSimilarity(y, -1).sub(labels).square(), Variant.SAFE);
  }
}
