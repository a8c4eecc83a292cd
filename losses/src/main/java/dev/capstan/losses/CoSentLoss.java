package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Named;
import dev.capstan.losses.distance.Similarity;
import dev.capstan.ops.Tensor;

/**
 * CoSENT: pairs with a higher label should be more alike than pairs with a lower one.
 *
 * <p>{@code log(1 + Σ exp(z_i − z_j))} over all (i, j) with label_i &lt; label_j, where {@code z =
 * scale · cos(x, y)}. Equal labels give no term. By sorting the labels it takes N log N, and no
 * matrix of all pairs.
 *
 * <p>Shapes: {@code labels: [N]}, {@code x, y: [N, D]}, returns a scalar; 0 if all labels are
 * equal.
 *
 * <p>Domain: labels that are numbers. Source: Su, "CoSENT", 2022, as in sentence-transformers 6.2.
 *
 * @param scale what cosines are multiplied by
 */
@Named(value = "cosent_loss", system = "st")
public record CoSentLoss(double scale) implements ScoredPairLoss, With.AnyScale<CoSentLoss> {

  /** A scale of 20. */
  public CoSentLoss() {
    this(20);
  }

  @Override
  public Tensor apply(Tensor labels, Tensor x, Tensor y) {
    requireNonNull(labels, "labels");
    requireNonNull(y, "y");
    Columns.requirePairs("CoSentLoss", labels, x, y);
    return RankedScores.of("CoSentLoss", labels, Similarity.COSINE.rows(x, y).mul(scale));
  }
}
