package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.Tensor;
import java.util.Map;

/**
 * A loss of two inputs of which a target of 1 or −1 says how they should compare.
 *
 * @param <L> the loss
 */
public interface PairLoss<L>
    extends Loss, With.AnyMargin<L>, With.AnyReduction<L>, With.AnyVariant<L> {

  /**
   * The loss.
   *
   * @throws dev.capstan.ops.ShapeException if the shapes do not fit each other
   * @throws dev.capstan.ops.DTypeException if the dtypes differ
   */
  Tensor apply(Tensor input1, Tensor input2, Tensor target);

  @Override
  default Tensor applyTo(Map<String, ?> inputs) {
    requireNonNull(inputs, "inputs");
    Inputs in = new Inputs(Checks.name(this), inputs, "input1", "input2", "target");
    Tensor input1 = in.tensor("input1");
    return apply(input1, in.tensor("input2"), in.numbers("target", input1));
  }
}
