package dev.capstan.ops.internal;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The loops of {@link RowKernels} on the Vector API. */
final class VectorDoubleRowKernels extends DoubleRowKernels {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  VectorDoubleRowKernels() {}

  @Override
  double length(double[] x, double[] y, double eps, int at, int n) {
    DoubleVector even = DoubleVector.zero(SPECIES);
    DoubleVector odd = even;
    int i = at;
    int end = at + n;
    for (; i <= end - 2 * LANES; i += 2 * LANES) {
      DoubleVector v = difference(x, y, eps, i);
      even = v.fma(v, even);
      DoubleVector w = difference(x, y, eps, i + LANES);
      odd = w.fma(w, odd);
    }
    for (; i <= end - LANES; i += LANES) {
      DoubleVector v = difference(x, y, eps, i);
      even = v.fma(v, even);
    }
    double sum = even.add(odd).reduceLanes(VectorOperators.ADD);
    for (; i < end; i++) {
      double v = x[i] - y[i] + eps;
      sum += v * v;
    }
    return Math.sqrt(sum);
  }

  @Override
  void share(double[] x, double[] y, double eps, double scale, int at, int n, double[] out) {
    int full = SPECIES.loopBound(n);
    for (int i = at; i < at + full; i += LANES) {
      difference(x, y, eps, i).mul(scale).intoArray(out, i);
    }
    super.share(x, y, eps, scale, at + full, n - full, out);
  }

  @Override
  void shares(Triple<double[]> x, double eps, double near, double far, int at, double[] out) {
    double[] a = x.anchor();
    double[] p = x.positive();
    double[] q = x.negative();
    int i = at;
    for (; i <= at + x.n() - LANES; i += LANES) {
      DoubleVector v = difference(a, p, eps, i).mul(near);
      difference(a, q, eps, i).mul(far).add(v).intoArray(out, i);
    }
    for (; i < at + x.n(); i++) {
      out[i] = near * (a[i] - p[i] + eps) + far * (a[i] - q[i] + eps);
    }
  }

  private static DoubleVector difference(double[] x, double[] y, double eps, int at) {
    return DoubleVector.fromArray(SPECIES, x, at)
        .sub(DoubleVector.fromArray(SPECIES, y, at))
        .add(eps);
  }
}
