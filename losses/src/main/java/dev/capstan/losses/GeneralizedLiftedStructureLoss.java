package dev.capstan.losses;

import dev.capstan.losses.distance.Distance;
import dev.capstan.losses.distance.LpDistance;
import dev.capstan.losses.mining.AllMiner;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.losses.mining.Mined;
import dev.capstan.losses.mining.Miner;
import dev.capstan.losses.reduction.ListedTerms;
import dev.capstan.losses.reduction.Reducer;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
public record GeneralizedLiftedStructureLoss(
    double negMargin, double posMargin, Distance distance, Miner miner, Reducer reducer)
    implements MetricLoss {
  static final String NAME = "generalized_lifted_structure_loss";

  /** Margins 1 and 0, Euclidean distance of normalised rows, all pairs. */
  public GeneralizedLiftedStructureLoss() {
    this(1, 0, LpDistance.euclidean(), new AllMiner(), new Reducer.Mean());
  }

  public GeneralizedLiftedStructureLoss withNegMargin(double value) {
    return new GeneralizedLiftedStructureLoss(value, posMargin, distance, miner, reducer);
  }

  public GeneralizedLiftedStructureLoss withPosMargin(double value) {
    return new GeneralizedLiftedStructureLoss(negMargin, value, distance, miner, reducer);
  }

  public GeneralizedLiftedStructureLoss withDistance(Distance value) {
    return new GeneralizedLiftedStructureLoss(negMargin, posMargin, value, miner, reducer);
  }

  public GeneralizedLiftedStructureLoss withMiner(Miner value) {
    return new GeneralizedLiftedStructureLoss(negMargin, posMargin, distance, value, reducer);
  }

  public GeneralizedLiftedStructureLoss withReducer(Reducer value) {
    return new GeneralizedLiftedStructureLoss(negMargin, posMargin, distance, miner, value);
  }

  @Override
  public Tensor apply(EmbeddingBatch batch) {
    Mined mined = miner.mine(batch, distance);
    int sign = distance.orientation().sign();
    Tensor d = new PairDistances(batch, distance).matrix();
    Tensor pull = Masked.positives(batch, mined).logSumExp(Elementwise.sub(d, sign * posMargin), 0);
    Tensor push =
        Masked.negatives(batch, mined).logSumExp(Elementwise.rsub(d, sign * negMargin), 0);
    Tensor losses = Elementwise.relu(Elementwise.add(pull, push));
    return reducer.of(ListedTerms.ofRows(batch, losses));
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> map = Config.of(NAME);
    map.put("neg_margin", negMargin);
    map.put("pos_margin", posMargin);
    map.put("distance", distance.config());
    map.put("miner", miner.config());
    map.put("reducer", reducer.config());
    return map;
  }

  static GeneralizedLiftedStructureLoss fromConfig(Config config) {
    return new GeneralizedLiftedStructureLoss(
        config.real("neg_margin", 1),
        config.real("pos_margin", 0),
        Parts.distance(config, LpDistance.euclidean()),
        Parts.miner(config),
        Parts.reducer(config, new Reducer.Mean()));
  }
}
