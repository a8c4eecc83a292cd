package dev.capstan.ops;

/** The operations of {@link Elementwise} as methods of {@link Tensor}. */
interface FluentElementwise {
  Tensor self();

  default Tensor add(Tensor y) {
    return Elementwise.add(self(), y);
  }

  default Tensor mul(Tensor y) {
    return Elementwise.mul(self(), y);
  }

  default Tensor square() {
    return Elementwise.square(self());
  }
}
