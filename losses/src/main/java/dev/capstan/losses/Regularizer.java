package dev.capstan.losses;

import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A penalty on embeddings themselves, whatever their labels: the mean over rows, a scalar. */
public sealed interface Regularizer {

  /** The penalty of embeddings [N, D], which are taken as they are; 0 for none. */
  Tensor of(Tensor embeddings);

  /** The name and the parameters, as plain values. */
  Map<String, @Nullable Object> config();

  /** The mean p-norm of the rows: keeps lengths small. Gradient 0 at a zero row. */
  record Lp(double p) implements Regularizer {
    @Override
    public Tensor of(Tensor embeddings) {
      return mean(Reductions.norm(embeddings, p, 1));
    }

    @Override
    public Map<String, @Nullable Object> config() {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      map.put("name", "lp");
      map.put("p", p);
      return map;
    }
  }

  /** The mean of |Σ_k x_ik|: keeps each row's components balanced around 0. */
  record ZeroMean() implements Regularizer {
    @Override
    public Tensor of(Tensor embeddings) {
      return mean(Elementwise.abs(Reductions.sum(embeddings, 1)));
    }

    @Override
    public Map<String, @Nullable Object> config() {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      map.put("name", "zero_mean");
      return map;
    }
  }

  private static Tensor mean(Tensor rows) {
    return Elementwise.div(Reductions.sum(rows), Math.max(rows.size(), 1));
  }
}
