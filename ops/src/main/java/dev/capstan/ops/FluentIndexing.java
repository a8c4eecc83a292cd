package dev.capstan.ops;

/** The operations of {@link Indexing} as methods of {@link Tensor}. */
interface FluentIndexing {
  Tensor self();

  default Tensor gather(int axis, IntTensor index) {
    return Indexing.gather(self(), axis, index);
  }

  default Tensor scatterAdd(int axis, IntTensor index, Tensor y) {
    return Indexing.scatterAdd(self(), axis, index, y);
  }

  default Tensor indexSelect(int axis, IntTensor index) {
    return Indexing.indexSelect(self(), axis, index);
  }

  default Tensor select(int axis, int index) {
    return Indexing.select(self(), axis, index);
  }

  default Tensor slice(int axis, int start, int stop) {
    return Indexing.slice(self(), axis, start, stop);
  }

  default Tensor slice(int axis, int start, int stop, int step) {
    return Indexing.slice(self(), axis, start, stop, step);
  }

  default Tensor slice(Slice... slices) {
    return Indexing.slice(self(), slices);
  }

  default Tensor takeAlongAxis(int axis, IntTensor index) {
    return Indexing.takeAlongAxis(self(), axis, index);
  }

  default Tensor embedding(IntTensor ids) {
    return Indexing.embedding(self(), ids);
  }

  default Tensor maskedSelect(BoolTensor mask) {
    return Indexing.maskedSelect(self(), mask);
  }

  default Tensor maskedFill(BoolTensor mask, double value) {
    return Indexing.maskedFill(self(), mask, value);
  }

  default IntTensor nonZero() {
    return Indexing.nonZero(self());
  }
}
