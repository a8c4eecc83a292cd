package dev.capstan.losses;

import dev.capstan.losses.distance.Distance;
import dev.capstan.losses.distance.LpDistance;
import dev.capstan.losses.mining.AllMiner;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.losses.mining.Miner;
import dev.capstan.losses.mining.TripletList;
import dev.capstan.losses.mining.Triplets;
import dev.capstan.losses.reduction.ListedTerms;
import dev.capstan.losses.reduction.Reducer;
import dev.capstan.losses.reduction.Terms;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The triplet loss over the triplets that a miner chooses, by default all of them.
 *
 * <p>{@code z = d_ap − d_an + margin}, with swap {@code d_ap − min(d_an, d_pn) + margin}; a triplet
 * counts with {@code max(z, 0)}, smooth with {@code log(1 + eᶻ)}. The default reducer is the mean
 * of those above 0. For a similarity the distances are its negatives.
 *
 * <p>Shapes: {@code labels: [N]}, {@code embeddings: [N, D]}, returns a scalar. Gradient: 0 at a
 * hinge of 0 and at distance 0, half to each of two distances that tie for the minimum.
 *
 * <p>Memory: N² for all triplets, which are visited and never listed; for triplets that the miner
 * lists (a few for each anchor), their number times D.
 *
 * <p>Source: Schroff et al., CVPR 2015, as in pytorch-metric-learning 2.9 ({@code
 * TripletMarginLoss}; the loss of given anchors, positives and negatives is {@link
 * TripletMarginLoss}).
 */
public record MinedTripletLoss(
    double margin, Swap swap, Form form, Distance distance, Miner miner, Reducer reducer)
    implements MetricLoss {
  static final String NAME = "pml_triplet_margin_loss";

  /** What is made of z. */
  public enum Form {
    /** max(z, 0). */
    HINGE,
    /** log(1 + eᶻ), and z above 20. */
    SMOOTH
  }

  /** Margin 0.05, no swap, hinge, Euclidean distance of normalised rows, all triplets. */
  public MinedTripletLoss() {
    this(
        0.05,
        Swap.NO,
        Form.HINGE,
        LpDistance.euclidean(),
        new AllMiner(),
        new Reducer.MeanOfNonZero());
  }

  public MinedTripletLoss withMargin(double value) {
    return new MinedTripletLoss(value, swap, form, distance, miner, reducer);
  }

  public MinedTripletLoss withSwap(Swap value) {
    return new MinedTripletLoss(margin, value, form, distance, miner, reducer);
  }

  public MinedTripletLoss withForm(Form value) {
    return new MinedTripletLoss(margin, swap, value, distance, miner, reducer);
  }

  public MinedTripletLoss withDistance(Distance value) {
    return new MinedTripletLoss(margin, swap, form, value, miner, reducer);
  }

  public MinedTripletLoss withMiner(Miner value) {
    return new MinedTripletLoss(margin, swap, form, distance, value, reducer);
  }

  public MinedTripletLoss withReducer(Reducer value) {
    return new MinedTripletLoss(margin, swap, form, distance, miner, value);
  }

  @Override
  public Tensor apply(EmbeddingBatch batch) {
    Triplets triplets = miner.mine(batch, distance).triplets();
    PairDistances d = new PairDistances(batch, distance);
    if (triplets instanceof TripletList list) {
      return reducer.of(listed(batch, d, list));
    }
    if (reducer instanceof Reducer.None) {
      return listed(batch, d, TripletList.of(triplets)).losses();
    }
    return reducer.of(visited(batch, d, triplets));
  }

  private ListedTerms listed(EmbeddingBatch batch, PairDistances d, TripletList list) {
    IntTensor a = list.anchors();
    IntTensor p = list.positives();
    IntTensor n = list.negatives();
    Tensor far = d.of(a, n);
    far = swap == Swap.YES ? Elementwise.minimum(far, d.between(p, n)) : far;
    Tensor z = Elementwise.add(Elementwise.sub(d.of(a, p), far), margin);
    Tensor losses = form == Form.HINGE ? Elementwise.relu(z) : Elementwise.softplus(z);
    return new ListedTerms(batch, losses, a);
  }

  private Terms visited(EmbeddingBatch batch, PairDistances d, Triplets triplets) {
    boolean stacked = swap == Swap.YES && !batch.withItself();
    Tensor x = stacked ? Movement.concat(0, d.matrix(), d.columns()) : d.matrix();
    return new VisitedTerms(
        batch,
        triplets,
        swap == Swap.YES ? TripletSums.Form.SWAPPED : TripletSums.Form.DIFFERENCE,
        form == Form.HINGE ? Term.HINGE : Term.SOFTPLUS,
        margin,
        x,
        stacked ? batch.rows() : 0);
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> map = Config.of(NAME);
    map.put("margin", margin);
    map.put("swap", swap == Swap.YES);
    map.put("smooth_loss", form == Form.SMOOTH);
    map.put("triplets_per_anchor", "all");
    map.put("distance", distance.config());
    map.put("miner", miner.config());
    map.put("reducer", reducer.config());
    return map;
  }

  static MinedTripletLoss fromConfig(Config config) {
    Parts.allTriplets(config);
    return new MinedTripletLoss(
        config.real("margin", 0.05),
        config.flag("swap", false) ? Swap.YES : Swap.NO,
        config.flag("smooth_loss", false) ? Form.SMOOTH : Form.HINGE,
        Parts.distance(config, LpDistance.euclidean()),
        Parts.miner(config),
        Parts.reducer(config, new Reducer.MeanOfNonZero()));
  }
}
