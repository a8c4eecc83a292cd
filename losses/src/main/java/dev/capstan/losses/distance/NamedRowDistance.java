package dev.capstan.losses.distance;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Config;
import dev.capstan.ops.Distances;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.OptionalDouble;

/** Distances between corresponding rows that have a name; all over the last axis. */
public enum NamedRowDistance implements RowDistance {
  /** ‖x − y + 1e-6‖₂, PyTorch's {@code pairwise_distance} and the default of its triplet loss. */
  PAIRWISE("default"),
  /** ‖x − y + 1e-6‖₁. */
  PAIRWISE_P1("pairwise_p1"),
  /** ‖x − y‖₂, with gradient 0 at coinciding points. */
  PAIRWISE_P2_EPS0("pairwise_p2_eps0"),
  /** 1 − cos(x, y), lengths below 1e-8 counting as 1e-8. */
  ONE_MINUS_COSINE("one_minus_cosine_similarity"),
  /** Σ (x − y)². */
  SQUARED_EUCLIDEAN("squared_euclidean"),
  /** Σ |x − y|. */
  L1("l1"),
  /** max |x − y|; components that attain it share the gradient evenly. */
  LINF("linf");

  private static final double EPS = 1e-6;

  private final String key;

  NamedRowDistance(String key) {
    this.key = key;
  }

  /**
   * The distance of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static NamedRowDistance named(String name) {
    requireNonNull(name, "name");
    for (NamedRowDistance distance : values()) {
      if (distance.key.equals(name)) {
        return distance;
      }
    }
    throw new IllegalArgumentException(
        "distance_function: unknown name: got '"
            + Config.elided(name)
            + "', expected one of "
            + Arrays.stream(values()).map(d -> d.key).toList());
  }

  @Override
  public Tensor between(Tensor x, Tensor y) {
    return switch (this) {
      case PAIRWISE -> Distances.pairwiseDistance(x, y, 2, EPS);
      case PAIRWISE_P1 -> Distances.pairwiseDistance(x, y, 1, EPS);
      case PAIRWISE_P2_EPS0 -> Distances.pairwiseDistance(x, y, 2, 0);
      case ONE_MINUS_COSINE -> Elementwise.rsub(Distances.cosineSimilarity(x, y, -1), 1);
      case SQUARED_EUCLIDEAN -> Reductions.sum(Elementwise.square(Elementwise.sub(x, y)), -1);
      case L1 -> Reductions.sum(Elementwise.abs(Elementwise.sub(x, y)), -1);
      case LINF -> Reductions.norm(Elementwise.sub(x, y), Double.POSITIVE_INFINITY, -1);
    };
  }

  @Override
  public OptionalDouble euclideanEps() {
    return switch (this) {
      case PAIRWISE -> OptionalDouble.of(EPS);
      case PAIRWISE_P2_EPS0 -> OptionalDouble.of(0);
      default -> OptionalDouble.empty();
    };
  }

  @Override
  public String key() {
    return key;
  }
}
