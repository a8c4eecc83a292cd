package dev.capstan.ops.internal;

import static jdk.incubator.vector.DoubleVector.fromArray;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link HingeKernels} on the Vector API. Sums are taken in partial sums, a lane each,
 * and differ from the scalar ones within the bound of recursive summation.
 */
final class VectorDoubleHingeKernels extends DoubleHingeKernels {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** 0, 1, 2, …: the number of each lane. */
  private static final DoubleVector LANE = DoubleVector.zero(SPECIES).addIndex(1);

  VectorDoubleHingeKernels() {}

  // --- triplets -------------------------------------------------------------------------------

  @Override
  void lengths(Triple<double[]> x, int r, double[] lengths) {
    double[] a = x.anchor();
    double[] p = x.positive();
    double[] q = x.negative();
    double eps = /*narrow*/ x.eps();
    int at = r * x.n();
    int end = at + x.n();
    DoubleVector near = DoubleVector.zero(SPECIES);
    DoubleVector far = near;
    DoubleVector nearOdd = near;
    DoubleVector farOdd = near;
    int i = at;
    for (; i <= end - 2 * LANES; i += 2 * LANES) {
      DoubleVector u = fromArray(SPECIES, a, i);
      DoubleVector v = u.sub(fromArray(SPECIES, p, i)).add(eps);
      DoubleVector w = u.sub(fromArray(SPECIES, q, i)).add(eps);
      near = v.fma(v, near);
      far = w.fma(w, far);
      DoubleVector u1 = fromArray(SPECIES, a, i + LANES);
      DoubleVector v1 = u1.sub(fromArray(SPECIES, p, i + LANES)).add(eps);
      DoubleVector w1 = u1.sub(fromArray(SPECIES, q, i + LANES)).add(eps);
      nearOdd = v1.fma(v1, nearOdd);
      farOdd = w1.fma(w1, farOdd);
    }
    for (; i <= end - LANES; i += LANES) {
      DoubleVector u = fromArray(SPECIES, a, i);
      DoubleVector v = u.sub(fromArray(SPECIES, p, i)).add(eps);
      DoubleVector w = u.sub(fromArray(SPECIES, q, i)).add(eps);
      near = v.fma(v, near);
      far = w.fma(w, far);
    }
    double nearSum = VectorDoubleLanes.sum(near.add(nearOdd));
    double farSum = VectorDoubleLanes.sum(far.add(farOdd));
    for (; i < end; i++) {
      double v = a[i] - p[i] + eps;
      double w = a[i] - q[i] + eps;
      nearSum += v * v;
      farSum += w * w;
    }
    lengths[2 * r] = Math.sqrt(nearSum);
    lengths[2 * r + 1] = Math.sqrt(farSum);
  }

  @Override
  void shares(
      Triple<double[]> x,
      int at,
      double near,
      double far,
      double[] toAnchor,
      double[] toPositive,
      double[] toNegative) {
    int n = x.n();
    if (n < LANES) {
      super.shares(x, at, near, far, toAnchor, toPositive, toNegative);
      return;
    }
    double[] a = x.anchor();
    double[] p = x.positive();
    double[] q = x.negative();
    double eps = /*narrow*/ x.eps();
    int last = at + n - LANES;
    for (int i = at; i < at + n; i += LANES) {
      int j = Math.min(i, last);
      DoubleVector u = fromArray(SPECIES, a, j);
      DoubleVector v = u.sub(fromArray(SPECIES, p, j)).add(eps).mul(near);
      DoubleVector w = u.sub(fromArray(SPECIES, q, j)).add(eps).mul(far);
      v.sub(w).intoArray(toAnchor, j);
      v.neg().intoArray(toPositive, j);
      w.intoArray(toNegative, j);
    }
  }

  // --- many classes ---------------------------------------------------------------------------

  // The terms of a row are where z is above 0, but for the target.
  //
  // The last vector of a row reaches into the next rows, whose lanes are masked; the rows at the
  // end of the matrix, where it would leave the array, take the scalar loop. Rows are written in
  // order, so what reaches into the next rows is overwritten by them.

  private static boolean reachesBeyond(Logits<double[]> x, int r) {
    return r * x.n() + (x.n() + LANES - 1) / LANES * LANES > x.rows() * x.n();
  }

  @Override
  double terms(Logits<double[]> x, int r, double base) {
    return reachesBeyond(x, r)
        ? super.terms(x, r, base)
        : x.p() == 1 ? sum(x, r, base) : sumOfSquares(x, r, base);
  }

  private static double sum(Logits<double[]> x, int r, double base) {
    DoubleVector zero = DoubleVector.zero(SPECIES);
    DoubleVector sum = zero;
    for (int i = 0; i < x.n(); i += LANES) {
      DoubleVector z = fromArray(SPECIES, x.x(), r * x.n() + i).add(base);
      VectorMask<Double> terms =
          z.compare(VectorOperators.GT, 0)
              .and(LANE.compare(VectorOperators.NE, (double) (x.target()[r] - i)))
              .and(LANE.compare(VectorOperators.LT, (double) (x.n() - i)));
      sum = sum.add(zero.blend(z, terms));
    }
    return VectorDoubleLanes.sum(sum);
  }

  private static double sumOfSquares(Logits<double[]> x, int r, double base) {
    DoubleVector zero = DoubleVector.zero(SPECIES);
    DoubleVector sum = zero;
    for (int i = 0; i < x.n(); i += LANES) {
      DoubleVector z = fromArray(SPECIES, x.x(), r * x.n() + i).add(base);
      VectorMask<Double> terms =
          z.compare(VectorOperators.GT, 0)
              .and(LANE.compare(VectorOperators.NE, (double) (x.target()[r] - i)))
              .and(LANE.compare(VectorOperators.LT, (double) (x.n() - i)));
      DoubleVector hinge = zero.blend(z, terms);
      sum = hinge.fma(hinge, sum);
    }
    return VectorDoubleLanes.sum(sum);
  }

  @Override
  double slopes(Logits<double[]> x, int r, double base, double scale, double[] to) {
    return reachesBeyond(x, r)
        ? super.slopes(x, r, base, scale, to)
        : x.p() == 1 ? steps(x, r, base, scale, to) : ramps(x, r, base, scale, to);
  }

  private static double steps(Logits<double[]> x, int r, double base, double scale, double[] to) {
    DoubleVector zero = DoubleVector.zero(SPECIES);
    DoubleVector one = DoubleVector.broadcast(SPECIES, scale);
    int count = 0;
    for (int i = 0; i < x.n(); i += LANES) {
      int at = r * x.n() + i;
      DoubleVector z = fromArray(SPECIES, x.x(), at).add(base);
      VectorMask<Double> terms =
          z.compare(VectorOperators.GT, 0)
              .and(LANE.compare(VectorOperators.NE, (double) (x.target()[r] - i)))
              .and(LANE.compare(VectorOperators.LT, (double) (x.n() - i)));
      zero.blend(one, terms).intoArray(to, at);
      count += terms.trueCount();
    }
    return count * scale;
  }

  private static double ramps(Logits<double[]> x, int r, double base, double scale, double[] to) {
    DoubleVector zero = DoubleVector.zero(SPECIES);
    DoubleVector sum = zero;
    for (int i = 0; i < x.n(); i += LANES) {
      int at = r * x.n() + i;
      DoubleVector z = fromArray(SPECIES, x.x(), at).add(base);
      VectorMask<Double> terms =
          z.compare(VectorOperators.GT, 0)
              .and(LANE.compare(VectorOperators.NE, (double) (x.target()[r] - i)))
              .and(LANE.compare(VectorOperators.LT, (double) (x.n() - i)));
      DoubleVector slope = zero.blend(z.mul(2).mul(scale), terms);
      slope.intoArray(to, at);
      sum = sum.add(slope);
    }
    return VectorDoubleLanes.sum(sum);
  }
}
