package dev.capstan.nn.internal;

import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;

/**
 * What an optimizer keeps for one parameter or table: moments beside each element, made when they
 * are first needed, and for a parameter a working copy of its elements.
 */
public interface Slots {

  /** Gradient descent: v = momentum · v + g', w −= rate · v; g' = g + decay · w. */
  record SgdStep(double rate, double momentum, boolean nesterov, double decay) {}

  /**
   * Adam: moments m and v of g' = g + decay · w, then w −= rate · m / (√(v · unbias) + epsilon);
   * rate holds the first moment's correction, unbias the second's.
   */
  record AdamStep(
      double rate, double beta1, double beta2, double unbias, double epsilon, double decay) {}

  /** Slots for so many elements. */
  static Slots of(DType dtype, int size) {
    return dtype == DType.FLOAT32 ? new FloatSlots(size) : new DoubleSlots(size);
  }

  /** The parameter's next value. */
  Tensor sgd(Tensor w, Tensor g, SgdStep step);

  /** The parameter's next value. */
  Tensor adam(Tensor w, Tensor g, AdamStep step);

  /** Changes some rows of a table in place; row i of g belongs to row rows[i]. */
  void sgd(Rows table, int[] rows, Tensor g, SgdStep step);

  /** Changes some rows of a table in place; row i of g belongs to row rows[i]. */
  void adam(Rows table, int[] rows, Tensor g, AdamStep step);
}
