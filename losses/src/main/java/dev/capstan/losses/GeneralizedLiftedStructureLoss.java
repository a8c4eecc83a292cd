package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Named;
import dev.capstan.losses.distance.Distance;
import dev.capstan.losses.distance.LpDistance;
import dev.capstan.losses.mining.AllMiner;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.losses.mining.Mined;
import dev.capstan.losses.mining.Miner;
import dev.capstan.losses.reduction.ListedTerms;
import dev.capstan.losses.reduction.Reducer;
import dev.capstan.ops.Tensor;

/**
 * Generalised lifted structure loss: all positives and all negatives of each row at once.
 *
 * <p>For each row: {@code max(LSE_p(d − posMargin) + LSE_n(negMargin − d), 0)}, reduced by the mean
 * over all rows; an empty sum counts as 0.
 *
 * <p>Shapes: {@code labels: [N]}, {@code embeddings: [N, D]}, returns a scalar. Gradient: 0 at the
 * hinge's bound and at distance 0.
 *
 * <p>Source: Hermans et al., 2017, as in pytorch-metric-learning 2.9.
 */
@Named(value = "generalized_lifted_structure_loss", system = "pml")
public record GeneralizedLiftedStructureLoss(
    double negMargin, double posMargin, Distance distance, Miner miner, Reducer reducer)
    implements MetricLoss,
        With.AnyMargins<GeneralizedLiftedStructureLoss>,
        With.AnyParts<GeneralizedLiftedStructureLoss> {
  public GeneralizedLiftedStructureLoss {
    requireNonNull(distance, "distance");
    requireNonNull(miner, "miner");
    requireNonNull(reducer, "reducer");
  }

  /** Margins 1 and 0, Euclidean distance of normalised rows, all pairs. */
  public GeneralizedLiftedStructureLoss() {
    this(1, 0, LpDistance.euclidean(), new AllMiner(), new Reducer.Mean());
  }

  @Override
  public Tensor apply(EmbeddingBatch batch) {
    Mined mined = miner.mine(batch, distance);
    int sign = distance.orientation().sign();
    Tensor d = new PairDistances(batch, distance).matrix();
    Tensor pull = Masked.positives(batch, mined).logSumExp(d.sub(sign * posMargin), 0);
    Tensor push = Masked.negatives(batch, mined).logSumExp(d.rsub(sign * negMargin), 0);
    return reducer.of(ListedTerms.ofRows(batch, pull.add(push).relu()));
  }
}
