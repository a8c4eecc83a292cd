package dev.capstan.losses;

import dev.capstan.losses.distance.Distance;
import dev.capstan.losses.distance.DotProductSimilarity;
import dev.capstan.losses.distance.LpDistance;
import dev.capstan.losses.distance.Rows;
import dev.capstan.losses.distance.SignalToNoiseDistance;
import dev.capstan.losses.mining.AllMiner;
import dev.capstan.losses.mining.AngularMiner;
import dev.capstan.losses.mining.BatchMiner;
import dev.capstan.losses.mining.Miner;
import dev.capstan.losses.mining.MultiSimilarityMiner;
import dev.capstan.losses.mining.PairMarginMiner;
import dev.capstan.losses.mining.SemiHardMiner;
import dev.capstan.losses.mining.TripletMarginMiner;
import dev.capstan.losses.reduction.Reducer;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads the exchangeable parts of a loss from its configuration, where each is a map of its own.
 */
final class Parts {
  private Parts() {}

  /** The distance under {@code distance}. */
  static Distance distance(Config config, Distance otherwise) {
    Config part = config.part("distance");
    if (part == null) {
      return otherwise;
    }
    Distance distance =
        switch (part.text("name", "")) {
          case LpDistance.NAME ->
              new LpDistance(part.real("p", 2), part.real("power", 1), rows(part));
          case DotProductSimilarity.COSINE -> DotProductSimilarity.cosine();
          case DotProductSimilarity.DOT_PRODUCT -> DotProductSimilarity.dotProduct();
          case SignalToNoiseDistance.NAME -> new SignalToNoiseDistance(rows(part));
          default ->
              throw part.refuse(
                  "name", "one of lp, cosine, dot_product, snr; set any other with withDistance");
        };
    part.done();
    return distance;
  }

  private static Rows rows(Config part) {
    return part.flag("normalize_embeddings", true) ? Rows.NORMALIZED : Rows.AS_GIVEN;
  }

  /** The miner under {@code miner}; one that draws at random cannot be read back. */
  static Miner miner(Config config) {
    Config part = config.part("miner");
    if (part == null) {
      return new AllMiner();
    }
    Miner miner =
        switch (part.text("name", "")) {
          case AllMiner.NAME -> new AllMiner();
          case BatchMiner.NAME ->
              new BatchMiner(
                  choice(part, "pos_strategy", BatchMiner.Positive.EASY),
                  choice(part, "neg_strategy", BatchMiner.Negative.SEMIHARD));
          case SemiHardMiner.NAME ->
              new SemiHardMiner(choice(part, "meaning", SemiHardMiner.Meaning.PAIRWISE));
          case TripletMarginMiner.NAME ->
              new TripletMarginMiner(
                  part.real("margin", 0.2),
                  choice(part, "type_of_triplets", TripletMarginMiner.Type.SEMIHARD));
          case AngularMiner.NAME -> new AngularMiner(part.real("angle", 20));
          case MultiSimilarityMiner.NAME -> new MultiSimilarityMiner(part.real("epsilon", 0.1));
          case PairMarginMiner.NAME ->
              new PairMarginMiner(part.real("pos_margin", 0.2), part.real("neg_margin", 0.8));
          default ->
              throw part.refuse(
                  "name",
                  "one of all, batch_easy_hard, semi_hard, triplet_margin, angular,"
                      + " multi_similarity, pair_margin; set any other with withMiner");
        };
    part.done();
    return miner;
  }

  /** The key {@code triplets_per_anchor}; a number of them would be drawn at random. */
  static void allTriplets(Config config) {
    if (!config.text("triplets_per_anchor", "all").equals("all")) {
      throw config.refuse("triplets_per_anchor", "\"all\"; choose fewer by a miner");
    }
  }

  private static <E extends Enum<E>> E choice(Config part, String key, E otherwise) {
    String text = part.text(key, otherwise.name().toLowerCase(Locale.ROOT));
    for (E each : otherwise.getDeclaringClass().getEnumConstants()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(text)) {
        return each;
      }
    }
    throw part.refuse(
        key,
        "one of "
            + Arrays.stream(otherwise.getDeclaringClass().getEnumConstants())
                .map(e -> e.name().toLowerCase(Locale.ROOT))
                .toList());
  }

  /** The reducer under {@code reducer}. */
  static Reducer reducer(Config config, Reducer otherwise) {
    Config part = config.part("reducer");
    if (part == null) {
      return otherwise;
    }
    Reducer reducer =
        switch (part.text("name", "")) {
          case "mean" -> new Reducer.Mean();
          case "sum" -> new Reducer.Sum();
          case "none" -> new Reducer.None();
          case "avg_non_zero" -> new Reducer.MeanOfNonZero();
          case "per_anchor" -> new Reducer.PerAnchor();
          case "threshold" ->
              new Reducer.Threshold(
                  part.real("low", Double.NEGATIVE_INFINITY),
                  part.real("high", Double.POSITIVE_INFINITY));
          case "class_weighted" -> new Reducer.ClassWeighted(part.reals("weights"));
          default ->
              throw part.refuse(
                  "name",
                  "one of mean, sum, none, avg_non_zero, per_anchor, threshold, class_weighted");
        };
    part.done();
    return reducer;
  }

  /** The regulariser under {@code embedding_regularizer}. */
  static Regularizer regularizer(Config config) {
    Config part = config.part("embedding_regularizer");
    if (part == null) {
      return new Regularizer.Lp(2);
    }
    Regularizer regularizer =
        switch (part.text("name", "")) {
          case "lp" -> new Regularizer.Lp(part.real("p", 2));
          case "zero_mean" -> new Regularizer.ZeroMean();
          default -> throw part.refuse("name", "one of lp, zero_mean");
        };
    part.done();
    return regularizer;
  }
}
