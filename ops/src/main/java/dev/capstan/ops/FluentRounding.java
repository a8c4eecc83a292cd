package dev.capstan.ops;

/** The operations of {@link Rounding} as methods of {@link Tensor}. */
interface FluentRounding {
  Tensor self();

  default Tensor sign() {
    return Rounding.sign(self());
  }

  default Tensor floor() {
    return Rounding.floor(self());
  }

  default Tensor ceil() {
    return Rounding.ceil(self());
  }

  default Tensor round() {
    return Rounding.round(self());
  }

  default Tensor remainder(Tensor y) {
    return Rounding.remainder(self(), y);
  }

  default Tensor remainder(double y) {
    return Rounding.remainder(self(), y);
  }

  default Tensor nanToNum() {
    return Rounding.nanToNum(self());
  }

  default Tensor nanToNum(double nan, double positive, double negative) {
    return Rounding.nanToNum(self(), nan, positive, negative);
  }
}
