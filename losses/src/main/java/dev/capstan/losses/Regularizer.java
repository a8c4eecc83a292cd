package dev.capstan.losses;

import dev.capstan.losses.config.Configured;
import dev.capstan.losses.config.Named;
import dev.capstan.ops.Tensor;

/** A penalty on embeddings themselves, whatever their labels: the mean over rows, a scalar. */
public sealed interface Regularizer extends Configured {

  /** The penalty of embeddings [N, D], which are taken as they are; 0 for none. */
  Tensor of(Tensor embeddings);

  /** The mean p-norm of the rows: keeps lengths small. Gradient 0 at a zero row. */
  @Named("lp")
  record Lp(double p) implements Regularizer {
    @Override
    public Tensor of(Tensor embeddings) {
      return mean(embeddings.norm(p, 1));
    }
  }

  /** The mean of |Σ_k x_ik|: keeps each row's components balanced around 0. */
  @Named("zero_mean")
  record ZeroMean() implements Regularizer {
    @Override
    public Tensor of(Tensor embeddings) {
      return mean(embeddings.sum(1).abs());
    }
  }

  private static Tensor mean(Tensor rows) {
    return rows.sum().div(Math.max(rows.size(), 1));
  }
}
