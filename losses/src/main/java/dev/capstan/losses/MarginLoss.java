package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Fixed;
import dev.capstan.losses.config.Key;
import dev.capstan.losses.config.Named;
import dev.capstan.losses.config.On;
import dev.capstan.losses.distance.Distance;
import dev.capstan.losses.distance.LpDistance;
import dev.capstan.losses.mining.AllMiner;
import dev.capstan.losses.mining.CountedPairs;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.losses.mining.Miner;
import dev.capstan.losses.mining.Pairs;
import dev.capstan.losses.mining.Triplets;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.Map;

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
@Named(value = "margin_loss", system = "pml")
@Fixed(key = "triplets_per_anchor", value = "all", remedy = "choose fewer by a miner")
public record MarginLoss(
    double margin,
    double nu,
    double beta,
    @Key("learn_beta") Beta learning,
    Distance distance,
    Miner miner)
    implements MetricLoss,
        With.AnyMargin<MarginLoss>,
        With.AnyDistance<MarginLoss>,
        With.AnyMiner<MarginLoss> {
  public MarginLoss {
    requireNonNull(learning, "learning");
    requireNonNull(distance, "distance");
    requireNonNull(miner, "miner");
  }

  /** Whether beta is learned. */
  public enum Beta {
    FIXED,
    @On
    LEARNED
  }

  /** Margin 0.2, beta 1.2 and fixed, Euclidean distance of normalised rows, all triplets. */
  public MarginLoss() {
    this(0.2, 0, 1.2, Beta.FIXED, LpDistance.euclidean(), new AllMiner());
  }

  public MarginLoss withNu(double value) {
    return new MarginLoss(margin, value, beta, learning, distance, miner);
  }

  public MarginLoss withBeta(double value) {
    return new MarginLoss(margin, nu, value, learning, distance, miner);
  }

  public MarginLoss withLearning(Beta value) {
    requireNonNull(value, "value");
    return new MarginLoss(margin, nu, beta, value, distance, miner);
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
    Tensor pull = violation(d.of(near.pairs()), nearBeta.mul(sign));
    Tensor push = violation(farBeta.mul(sign), d.of(far.pairs()));
    Tensor sum = weighted(pull, near.times()).add(weighted(push, far.times()));
    double active = active(pull, near.times()) + active(push, far.times());
    Tensor loss = active == 0 ? sum : sum.div(active);
    if (learning == Beta.FIXED || nu == 0) {
      return loss;
    }
    Tensor used = betas.size() == 1 ? betas.sum() : weighted(nearBeta, near.times());
    double share = betas.size() == 1 ? 1 : active == 0 ? 0 : 1 / active;
    return loss.add(used.mul(nu * share));
  }

  private Tensor violation(Tensor x, Tensor y) {
    return x.sub(y).add(margin).relu();
  }

  private static Tensor ofAnchors(Tensor betas, EmbeddingBatch batch, Pairs pairs) {
    int[] index = new int[pairs.size()];
    for (int i = 0; i < index.length; i++) {
      index[i] = betas.size() == 1 ? 0 : batch.label(pairs.row(i));
    }
    return betas.indexSelect(0, IntTensor.of(index));
  }

  private static Tensor weighted(Tensor losses, int[] times) {
    return losses.mul(losses.like(i -> times[i])).sum();
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
    requireNonNull(inputs, "inputs");
    Inputs in = new Inputs("MarginLoss", inputs, "embeddings", "labels", "beta");
    EmbeddingBatch batch = EmbeddingBatch.of(in.labels("labels"), in.tensor("embeddings"));
    return in.has("beta") ? apply(batch, in.tensor("beta").flatten()) : apply(batch);
  }
}
