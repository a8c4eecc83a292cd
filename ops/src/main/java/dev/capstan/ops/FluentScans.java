package dev.capstan.ops;

/** The operations of {@link Scans} as methods of {@link Tensor}. */
interface FluentScans {
  Tensor self();

  default Tensor cumsum(int axis) {
    return Scans.cumsum(self(), axis);
  }

  default Tensor cumprod(int axis) {
    return Scans.cumprod(self(), axis);
  }

  default Tensor logcumsumexp(int axis) {
    return Scans.logcumsumexp(self(), axis);
  }

  default Tensor cummax(int axis) {
    return Scans.cummax(self(), axis);
  }

  default Tensor cummin(int axis) {
    return Scans.cummin(self(), axis);
  }
}
