package dev.capstan.ops.internal;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link DoubleLines} on the Vector API.
 *
 * <p>Sums are taken in blocks: within a block in four partial sums a lane, of the element's own
 * type, from block to block in double. An element passes at most BLOCK / (4 LANES) + 3 additions in
 * its lane, 2 + log₂ LANES between lanes and LANES − 1 at the block's end, so that the error is
 * within 100 ε Σ |x| up to 16 lanes, however long the line. (Terms beside whole ones have one
 * partial sum a lane: within 280 ε of their own sum.)
 *
 * <p>No vector is passed to a method or returned from one: where C2 declines to inline such a
 * method (which depends on its callers), every vector becomes an object.
 *
 * <p>Maps end with one vector that may overlap the one before. It is computed before the others are
 * stored, so that a map may write where it reads.
 */
final class VectorDoubleLines extends DoubleLines {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** Elements that are summed in the element's own type: at most 64 to a partial sum of 4 lanes. */
  private static final int BLOCK = 256 * LANES;

  VectorDoubleLines() {}

  // --- folds ----------------------------------------------------------------------------------

  @Override
  /*wide*/ double sum(double[] x, int at, int n) {
    if (n < SHORT) {
      return super.sum(x, at, n);
    }
    /*wide*/ double so = 0;
    for (int i = 0; i < n; i += BLOCK) {
      so += sumBlock(x, at + i, Math.min(BLOCK, n - i));
    }
    return so;
  }

  private static double sumBlock(double[] x, int at, int n) {
    DoubleVector a = DoubleVector.broadcast(SPECIES, 0);
    DoubleVector b = a;
    DoubleVector c = a;
    DoubleVector d = a;
    int i = at;
    int end = at + n;
    for (; i <= end - 4 * LANES; i += 4 * LANES) {
      a = a.add(DoubleVector.fromArray(SPECIES, x, i));
      b = b.add(DoubleVector.fromArray(SPECIES, x, i + LANES));
      c = c.add(DoubleVector.fromArray(SPECIES, x, i + 2 * LANES));
      d = d.add(DoubleVector.fromArray(SPECIES, x, i + 3 * LANES));
    }
    for (; i <= end - LANES; i += LANES) {
      a = a.add(DoubleVector.fromArray(SPECIES, x, i));
    }
    double so = VectorDoubleLanes.sum(a.add(b).add(c.add(d)));
    for (; i < end; i++) {
      so += x[i];
    }
    return so;
  }

  @Override
  /*wide*/ double sumAbs(double[] x, int at, int n) {
    if (n < SHORT) {
      return super.sumAbs(x, at, n);
    }
    /*wide*/ double so = 0;
    for (int i = 0; i < n; i += BLOCK) {
      so += sumAbsBlock(x, at + i, Math.min(BLOCK, n - i));
    }
    return so;
  }

  private static double sumAbsBlock(double[] x, int at, int n) {
    DoubleVector a = DoubleVector.broadcast(SPECIES, 0);
    DoubleVector b = a;
    DoubleVector c = a;
    DoubleVector d = a;
    int i = at;
    int end = at + n;
    for (; i <= end - 4 * LANES; i += 4 * LANES) {
      a = a.add(DoubleVector.fromArray(SPECIES, x, i).abs());
      b = b.add(DoubleVector.fromArray(SPECIES, x, i + LANES).abs());
      c = c.add(DoubleVector.fromArray(SPECIES, x, i + 2 * LANES).abs());
      d = d.add(DoubleVector.fromArray(SPECIES, x, i + 3 * LANES).abs());
    }
    for (; i <= end - LANES; i += LANES) {
      a = a.add(DoubleVector.fromArray(SPECIES, x, i).abs());
    }
    double so = VectorDoubleLanes.sum(a.add(b).add(c.add(d)));
    for (; i < end; i++) {
      so += Math.abs(x[i]);
    }
    return so;
  }

  @Override
  /*wide*/ double sumSquares(double[] x, int at, int n, double from) {
    if (n < SHORT) {
      return super.sumSquares(x, at, n, from);
    }
    /*wide*/ double so = 0;
    for (int i = 0; i < n; i += BLOCK) {
      so += sumSquaresBlock(x, at + i, Math.min(BLOCK, n - i), from);
    }
    return so;
  }

  private static double sumSquaresBlock(double[] x, int at, int n, double from) {
    DoubleVector a = DoubleVector.broadcast(SPECIES, 0);
    DoubleVector b = a;
    DoubleVector c = a;
    DoubleVector d = a;
    int i = at;
    int end = at + n;
    for (; i <= end - 4 * LANES; i += 4 * LANES) {
      DoubleVector p = DoubleVector.fromArray(SPECIES, x, i).sub(from);
      a = p.fma(p, a);
      DoubleVector q = DoubleVector.fromArray(SPECIES, x, i + LANES).sub(from);
      b = q.fma(q, b);
      DoubleVector r = DoubleVector.fromArray(SPECIES, x, i + 2 * LANES).sub(from);
      c = r.fma(r, c);
      DoubleVector s = DoubleVector.fromArray(SPECIES, x, i + 3 * LANES).sub(from);
      d = s.fma(s, d);
    }
    for (; i <= end - LANES; i += LANES) {
      DoubleVector p = DoubleVector.fromArray(SPECIES, x, i).sub(from);
      a = p.fma(p, a);
    }
    double so = VectorDoubleLanes.sum(a.add(b).add(c.add(d)));
    for (; i < end; i++) {
      double v = x[i] - from;
      so += v * v;
    }
    return so;
  }

  @Override
  /*wide*/ double sumBesideOnes(double[] x, int at, int n) {
    /*wide*/ double so = 0;
    for (int i = 0; i < n; i += BLOCK) {
      so += sumBesideOnesBlock(x, at + i, Math.min(BLOCK, n - i));
    }
    return so;
  }

  /** Ones are counted apart from the rest. */
  private static /*wide*/ double sumBesideOnesBlock(double[] x, int at, int n) {
    DoubleVector zero = DoubleVector.broadcast(SPECIES, 0);
    DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
    DoubleVector ones = zero;
    DoubleVector rest = zero;
    int i = at;
    int end = at + n;
    for (; i <= end - LANES; i += LANES) {
      DoubleVector v = DoubleVector.fromArray(SPECIES, x, i);
      VectorMask<Double> whole = v.compare(VectorOperators.EQ, one);
      ones = ones.add(zero.blend(one, whole));
      rest = rest.add(v.blend(zero, whole));
    }
    /*wide*/ double so = VectorDoubleLanes.sum(rest);
    for (; i < end; i++) {
      so += x[i];
    }
    return so + VectorDoubleLanes.sum(ones);
  }

  @Override
  /*wide*/ double dot(double[] x, int at, double[] y, int yAt, int n, double from) {
    /*wide*/ double so = 0;
    for (int i = 0; i < n; i += BLOCK) {
      so += dotBlock(x, at + i, y, yAt + i, Math.min(BLOCK, n - i), from);
    }
    return so;
  }

  private static double dotBlock(double[] x, int at, double[] y, int yAt, int n, double from) {
    DoubleVector a = DoubleVector.broadcast(SPECIES, 0);
    DoubleVector b = a;
    DoubleVector c = a;
    DoubleVector d = a;
    int i = 0;
    for (; i <= n - 4 * LANES; i += 4 * LANES) {
      a =
          DoubleVector.fromArray(SPECIES, x, at + i)
              .fma(DoubleVector.fromArray(SPECIES, y, yAt + i).sub(from), a);
      b =
          DoubleVector.fromArray(SPECIES, x, at + i + LANES)
              .fma(DoubleVector.fromArray(SPECIES, y, yAt + i + LANES).sub(from), b);
      c =
          DoubleVector.fromArray(SPECIES, x, at + i + 2 * LANES)
              .fma(DoubleVector.fromArray(SPECIES, y, yAt + i + 2 * LANES).sub(from), c);
      d =
          DoubleVector.fromArray(SPECIES, x, at + i + 3 * LANES)
              .fma(DoubleVector.fromArray(SPECIES, y, yAt + i + 3 * LANES).sub(from), d);
    }
    for (; i <= n - LANES; i += LANES) {
      a =
          DoubleVector.fromArray(SPECIES, x, at + i)
              .fma(DoubleVector.fromArray(SPECIES, y, yAt + i).sub(from), a);
    }
    double so = VectorDoubleLanes.sum(a.add(b).add(c.add(d)));
    for (; i < n; i++) {
      so += x[at + i] * (y[yAt + i] - from);
    }
    return so;
  }

  @Override
  double max(double[] x, int at, int n) {
    if (n < LANES) {
      return super.max(x, at, n);
    }
    int last = at + n - LANES;
    DoubleVector a = DoubleVector.fromArray(SPECIES, x, last);
    DoubleVector b = a;
    DoubleVector c = a;
    DoubleVector d = a;
    int i = at;
    for (; i <= last - 3 * LANES; i += 4 * LANES) {
      a = a.max(DoubleVector.fromArray(SPECIES, x, i));
      b = b.max(DoubleVector.fromArray(SPECIES, x, i + LANES));
      c = c.max(DoubleVector.fromArray(SPECIES, x, i + 2 * LANES));
      d = d.max(DoubleVector.fromArray(SPECIES, x, i + 3 * LANES));
    }
    for (; i < last; i += LANES) {
      a = a.max(DoubleVector.fromArray(SPECIES, x, i));
    }
    return a.max(b).max(c.max(d)).reduceLanes(VectorOperators.MAX);
  }

  @Override
  double min(double[] x, int at, int n) {
    if (n < LANES) {
      return super.min(x, at, n);
    }
    int last = at + n - LANES;
    DoubleVector a = DoubleVector.fromArray(SPECIES, x, last);
    DoubleVector b = a;
    DoubleVector c = a;
    DoubleVector d = a;
    int i = at;
    for (; i <= last - 3 * LANES; i += 4 * LANES) {
      a = a.min(DoubleVector.fromArray(SPECIES, x, i));
      b = b.min(DoubleVector.fromArray(SPECIES, x, i + LANES));
      c = c.min(DoubleVector.fromArray(SPECIES, x, i + 2 * LANES));
      d = d.min(DoubleVector.fromArray(SPECIES, x, i + 3 * LANES));
    }
    for (; i < last; i += LANES) {
      a = a.min(DoubleVector.fromArray(SPECIES, x, i));
    }
    return a.min(b).min(c.min(d)).reduceLanes(VectorOperators.MIN);
  }

  // --- maps -----------------------------------------------------------------------------------

  @Override
  void exp(double[] x, int at, int n) {
    VectorDoubleFunctions.map(Unary.EXP, x, at, x, at, n);
  }

  @Override
  int shortest() {
    return LANES;
  }

  @Override
  void expLess(double[] x, int at, int n, double c, double[] out, int to) {
    int full = SPECIES.loopBound(n);
    VectorDoubleFunctions.expLess(x, at, full, c, out, to);
    if (full < n) {
      int last = n - LANES;
      VectorDoubleFunctions.expLess(x, at + last, LANES, c, out, to + last);
    }
  }

  @Override
  void minus(double[] x, int at, int n, double c, double[] out, int to) {
    if (n < LANES) {
      super.minus(x, at, n, c, out, to);
      return;
    }
    int last = n - LANES;
    DoubleVector end = DoubleVector.fromArray(SPECIES, x, at + last).sub(c);
    for (int i = 0; i < last; i += LANES) {
      DoubleVector.fromArray(SPECIES, x, at + i).sub(c).intoArray(out, to + i);
    }
    end.intoArray(out, to + last);
  }

  @Override
  void times(double[] x, int at, int n, double c, double[] out, int to) {
    if (n < LANES) {
      super.times(x, at, n, c, out, to);
      return;
    }
    int last = n - LANES;
    DoubleVector end = DoubleVector.fromArray(SPECIES, x, at + last).mul(c);
    for (int i = 0; i < last; i += LANES) {
      DoubleVector.fromArray(SPECIES, x, at + i).mul(c).intoArray(out, to + i);
    }
    end.intoArray(out, to + last);
  }

  @Override
  void product(double[] x, int at, double[] y, int yAt, int n, double[] out, int to) {
    if (n < LANES) {
      super.product(x, at, y, yAt, n, out, to);
      return;
    }
    int last = n - LANES;
    DoubleVector end =
        DoubleVector.fromArray(SPECIES, x, at + last)
            .mul(DoubleVector.fromArray(SPECIES, y, yAt + last));
    for (int i = 0; i < last; i += LANES) {
      DoubleVector.fromArray(SPECIES, x, at + i)
          .mul(DoubleVector.fromArray(SPECIES, y, yAt + i))
          .intoArray(out, to + i);
    }
    end.intoArray(out, to + last);
  }

  @Override
  void share(double[] y, double[] g, int at, int n, double c, double[] out) {
    if (n < LANES) {
      super.share(y, g, at, n, c, out);
      return;
    }
    int last = at + n - LANES;
    DoubleVector end =
        DoubleVector.fromArray(SPECIES, y, last)
            .mul(DoubleVector.fromArray(SPECIES, g, last).sub(c));
    for (int i = at; i < last; i += LANES) {
      DoubleVector.fromArray(SPECIES, y, i)
          .mul(DoubleVector.fromArray(SPECIES, g, i).sub(c))
          .intoArray(out, i);
    }
    end.intoArray(out, last);
  }

  @Override
  void less(double[] g, int at, int n, double c, double[] out) {
    if (n < LANES) {
      super.less(g, at, n, c, out);
      return;
    }
    int last = at + n - LANES;
    DoubleVector end =
        DoubleVector.fromArray(SPECIES, g, last)
            .sub(DoubleVector.fromArray(SPECIES, out, last).mul(c));
    for (int i = at; i < last; i += LANES) {
      DoubleVector.fromArray(SPECIES, g, i)
          .sub(DoubleVector.fromArray(SPECIES, out, i).mul(c))
          .intoArray(out, i);
    }
    end.intoArray(out, last);
  }

  @Override
  void standardize(double[] x, int at, int n, double mean, double scale, double[] out) {
    if (n < LANES) {
      super.standardize(x, at, n, mean, scale, out);
      return;
    }
    int last = at + n - LANES;
    DoubleVector end = DoubleVector.fromArray(SPECIES, x, last).sub(mean).mul(scale);
    for (int i = at; i < last; i += LANES) {
      DoubleVector.fromArray(SPECIES, x, i).sub(mean).mul(scale).intoArray(out, i);
    }
    end.intoArray(out, last);
  }

  @Override
  void standardize(
      double[] x, int at, int n, double mean, double scale, double[] w, double[] b, double[] out) {
    if (n < LANES) {
      super.standardize(x, at, n, mean, scale, w, b, out);
      return;
    }
    int last = n - LANES;
    DoubleVector end =
        DoubleVector.fromArray(SPECIES, x, at + last)
            .sub(mean)
            .mul(scale)
            .mul(DoubleVector.fromArray(SPECIES, w, last))
            .add(DoubleVector.fromArray(SPECIES, b, last));
    for (int i = 0; i < last; i += LANES) {
      DoubleVector.fromArray(SPECIES, x, at + i)
          .sub(mean)
          .mul(scale)
          .mul(DoubleVector.fromArray(SPECIES, w, i))
          .add(DoubleVector.fromArray(SPECIES, b, i))
          .intoArray(out, at + i);
    }
    end.intoArray(out, at + last);
  }

  @Override
  void times(double[] out, int at, int n, double[] w) {
    if (n < LANES) {
      super.times(out, at, n, w);
      return;
    }
    int last = n - LANES;
    DoubleVector end =
        DoubleVector.fromArray(SPECIES, out, at + last)
            .mul(DoubleVector.fromArray(SPECIES, w, last));
    for (int i = 0; i < last; i += LANES) {
      DoubleVector.fromArray(SPECIES, out, at + i)
          .mul(DoubleVector.fromArray(SPECIES, w, i))
          .intoArray(out, at + i);
    }
    end.intoArray(out, at + last);
  }

  @Override
  void plus(double[] out, int at, int n, double[] x, int from) {
    if (n < LANES) {
      super.plus(out, at, n, x, from);
      return;
    }
    int last = n - LANES;
    DoubleVector end =
        DoubleVector.fromArray(SPECIES, out, at + last)
            .add(DoubleVector.fromArray(SPECIES, x, from + last));
    for (int i = 0; i < last; i += LANES) {
      DoubleVector.fromArray(SPECIES, out, at + i)
          .add(DoubleVector.fromArray(SPECIES, x, from + i))
          .intoArray(out, at + i);
    }
    end.intoArray(out, at + last);
  }

  @Override
  void plusStandardized(
      double[] g, double[] x, int at, int n, double mean, double scale, double[] out) {
    if (n < LANES) {
      super.plusStandardized(g, x, at, n, mean, scale, out);
      return;
    }
    int last = n - LANES;
    DoubleVector end =
        DoubleVector.fromArray(SPECIES, x, at + last)
            .sub(mean)
            .mul(scale)
            .mul(DoubleVector.fromArray(SPECIES, g, at + last))
            .add(DoubleVector.fromArray(SPECIES, out, last));
    for (int i = 0; i < last; i += LANES) {
      DoubleVector.fromArray(SPECIES, x, at + i)
          .sub(mean)
          .mul(scale)
          .mul(DoubleVector.fromArray(SPECIES, g, at + i))
          .add(DoubleVector.fromArray(SPECIES, out, i))
          .intoArray(out, i);
    }
    end.intoArray(out, last);
  }

  @Override
  void residual(
      double[] h,
      int from,
      double[] x,
      int at,
      int n,
      double scale,
      double shift,
      double mean,
      double slope,
      double[] out) {
    if (n < LANES) {
      super.residual(h, from, x, at, n, scale, shift, mean, slope, out);
      return;
    }
    int last = n - LANES;
    DoubleVector end =
        DoubleVector.fromArray(SPECIES, h, from + last)
            .sub(shift)
            .mul(scale)
            .sub(DoubleVector.fromArray(SPECIES, x, at + last).sub(mean).mul(slope));
    for (int i = 0; i < last; i += LANES) {
      DoubleVector.fromArray(SPECIES, h, from + i)
          .sub(shift)
          .mul(scale)
          .sub(DoubleVector.fromArray(SPECIES, x, at + i).sub(mean).mul(slope))
          .intoArray(out, at + i);
    }
    end.intoArray(out, at + last);
  }
}
