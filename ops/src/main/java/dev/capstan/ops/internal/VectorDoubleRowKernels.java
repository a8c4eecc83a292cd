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
  void shares(Triple<double[]> x, double eps, double near, double far, int at, double[] out) {
    double[] a = x.anchor();
    int end = at + x.n();
    int full = at + SPECIES.loopBound(x.n());
    if (near != 0 && far != 0) {
      for (int i = at; i < full; i += LANES) {
        DoubleVector v = difference(a, x.positive(), eps, i).mul(near);
        difference(a, x.negative(), eps, i).mul(far).add(v).intoArray(out, i);
      }
    } else {
      double[] other = near != 0 ? x.positive() : x.negative();
      double scale = near + far;
      for (int i = at; i < full; i += LANES) {
        difference(a, other, eps, i).mul(scale).intoArray(out, i);
      }
    }
    for (int i = full; i < end; i++) {
      double v = near == 0 ? 0 : near * (a[i] - x.positive()[i] + eps);
      out[i] = far == 0 ? v : v + far * (a[i] - x.negative()[i] + eps);
    }
  }

  private static DoubleVector difference(double[] x, double[] y, double eps, int at) {
    return DoubleVector.fromArray(SPECIES, x, at)
        .sub(DoubleVector.fromArray(SPECIES, y, at))
        .add(eps);
  }
}
