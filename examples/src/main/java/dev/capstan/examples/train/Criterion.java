package dev.capstan.examples.train;

import dev.capstan.losses.AngularLoss;
import dev.capstan.losses.ArcFaceLoss;
import dev.capstan.losses.CircleLoss;
import dev.capstan.losses.ContrastiveLoss;
import dev.capstan.losses.CosFaceLoss;
import dev.capstan.losses.CrossEntropyLoss;
import dev.capstan.losses.FastApLoss;
import dev.capstan.losses.GeneralizedLiftedStructureLoss;
import dev.capstan.losses.MarginLoss;
import dev.capstan.losses.MinedTripletLoss;
import dev.capstan.losses.MultiMarginLoss;
import dev.capstan.losses.MultiSimilarityLoss;
import dev.capstan.losses.NPairsLoss;
import dev.capstan.losses.NormalizedSoftmaxLoss;
import dev.capstan.losses.NtXentLoss;
import dev.capstan.losses.ProxyAnchorLoss;
import dev.capstan.losses.ProxyLoss;
import dev.capstan.losses.ProxyNcaLoss;
import dev.capstan.losses.SupConLoss;
import dev.capstan.losses.TripletHardLoss;
import dev.capstan.losses.TripletSemiHardLoss;
import dev.capstan.losses.distance.AddonsDistance;
import dev.capstan.losses.mining.MultiSimilarityMiner;
import dev.capstan.losses.mining.TripletMarginMiner;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The losses that the command line can train with: on embeddings of length 1, but for the two that
 * score classes.
 */
public enum Criterion {
  /** The recipe's: TensorFlow Addons' semi-hard negatives. */
  TRIPLET_SEMI_HARD(
      "triplet loss, semi-hard negatives, squared L2, margin 1",
      List.of("tfa-semihard"),
      new TripletSemiHardLoss().withDistance(AddonsDistance.SQUARED_L2)::apply),

  /** The farthest row of the class against the nearest of the others, without a margin. */
  BATCH_HARD_SOFT(
      "triplet loss, hardest positive and negative, soft margin",
      List.of("batchhard-soft", "batch-hard", "triplet-hard"),
      new TripletHardLoss().withForm(TripletHardLoss.Form.SOFT)::apply),

  /** pytorch-metric-learning's semi-hard triplets. */
  TRIPLET_MARGIN(
      "triplet loss, all triplets that are semi-hard within a margin of 0.2",
      List.of("semihard"),
      new MinedTripletLoss().withMargin(0.2).withMiner(new TripletMarginMiner())::apply),

  /** Each positive against all negatives of its anchor. */
  NT_XENT("NT-Xent, temperature 0.07", List.of("ntxent", "info-nce"), new NtXentLoss()::apply),

  /** All positives of an anchor at once against all other rows. */
  SUP_CON(
      "supervised contrastive loss, temperature 0.1", List.of("supcon"), new SupConLoss()::apply),

  /** Each pair weighed by the others of its anchor. */
  MULTI_SIMILARITY(
      "multi-similarity loss with its miner",
      List.of("multisim"),
      new MultiSimilarityLoss().withMiner(new MultiSimilarityMiner())::apply),

  /** Rows of a class drawn together, others pushed to a distance of 1. */
  CONTRASTIVE("contrastive loss, margins 0 and 1", List.of(), new ContrastiveLoss()::apply),

  /** Distances on the right side of a border between near and far. */
  MARGIN("margin loss, 0.2 about 1.2", List.of(), new MarginLoss()::apply),

  /** Each positive against the positives of other anchors. */
  N_PAIRS("N-pairs loss", List.of("npairs"), new NPairsLoss()::apply),

  /** Each positive pair against the nearest negatives of both. */
  LIFTED_STRUCTURE(
      "generalised lifted structure loss",
      List.of("lifted"),
      new GeneralizedLiftedStructureLoss()::apply),

  /** Each pair at a pace of its own. */
  CIRCLE("circle loss, margin 0.4, gamma 80", List.of(), new CircleLoss()::apply),

  /** The angle at the negative. */
  ANGULAR("angular loss, 40 degrees", List.of(), new AngularLoss()::apply),

  /** Average precision, by a histogram of distances. */
  FAST_AP("FastAP, 10 bins", List.of("fastap"), new FastApLoss()::apply),

  /** Batches against a vector of each class. */
  PROXY_ANCHOR("Proxy-Anchor, margin 0.1, alpha 32", List.of("proxyanchor"), new ProxyAnchorLoss()),

  /** Rows against a vector of each class. */
  PROXY_NCA("Proxy-NCA", List.of("proxynca"), new ProxyNcaLoss()),

  /** Cosines with a vector of each class as scores. */
  NORMALIZED_SOFTMAX(
      "normalised softmax, temperature 0.05",
      List.of("normalised-softmax"),
      new NormalizedSoftmaxLoss()),

  /** The same, the right cosine lessened. */
  COS_FACE("CosFace, margin 0.35, scale 64", List.of("cosface"), new CosFaceLoss()),

  /** The same, the right angle widened. */
  ARC_FACE("ArcFace, 28.6 degrees, scale 64", List.of("arcface"), new ArcFaceLoss()),

  /** Scores of classes by a linear layer. */
  CROSS_ENTROPY(
      "cross entropy of a linear layer's scores",
      (classes, width, random) ->
          Objective.scores(new CrossEntropyLoss()::apply, classes, width, random),
      List.of("xent")),

  /** Scores of classes by a linear layer, apart by a margin. */
  MULTI_MARGIN(
      "multi-margin loss of a linear layer's scores",
      (classes, width, random) ->
          Objective.scores(new MultiMarginLoss()::apply, classes, width, random),
      List.of("multimargin"));

  private interface Maker {
    Objective of(int classes, int width, RandomGenerator random);
  }

  private final String description;
  private final List<String> aliases;
  private final Maker maker;

  Criterion(String description, List<String> aliases, BiFunction<IntTensor, Tensor, Tensor> loss) {
    this(description, (classes, width, random) -> Objective.plain(loss), aliases);
  }

  Criterion(String description, List<String> aliases, ProxyLoss loss) {
    this(
        description,
        (classes, width, random) -> Objective.proxies(loss, classes, width, random),
        aliases);
  }

  Criterion(String description, Maker maker, List<String> aliases) {
    this.description = description;
    this.aliases = aliases;
    this.maker = maker;
  }

  /** The loss, with what it learns, for labels below {@code classes} and vectors of a width. */
  Objective objective(int classes, int width, RandomGenerator random) {
    return maker.of(classes, width, random);
  }

  /** As the command line knows it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public String description() {
    return description;
  }

  /** Whether the name is its own or an alias. */
  boolean answersTo(String canonical) {
    return canonical.equals(id()) || aliases.contains(canonical);
  }

  public static List<String> names() {
    return Arrays.stream(values()).map(Criterion::id).toList();
  }

  public static List<String> aliases() {
    return Arrays.stream(values()).flatMap(c -> c.aliases.stream()).toList();
  }

  /** The one of this name; null if there is none. */
  public static @Nullable Criterion of(String canonical) {
    for (Criterion criterion : values()) {
      if (criterion.answersTo(canonical)) {
        return criterion;
      }
    }
    return null;
  }
}
