package dev.capstan.losses;

import static dev.capstan.ops.Elementwise.where;
import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Named;
import dev.capstan.losses.distance.LpDistance;
import dev.capstan.losses.mining.AllMiner;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.losses.mining.Mined;
import dev.capstan.losses.reduction.ListedTerms;
import dev.capstan.losses.reduction.Reducer;
import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;

/**
 * FastAP: one minus average precision, made differentiable by soft histograms of the distances.
 *
 * <p>Squared distances of normalised rows, which lie in [0, 4], fall into triangular bins around 0,
 * w, 2w, …, 4 with w = 4/numBins. With h⁺ and h the histograms of a row's positives and of all its
 * pairs, and H⁺ and H their running sums: {@code 1 − (1/|P_i|) Σ_b h⁺_b H⁺_b / H_b}, reduced by the
 * mean over rows with positives.
 *
 * <p>Shapes: {@code labels: [N]}, {@code embeddings: [N, D]}, returns a scalar; 0 without
 * positives. Gradient: 0 for a distance exactly at the middle of a bin, where the triangle has its
 * tip.
 *
 * <p>Source: Cakir et al., CVPR 2019, as in pytorch-metric-learning 2.9.
 *
 * @param numBins how many intervals [0, 4] is cut into
 */
@Named(value = "fast_ap_loss", system = "pml")
public record FastApLoss(int numBins, Reducer reducer)
    implements MetricLoss, With.AnyReducer<FastApLoss> {
  /** Checks the parameters. */
  public FastApLoss {
    requireNonNull(reducer, "reducer");
    if (numBins < 1) {
      throw Checks.argument("FastApLoss", "number of bins", numBins, "1 or more");
    }
  }

  /** Ten bins. */
  public FastApLoss() {
    this(10, new Reducer.Mean());
  }

  public FastApLoss withNumBins(int value) {
    return new FastApLoss(value, reducer);
  }

  @Override
  public Tensor apply(EmbeddingBatch batch) {
    LpDistance squares = LpDistance.squaredEuclidean();
    Mined mined = new AllMiner().mine(batch, squares);
    Masked near = Masked.positives(batch, mined);
    if (!near.any()) {
      return Batches.zero(batch.embeddings());
    }
    Masked all = near.or(Masked.negatives(batch, mined));
    Tensor q = squares.between(batch.embeddings(), batch.references());
    Tensor place = q.mul(numBins / 4.0);
    Tensor own = histogram(place, near.in());
    Tensor sums = histogram(place, all.in()).cumsum(1);
    BoolTensor filled = sums.le(0).not();
    Tensor precision = own.cumsum(1).div(where(filled, sums, 1));
    Tensor terms = where(filled, own.mul(precision), 0);
    Tensor counts =
        Tensor.generate(q.dtype(), Shape.of(batch.rows()), i -> Math.max(near.counts()[i], 1));
    Tensor losses = terms.sum(1).div(counts).rsub(1);
    return reducer.of(ListedTerms.of(batch, losses, i -> near.counts()[i] > 0));
  }

  /** Each masked element, split between its two neighbouring bins: [N, numBins + 1]. */
  private Tensor histogram(Tensor place, BoolTensor mask) {
    int[] lower = new int[place.size()];
    boolean[] between = new boolean[lower.length];
    for (int i = 0; i < lower.length; i++) {
      lower[i] = (int) Math.max(0, Math.min(Math.floor(place.at(i)), numBins));
      between[i] = place.at(i) != lower[i];
    }
    int[] shape = place.shape().toArray();
    Tensor start = Tensor.generate(place.dtype(), place.shape(), i -> lower[i]);
    Tensor fraction = where(BoolTensor.of(between, shape), place.sub(start), 0);
    Tensor upper = where(mask, fraction, 0);
    Tensor rest = mask.to(place.dtype()).sub(upper);
    int[] next = lower.clone();
    for (int i = 0; i < next.length; i++) {
      next[i]++;
    }
    Tensor zeros = Tensor.zeros(place.dtype(), shape[0], numBins + 2);
    Tensor h = zeros.scatterAdd(1, IntTensor.of(lower, shape), rest);
    h = h.scatterAdd(1, IntTensor.of(next, shape), upper);
    return h.slice(1, 0, numBins + 1);
  }
}
