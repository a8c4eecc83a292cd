package dev.capstan.benchmarks.contest;

import dev.capstan.benchmarks.workload.Kind;
import dev.capstan.ops.DType;
import java.util.function.DoubleSupplier;

/**
 * What one core of this machine can do at best in one precision, measured in the run that it is
 * compared with: fused multiply-adds from registers, and the memory bus for reading, copying and
 * adding.
 *
 * @param fma float operations a second, two for each multiply-add
 * @param read bytes a second
 * @param copy bytes a second, those read and those written
 * @param add bytes a second of a + b to c, those read and those written
 */
public record Peaks(double fma, double read, double copy, double add) {
  /** Arrays of 64 MB, beyond the caches that belong to one core. */
  private static final int BYTES = 1 << 26;

  /** No peak is waited for longer than this many times the patience. */
  private static final int LONGEST = 8;

  /**
   * Measures all four; the multiply-adds and reads by vector code where its module is present.
   *
   * @param patience a peak is reached when for so many seconds nothing was a twentieth faster
   */
  static Peaks measure(DType dtype, double patience) {
    PeakLoops loops = PeakLoops.best(dtype);
    return dtype == DType.FLOAT32 ? singles(loops, patience) : doubles(loops, patience);
  }

  private static Peaks singles(PeakLoops loops, double patience) {
    float[] a = new float[BYTES / Float.BYTES];
    float[] b = new float[a.length];
    float[] c = new float[a.length];
    return new Peaks(
        most(patience, loops::fma),
        most(patience, () -> rate(BYTES, () -> loops.read(a))),
        most(
            patience,
            () ->
                rate(
                    2.0 * BYTES,
                    () -> {
                      System.arraycopy(a, 0, c, 0, a.length);
                      return c[0];
                    })),
        most(patience, () -> rate(3.0 * BYTES, () -> add(a, b, c))));
  }

  private static Peaks doubles(PeakLoops loops, double patience) {
    double[] a = new double[BYTES / Double.BYTES];
    double[] b = new double[a.length];
    double[] c = new double[a.length];
    return new Peaks(
        most(patience, loops::fma),
        most(patience, () -> rate(BYTES, () -> loops.read(a))),
        most(
            patience,
            () ->
                rate(
                    2.0 * BYTES,
                    () -> {
                      System.arraycopy(a, 0, c, 0, a.length);
                      return c[0];
                    })),
        most(patience, () -> rate(3.0 * BYTES, () -> add(a, b, c))));
  }

  private static double add(float[] a, float[] b, float[] c) {
    for (int i = 0; i < a.length; i++) {
      c[i] = a[i] + b[i];
    }
    return c[0];
  }

  private static double add(double[] a, double[] b, double[] c) {
    for (int i = 0; i < a.length; i++) {
      c[i] = a[i] + b[i];
    }
    return c[0];
  }

  /** The best bandwidth that a workload with this traffic can hope for. */
  public double bandwidth(Kind kind) {
    return switch (kind) {
      case ADD -> add;
      case SUM, MAX -> read;
      default -> copy;
    };
  }

  /** Amount a second of one run. */
  static double rate(double amount, DoubleSupplier work) {
    long start = System.nanoTime();
    double kept = work.getAsDouble();
    double seconds = (System.nanoTime() - start) / 1e9;
    return Double.isNaN(kept) ? Double.NaN : amount / seconds;
  }

  private static double most(double patience, DoubleSupplier rate) {
    double most = 0;
    long start = System.nanoTime();
    long improved = start;
    long now = start;
    while (now - improved < patience * 1e9 && now - start < LONGEST * patience * 1e9) {
      double got = rate.getAsDouble();
      now = System.nanoTime();
      improved = got > 1.05 * most ? now : improved;
      most = Math.max(most, got);
    }
    return most;
  }
}
