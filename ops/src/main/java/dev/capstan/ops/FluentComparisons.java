package dev.capstan.ops;

/** The operations of {@link Comparisons} as methods of {@link Tensor}. */
interface FluentComparisons {
  Tensor self();

  default BoolTensor eq(Tensor y) {
    return Comparisons.eq(self(), y);
  }

  default BoolTensor eq(double c) {
    return Comparisons.eq(self(), c);
  }

  default BoolTensor ne(Tensor y) {
    return Comparisons.ne(self(), y);
  }

  default BoolTensor ne(double c) {
    return Comparisons.ne(self(), c);
  }

  default BoolTensor lt(Tensor y) {
    return Comparisons.lt(self(), y);
  }

  default BoolTensor lt(double c) {
    return Comparisons.lt(self(), c);
  }

  default BoolTensor le(Tensor y) {
    return Comparisons.le(self(), y);
  }

  default BoolTensor le(double c) {
    return Comparisons.le(self(), c);
  }

  default BoolTensor gt(Tensor y) {
    return Comparisons.gt(self(), y);
  }

  default BoolTensor gt(double c) {
    return Comparisons.gt(self(), c);
  }

  default BoolTensor ge(Tensor y) {
    return Comparisons.ge(self(), y);
  }

  default BoolTensor ge(double c) {
    return Comparisons.ge(self(), c);
  }

  default BoolTensor isNaN() {
    return Comparisons.isNaN(self());
  }

  default BoolTensor isFinite() {
    return Comparisons.isFinite(self());
  }

  default BoolTensor isInfinite() {
    return Comparisons.isInfinite(self());
  }
}
