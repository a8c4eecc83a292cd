package dev.capstan.losses;

import dev.capstan.losses.distance.Distance;
import dev.capstan.losses.distance.LpDistance;
import dev.capstan.losses.mining.AllMiner;
import dev.capstan.losses.mining.CountedPairs;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.losses.mining.Miner;
import dev.capstan.losses.mining.Pairs;
import dev.capstan.losses.mining.Triplets;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Indexing;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The margin loss: a boundary beta between near and far, with a margin on both sides of it.
 *
 * <p>Over all triplets that the miner chooses: {@code Σ [max(d_ap − β + margin, 0) + max(β − d_an +
 * margin, 0)]} divided by the number of terms of either kind that are above 0. If beta is learned,
 * {@code nu · β} is added (with one beta a class, the sum over triplets of nu times the anchor's,
 * divided by the same number).
 *
 * <p>Shapes: {@code labels: [N]}, {@code embeddings: [N, D]}, {@code beta: [1]} or {@code [C]},
 * returns a scalar. Gradient: 0 at a hinge's bound and at distance 0.
 *
 * <p>Beta given as a number is rounded to float32, as pytorch-metric-learning keeps it: the default
 * 1.2 is 1.2000000476837158. A learned beta belongs to the caller and is an input of {@link
 * #apply(EmbeddingBatch, Tensor)}.
 *
 * <p>Source: Wu et al., ICCV 2017, as in pytorch-metric-learning 2.9.
 *
 * @param nu the weight of the regularisation of a learned beta
 */
public record MarginLoss(
    double margin, double nu, double beta, Beta learning, Distance distance, Miner miner)
    implements MetricLoss {
  static final String NAME = "margin_loss";

  /** Whether beta is learned. */
  public enum Beta {
    FIXED,
    LEARNED
  }

  /** Margin 0.2, beta 1.2 and fixed, Euclidean distance of normalised rows, all triplets. */
  public MarginLoss() {
    this(0.2, 0, 1.2, Beta.FIXED, LpDistance.euclidean(), new AllMiner());
  }

  public MarginLoss withMargin(double value) {
    return new MarginLoss(value, nu, beta, learning, distance, miner);
  }

  public MarginLoss withNu(double value) {
    return new MarginLoss(margin, value, beta, learning, distance, miner);
  }

  public MarginLoss withBeta(double value) {
    return new MarginLoss(margin, nu, value, learning, distance, miner);
  }

  public MarginLoss withLearning(Beta value) {
    return new MarginLoss(margin, nu, beta, value, distance, miner);
  }

  public MarginLoss withDistance(Distance value) {
    return new MarginLoss(margin, nu, beta, learning, value, miner);
  }

  public MarginLoss withMiner(Miner value) {
    return new MarginLoss(margin, nu, beta, learning, distance, value);
  }

  /** With the beta of the configuration. */
  @Override
  public Tensor apply(EmbeddingBatch batch) {
    return apply(batch, Tensor.full(batch.embeddings().dtype(), (float) beta, 1));
  }

  /**
   * With a beta of the caller's, or one for each class.
   *
   * @throws ShapeException if beta is no vector
   */
  public Tensor apply(EmbeddingBatch batch, Tensor betas) {
    if (betas.rank() != 1 || betas.size() == 0) {
      throw new ShapeException(
          "MarginLoss: beta: got shape " + betas.shape() + ", expected [1] or [classes]");
    }
    Triplets triplets = miner.mine(batch, distance).triplets();
    CountedPairs near = CountedPairs.positives(batch, triplets);
    CountedPairs far = CountedPairs.negatives(batch, triplets);
    if (near.pairs().size() == 0) {
      return Batches.zero(batch.embeddings());
    }
    PairDistances d = new PairDistances(batch, distance);
    int sign = distance.orientation().sign();
    Tensor nearBeta = ofAnchors(betas, batch, near.pairs());
    Tensor farBeta = ofAnchors(betas, batch, far.pairs());
    Tensor pull = violation(d.of(near.pairs()), Elementwise.mul(nearBeta, sign));
    Tensor push = violation(Elementwise.mul(farBeta, sign), d.of(far.pairs()));
    Tensor sum = Elementwise.add(weighted(pull, near.times()), weighted(push, far.times()));
    double active = active(pull, near.times()) + active(push, far.times());
    Tensor loss = active == 0 ? sum : Elementwise.div(sum, active);
    if (learning == Beta.FIXED || nu == 0) {
      return loss;
    }
    Tensor used = betas.size() == 1 ? Reductions.sum(betas) : weighted(nearBeta, near.times());
    double share = betas.size() == 1 ? 1 : active == 0 ? 0 : 1 / active;
    return Elementwise.add(loss, Elementwise.mul(used, nu * share));
  }

  private Tensor violation(Tensor x, Tensor y) {
    return Elementwise.relu(Elementwise.add(Elementwise.sub(x, y), margin));
  }

  private static Tensor ofAnchors(Tensor betas, EmbeddingBatch batch, Pairs pairs) {
    int[] index = new int[pairs.size()];
    for (int i = 0; i < index.length; i++) {
      index[i] = betas.size() == 1 ? 0 : batch.label(pairs.row(i));
    }
    return Indexing.indexSelect(betas, 0, IntTensor.of(index));
  }

  private static Tensor weighted(Tensor losses, int[] times) {
    return Reductions.sum(Elementwise.mul(losses, losses.like(i -> times[i])));
  }

  private static double active(Tensor losses, int[] times) {
    double sum = 0;
    for (int i = 0; i < times.length; i++) {
      sum += losses.at(i) > 0 ? times[i] : 0;
    }
    return sum;
  }

  @Override
  public Tensor applyTo(Map<String, ?> inputs) {
    Inputs in = new Inputs("MarginLoss", inputs, "embeddings", "labels", "beta");
    EmbeddingBatch batch = EmbeddingBatch.of(in.labels("labels"), in.tensor("embeddings"));
    return in.has("beta") ? apply(batch, Movement.flatten(in.tensor("beta"))) : apply(batch);
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> map = Config.of(NAME);
    map.put("margin", margin);
    map.put("nu", nu);
    map.put("beta", beta);
    map.put("triplets_per_anchor", "all");
    map.put("learn_beta", learning == Beta.LEARNED);
    map.put("distance", distance.config());
    map.put("miner", miner.config());
    return map;
  }

  static MarginLoss fromConfig(Config config) {
    Parts.allTriplets(config);
    return new MarginLoss(
        config.real("margin", 0.2),
        config.real("nu", 0),
        config.real("beta", 1.2),
        config.flag("learn_beta", false) ? Beta.LEARNED : Beta.FIXED,
        Parts.distance(config, LpDistance.euclidean()),
        Parts.miner(config));
  }
}
