package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.Tensor;
import java.util.Map;

/** A loss of pairs of embeddings, each pair with a label that says how near they should be. */
public interface ScoredPairLoss extends Loss {

  /**
   * The loss of pairs.
   *
   * @param labels [N]
   * @param x [N, D]
   * @param y [N, D]
   * @throws dev.capstan.ops.ShapeException if they do not fit each other
   * @throws dev.capstan.ops.DTypeException if the dtypes differ
   */
  Tensor apply(Tensor labels, Tensor x, Tensor y);

  @Override
  default Tensor applyTo(Map<String, ?> inputs) {
    requireNonNull(inputs, "inputs");
    Inputs in = new Inputs(Checks.name(this), inputs, "x", "y", "labels");
    Tensor x = in.tensor("x");
    return apply(in.numbers("labels", x), x, in.tensor("y"));
  }
}
