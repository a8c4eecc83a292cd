package dev.capstan.ops;

/** The operations of {@link Special} as methods of {@link Tensor}. */
interface FluentSpecial {
  Tensor self();

  default Tensor erf() {
    return Special.erf(self());
  }

  default Tensor erfc() {
    return Special.erfc(self());
  }

  default Tensor erfInv() {
    return Special.erfInv(self());
  }

  default Tensor lgamma() {
    return Special.lgamma(self());
  }

  default Tensor digamma() {
    return Special.digamma(self());
  }

  default Tensor trigamma() {
    return Special.trigamma(self());
  }

  default Tensor polygamma(int n) {
    return Special.polygamma(self(), n);
  }

  default Tensor beta(Tensor y) {
    return Special.beta(self(), y);
  }
}
