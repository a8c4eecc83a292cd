package dev.capstan.losses.distance;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Configured;
import dev.capstan.losses.config.Parameters;
import dev.capstan.ops.Tensor;

/**
 * A distance, or a similarity, between the rows of two matrices. It is one of the exchangeable
 * parts of a metric-learning loss.
 */
public interface Distance extends DistanceMatrix, Configured {

  /** What a large value means. */
  enum Orientation {
    /** Far apart. */
    DISTANCE(1),
    /** Close together. */
    SIMILARITY(-1);

    private final int sign;

    Orientation(int sign) {
      this.sign = sign;
    }

    /** 1 for a distance, −1 for a similarity: times this, large values mean far apart. */
    public int sign() {
      return sign;
    }
  }

  /**
   * All pairs.
   *
   * @param x [N, D], the anchors
   * @param y [M, D]
   * @return [N, M]
   */
  Tensor between(Tensor x, Tensor y);

  /**
   * Corresponding rows.
   *
   * @param x [K, D], the anchors
   * @param y [K, D]
   * @return [K]
   */
  Tensor rows(Tensor x, Tensor y);

  /** The values of {@link #between} for mining: a constant. */
  default Tensor values(Tensor x, Tensor y) {
    return between(x.detach(), y.detach());
  }

  default Orientation orientation() {
    return Orientation.DISTANCE;
  }

  @Override
  default String key() {
    return Parameters.named(getClass());
  }

  @Override
  default Tensor of(Tensor embeddings) {
    requireNonNull(embeddings, "embeddings");
    return between(embeddings, embeddings);
  }
}
