package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Config;
import dev.capstan.losses.config.Named;
import dev.capstan.losses.config.Parameters;
import dev.capstan.losses.distance.DistanceMatrix;
import dev.capstan.losses.distance.SimilarityDistance;
import dev.capstan.losses.mining.AnchorTriplets;
import dev.capstan.losses.mining.AnchorTriplets.Diagonal;
import dev.capstan.losses.mining.AnchorTriplets.Fallback;
import dev.capstan.losses.mining.AnchorTriplets.Negative;
import dev.capstan.losses.mining.AnchorTriplets.Positive;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.AtBound;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The mined triplet loss of TensorFlow Similarity, in the three generations of that name.
 *
 * <p>Every sample is an anchor with one positive and one negative, chosen by distance (see {@link
 * AnchorTriplets}); {@code z_i = d_pos − d_neg}. A hard margin gives {@code max(z_i + m, 0)}. A
 * soft one gives {@code log(1 + exp(z_i))} in 0.17; up to 0.16 it is {@code log Σ_i exp(z_i)} over
 * the batch: one number, which can be negative and grows with N.
 *
 * <table>
 *   <caption>The generations</caption>
 *   <tr><th></th><th>0.14</th><th>0.16</th><th>0.17</th></tr>
 *   <tr><td>default margin</td><td>1</td><td>1</td><td>soft</td></tr>
 *   <tr><td>rows' losses</td><td>mean, always</td><td>[N, 1], soft: a scalar</td><td>[N, 1]</td></tr>
 *   <tr><td>no semi-hard negative</td><td colspan="2">row maximum + 1e-6</td>
 *       <td>the farthest negative</td></tr>
 * </table>
 *
 * <p>Shapes: {@code labels: [N]} or {@code [N, 1]}, {@code embeddings: [N, D]}; {@link
 * Reduction#NONE} returns [N, 1], MEAN (their {@code sum_over_batch_size}) divides by N whatever
 * the weights.
 *
 * <p>Gradient: the hinge passes it at exactly 0; ties share it evenly. Mining reads values only.
 *
 * <p>Domain: the faithful soft margin of 0.17 is infinite with gradient 0 where exp(−z) overflows,
 * the safe one is not. Samples without positives or negatives count, with the row's extremes ∓
 * 1e-6. The faithful form refuses an empty batch, the safe one gives 0; for SNR see {@link
 * SimilarityDistance#safe}.
 *
 * <p>Source: TensorFlow Similarity 0.14.11, 0.16.10, 0.17.1. Their {@code soft_margin} is said to
 * default to true; up to 0.16 it is false.
 */
@Named(value = "triplet_loss", system = "tfsim")
public record TripletLoss(
    DistanceMatrix distance,
    Positive positive,
    Negative negative,
    Margin margin,
    Reduction reduction,
    Diagonal diagonal,
    Generation generation,
    Variant variant)
    implements WeightedBatchLoss,
        With.AnyDistanceMatrix<TripletLoss>,
        With.AnyReduction<TripletLoss>,
        With.AnyVariant<TripletLoss> {
  private static final String NAME = "TripletLoss";

  /** A generation of the system's loss: one name, different numbers. */
  public enum Generation {
    /** 0.13 and 0.14. */
    V0_14("0.14", "0.13"),
    /** 0.15 and 0.16. */
    V0_16("0.16", "0.15"),
    /** 0.17. */
    V0_17("0.17", "0.17");

    private final String key;
    private final String earlier;

    Generation(String key, String earlier) {
      this.key = key;
      this.earlier = earlier;
    }

    private Fallback fallback() {
      return this == V0_17 ? Fallback.FARTHEST_NEGATIVE : Fallback.ROW_MAXIMUM;
    }

    private Margin defaultMargin() {
      return this == V0_17 ? Margin.soft() : Margin.hard(1);
    }
  }

  /** Checks the parameters. */
  public TripletLoss {
    requireNonNull(distance, "distance");
    requireNonNull(positive, "positive");
    requireNonNull(negative, "negative");
    requireNonNull(margin, "margin");
    requireNonNull(reduction, "reduction");
    requireNonNull(diagonal, "diagonal");
    requireNonNull(generation, "generation");
    requireNonNull(variant, "variant");
    if (generation == Generation.V0_14 && reduction != Reduction.MEAN) {
      throw Checks.argument(NAME, "reduction", reduction, "MEAN: the loss of 0.14 is one number");
    }
  }

  /** The safe form of 0.17: cosine, hard positives, semi-hard negatives, soft margin, mean. */
  public TripletLoss() {
    this(Generation.V0_17, Variant.SAFE);
  }

  /** The faithful form of 0.17 with its defaults. */
  public static TripletLoss tensorflowSimilarity() {
    return tensorflowSimilarity(Generation.V0_17);
  }

  /** The faithful form of a generation with its defaults. */
  public static TripletLoss tensorflowSimilarity(Generation generation) {
    return new TripletLoss(generation, Variant.FAITHFUL);
  }

  private TripletLoss(Generation generation, Variant variant) {
    this(
        SimilarityDistance.COSINE,
        Positive.HARD,
        Negative.SEMI_HARD,
        generation.defaultMargin(),
        Reduction.MEAN,
        Diagonal.REMOVED,
        generation,
        variant);
  }

  public TripletLoss withPositive(Positive value) {
    requireNonNull(value, "value");
    return Parameters.with(this, "positive", value);
  }

  public TripletLoss withNegative(Negative value) {
    requireNonNull(value, "value");
    return Parameters.with(this, "negative", value);
  }

  public TripletLoss withMargin(Margin value) {
    requireNonNull(value, "value");
    return Parameters.with(this, "margin", value);
  }

  public TripletLoss withDiagonal(Diagonal value) {
    requireNonNull(value, "value");
    return Parameters.with(this, "diagonal", value);
  }

  /**
   * The loss of a batch.
   *
   * @throws IllegalArgumentException if the batch is empty and the form faithful
   */
  @Override
  public Tensor apply(IntTensor labels, Tensor embeddings) {
    return apply(labels, embeddings, Tensor.ones(embeddings.dtype()));
  }

  /**
   * The loss of a batch whose rows are weighted; the mean still divides by N.
   *
   * @param sampleWeight [N], [N, 1] or one number; one number if the loss is one (0.14, and the
   *     soft margin up to 0.16)
   * @throws ShapeException also if the weight has another shape
   */
  @Override
  public Tensor apply(IntTensor labels, Tensor embeddings, Tensor sampleWeight) {
    requireNonNull(sampleWeight, "sampleWeight");
    int[] y = Batches.labels(NAME, labels, embeddings);
    int n = y.length;
    Checks.sameDType(NAME, "sample_weight", sampleWeight, "embeddings", embeddings);
    if (n == 0) {
      return empty(embeddings);
    }
    DistanceMatrix metric = variant == Variant.SAFE ? SimilarityDistance.safe(distance) : distance;
    Tensor d = AddonsTriplets.distances(NAME, metric, embeddings);
    AnchorTriplets mined =
        AnchorTriplets.of(d, y, positive, negative, generation.fallback(), diagonal);
    Tensor z = mined.positives(d).sub(mined.negatives(d));
    if (generation == Generation.V0_14 || pooled()) {
      Batches.requireScalarWeight(NAME, sampleWeight, "because the loss is one number");
      Tensor loss = pooled() ? z.logsumexp() : rows(z).mean();
      return loss.mul(sampleWeight.reshape(new int[0]));
    }
    Tensor weights = sampleWeight.reshape(weightShape(sampleWeight, n));
    return reduction.over(rows(z).reshape(n, 1).mul(weights), n, variant);
  }

  /** Whether the loss is one logsumexp over the batch. */
  private boolean pooled() {
    return margin instanceof Margin.Soft && generation != Generation.V0_17;
  }

  private Tensor rows(Tensor z) {
    return margin instanceof Margin.Hard hard
        ? z.add(hard.value()).clampMin(0, AtBound.ONE)
        : soft(z);
  }

  /** The system takes out z itself as the maximum, without its gradient, and so meets exp(−z). */
  private Tensor soft(Tensor z) {
    if (variant == Variant.SAFE) {
      return Logs.onePlusExp(z);
    }
    Tensor m = z.detach();
    return m.neg().exp().add(z.sub(m).exp()).log().add(m);
  }

  private Tensor empty(Tensor embeddings) {
    if (variant == Variant.FAITHFUL) {
      throw new IllegalArgumentException(
          ("%s: empty batch: got embeddings of shape %s, expected at least one row, as"
                  + " TensorFlow Similarity does; new TripletLoss() gives 0 for it")
              .formatted(NAME, embeddings.shape()));
    }
    Tensor zero = Batches.zero(embeddings);
    return reduction == Reduction.NONE ? embeddings.sum(1).reshape(0, 1) : zero;
  }

  private static int[] weightShape(Tensor weight, int n) {
    if (weight.rank() == 0) {
      return new int[0];
    }
    boolean vector = weight.rank() == 1;
    boolean column = weight.rank() == 2 && weight.shape().get(1) == 1;
    if (!(vector || column) || weight.shape().get(0) != n) {
      throw new ShapeException(
          ("%s: sample weight of shape %s does not fit %s samples: expected [%s], [%s, 1]"
                  + " or one number")
              .formatted(NAME, weight.shape(), n, n, n));
    }
    return new int[] {n, 1};
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("loss", Losses.name(this));
    boolean newest = generation == Generation.V0_17;
    map.put("api", generation.key);
    map.put("distance", distance.key());
    map.put("positive_mining_strategy", positive == Positive.EASY ? "easy" : "hard");
    map.put("negative_mining_strategy", key(negative));
    if (!newest) {
      map.put("soft_margin", margin instanceof Margin.Soft);
    }
    Double soft = newest ? null : (Double) 1.0;
    map.put("margin", margin instanceof Margin.Hard hard ? (Double) hard.value() : soft);
    map.put("name", NAME);
    if (generation != Generation.V0_14) {
      map.put("reduction", reduction == Reduction.MEAN ? "sum_over_batch_size" : reduction.key());
    }
    if (diagonal == Diagonal.KEPT) {
      map.put("remove_diagonal", false);
    }
    return map;
  }

  private static String key(Negative negative) {
    return switch (negative) {
      case EASY -> "easy";
      case HARD -> "hard";
      case SEMI_HARD -> "semi-hard";
    };
  }

  /** Reads the keys of all generations, of which each knows some. */
  TripletLoss read(Config config) {
    Generation api = generation(config);
    config.label("name");
    return new TripletLoss(
        SimilarityDistance.named(config.text("distance", SimilarityDistance.COSINE.key())),
        positive(config),
        negative(config),
        margin(config, api),
        api == Generation.V0_14 ? Reduction.MEAN : reduction(config),
        config.flag("remove_diagonal", true) ? Diagonal.REMOVED : Diagonal.KEPT,
        api,
        variant);
  }

  private static Generation generation(Config config) {
    String api = config.text("api", Generation.V0_17.key);
    for (Generation each : Generation.values()) {
      if (each.key.equals(api) || each.earlier.equals(api)) {
        return each;
      }
    }
    throw config.refuse("api", "0.13, 0.14, 0.15, 0.16 or 0.17");
  }

  private static Positive positive(Config config) {
    return switch (config.text("positive_mining_strategy", "hard")) {
      case "easy" -> Positive.EASY;
      case "hard" -> Positive.HARD;
      default -> throw config.refuse("positive_mining_strategy", "easy or hard");
    };
  }

  private static Negative negative(Config config) {
    return switch (config.text("negative_mining_strategy", "semi-hard")) {
      case "easy" -> Negative.EASY;
      case "hard" -> Negative.HARD;
      case "semi-hard" -> Negative.SEMI_HARD;
      default -> throw config.refuse("negative_mining_strategy", "easy, hard or semi-hard");
    };
  }

  private static Margin margin(Config config, Generation generation) {
    if (generation == Generation.V0_17) {
      Double margin = config.realOrNull("margin", null);
      return margin == null ? Margin.soft() : Margin.hard(margin);
    }
    double margin = config.real("margin", 1);
    if (!config.flag("soft_margin", false)) {
      return Margin.hard(margin);
    }
    if (margin != 1) {
      throw config.refuse("margin", "1.0 or none: soft_margin is true and takes no margin");
    }
    return Margin.soft();
  }

  private static Reduction reduction(Config config) {
    return switch (config.text("reduction", "auto")) {
      case "auto", "sum_over_batch_size" -> Reduction.MEAN;
      case "none" -> Reduction.NONE;
      case "sum" -> Reduction.SUM;
      default -> throw config.refuse("reduction", "auto, none, sum or sum_over_batch_size");
    };
  }
}
