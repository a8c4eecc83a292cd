package dev.capstan.benchmarks;

import dev.capstan.ops.DType;
import java.util.function.DoubleSupplier;

/**
 * What one core of this machine can do at best, measured in the run that it is compared with: fused
 * multiply-adds from registers, and the memory bus for reading, copying and adding.
 *
 * @param fma float operations a second, two for each multiply-add
 * @param read bytes a second
 * @param copy bytes a second, those read and those written
 * @param add bytes a second of a + b to c, those read and those written
 */
record Peaks(double fma, double read, double copy, double add) {
  /** Arrays of 64 MB, beyond the caches that belong to one core. */
  private static final int ELEMENTS = 1 << 24;

  /** A peak is reached when this long nothing was a twentieth faster than before. */
  private static final long STEADY_NANOS = 1_000_000_000;

  /** And no peak is waited for longer than this. */
  private static final long PATIENCE_NANOS = 8_000_000_000L;

  /** Measures all four; the multiply-adds and reads by vector code where its module is present. */
  static Peaks measure(DType dtype) {
    PeakLoops loops = PeakLoops.best(dtype);
    float[] a = new float[ELEMENTS];
    float[] b = new float[ELEMENTS];
    float[] c = new float[ELEMENTS];
    double bytes = 4.0 * ELEMENTS;
    return new Peaks(
        most(loops::fma),
        most(() -> rate(bytes, () -> loops.read(a))),
        most(() -> rate(2 * bytes, () -> copy(a, c))),
        most(() -> rate(3 * bytes, () -> add(a, b, c))));
  }

  /** The best bandwidth that a workload with this traffic can hope for. */
  double bandwidth(Kind kind) {
    return kind == Kind.ADD ? add : read;
  }

  private static double copy(float[] a, float[] c) {
    System.arraycopy(a, 0, c, 0, a.length);
    return c[0];
  }

  private static double add(float[] a, float[] b, float[] c) {
    for (int i = 0; i < a.length; i++) {
      c[i] = a[i] + b[i];
    }
    return c[0];
  }

  /** Amount a second of one run. */
  static double rate(double amount, DoubleSupplier work) {
    long start = System.nanoTime();
    double kept = work.getAsDouble();
    double seconds = (System.nanoTime() - start) / 1e9;
    return Double.isNaN(kept) ? Double.NaN : amount / seconds;
  }

  private static double most(DoubleSupplier rate) {
    double most = 0;
    long start = System.nanoTime();
    long improved = start;
    long now = start;
    while (now - improved < STEADY_NANOS && now - start < PATIENCE_NANOS) {
      double got = rate.getAsDouble();
      now = System.nanoTime();
      improved = got > 1.05 * most ? now : improved;
      most = Math.max(most, got);
    }
    return most;
  }
}
