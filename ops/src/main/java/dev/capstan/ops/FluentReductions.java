package dev.capstan.ops;

import dev.capstan.ops.option.KeepDims;

/** The operations of {@link Reductions} as methods of {@link Tensor}. */
interface FluentReductions {
  Tensor self();

  default Tensor sum(int... axes) {
    return Reductions.sum(self(), axes);
  }

  default Tensor sum(KeepDims keepDims, int... axes) {
    return Reductions.sum(self(), keepDims, axes);
  }

  default Tensor mean(int... axes) {
    return Reductions.mean(self(), axes);
  }

  default Tensor mean(KeepDims keepDims, int... axes) {
    return Reductions.mean(self(), keepDims, axes);
  }

  default Tensor prod(int... axes) {
    return Reductions.prod(self(), axes);
  }

  default Tensor prod(KeepDims keepDims, int... axes) {
    return Reductions.prod(self(), keepDims, axes);
  }

  default Tensor var(double correction, int... axes) {
    return Reductions.var(self(), correction, axes);
  }

  default Tensor var(double correction, KeepDims keepDims, int... axes) {
    return Reductions.var(self(), correction, keepDims, axes);
  }

  default Tensor std(double correction, int... axes) {
    return Reductions.std(self(), correction, axes);
  }

  default Tensor std(double correction, KeepDims keepDims, int... axes) {
    return Reductions.std(self(), correction, keepDims, axes);
  }

  default Tensor max() {
    return Reductions.max(self());
  }

  default Tensor max(int axis) {
    return Reductions.max(self(), axis);
  }

  default Tensor max(KeepDims keepDims, int axis) {
    return Reductions.max(self(), keepDims, axis);
  }

  default Tensor min() {
    return Reductions.min(self());
  }

  default Tensor min(int axis) {
    return Reductions.min(self(), axis);
  }

  default Tensor min(KeepDims keepDims, int axis) {
    return Reductions.min(self(), keepDims, axis);
  }

  default Tensor amax(int... axes) {
    return Reductions.amax(self(), axes);
  }

  default Tensor amax(KeepDims keepDims, int... axes) {
    return Reductions.amax(self(), keepDims, axes);
  }

  default Tensor amin(int... axes) {
    return Reductions.amin(self(), axes);
  }

  default Tensor amin(KeepDims keepDims, int... axes) {
    return Reductions.amin(self(), keepDims, axes);
  }

  default IntTensor argmax(int axis) {
    return Reductions.argmax(self(), axis);
  }

  default IntTensor argmin(int axis) {
    return Reductions.argmin(self(), axis);
  }

  default Tensor norm(double p, int... axes) {
    return Reductions.norm(self(), p, axes);
  }

  default Tensor norm(double p, KeepDims keepDims, int... axes) {
    return Reductions.norm(self(), p, keepDims, axes);
  }

  default Tensor logsumexp(int... axes) {
    return Reductions.logsumexp(self(), axes);
  }

  default Tensor logsumexp(KeepDims keepDims, int... axes) {
    return Reductions.logsumexp(self(), keepDims, axes);
  }

  default Tensor softmax(int... axes) {
    return Reductions.softmax(self(), axes);
  }

  default Tensor logSoftmax(int... axes) {
    return Reductions.logSoftmax(self(), axes);
  }

  default IntTensor countNonZero(int... axes) {
    return Reductions.countNonZero(self(), axes);
  }
}
