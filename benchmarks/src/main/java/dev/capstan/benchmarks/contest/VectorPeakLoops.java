package dev.capstan.benchmarks.contest;

import dev.capstan.ops.DType;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Ten independent chains of multiply-adds hide their latency on two ports; sums read in fours. */
final class VectorPeakLoops extends PeakLoops {
  private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Double> D = DoubleVector.SPECIES_PREFERRED;
  private static final int CHAINS = 10;
  private static final int STEPS = 2_000;

  VectorPeakLoops(DType dtype) {
    super(dtype);
  }

  @Override
  double fma() {
    int lanes = dtype == DType.FLOAT32 ? F.length() : D.length();
    double flops = 2.0 * CHAINS * STEPS * lanes;
    return Peaks.rate(flops, dtype == DType.FLOAT32 ? this::singles : this::doubles);
  }

  private double singles() {
    FloatVector x = FloatVector.broadcast(F, 0.5f);
    FloatVector a = x;
    FloatVector b = x;
    FloatVector c = x;
    FloatVector d = x;
    FloatVector e = x;
    FloatVector f = x;
    FloatVector g = x;
    FloatVector h = x;
    FloatVector i = x;
    FloatVector j = x;
    for (int step = 0; step < STEPS; step++) {
      a = a.fma(x, x);
      b = b.fma(x, x);
      c = c.fma(x, x);
      d = d.fma(x, x);
      e = e.fma(x, x);
      f = f.fma(x, x);
      g = g.fma(x, x);
      h = h.fma(x, x);
      i = i.fma(x, x);
      j = j.fma(x, x);
    }
    FloatVector sum = a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j);
    return sum.reduceLanes(VectorOperators.ADD);
  }

  private double doubles() {
    DoubleVector x = DoubleVector.broadcast(D, 0.5);
    DoubleVector a = x;
    DoubleVector b = x;
    DoubleVector c = x;
    DoubleVector d = x;
    DoubleVector e = x;
    DoubleVector f = x;
    DoubleVector g = x;
    DoubleVector h = x;
    DoubleVector i = x;
    DoubleVector j = x;
    for (int step = 0; step < STEPS; step++) {
      a = a.fma(x, x);
      b = b.fma(x, x);
      c = c.fma(x, x);
      d = d.fma(x, x);
      e = e.fma(x, x);
      f = f.fma(x, x);
      g = g.fma(x, x);
      h = h.fma(x, x);
      i = i.fma(x, x);
      j = j.fma(x, x);
    }
    DoubleVector sum = a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j);
    return sum.reduceLanes(VectorOperators.ADD);
  }

  @Override
  double read(float[] x) {
    FloatVector a = FloatVector.zero(F);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    int n = F.length();
    for (int i = 0; i < x.length; i += 4 * n) {
      a = a.add(FloatVector.fromArray(F, x, i));
      b = b.add(FloatVector.fromArray(F, x, i + n));
      c = c.add(FloatVector.fromArray(F, x, i + 2 * n));
      d = d.add(FloatVector.fromArray(F, x, i + 3 * n));
    }
    return a.add(b).add(c).add(d).reduceLanes(VectorOperators.ADD);
  }

  @Override
  double read(double[] x) {
    DoubleVector a = DoubleVector.zero(D);
    DoubleVector b = a;
    DoubleVector c = a;
    DoubleVector d = a;
    int n = D.length();
    for (int i = 0; i < x.length; i += 4 * n) {
      a = a.add(DoubleVector.fromArray(D, x, i));
      b = b.add(DoubleVector.fromArray(D, x, i + n));
      c = c.add(DoubleVector.fromArray(D, x, i + 2 * n));
      d = d.add(DoubleVector.fromArray(D, x, i + 3 * n));
    }
    return a.add(b).add(c).add(d).reduceLanes(VectorOperators.ADD);
  }
}
