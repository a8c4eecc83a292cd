package dev.capstan.autograd;

/**
 * What a tape records beyond the operations themselves. Each costs time, so none is the default.
 */
public enum TapeOption {
  /** Every node keeps the line of user code that called the operation (a stack walk a node). */
  CALL_SITES,
  /** Stops at the first operation or rule that makes a NaN or an infinity from finite numbers. */
  CHECK_FINITE
}
