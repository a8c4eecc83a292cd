package dev.capstan.ops;

/** The operations of {@link Transcendental} as methods of {@link Tensor}. */
interface FluentTranscendental {
  Tensor self();

  default Tensor cbrt() {
    return Transcendental.cbrt(self());
  }

  default Tensor hypot(Tensor y) {
    return Transcendental.hypot(self(), y);
  }

  default Tensor expm1() {
    return Transcendental.expm1(self());
  }

  default Tensor log1p() {
    return Transcendental.log1p(self());
  }

  default Tensor log2() {
    return Transcendental.log2(self());
  }

  default Tensor log10() {
    return Transcendental.log10(self());
  }

  default Tensor xlogy(Tensor y) {
    return Transcendental.xlogy(self(), y);
  }

  default Tensor sin() {
    return Transcendental.sin(self());
  }

  default Tensor cos() {
    return Transcendental.cos(self());
  }

  default Tensor tan() {
    return Transcendental.tan(self());
  }

  default Tensor asin() {
    return Transcendental.asin(self());
  }

  default Tensor acos() {
    return Transcendental.acos(self());
  }

  default Tensor atan() {
    return Transcendental.atan(self());
  }

  default Tensor atan2(Tensor x) {
    return Transcendental.atan2(self(), x);
  }

  default Tensor sinh() {
    return Transcendental.sinh(self());
  }

  default Tensor cosh() {
    return Transcendental.cosh(self());
  }

  default Tensor asinh() {
    return Transcendental.asinh(self());
  }

  default Tensor acosh() {
    return Transcendental.acosh(self());
  }

  default Tensor atanh() {
    return Transcendental.atanh(self());
  }
}
