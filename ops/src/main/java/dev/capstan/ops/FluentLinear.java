package dev.capstan.ops;

/** The operations of {@link Linear} as methods of {@link Tensor}. */
interface FluentLinear {
  Tensor self();
}
