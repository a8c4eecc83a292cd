package dev.capstan.losses;

import dev.capstan.losses.config.Config;
import dev.capstan.losses.config.Parameters;
import dev.capstan.losses.distance.AddonsDistance;
import dev.capstan.losses.distance.Distance;
import dev.capstan.losses.distance.DistanceMatrix;
import dev.capstan.losses.distance.DotProductSimilarity;
import dev.capstan.losses.distance.LpDistance;
import dev.capstan.losses.distance.NamedRowDistance;
import dev.capstan.losses.distance.RowDistance;
import dev.capstan.losses.distance.SignalToNoiseDistance;
import dev.capstan.losses.distance.Similarity;
import dev.capstan.losses.distance.SimilarityDistance;
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
import java.util.List;
import java.util.stream.Collectors;

/** Reads the parts of a loss that are no numbers, each with its defaults: the place to add one. */
final class Parts {
  private static final List<Distance> DISTANCES =
      List.of(
          LpDistance.euclidean(),
          DotProductSimilarity.cosine(),
          DotProductSimilarity.dotProduct(),
          new SignalToNoiseDistance());

  /** One that draws at random cannot be read back. */
  private static final List<Miner> MINERS =
      List.of(
          new AllMiner(),
          BatchMiner.easyPositive(),
          new SemiHardMiner(SemiHardMiner.Meaning.PAIRWISE),
          new TripletMarginMiner(),
          new AngularMiner(),
          new MultiSimilarityMiner(),
          new PairMarginMiner());

  private static final List<Reducer> REDUCERS =
      List.of(
          new Reducer.Mean(),
          new Reducer.Sum(),
          new Reducer.None(),
          new Reducer.MeanOfNonZero(),
          new Reducer.PerAnchor(),
          new Reducer.Threshold(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY),
          new Reducer.ClassWeighted(List.of()));

  private static final List<Regularizer> REGULARIZERS =
      List.of(new Regularizer.Lp(2), new Regularizer.ZeroMean());

  private Parts() {}

  /** The part of a type under a key. */
  static Object read(Config config, String key, Class<?> type, Object otherwise) {
    if (type == Reduction.class) {
      return Reduction.read(config, key, (Reduction) otherwise);
    }
    if (type == List.class) {
      return list(config, key, (List<?>) otherwise);
    }
    if (type == Similarity.class) {
      return Similarity.read(config, key, (Similarity) otherwise);
    }
    if (type.isEnum()) {
      return Parameters.constant(config, key, otherwise);
    }
    if (type == Distance.class) {
      return named(config, key, otherwise, DISTANCES, "; set any other with withDistance");
    }
    if (type == Miner.class) {
      return named(config, key, otherwise, MINERS, "; set any other with withMiner");
    }
    if (type == Reducer.class) {
      return named(config, key, otherwise, REDUCERS, "");
    }
    if (type == Regularizer.class) {
      return named(config, key, otherwise, REGULARIZERS, "");
    }
    if (type == RowDistance.class) {
      return NamedRowDistance.named(config.text(key, ((RowDistance) otherwise).key()));
    }
    if (type == DistanceMatrix.class) {
      return addons(config, key);
    }
    if (type == Loss.class || type == MetricLoss.class) {
      return inner(config, key, type, otherwise);
    }
    throw new IllegalStateException("no configuration holds a " + type);
  }

  /** A part among those that are known by name. */
  private static Object named(
      Config config, String key, Object otherwise, List<?> known, String remedy) {
    Config part = config.part(key);
    if (part == null) {
      return otherwise;
    }
    String name = part.text("name", "");
    for (Object each : known) {
      if (Parameters.name(each).equals(name)) {
        Object made = Parameters.read(part, each, Parts::read);
        part.done();
        return made;
      }
    }
    String names = known.stream().map(Parameters::name).collect(Collectors.joining(", "));
    throw part.refuse("name", "one of " + names + remedy);
  }

  /** A distance that TensorFlow's systems have a name for; a function cannot be read back. */
  private static DistanceMatrix addons(Config config, String key) {
    String name = config.text(key, AddonsDistance.L2.key());
    for (AddonsDistance known : AddonsDistance.values()) {
      if (known.key().equals(name)) {
        return known;
      }
    }
    for (SimilarityDistance known : SimilarityDistance.values()) {
      if (name.equals(AddonsTriplets.CALLABLE + ":" + known.key())) {
        return known;
      }
    }
    throw config.refuse(
        key,
        "one of "
            + Arrays.stream(AddonsDistance.values()).map(AddonsDistance::key).toList()
            + ", or callable: and the name of a distance of TensorFlow Similarity; set a function"
            + " of your own with withDistance");
  }

  /** A list of what the one that stands in for it holds: constants, whole or real numbers. */
  private static List<?> list(Config config, String key, List<?> otherwise) {
    if (!config.has(key)) {
      return otherwise;
    }
    Object kind = otherwise.isEmpty() ? 0.0 : otherwise.get(0);
    if (kind instanceof Enum<?>) {
      return config.items(key, (each, at) -> Parameters.constant(each, at, kind));
    }
    return kind instanceof Integer
        ? config.items(key, (each, at) -> each.integer(at, 0))
        : config.reals(key);
  }

  private static Object inner(Config config, String key, Class<?> type, Object otherwise) {
    Config part = config.part(key);
    if (part == null) {
      return otherwise;
    }
    Loss loss = Losses.read(part);
    if (type.isInstance(loss)) {
      return loss;
    }
    throw config.refuse(key, "a loss over labelled embeddings");
  }
}
