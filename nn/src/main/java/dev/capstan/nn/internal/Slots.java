package dev.capstan.nn.internal;

import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;

/** What an optimizer keeps for one parameter: a working copy of its elements, and moments. */
public interface Slots {

  /** Slots for a parameter of this dtype and size, moments zero. */
  static Slots of(DType dtype, int size) {
    return dtype == DType.FLOAT32 ? new FloatSlots(size) : new DoubleSlots(size);
  }

  /**
   * One step of gradient descent: v = momentum · v + g', and w −= rate · v, or rate · (g' +
   * momentum · v) with Nesterov's look-ahead; g' = g + decay · w.
   */
  Tensor sgd(Tensor w, Tensor g, double rate, double momentum, boolean nesterov, double decay);

  /**
   * One step of Adam: moments m and v of g' = g + decay · w, then w −= rate · m / (√(v · unbias) +
   * epsilon), where rate holds the first moment's correction and unbias the second's.
   */
  Tensor adam(
      Tensor w,
      Tensor g,
      double rate,
      double beta1,
      double beta2,
      double unbias,
      double epsilon,
      double decay);
}
