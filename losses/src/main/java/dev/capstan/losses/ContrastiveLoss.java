package dev.capstan.losses;

import dev.capstan.losses.distance.Distance;
import dev.capstan.losses.distance.LpDistance;
import dev.capstan.losses.distance.SignalToNoiseDistance;
import dev.capstan.losses.mining.AllMiner;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.losses.mining.Mined;
import dev.capstan.losses.mining.Miner;
import dev.capstan.losses.mining.Pairs;
import dev.capstan.losses.reduction.ListedTerms;
import dev.capstan.losses.reduction.Reducer;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The contrastive loss: positive pairs are drawn nearer than one margin, negative pairs pushed
 * beyond another.
 *
 * <p>{@code reduce(max(d_ap − posMargin, 0)) + reduce(max(negMargin − d_an, 0))} over ordered
 * pairs; for a similarity both differences change sign. The default reducer is the mean of those
 * above 0; unreduced, the positive pairs stand before the negative ones.
 *
 * <p>Shapes: {@code labels: [N]}, {@code embeddings: [N, D]}, returns a scalar. Gradient: 0 at a
 * hinge's bound and at distance 0.
 *
 * <p>Source: Hadsell et al., CVPR 2006, as in pytorch-metric-learning 2.9; with the signal-to-noise
 * distance it is that system's SignalToNoiseRatioContrastiveLoss.
 */
public record ContrastiveLoss(
    double posMargin, double negMargin, Distance distance, Miner miner, Reducer reducer)
    implements MetricLoss {
  static final String NAME = "contrastive_loss";
  static final String SNR_NAME = "signal_to_noise_ratio_contrastive_loss";

  /** Margins 0 and 1, Euclidean distance of normalised rows, all pairs. */
  public ContrastiveLoss() {
    this(0, 1, LpDistance.euclidean(), new AllMiner(), new Reducer.MeanOfNonZero());
  }

  /** The same with the signal-to-noise distance. */
  public static ContrastiveLoss signalToNoise() {
    return new ContrastiveLoss().withDistance(new SignalToNoiseDistance());
  }

  public ContrastiveLoss withPosMargin(double value) {
    return new ContrastiveLoss(value, negMargin, distance, miner, reducer);
  }

  public ContrastiveLoss withNegMargin(double value) {
    return new ContrastiveLoss(posMargin, value, distance, miner, reducer);
  }

  public ContrastiveLoss withDistance(Distance value) {
    return new ContrastiveLoss(posMargin, negMargin, value, miner, reducer);
  }

  public ContrastiveLoss withMiner(Miner value) {
    return new ContrastiveLoss(posMargin, negMargin, distance, value, reducer);
  }

  public ContrastiveLoss withReducer(Reducer value) {
    return new ContrastiveLoss(posMargin, negMargin, distance, miner, value);
  }

  @Override
  public Tensor apply(EmbeddingBatch batch) {
    Mined mined = miner.mine(batch, distance);
    PairDistances d = new PairDistances(batch, distance);
    int sign = distance.orientation().sign();
    Pairs near = mined.positives();
    Pairs far = mined.negatives();
    Tensor pull = Elementwise.relu(Elementwise.sub(d.of(near), sign * posMargin));
    Tensor push = Elementwise.relu(Elementwise.rsub(d.of(far), sign * negMargin));
    Tensor pulled = reduced(batch, near, pull);
    Tensor pushed = reduced(batch, far, push);
    return reducer instanceof Reducer.None
        ? Movement.concat(0, pulled, pushed)
        : Elementwise.add(pulled, pushed);
  }

  private Tensor reduced(EmbeddingBatch batch, Pairs pairs, Tensor losses) {
    return reducer.of(new ListedTerms(batch, losses, IntTensor.of(pairs.rows())));
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> map = Config.of(NAME);
    map.put("pos_margin", posMargin);
    map.put("neg_margin", negMargin);
    map.put("distance", distance.config());
    map.put("miner", miner.config());
    map.put("reducer", reducer.config());
    return map;
  }

  static ContrastiveLoss fromConfig(Config config) {
    boolean snr = config.loss().endsWith(SNR_NAME);
    return new ContrastiveLoss(
        config.real("pos_margin", 0),
        config.real("neg_margin", 1),
        Parts.distance(config, snr ? new SignalToNoiseDistance() : LpDistance.euclidean()),
        Parts.miner(config),
        Parts.reducer(config, new Reducer.MeanOfNonZero()));
  }
}
