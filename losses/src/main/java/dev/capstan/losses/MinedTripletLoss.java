package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Fixed;
import dev.capstan.losses.config.Key;
import dev.capstan.losses.config.Named;
import dev.capstan.losses.config.On;
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
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Tensor;

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
@Named("pml_triplet_margin_loss")
@Fixed(key = "triplets_per_anchor", value = "all", remedy = "choose fewer by a miner")
public record MinedTripletLoss(
    double margin,
    Swap swap,
    @Key("smooth_loss") Form form,
    Distance distance,
    Miner miner,
    Reducer reducer)
    implements MetricLoss,
        With.AnyMargin<MinedTripletLoss>,
        With.AnySwap<MinedTripletLoss>,
        With.AnyParts<MinedTripletLoss> {
  public MinedTripletLoss {
    requireNonNull(swap, "swap");
    requireNonNull(form, "form");
    requireNonNull(distance, "distance");
    requireNonNull(miner, "miner");
    requireNonNull(reducer, "reducer");
  }

  /** What is made of z. */
  public enum Form {
    /** max(z, 0). */
    HINGE,
    /** log(1 + eᶻ), and z above 20. */
    @On
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

  public MinedTripletLoss withForm(Form value) {
    requireNonNull(value, "value");
    return new MinedTripletLoss(margin, swap, value, distance, miner, reducer);
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
    far = swap == Swap.YES ? far.minimum(d.between(p, n)) : far;
    Tensor z = d.of(a, p).sub(far).add(margin);
    Tensor losses = form == Form.HINGE ? z.relu() : z.softplus();
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
}
