package dev.capstan.ops.internal;

/** Arrays that products pack their operands into. */
final class DoubleScratch {

  /** Enough for a panel and a block of A each on several threads. */
  private static final Spares<double[]> SPARES = new Spares<>(8);

  private DoubleScratch() {}

  /** An array of at least n elements with arbitrary contents. */
  static double[] take(int n) {
    return SPARES.take(kept -> kept.length >= n, () -> new double[n]);
  }

  static void give(double[] array) {
    SPARES.give(array, kept -> kept.length < array.length);
  }
}
