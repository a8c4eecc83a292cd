package dev.capstan.losses;

import dev.capstan.losses.distance.DotProductSimilarity;
import dev.capstan.losses.distance.Rows;
import dev.capstan.losses.mining.AllMiner;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.losses.mining.Pairs;
import dev.capstan.losses.mining.Triplets;
import dev.capstan.losses.reduction.ListedTerms;
import dev.capstan.losses.reduction.Range;
import dev.capstan.losses.reduction.Reducer;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.LinearAlgebra;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.Transpose;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
public record AngularLoss(double alpha, Reducer reducer) implements MetricLoss {
  static final String NAME = "angular_loss";

  /** An angle of 40 degrees. */
  public AngularLoss() {
    this(40, new Reducer.Mean());
  }

  public AngularLoss withAlpha(double value) {
    return new AngularLoss(value, reducer);
  }

  public AngularLoss withReducer(Reducer value) {
    return new AngularLoss(alpha, value);
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
    double t = Math.pow(Math.tan(Math.toRadians(alpha)), 2);
    Tensor u = Rows.NORMALIZED.of(batch.embeddings());
    Tensor towards =
        Elementwise.mul(
            LinearAlgebra.matmul(u, Transpose.NO, batch.embeddings(), Transpose.YES), 4 * t);
    Tensor apart = LinearAlgebra.matmul(u, Transpose.NO, u, Transpose.YES);
    Tensor sums = logSumExp(batch, towards, all.mine(batch, cosine).triplets(), near);
    Tensor offset = Elementwise.mul(PairDistances.pick(apart, near), 2 * (1 + t));
    Tensor losses = Logs.onePlusExp(Elementwise.sub(sums, offset));
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
    Tensor logs = Elementwise.log(PairDistances.pick(sums.of(x), near));
    return Elementwise.add(logs, PairDistances.pick(shift, near));
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> map = Config.of(NAME);
    map.put("alpha", alpha);
    map.put("reducer", reducer.config());
    return map;
  }

  static AngularLoss fromConfig(Config config) {
    return new AngularLoss(config.real("alpha", 40), Parts.reducer(config, new Reducer.Mean()));
  }
}
