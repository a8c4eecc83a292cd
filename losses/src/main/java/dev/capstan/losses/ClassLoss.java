package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.util.Map;

/** A loss of scores for classes, each sample having one class as its target. */
public interface ClassLoss extends Loss {

  /**
   * The loss without class weights.
   *
   * @throws dev.capstan.ops.ShapeException if the shapes do not fit
   * @throws IllegalArgumentException if a target is no class
   */
  Tensor apply(Tensor input, IntTensor target);

  /**
   * The loss.
   *
   * @param weight [C], one weight a class
   * @throws dev.capstan.ops.ShapeException if the shapes do not fit
   * @throws dev.capstan.ops.DTypeException if the weight's dtype is not the input's
   * @throws IllegalArgumentException if a target is no class
   */
  Tensor apply(Tensor input, IntTensor target, Tensor weight);

  @Override
  default Tensor applyTo(Map<String, ?> inputs) {
    requireNonNull(inputs, "inputs");
    Inputs in = new Inputs(Checks.name(this), inputs, "input", "target", "weight");
    Tensor weight = in.tensorOrNull("weight");
    return weight == null
        ? apply(in.tensor("input"), in.ints("target"))
        : apply(in.tensor("input"), in.ints("target"), weight);
  }
}
