package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.util.Map;

/**
 * A loss that compares embeddings with one learned vector for each class. The vectors are an input:
 * they belong to the caller, who trains them beside the model.
 */
public interface ProxyLoss extends Loss {

  /** How the vectors lie in their matrix. */
  enum Layout {
    /** One proxy a row, [K, D]; the input is named {@code proxies}. */
    ROWS,
    /** The weight of a linear layer, one class a column, [D, K]; the input is named {@code W}. */
    COLUMNS
  }

  /** How this loss wants them. */
  Layout layout();

  /**
   * The loss of a batch.
   *
   * @param labels [N] or [N, 1], in [0, K)
   * @param embeddings [N, D]
   * @param proxies as {@link #layout} says
   * @throws dev.capstan.ops.ShapeException if they do not fit each other
   * @throws IllegalArgumentException if a label has no vector
   */
  Tensor apply(IntTensor labels, Tensor embeddings, Tensor proxies);

  @Override
  default Tensor applyTo(Map<String, ?> inputs) {
    requireNonNull(inputs, "inputs");
    String key = layout() == Layout.ROWS ? "proxies" : "W";
    Inputs in = new Inputs(Checks.name(this), inputs, "embeddings", "labels", key);
    return apply(in.ints("labels"), in.tensor("embeddings"), in.tensor(key));
  }
}
