package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Named;
import dev.capstan.losses.distance.Distance;
import dev.capstan.losses.distance.LpDistance;
import dev.capstan.losses.mining.AllMiner;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.losses.mining.Mined;
import dev.capstan.losses.mining.Pairs;
import dev.capstan.losses.reduction.ListedTerms;
import dev.capstan.losses.reduction.Reducer;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Tensor;
import java.util.Arrays;

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
@Named(value = "lifted_structure_loss", system = "pml")
public record LiftedStructureLoss(
    double negMargin, double posMargin, Distance distance, Reducer reducer)
    implements MetricLoss,
        With.AnyMargins<LiftedStructureLoss>,
        With.AnyDistance<LiftedStructureLoss>,
        With.AnyReducer<LiftedStructureLoss> {
  public LiftedStructureLoss {
    requireNonNull(distance, "distance");
    requireNonNull(reducer, "reducer");
  }

  /** Margins 1 and 0, Euclidean distance of normalised rows. */
  public LiftedStructureLoss() {
    this(1, 0, LpDistance.euclidean(), new Reducer.Mean());
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
    Tensor pushes = far.logSumExp(d.rsub(sign * negMargin), Masked.LOG_OF_NOTHING);
    IntTensor anchors = IntTensor.of(near.rows());
    int[] columns = new int[near.size()];
    Arrays.setAll(columns, near::column);
    Tensor ofAnchors = pushes.indexSelect(0, anchors);
    Tensor ofPositives = pushes.indexSelect(0, IntTensor.of(columns));
    Tensor push = Movement.stack(0, ofAnchors, ofPositives).logsumexp(0);
    Tensor pull = PairDistances.pick(d, near).sub(sign * posMargin);
    Tensor losses = push.add(pull).relu().square().mul(0.5);
    return reducer.of(new ListedTerms(batch, losses, anchors));
  }
}
