package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.Tensor;
import java.util.Map;

/** A loss of given triplets. */
public interface GivenTripletLoss extends Loss {

  /**
   * The loss of triplets.
   *
   * @throws dev.capstan.ops.ShapeException if the shapes do not fit each other
   * @throws dev.capstan.ops.DTypeException if the dtypes differ
   */
  Tensor apply(Tensor anchor, Tensor positive, Tensor negative);

  @Override
  default Tensor applyTo(Map<String, ?> inputs) {
    requireNonNull(inputs, "inputs");
    Inputs in = new Inputs(Checks.name(this), inputs, "anchor", "positive", "negative");
    return apply(in.tensor("anchor"), in.tensor("positive"), in.tensor("negative"));
  }
}
