package dev.capstan.ops.internal;

/**
 * Kernels of every kind for one type of element, as one provider makes them.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
record KernelSet<A>(
    Kernels<A> elements,
    LineKernels<A> lines,
    HingeKernels<A> hinges,
    BatchKernels<A> batches,
    UpdateKernels<A> updates,
    ImageKernels<A> images,
    PairKernels<A> pairs) {

  /** Of two sets, kind by kind what a choice makes of both. */
  static <A> KernelSet<A> of(KernelSet<A> one, KernelSet<A> other, Choice choice) {
    return new KernelSet<>(
        choice.<Kernels<A>>of(Kernels.class, one.elements, other.elements),
        choice.<LineKernels<A>>of(LineKernels.class, one.lines, other.lines),
        choice.<HingeKernels<A>>of(HingeKernels.class, one.hinges, other.hinges),
        choice.<BatchKernels<A>>of(BatchKernels.class, one.batches, other.batches),
        choice.<UpdateKernels<A>>of(UpdateKernels.class, one.updates, other.updates),
        choice.<ImageKernels<A>>of(ImageKernels.class, one.images, other.images),
        choice.<PairKernels<A>>of(PairKernels.class, one.pairs, other.pairs));
  }

  /** Makes one of two kernels of a kind. */
  interface Choice {
    <K> K of(Class<? super K> kind, K one, K other);
  }
}
