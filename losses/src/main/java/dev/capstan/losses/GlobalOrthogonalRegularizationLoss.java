package dev.capstan.losses;

import static dev.capstan.ops.Elementwise.where;
import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Key;
import dev.capstan.losses.config.Named;
import dev.capstan.losses.distance.Similarity;
import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.Map;

/**
 * Spreads the embeddings of each column as if they were drawn evenly from the sphere.
 *
 * <p>For each column, with M₁ and M₂ the means of cosines and of their squares over pairs of
 * different rows, divided by {@code max(N (N − 1), 1)}: {@code w₁ M₁² + w₂ max(M₂ − 1/D, 0)}; the
 * columns' mean or sum.
 *
 * <p>Shapes: columns [N, D], returns a scalar. Gradient: 0 where M₂ is exactly 1/D.
 *
 * <p>Source: Zhang et al., ICCV 2017, as in sentence-transformers 6.2.
 *
 * @param meanWeight w₁
 * @param secondMomentWeight w₂
 * @param aggregation what is made of the columns' losses: mean or sum
 */
@Named(value = "global_orthogonal_regularization_loss", system = "st")
public record GlobalOrthogonalRegularizationLoss(
    double meanWeight, double secondMomentWeight, @Key("aggregation") Reduction aggregation)
    implements Loss {
  private static final String NAME = "GlobalOrthogonalRegularizationLoss";

  public GlobalOrthogonalRegularizationLoss {
    requireNonNull(aggregation, "aggregation");
  }

  /** Weights of 1, mean. */
  public GlobalOrthogonalRegularizationLoss() {
    this(1, 1, Reduction.MEAN);
  }

  public GlobalOrthogonalRegularizationLoss withMeanWeight(double value) {
    return new GlobalOrthogonalRegularizationLoss(value, secondMomentWeight, aggregation);
  }

  public GlobalOrthogonalRegularizationLoss withSecondMomentWeight(double value) {
    return new GlobalOrthogonalRegularizationLoss(meanWeight, value, aggregation);
  }

  public GlobalOrthogonalRegularizationLoss withAggregation(Reduction value) {
    requireNonNull(value, "value");
    return new GlobalOrthogonalRegularizationLoss(meanWeight, secondMomentWeight, value);
  }

  /**
   * The loss of columns of embeddings.
   *
   * @throws dev.capstan.ops.ShapeException if the columns do not fit each other
   */
  public Tensor apply(Tensor first, Tensor... others) {
    requireNonNull(first, "first");
    Tensor[] all = new Tensor[1 + others.length];
    all[0] = first;
    System.arraycopy(others, 0, all, 1, others.length);
    Columns.of(NAME, all);
    Tensor[] losses = new Tensor[all.length];
    for (int k = 0; k < all.length; k++) {
      losses[k] = column(all[k]);
    }
    return aggregation.of(Movement.stack(0, losses), Variant.SAFE);
  }

  private Tensor column(Tensor x) {
    int n = x.shape().get(0);
    boolean[] different = new boolean[n * n];
    for (int at = 0; at < different.length; at++) {
      different[at] = at / n != at % n;
    }
    Tensor cosines = where(BoolTensor.of(different, n, n), Similarity.COSINE.between(x, x), 0);
    double pairs = Math.max((double) n * (n - 1), 1);
    Tensor mean = cosines.sum().div(pairs);
    Tensor second = cosines.square().sum().div(pairs);
    Tensor excess = second.sub(1.0 / x.shape().get(1)).relu();
    return mean.square().mul(meanWeight).add(excess.mul(secondMomentWeight));
  }

  /** All inputs are columns, whatever they are called. */
  @Override
  public Tensor applyTo(Map<String, ?> inputs) {
    Inputs in = new Inputs(NAME, inputs, inputs.keySet().toArray(String[]::new));
    Tensor[] all = inputs.keySet().stream().map(in::tensor).toArray(Tensor[]::new);
    if (all.length == 0) {
      throw Checks.argument(NAME, "inputs", "none", "columns of embeddings");
    }
    return apply(all[0], Arrays.copyOfRange(all, 1, all.length));
  }
}
