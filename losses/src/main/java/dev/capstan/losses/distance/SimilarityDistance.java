package dev.capstan.losses.distance;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Config;
import dev.capstan.ops.Distances;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.LinearAlgebra;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.AtBound;
import dev.capstan.ops.option.KeepDims;
import dev.capstan.ops.option.Transpose;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The distances that TensorFlow Similarity knows by name. */
public enum SimilarityDistance implements DistanceMatrix {
  /**
   * max(1 − x_i·x_j, 0), passing the gradient at 0. The rows are not normalised here: for a cosine
   * distance they must have length 1.
   */
  COSINE("cosine"),
  /** √q with q = |x_i|² − 2 x_i·x_j + |x_j|² where q ≥ 1e-18, else 0 with gradient 0. */
  EUCLIDEAN("euclidean", "l2", "pythagorean"),
  /** max(q, 0). */
  SQUARED_EUCLIDEAN("squared_euclidean", "sql2", "sqeuclidean"),
  /** Σ_k |x_ik − x_jk|, with derivative 0 at 0. */
  MANHATTAN("manhattan", "l1", "taxicab"),
  /**
   * The noise-to-signal ratio var_k(x_i − x_j) / var_k(x_i), both with divisor D; not symmetric. An
   * anchor whose components are all equal gives 0/0.
   */
  SNR("snr"),
  /** x_i·x_j: a similarity, so margins change their meaning. */
  INNER_PRODUCT("inner_product", "ip");

  private static final double SMALLEST_SQUARE = 1e-18;

  private final String key;
  private final List<String> aliases;

  SimilarityDistance(String key, String... aliases) {
    this.key = key;
    this.aliases = List.of(aliases);
  }

  /**
   * The distance of a name or alias, whatever its case, with or without space around it.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static SimilarityDistance named(String name) {
    String wanted = name.strip().toLowerCase(Locale.ROOT);
    for (SimilarityDistance distance : values()) {
      if (distance.key.equals(wanted) || distance.aliases.contains(wanted)) {
        return distance;
      }
    }
    throw new IllegalArgumentException(
        "distance: unknown name: got '"
            + Config.elided(name)
            + "', expected one of "
            + Arrays.stream(values()).map(d -> d.key).toList());
  }

  @Override
  public Tensor of(Tensor embeddings) {
    requireNonNull(embeddings, "embeddings");
    Matrices.require("SimilarityDistance", embeddings);
    return switch (this) {
      case COSINE ->
          Elementwise.clampMin(Elementwise.rsub(products(embeddings), 1), 0, AtBound.ONE);
      case EUCLIDEAN -> SquaredDistances.rooted(embeddings, SMALLEST_SQUARE);
      case SQUARED_EUCLIDEAN -> SquaredDistances.of(embeddings);
      case MANHATTAN -> Distances.cdist(embeddings, embeddings, 1);
      case SNR -> noiseToSignal(embeddings, false);
      case INNER_PRODUCT -> products(embeddings);
    };
  }

  /** SNR where an anchor without variance counts as one of variance 1; the others as they are. */
  public static DistanceMatrix safe(DistanceMatrix distance) {
    requireNonNull(distance, "distance");
    return distance == SNR ? embeddings -> noiseToSignal(embeddings, true) : distance;
  }

  private static Tensor products(Tensor embeddings) {
    return LinearAlgebra.matmul(embeddings, Transpose.NO, embeddings, Transpose.YES);
  }

  /** The variance of a difference is the mean square of the difference of the centred rows. */
  private static Tensor noiseToSignal(Tensor embeddings, boolean safe) {
    int d = embeddings.shape().get(1);
    double power = Matrices.shrinking(embeddings);
    Tensor x = power == 1 ? embeddings : Elementwise.mul(embeddings, power);
    Tensor centred = Elementwise.sub(x, Reductions.mean(x, KeepDims.YES, 1));
    Tensor noise = Elementwise.div(Distances.squaredDistances(centred, centred), d);
    Tensor signal = Reductions.mean(Elementwise.square(centred), KeepDims.YES, 1);
    Tensor lacking = signal.detach().like(i -> safe && signal.at(i) == 0 ? 1 : 0);
    return Elementwise.div(noise, Elementwise.add(signal, lacking));
  }

  @Override
  public String key() {
    return key;
  }
}
