package dev.capstan.losses;

import dev.capstan.losses.distance.Distance;
import dev.capstan.losses.distance.LpDistance;
import dev.capstan.losses.mining.AllMiner;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.losses.mining.Mined;
import dev.capstan.losses.mining.Pairs;
import dev.capstan.losses.reduction.ListedTerms;
import dev.capstan.losses.reduction.Reducer;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Indexing;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lifted structure loss: each positive pair against the negatives of both its samples.
 *
 * <p>For each ordered positive pair (a, p): {@code max(LSE(negMargin − d over the negatives of a
 * and of p) + d_ap − posMargin, 0)² / 2}, reduced by the mean. The logarithm over both is made of
 * one number for each sample, so no pair looks at all negatives again.
 *
 * <p>Shapes: {@code labels: [N]}, {@code embeddings: [N, D]}, returns a scalar; 0 without a
 * positive or without a negative pair. Gradient: 0 at the hinge's bound and at distance 0.
 *
 * <p>Source: Oh Song et al., CVPR 2016, as in pytorch-metric-learning 2.9.
 */
public record LiftedStructureLoss(
    double negMargin, double posMargin, Distance distance, Reducer reducer) implements MetricLoss {
  static final String NAME = "lifted_structure_loss";

  /** Margins 1 and 0, Euclidean distance of normalised rows. */
  public LiftedStructureLoss() {
    this(1, 0, LpDistance.euclidean(), new Reducer.Mean());
  }

  public LiftedStructureLoss withNegMargin(double value) {
    return new LiftedStructureLoss(value, posMargin, distance, reducer);
  }

  public LiftedStructureLoss withPosMargin(double value) {
    return new LiftedStructureLoss(negMargin, value, distance, reducer);
  }

  public LiftedStructureLoss withDistance(Distance value) {
    return new LiftedStructureLoss(negMargin, posMargin, value, reducer);
  }

  public LiftedStructureLoss withReducer(Reducer value) {
    return new LiftedStructureLoss(negMargin, posMargin, distance, value);
  }

  @Override
  public Tensor apply(EmbeddingBatch batch) {
    Batches.requireItself("LiftedStructureLoss", batch);
    Mined mined = new AllMiner().mine(batch, distance);
    Pairs near = mined.positives();
    Masked far = Masked.negatives(batch, mined);
    if (near.size() == 0 || !far.any()) {
      return Batches.zero(batch.embeddings());
    }
    int sign = distance.orientation().sign();
    Tensor d = new PairDistances(batch, distance).matrix();
    Tensor pushes = far.logSumExp(Elementwise.rsub(d, sign * negMargin), Masked.LOG_OF_NOTHING);
    IntTensor anchors = IntTensor.of(near.rows());
    int[] columns = new int[near.size()];
    Arrays.setAll(columns, near::column);
    Tensor push =
        Reductions.logsumexp(
            Movement.stack(
                0,
                Indexing.indexSelect(pushes, 0, anchors),
                Indexing.indexSelect(pushes, 0, IntTensor.of(columns))),
            0);
    Tensor pull = Elementwise.sub(PairDistances.pick(d, near), sign * posMargin);
    Tensor squares = Elementwise.square(Elementwise.relu(Elementwise.add(push, pull)));
    return reducer.of(new ListedTerms(batch, Elementwise.mul(squares, 0.5), anchors));
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> map = Config.of(NAME);
    map.put("neg_margin", negMargin);
    map.put("pos_margin", posMargin);
    map.put("distance", distance.config());
    map.put("reducer", reducer.config());
    return map;
  }

  static LiftedStructureLoss fromConfig(Config config) {
    return new LiftedStructureLoss(
        config.real("neg_margin", 1),
        config.real("pos_margin", 0),
        Parts.distance(config, LpDistance.euclidean()),
        Parts.reducer(config, new Reducer.Mean()));
  }
}
