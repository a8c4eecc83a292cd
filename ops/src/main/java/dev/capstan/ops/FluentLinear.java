package dev.capstan.ops;

/** The operations of {@link Linear} as methods of {@link Tensor}. */
interface FluentLinear {
  Tensor self();

  default Tensor matmul(Tensor y) {
    return Linear.matmul(self(), y);
  }

  default Tensor matmul(Transpose flipThis, Tensor y, Transpose flipY) {
    return Linear.matmul(self(), flipThis, y, flipY);
  }

  default Tensor normalize(double p, int axis) {
    return Linear.normalize(self(), p, axis);
  }

  default Tensor normalize(double p, int axis, double eps) {
    return Linear.normalize(self(), p, axis, eps);
  }
}
