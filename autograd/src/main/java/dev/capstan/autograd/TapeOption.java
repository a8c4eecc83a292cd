package dev.capstan.autograd;

/**
 * What a tape records beyond the operations themselves. Each costs time, so none is the default.
 */
public enum TapeOption {
  /** Every node keeps the line of user code that called the operation (a stack walk a node). */
  CALL_SITES,
  /**
   * Stops at the first operation or rule that makes a NaN, or an infinity from finite numbers. An
   * infinity that came in with an input, as a mask of −∞ does, is no finding; a watched value has
   * to be finite.
   */
  CHECK_FINITE,
  /** Stops at the first operation or rule that makes a NaN; infinities pass. */
  CHECK_NAN,
  /**
   * Records what a fused operation is made of in its place: a loss is a score of lines to be read,
   * and not one. The numbers may differ in their last digits.
   */
  PLAIN,
  /**
   * Records what a checkpoint holds in its place, and keeps it: nothing is run twice, and a {@code
   * stopGradient} in it is one of this tape.
   */
  OPEN_CHECKPOINTS
}
