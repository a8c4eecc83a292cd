package dev.capstan.ops.internal;

import static dev.capstan.ops.internal.DoubleFolds.BLOCK;
import static dev.capstan.ops.internal.DoubleFolds.GROUP;
import static dev.capstan.ops.internal.DoubleFolds.SHORT;
import static dev.capstan.ops.internal.VectorDoubleLanes.BY_1;
import static dev.capstan.ops.internal.VectorDoubleLanes.BY_2;
import static dev.capstan.ops.internal.VectorDoubleLanes.BY_4;
import static dev.capstan.ops.internal.VectorDoubleLanes.BY_8;
import static dev.capstan.ops.internal.VectorDoubleLanes.FITS;
import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.DoubleVector.fromArray;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The loops of {@link HingeKernels} on the Vector API; the same bits as without. */
final class VectorDoubleHingeKernels extends DoubleHingeKernels {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** 0, 1, 2, …: the number of each lane. */
  private static final DoubleVector LANE = DoubleVector.zero(SPECIES).addIndex(1);

  VectorDoubleHingeKernels() {}

  // --- triplets -------------------------------------------------------------------------------

  @Override
  void lengths(Triple<double[]> x, int r, double[] lengths) {
    if (x.n() < SHORT || !FITS) {
      super.lengths(x, r, lengths);
      return;
    }
    if (x.n() <= BLOCK) {
      squares(x, r * x.n(), x.n(), lengths, 2 * r);
    } else {
      /*wide*/ double near = 0;
      /*wide*/ double far = 0;
      for (int i = 0; i < x.n(); i += BLOCK) {
        squares(x, r * x.n() + i, Math.min(BLOCK, x.n() - i), lengths, 2 * r);
        near += lengths[2 * r];
        far += lengths[2 * r + 1];
      }
      lengths[2 * r] = /*narrow*/ near;
      lengths[2 * r + 1] = /*narrow*/ far;
    }
    lengths[2 * r] = Math.sqrt(lengths[2 * r]);
    lengths[2 * r + 1] = Math.sqrt(lengths[2 * r + 1]);
  }

  /** Both sums of squares of a block, to a place and the next. */
  private static void squares(Triple<double[]> x, int at, int n, double[] sums, int to) {
    double[] a = x.anchor();
    double[] p = x.positive();
    double[] f = x.negative();
    double eps = /*narrow*/ x.eps();
    int whole = at + n / GROUP * GROUP;
    DoubleVector gap = broadcast(SPECIES, eps);
    DoubleVector near = DoubleVector.zero(SPECIES);
    DoubleVector far = near;
    for (int q = 0; q < GROUP; q += LANES) {
      DoubleVector near0 = DoubleVector.zero(SPECIES);
      DoubleVector near1 = near0;
      DoubleVector near2 = near0;
      DoubleVector near3 = near0;
      DoubleVector far0 = near0;
      DoubleVector far1 = near0;
      DoubleVector far2 = near0;
      DoubleVector far3 = near0;
      int i = at + q;
      for (; i < whole - 3 * GROUP; i += 4 * GROUP) {
        DoubleVector u = fromArray(SPECIES, a, i);
        DoubleVector v = u.sub(fromArray(SPECIES, p, i)).add(gap);
        DoubleVector w = u.sub(fromArray(SPECIES, f, i)).add(gap);
        near0 = v.fma(v, near0);
        far0 = w.fma(w, far0);
        u = fromArray(SPECIES, a, i + GROUP);
        v = u.sub(fromArray(SPECIES, p, i + GROUP)).add(gap);
        w = u.sub(fromArray(SPECIES, f, i + GROUP)).add(gap);
        near1 = v.fma(v, near1);
        far1 = w.fma(w, far1);
        u = fromArray(SPECIES, a, i + 2 * GROUP);
        v = u.sub(fromArray(SPECIES, p, i + 2 * GROUP)).add(gap);
        w = u.sub(fromArray(SPECIES, f, i + 2 * GROUP)).add(gap);
        near2 = v.fma(v, near2);
        far2 = w.fma(w, far2);
        u = fromArray(SPECIES, a, i + 3 * GROUP);
        v = u.sub(fromArray(SPECIES, p, i + 3 * GROUP)).add(gap);
        w = u.sub(fromArray(SPECIES, f, i + 3 * GROUP)).add(gap);
        near3 = v.fma(v, near3);
        far3 = w.fma(w, far3);
      }
      for (; i < whole; i += GROUP) {
        DoubleVector u = fromArray(SPECIES, a, i);
        DoubleVector v = u.sub(fromArray(SPECIES, p, i)).add(gap);
        DoubleVector w = u.sub(fromArray(SPECIES, f, i)).add(gap);
        near0 = v.fma(v, near0);
        far0 = w.fma(w, far0);
      }
      DoubleVector lanes = near0.add(near1).add(near2.add(near3));
      near = q == 0 ? lanes : near.add(lanes);
      lanes = far0.add(far1).add(far2.add(far3));
      far = q == 0 ? lanes : far.add(lanes);
    }
    if (LANES > 8) {
      near = near.add(near.rearrange(BY_8));
    }
    if (LANES > 4) {
      near = near.add(near.rearrange(BY_4));
    }
    near = near.add(near.rearrange(BY_2));
    if (LANES > 8) {
      far = far.add(far.rearrange(BY_8));
    }
    if (LANES > 4) {
      far = far.add(far.rearrange(BY_4));
    }
    far = far.add(far.rearrange(BY_2));
    double nearSum = near.add(near.rearrange(BY_1)).lane(0);
    double farSum = far.add(far.rearrange(BY_1)).lane(0);
    for (int i = whole; i < at + n; i++) {
      double v = a[i] - p[i] + eps;
      double w = a[i] - f[i] + eps;
      nearSum = Math.fma(v, v, nearSum);
      farSum = Math.fma(w, w, farSum);
    }
    sums[to] = nearSum;
    sums[to + 1] = farSum;
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
    DoubleVector gap = broadcast(SPECIES, /*narrow*/ x.eps());
    DoubleVector nears = broadcast(SPECIES, near);
    DoubleVector fars = broadcast(SPECIES, far);
    int last = at + n - LANES;
    for (int i = at; i < at + n; i += LANES) {
      int j = Math.min(i, last);
      DoubleVector u = fromArray(SPECIES, a, j);
      DoubleVector v = u.sub(fromArray(SPECIES, p, j)).add(gap).mul(nears);
      DoubleVector w = u.sub(fromArray(SPECIES, q, j)).add(gap).mul(fars);
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
    return !FITS || reachesBeyond(x, r)
        ? super.terms(x, r, base)
        : x.p() == 1 ? sum(x, r, base) : sumOfSquares(x, r, base);
  }

  private static double sum(Logits<double[]> x, int r, double base) {
    DoubleVector bases = broadcast(SPECIES, base);
    DoubleVector zero = DoubleVector.zero(SPECIES);
    DoubleVector so = zero;
    for (int q = 0; q < GROUP; q += LANES) {
      DoubleVector lanes = zero;
      for (int i = q; i < x.n(); i += GROUP) {
        DoubleVector z = fromArray(SPECIES, x.x(), r * x.n() + i).add(bases);
        VectorMask<Double> terms =
            z.compare(VectorOperators.GT, zero)
                .and(
                    LANE.compare(
                        VectorOperators.NE, broadcast(SPECIES, (double) (x.target()[r] - i))))
                .and(LANE.compare(VectorOperators.LT, broadcast(SPECIES, (double) (x.n() - i))));
        lanes = lanes.add(zero.blend(z, terms));
      }
      so = q == 0 ? lanes : so.add(lanes);
    }
    if (LANES > 8) {
      so = so.add(so.rearrange(BY_8));
    }
    if (LANES > 4) {
      so = so.add(so.rearrange(BY_4));
    }
    so = so.add(so.rearrange(BY_2));
    return so.add(so.rearrange(BY_1)).lane(0);
  }

  private static double sumOfSquares(Logits<double[]> x, int r, double base) {
    DoubleVector bases = broadcast(SPECIES, base);
    DoubleVector zero = DoubleVector.zero(SPECIES);
    DoubleVector so = zero;
    for (int q = 0; q < GROUP; q += LANES) {
      DoubleVector lanes = zero;
      for (int i = q; i < x.n(); i += GROUP) {
        DoubleVector z = fromArray(SPECIES, x.x(), r * x.n() + i).add(bases);
        VectorMask<Double> terms =
            z.compare(VectorOperators.GT, zero)
                .and(
                    LANE.compare(
                        VectorOperators.NE, broadcast(SPECIES, (double) (x.target()[r] - i))))
                .and(LANE.compare(VectorOperators.LT, broadcast(SPECIES, (double) (x.n() - i))));
        DoubleVector hinge = zero.blend(z, terms);
        lanes = hinge.fma(hinge, lanes);
      }
      so = q == 0 ? lanes : so.add(lanes);
    }
    if (LANES > 8) {
      so = so.add(so.rearrange(BY_8));
    }
    if (LANES > 4) {
      so = so.add(so.rearrange(BY_4));
    }
    so = so.add(so.rearrange(BY_2));
    return so.add(so.rearrange(BY_1)).lane(0);
  }

  @Override
  double slopes(Logits<double[]> x, int r, double base, double scale, double[] to) {
    return !FITS || reachesBeyond(x, r)
        ? super.slopes(x, r, base, scale, to)
        : x.p() == 1 ? steps(x, r, base, scale, to) : ramps(x, r, base, scale, to);
  }

  private static double steps(Logits<double[]> x, int r, double base, double scale, double[] to) {
    DoubleVector bases = broadcast(SPECIES, base);
    DoubleVector zero = DoubleVector.zero(SPECIES);
    DoubleVector one = broadcast(SPECIES, scale);
    int count = 0;
    for (int i = 0; i < x.n(); i += LANES) {
      int at = r * x.n() + i;
      DoubleVector z = fromArray(SPECIES, x.x(), at).add(bases);
      VectorMask<Double> terms =
          z.compare(VectorOperators.GT, zero)
              .and(
                  LANE.compare(
                      VectorOperators.NE, broadcast(SPECIES, (double) (x.target()[r] - i))))
              .and(LANE.compare(VectorOperators.LT, broadcast(SPECIES, (double) (x.n() - i))));
      zero.blend(one, terms).intoArray(to, at);
      count += terms.trueCount();
    }
    return count * scale;
  }

  private static double ramps(Logits<double[]> x, int r, double base, double scale, double[] to) {
    DoubleVector bases = broadcast(SPECIES, base);
    DoubleVector two = broadcast(SPECIES, 2.0);
    DoubleVector scales = broadcast(SPECIES, scale);
    DoubleVector zero = DoubleVector.zero(SPECIES);
    DoubleVector so = zero;
    for (int q = 0; q < GROUP; q += LANES) {
      DoubleVector lanes = zero;
      for (int i = q; i < x.n(); i += GROUP) {
        int at = r * x.n() + i;
        DoubleVector z = fromArray(SPECIES, x.x(), at).add(bases);
        VectorMask<Double> terms =
            z.compare(VectorOperators.GT, zero)
                .and(
                    LANE.compare(
                        VectorOperators.NE, broadcast(SPECIES, (double) (x.target()[r] - i))))
                .and(LANE.compare(VectorOperators.LT, broadcast(SPECIES, (double) (x.n() - i))));
        DoubleVector slope = zero.blend(z.mul(two).mul(scales), terms);
        slope.intoArray(to, at);
        lanes = lanes.add(slope);
      }
      so = q == 0 ? lanes : so.add(lanes);
    }
    if (LANES > 8) {
      so = so.add(so.rearrange(BY_8));
    }
    if (LANES > 4) {
      so = so.add(so.rearrange(BY_4));
    }
    so = so.add(so.rearrange(BY_2));
    return so.add(so.rearrange(BY_1)).lane(0);
  }
}
