package dev.capstan.losses.mining;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Named;
import dev.capstan.losses.distance.Distance;
import dev.capstan.losses.distance.LpDistance;
import dev.capstan.ops.Tensor;

/**
 * All triplets whose angle at the negative is larger than a threshold.
 *
 * <p>{@code atan(d_ap / (2 d_cn)) > angle}, c being the middle of anchor and positive. Distances
 * are Euclidean, between rows of length 1, whatever the loss's are; d_cn follows from the three
 * sides: {@code d_cn² = (d_an² + d_pn²)/2 − d_ap²/4}.
 *
 * <p>Source: Wang et al., "Deep metric learning with angular loss", ICCV 2017.
 *
 * @param angle the threshold in degrees
 */
@Named("angular")
public record AngularMiner(double angle) implements Miner {
  /** A threshold of 20 degrees. */
  public AngularMiner() {
    this(20);
  }

  @Override
  public Mined mine(EmbeddingBatch batch, Distance distance) {
    requireNonNull(distance, "distance");
    LpDistance squares = LpDistance.squaredEuclidean();
    Tensor anchors = squares.values(batch.embeddings(), batch.references());
    Tensor columns =
        batch.withItself() ? anchors : squares.values(batch.references(), batch.references());
    int m = batch.columns();
    double tangent = StrictMath.tan(Math.toRadians(angle));
    Triplets all = new AllMiner.Everything(batch);
    return Mined.of(
        visitor ->
            all.forEach(
                (a, p, n) -> {
                  double ap = anchors.at(a * m + p);
                  double sides = anchors.at(a * m + n) + columns.at(p * m + n);
                  double cn = Math.max(sides / 2 - ap / 4, 0);
                  if (!(Math.sqrt(ap) <= 2 * tangent * Math.sqrt(cn))) {
                    visitor.visit(a, p, n);
                  }
                }),
        m);
  }
}
