package dev.capstan.ops.internal;

/** The kernels chosen at start: scalar loops, or the Vector API where its module is present. */
final class Provider {
  static final Kernels<float[]> FLOAT = new FloatKernels();
  static final Kernels<double[]> DOUBLE = new DoubleKernels();
  static final PairKernels<float[]> FLOAT_PAIRS = new FloatPairKernels();
  static final PairKernels<double[]> DOUBLE_PAIRS = new DoublePairKernels();

  private Provider() {}
}
