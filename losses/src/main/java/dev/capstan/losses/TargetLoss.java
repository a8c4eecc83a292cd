package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.Tensor;
import java.util.Map;

/**
 * A loss that compares numbers with target numbers, element by element.
 *
 * @param <L> the loss
 */
public interface TargetLoss<L> extends Loss, With.AnyReduction<L>, With.AnyVariant<L> {

  /** The formula: the loss of each element; input and target broadcast. */
  Tensor losses(Tensor input, Tensor target);

  /**
   * The loss.
   *
   * @throws dev.capstan.ops.ShapeException if the shapes do not broadcast
   * @throws dev.capstan.ops.DTypeException if the dtypes differ
   */
  default Tensor apply(Tensor input, Tensor target) {
    requireNonNull(input, "input");
    requireNonNull(target, "target");
    Checks.broadcast(Checks.name(this), "input", input, "target", target);
    return reduction().of(losses(input, target), variant());
  }

  @Override
  default Tensor applyTo(Map<String, ?> inputs) {
    requireNonNull(inputs, "inputs");
    Inputs in = new Inputs(Checks.name(this), inputs, "input", "target");
    Tensor input = in.tensor("input");
    return apply(input, in.numbers("target", input));
  }
}
