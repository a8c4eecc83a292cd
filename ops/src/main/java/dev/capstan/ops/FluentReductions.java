package dev.capstan.ops;

/** The operations of {@link Reductions} as methods of {@link Tensor}. */
interface FluentReductions {
  Tensor self();

  default Tensor sum(int... axes) {
    return Reductions.sum(self(), axes);
  }
}
