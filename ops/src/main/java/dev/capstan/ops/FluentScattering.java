package dev.capstan.ops;

import dev.capstan.ops.option.Combine;

/** The operations of {@link Scattering} as methods of {@link Tensor}. */
interface FluentScattering {
  Tensor self();

  default Tensor scatter(int axis, IntTensor index, Tensor y, Combine combine) {
    return Scattering.scatter(self(), axis, index, y, combine);
  }

  default Tensor indexAdd(int axis, IntTensor index, Tensor y) {
    return Scattering.indexAdd(self(), axis, index, y);
  }

  default Tensor segmentSum(IntTensor segments, int count) {
    return Scattering.segmentSum(self(), segments, count);
  }

  default Tensor segmentSum(IntTensor index, IntTensor segments, int count) {
    return Scattering.segmentSum(self(), index, segments, count);
  }

  default Tensor segmentSum(IntTensor index, Tensor weights, IntTensor segments, int count) {
    return Scattering.segmentSum(self(), index, weights, segments, count);
  }

  default Tensor segmentMean(IntTensor index, IntTensor segments, int count) {
    return Scattering.segmentMean(self(), index, segments, count);
  }

  default Tensor segmentMean(IntTensor segments, int count) {
    return Scattering.segmentMean(self(), segments, count);
  }

  default Tensor segmentMax(IntTensor segments, int count) {
    return Scattering.segmentMax(self(), segments, count);
  }
}
