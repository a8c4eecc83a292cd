package dev.capstan.ops.internal;

/** The width of an element: what kernels need to know of a dtype. */
public enum Width {
  /** {@code float}. */
  SINGLE,
  /** {@code double}. */
  DOUBLE
}
