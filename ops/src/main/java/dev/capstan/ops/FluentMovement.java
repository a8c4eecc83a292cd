package dev.capstan.ops;

/** The operations of {@link Movement} as methods of {@link Tensor}. */
interface FluentMovement {
  Tensor self();
}
