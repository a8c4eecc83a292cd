package dev.capstan.ops.internal;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link DoubleLines} on the Vector API.
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

  VectorDoubleLines() {}

  // --- folds ----------------------------------------------------------------------------------

  @Override
  /*wide*/ double sum(double[] x, int at, int n) {
    return VectorDoubleFolds.sum(x, at, n);
  }

  @Override
  /*wide*/ double sumAbs(double[] x, int at, int n) {
    return VectorDoubleFolds.sumAbs(x, at, n);
  }

  @Override
  /*wide*/ double sumSquares(double[] x, int at, int n, double from) {
    return VectorDoubleFolds.sumSquares(x, at, n, from);
  }

  @Override
  /*wide*/ double sumBesideOnes(double[] x, int at, int n) {
    return VectorDoubleFolds.sumBesideOnes(x, at, n);
  }

  @Override
  /*wide*/ double dot(double[] x, int at, double[] y, int yAt, int n, double from) {
    return VectorDoubleFolds.dot(x, at, y, yAt, n, from);
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
    int last = n - LANES;
    // The last vector overlaps what was computed before, which in place is no longer x.
    boolean saved = x == out && full < n;
    double[] end = saved ? Arrays.copyOfRange(x, at + last, at + n) : x;
    VectorDoubleFunctions.expLess(x, at, full, c, out, to);
    if (full < n) {
      VectorDoubleFunctions.expLess(end, saved ? 0 : at + last, LANES, c, out, to + last);
    }
  }

  @Override
  void minus(double[] x, int at, int n, double c, double[] out, int to) {
    if (n < LANES) {
      super.minus(x, at, n, c, out, to);
      return;
    }
    int last = n - LANES;
    DoubleVector all = DoubleVector.broadcast(SPECIES, c);
    DoubleVector end = DoubleVector.fromArray(SPECIES, x, at + last).sub(all);
    for (int i = 0; i < last; i += LANES) {
      DoubleVector.fromArray(SPECIES, x, at + i).sub(all).intoArray(out, to + i);
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
    DoubleVector all = DoubleVector.broadcast(SPECIES, c);
    DoubleVector end = DoubleVector.fromArray(SPECIES, x, at + last).mul(all);
    for (int i = 0; i < last; i += LANES) {
      DoubleVector.fromArray(SPECIES, x, at + i).mul(all).intoArray(out, to + i);
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
    DoubleVector all = DoubleVector.broadcast(SPECIES, c);
    DoubleVector end =
        DoubleVector.fromArray(SPECIES, y, last)
            .mul(DoubleVector.fromArray(SPECIES, g, last).sub(all));
    for (int i = at; i < last; i += LANES) {
      DoubleVector.fromArray(SPECIES, y, i)
          .mul(DoubleVector.fromArray(SPECIES, g, i).sub(all))
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
    DoubleVector all = DoubleVector.broadcast(SPECIES, c);
    DoubleVector end =
        DoubleVector.fromArray(SPECIES, g, last)
            .sub(DoubleVector.fromArray(SPECIES, out, last).mul(all));
    for (int i = at; i < last; i += LANES) {
      DoubleVector.fromArray(SPECIES, g, i)
          .sub(DoubleVector.fromArray(SPECIES, out, i).mul(all))
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
    DoubleVector means = DoubleVector.broadcast(SPECIES, mean);
    DoubleVector scales = DoubleVector.broadcast(SPECIES, scale);
    DoubleVector end = DoubleVector.fromArray(SPECIES, x, last).sub(means).mul(scales);
    for (int i = at; i < last; i += LANES) {
      DoubleVector.fromArray(SPECIES, x, i).sub(means).mul(scales).intoArray(out, i);
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
    DoubleVector means = DoubleVector.broadcast(SPECIES, mean);
    DoubleVector scales = DoubleVector.broadcast(SPECIES, scale);
    DoubleVector end =
        DoubleVector.fromArray(SPECIES, x, at + last)
            .sub(means)
            .mul(scales)
            .mul(DoubleVector.fromArray(SPECIES, w, last))
            .add(DoubleVector.fromArray(SPECIES, b, last));
    for (int i = 0; i < last; i += LANES) {
      DoubleVector.fromArray(SPECIES, x, at + i)
          .sub(means)
          .mul(scales)
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
    DoubleVector means = DoubleVector.broadcast(SPECIES, mean);
    DoubleVector scales = DoubleVector.broadcast(SPECIES, scale);
    DoubleVector end =
        DoubleVector.fromArray(SPECIES, x, at + last)
            .sub(means)
            .mul(scales)
            .mul(DoubleVector.fromArray(SPECIES, g, at + last))
            .add(DoubleVector.fromArray(SPECIES, out, last));
    for (int i = 0; i < last; i += LANES) {
      DoubleVector.fromArray(SPECIES, x, at + i)
          .sub(means)
          .mul(scales)
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
    DoubleVector means = DoubleVector.broadcast(SPECIES, mean);
    DoubleVector scales = DoubleVector.broadcast(SPECIES, scale);
    DoubleVector shifts = DoubleVector.broadcast(SPECIES, shift);
    DoubleVector slopes = DoubleVector.broadcast(SPECIES, slope);
    DoubleVector end =
        DoubleVector.fromArray(SPECIES, h, from + last)
            .sub(shifts)
            .mul(scales)
            .sub(DoubleVector.fromArray(SPECIES, x, at + last).sub(means).mul(slopes));
    for (int i = 0; i < last; i += LANES) {
      DoubleVector.fromArray(SPECIES, h, from + i)
          .sub(shifts)
          .mul(scales)
          .sub(DoubleVector.fromArray(SPECIES, x, at + i).sub(means).mul(slopes))
          .intoArray(out, at + i);
    }
    end.intoArray(out, at + last);
  }
}
