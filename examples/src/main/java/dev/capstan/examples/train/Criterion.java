package dev.capstan.examples.train;

import dev.capstan.losses.ContrastiveLoss;
import dev.capstan.losses.MinedTripletLoss;
import dev.capstan.losses.MultiSimilarityLoss;
import dev.capstan.losses.NtXentLoss;
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
import org.jspecify.annotations.Nullable;

/** The losses that the command line can train with, on embeddings of length 1. */
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
  CONTRASTIVE("contrastive loss, margins 0 and 1", List.of(), new ContrastiveLoss()::apply);

  private final String description;
  private final List<String> aliases;
  private final BiFunction<IntTensor, Tensor, Tensor> loss;

  Criterion(String description, List<String> aliases, BiFunction<IntTensor, Tensor, Tensor> loss) {
    this.description = description;
    this.aliases = aliases;
    this.loss = loss;
  }

  /** The loss of a batch: embeddings {@code [B, E]}, labels {@code [B]}; a scalar. */
  Tensor apply(Tensor embeddings, IntTensor labels) {
    return loss.apply(labels, embeddings);
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
