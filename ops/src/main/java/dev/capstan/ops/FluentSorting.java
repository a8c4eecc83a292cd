package dev.capstan.ops;

import dev.capstan.ops.option.Order;
import dev.capstan.ops.option.Side;

/** The operations of {@link Sorting} as methods of {@link Tensor}. */
interface FluentSorting {
  Tensor self();

  default Tensor sort(int axis) {
    return Sorting.sort(self(), axis);
  }

  default Tensor sort(int axis, Order order) {
    return Sorting.sort(self(), axis, order);
  }

  default IntTensor argsort(int axis) {
    return Sorting.argsort(self(), axis);
  }

  default IntTensor argsort(int axis, Order order) {
    return Sorting.argsort(self(), axis, order);
  }

  default Tensor topK(int k, int axis) {
    return Sorting.topK(self(), k, axis);
  }

  default Tensor topK(int k, int axis, Order order) {
    return Sorting.topK(self(), k, axis, order);
  }

  default IntTensor argTopK(int k, int axis) {
    return Sorting.argTopK(self(), k, axis);
  }

  default IntTensor argTopK(int k, int axis, Order order) {
    return Sorting.argTopK(self(), k, axis, order);
  }

  default Tensor median() {
    return Sorting.median(self());
  }

  default Tensor median(int axis) {
    return Sorting.median(self(), axis);
  }

  default IntTensor argMedian(int axis) {
    return Sorting.argMedian(self(), axis);
  }

  default Tensor kthValue(int k, int axis) {
    return Sorting.kthValue(self(), k, axis);
  }

  default IntTensor argKthValue(int k, int axis) {
    return Sorting.argKthValue(self(), k, axis);
  }

  default Tensor quantile(double q, int axis) {
    return Sorting.quantile(self(), q, axis);
  }

  default Tensor unique() {
    return Sorting.unique(self());
  }

  default IntTensor searchSorted(Tensor values, Side side) {
    return Sorting.searchSorted(self(), values, side);
  }
}
