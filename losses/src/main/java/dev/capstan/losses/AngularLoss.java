package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Named;
import dev.capstan.losses.distance.DotProductSimilarity;
import dev.capstan.losses.distance.Rows;
import dev.capstan.losses.mining.AllMiner;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.losses.mining.Pairs;
import dev.capstan.losses.mining.Triplets;
import dev.capstan.losses.reduction.ListedTerms;
import dev.capstan.losses.reduction.Range;
import dev.capstan.losses.reduction.Reducer;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.Transpose;
import java.util.Arrays;

/**
 * Angular loss: bounds the angle at the negative of each triplet.
 *
 * <p>For each ordered positive pair, with t = tan²(alpha): {@code log(1 + Σ_n exp(4t (u_a +
 * u_p)·x_n − 2(1 + t) u_a·u_p))}, reduced by the mean. u are normalised rows; x_n is the negative
 * as it is. The sums over all triplets are one node and take N² memory.
 *
 * <p>Shapes: {@code labels: [N]}, {@code embeddings: [N, D]}, returns a scalar; 0 without a
 * positive or without a negative pair.
 *
 * <p>Source: Wang et al., ICCV 2017, as in pytorch-metric-learning 2.9.
 *
 * @param alpha the angle in degrees
 */
@Named(value = "angular_loss", system = "pml")
public record AngularLoss(double alpha, Reducer reducer)
    implements MetricLoss, With.AnyReducer<AngularLoss> {
  public AngularLoss {
    requireNonNull(reducer, "reducer");
  }

  /** An angle of 40 degrees. */
  public AngularLoss() {
    this(40, new Reducer.Mean());
  }

  public AngularLoss withAlpha(double value) {
    return new AngularLoss(value, reducer);
  }

  @Override
  public Tensor apply(EmbeddingBatch batch) {
    Batches.requireItself("AngularLoss", batch);
    AllMiner all = new AllMiner();
    DotProductSimilarity cosine = DotProductSimilarity.cosine();
    Pairs near = all.mine(batch, cosine).positives();
    Pairs far = all.mine(batch, cosine).negatives();
    if (near.size() == 0 || far.size() == 0) {
      return Batches.zero(batch.embeddings());
    }
    double t = StrictMath.pow(StrictMath.tan(Math.toRadians(alpha)), 2);
    Tensor u = Rows.NORMALIZED.of(batch.embeddings());
    Tensor towards = u.matmul(Transpose.NO, batch.embeddings(), Transpose.YES).mul(4 * t);
    Tensor apart = u.matmul(Transpose.NO, u, Transpose.YES);
    Tensor sums = logSumExp(batch, towards, all.mine(batch, cosine).triplets(), near);
    Tensor offset = PairDistances.pick(apart, near).mul(2 * (1 + t));
    Tensor losses = Logs.onePlusExp(sums.sub(offset));
    return reducer.of(new ListedTerms(batch, losses, IntTensor.of(near.rows())));
  }

  /** log Σ_n exp(x[a, n] + x[p, n]) for each positive pair; the largest exponent is taken out. */
  private static Tensor logSumExp(EmbeddingBatch batch, Tensor x, Triplets triplets, Pairs near) {
    int n = batch.rows();
    double[] top = new double[n * n];
    Arrays.fill(top, Double.NEGATIVE_INFINITY);
    Tensor now = x.detach();
    triplets.forEach(
        (a, p, k) ->
            top[a * n + p] = Math.max(top[a * n + p], now.at(a * n + k) + now.at(p * n + k)));
    Tensor shift = now.like(i -> top[i] == Double.NEGATIVE_INFINITY ? 0 : top[i]);
    TripletSums sums =
        new TripletSums(triplets, TripletSums.Form.SUM, Term.EXP, n, n, 0, Range.ALL, shift);
    Tensor logs = PairDistances.pick(sums.of(x), near).log();
    return logs.add(PairDistances.pick(shift, near));
  }
}
