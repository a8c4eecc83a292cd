package dev.capstan.benchmarks.contest;

import dev.capstan.ops.DType;

/** The loops that reach the peaks; plain ones here, on the Vector API where it is present. */
class PeakLoops {
  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  /** Small enough for the first-level cache. */
  private static final int CACHED = 2048;

  private static final int ROUNDS = 2000;

  private final float[] x = new float[CACHED];
  private final float[] y = new float[CACHED];
  private final double[] xs = new double[CACHED];
  private final double[] ys = new double[CACHED];
  final DType dtype;

  PeakLoops(DType dtype) {
    this.dtype = dtype;
  }

  /** The vector loops, found by name so that nothing else needs the incubating module. */
  static PeakLoops best(DType dtype) {
    if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
      return new PeakLoops(dtype);
    }
    try {
      return Class.forName(PeakLoops.class.getPackageName() + ".VectorPeakLoops")
          .asSubclass(PeakLoops.class)
          .getDeclaredConstructor(DType.class)
          .newInstance(dtype);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("peaks: cannot load the vector loops", e);
    }
  }

  /** Float operations a second, of one short run. */
  double fma() {
    double flops = 2.0 * CACHED * ROUNDS;
    return Peaks.rate(flops, dtype == DType.FLOAT32 ? this::singles : this::doubles);
  }

  private double singles() {
    for (int r = 0; r < ROUNDS; r++) {
      for (int i = 0; i < CACHED; i++) {
        y[i] = Math.fma(0.5f, x[i], y[i]);
      }
    }
    return y[0];
  }

  private double doubles() {
    for (int r = 0; r < ROUNDS; r++) {
      for (int i = 0; i < CACHED; i++) {
        ys[i] = Math.fma(0.5, xs[i], ys[i]);
      }
    }
    return ys[0];
  }

  /** Something that depends on every element. */
  double read(float[] a) {
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    for (int i = 0; i < a.length; i += 4) {
      s0 += a[i];
      s1 += a[i + 1];
      s2 += a[i + 2];
      s3 += a[i + 3];
    }
    return s0 + s1 + s2 + s3;
  }

  /** Something that depends on every element. */
  double read(double[] a) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    for (int i = 0; i < a.length; i += 4) {
      s0 += a[i];
      s1 += a[i + 1];
      s2 += a[i + 2];
      s3 += a[i + 3];
    }
    return s0 + s1 + s2 + s3;
  }
}
