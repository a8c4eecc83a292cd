package dev.capstan.nn.optim;

/** What a step does where conventions differ. */
public enum StepOption {
  /**
   * Changes nothing if the loss or a gradient is NaN or infinite, and throws {@link
   * ArithmeticException}. Costs one look at every gradient. Without it the step is done as it
   * comes, as in other systems.
   */
  REFUSE_NON_FINITE,

  /**
   * Treats a parameter that the loss does not depend on as one whose gradient is zero: momentum and
   * weight decay then move it. Without it such a parameter stays as it is, as in PyTorch and
   * TensorFlow.
   */
  MOVE_UNUSED
}
