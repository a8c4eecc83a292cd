package dev.capstan.ops.internal;

import static dev.capstan.ops.internal.DoubleFolds.BLOCK;
import static dev.capstan.ops.internal.DoubleFolds.GROUP;
import static dev.capstan.ops.internal.DoubleFolds.SHORT;
import static dev.capstan.ops.internal.VectorDoubleLanes.BY_1;
import static dev.capstan.ops.internal.VectorDoubleLanes.BY_2;
import static dev.capstan.ops.internal.VectorDoubleLanes.BY_4;
import static dev.capstan.ops.internal.VectorDoubleLanes.BY_8;
import static dev.capstan.ops.internal.VectorDoubleLanes.FITS;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The sums of {@link DoubleFolds} on the Vector API, in the order defined there. Vectors of half a
 * group pass over a block twice; shorter ones leave it to the plain loops.
 *
 * <p>No vector is passed to a method or returned from one: where C2 declines to inline such a
 * method (which depends on its callers), every vector becomes an object.
 */
final class VectorDoubleFolds {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private VectorDoubleFolds() {}

  /** Σ x. */
  static /*wide*/ double sum(double[] x, int at, int n) {
    if (n < SHORT || !FITS) {
      return DoubleFolds.sum(x, at, n);
    }
    /*wide*/ double so = 0;
    for (int i = 0; i < n; i += BLOCK) {
      so += sumBlock(x, at + i, Math.min(BLOCK, n - i));
    }
    return so;
  }

  private static double sumBlock(double[] x, int at, int n) {
    int whole = at + n / GROUP * GROUP;
    DoubleVector so = DoubleVector.broadcast(SPECIES, 0);
    for (int q = 0; q < GROUP; q += LANES) {
      DoubleVector a = DoubleVector.broadcast(SPECIES, 0);
      DoubleVector b = a;
      DoubleVector c = a;
      DoubleVector d = a;
      int i = at + q;
      for (; i < whole - 3 * GROUP; i += 4 * GROUP) {
        a = a.add(DoubleVector.fromArray(SPECIES, x, i));
        b = b.add(DoubleVector.fromArray(SPECIES, x, i + GROUP));
        c = c.add(DoubleVector.fromArray(SPECIES, x, i + 2 * GROUP));
        d = d.add(DoubleVector.fromArray(SPECIES, x, i + 3 * GROUP));
      }
      for (; i < whole; i += GROUP) {
        a = a.add(DoubleVector.fromArray(SPECIES, x, i));
      }
      DoubleVector lanes = a.add(b).add(c.add(d));
      so = q == 0 ? lanes : so.add(lanes);
    }
    if (LANES > 8) {
      so = so.add(so.rearrange(BY_8));
    }
    if (LANES > 4) {
      so = so.add(so.rearrange(BY_4));
    }
    so = so.add(so.rearrange(BY_2));
    double sum = so.add(so.rearrange(BY_1)).lane(0);
    for (int i = whole; i < at + n; i++) {
      sum += x[i];
    }
    return sum;
  }

  /** Σ |x|. */
  static /*wide*/ double sumAbs(double[] x, int at, int n) {
    if (n < SHORT || !FITS) {
      return DoubleFolds.sumAbs(x, at, n);
    }
    /*wide*/ double so = 0;
    for (int i = 0; i < n; i += BLOCK) {
      so += sumAbsBlock(x, at + i, Math.min(BLOCK, n - i));
    }
    return so;
  }

  private static double sumAbsBlock(double[] x, int at, int n) {
    int whole = at + n / GROUP * GROUP;
    DoubleVector so = DoubleVector.broadcast(SPECIES, 0);
    for (int q = 0; q < GROUP; q += LANES) {
      DoubleVector a = DoubleVector.broadcast(SPECIES, 0);
      DoubleVector b = a;
      DoubleVector c = a;
      DoubleVector d = a;
      int i = at + q;
      for (; i < whole - 3 * GROUP; i += 4 * GROUP) {
        a = a.add(DoubleVector.fromArray(SPECIES, x, i).abs());
        b = b.add(DoubleVector.fromArray(SPECIES, x, i + GROUP).abs());
        c = c.add(DoubleVector.fromArray(SPECIES, x, i + 2 * GROUP).abs());
        d = d.add(DoubleVector.fromArray(SPECIES, x, i + 3 * GROUP).abs());
      }
      for (; i < whole; i += GROUP) {
        a = a.add(DoubleVector.fromArray(SPECIES, x, i).abs());
      }
      DoubleVector lanes = a.add(b).add(c.add(d));
      so = q == 0 ? lanes : so.add(lanes);
    }
    if (LANES > 8) {
      so = so.add(so.rearrange(BY_8));
    }
    if (LANES > 4) {
      so = so.add(so.rearrange(BY_4));
    }
    so = so.add(so.rearrange(BY_2));
    double sum = so.add(so.rearrange(BY_1)).lane(0);
    for (int i = whole; i < at + n; i++) {
      sum += Math.abs(x[i]);
    }
    return sum;
  }

  /** Σ (x − from)². */
  static /*wide*/ double sumSquares(double[] x, int at, int n, double from) {
    if (n < SHORT || !FITS) {
      return DoubleFolds.sumSquares(x, at, n, from);
    }
    /*wide*/ double so = 0;
    for (int i = 0; i < n; i += BLOCK) {
      so += sumSquaresBlock(x, at + i, Math.min(BLOCK, n - i), from);
    }
    return so;
  }

  private static double sumSquaresBlock(double[] x, int at, int n, double from) {
    int whole = at + n / GROUP * GROUP;
    DoubleVector less = DoubleVector.broadcast(SPECIES, from);
    DoubleVector so = DoubleVector.broadcast(SPECIES, 0);
    for (int q = 0; q < GROUP; q += LANES) {
      DoubleVector a = DoubleVector.broadcast(SPECIES, 0);
      DoubleVector b = a;
      DoubleVector c = a;
      DoubleVector d = a;
      int i = at + q;
      for (; i < whole - 3 * GROUP; i += 4 * GROUP) {
        DoubleVector t = DoubleVector.fromArray(SPECIES, x, i).sub(less);
        a = t.fma(t, a);
        DoubleVector u = DoubleVector.fromArray(SPECIES, x, i + GROUP).sub(less);
        b = u.fma(u, b);
        DoubleVector v = DoubleVector.fromArray(SPECIES, x, i + 2 * GROUP).sub(less);
        c = v.fma(v, c);
        DoubleVector w = DoubleVector.fromArray(SPECIES, x, i + 3 * GROUP).sub(less);
        d = w.fma(w, d);
      }
      for (; i < whole; i += GROUP) {
        DoubleVector t = DoubleVector.fromArray(SPECIES, x, i).sub(less);
        a = t.fma(t, a);
      }
      DoubleVector lanes = a.add(b).add(c.add(d));
      so = q == 0 ? lanes : so.add(lanes);
    }
    if (LANES > 8) {
      so = so.add(so.rearrange(BY_8));
    }
    if (LANES > 4) {
      so = so.add(so.rearrange(BY_4));
    }
    so = so.add(so.rearrange(BY_2));
    double sum = so.add(so.rearrange(BY_1)).lane(0);
    for (int i = whole; i < at + n; i++) {
      sum = Math.fma(x[i] - from, x[i] - from, sum);
    }
    return sum;
  }

  /** Σ x (y − from). */
  static /*wide*/ double dot(double[] x, int at, double[] y, int yAt, int n, double from) {
    if (n < SHORT || !FITS) {
      return DoubleFolds.dot(x, at, y, yAt, n, from);
    }
    /*wide*/ double so = 0;
    for (int i = 0; i < n; i += BLOCK) {
      so += dotBlock(x, at + i, y, yAt + i, Math.min(BLOCK, n - i), from);
    }
    return so;
  }

  private static double dotBlock(double[] x, int at, double[] y, int yAt, int n, double from) {
    int whole = at + n / GROUP * GROUP;
    int to = yAt - at;
    DoubleVector less = DoubleVector.broadcast(SPECIES, from);
    DoubleVector so = DoubleVector.broadcast(SPECIES, 0);
    for (int q = 0; q < GROUP; q += LANES) {
      DoubleVector a = DoubleVector.broadcast(SPECIES, 0);
      DoubleVector b = a;
      DoubleVector c = a;
      DoubleVector d = a;
      int i = at + q;
      for (; i < whole - 3 * GROUP; i += 4 * GROUP) {
        a =
            DoubleVector.fromArray(SPECIES, x, i)
                .fma(DoubleVector.fromArray(SPECIES, y, to + i).sub(less), a);
        b =
            DoubleVector.fromArray(SPECIES, x, i + GROUP)
                .fma(DoubleVector.fromArray(SPECIES, y, to + i + GROUP).sub(less), b);
        c =
            DoubleVector.fromArray(SPECIES, x, i + 2 * GROUP)
                .fma(DoubleVector.fromArray(SPECIES, y, to + i + 2 * GROUP).sub(less), c);
        d =
            DoubleVector.fromArray(SPECIES, x, i + 3 * GROUP)
                .fma(DoubleVector.fromArray(SPECIES, y, to + i + 3 * GROUP).sub(less), d);
      }
      for (; i < whole; i += GROUP) {
        a =
            DoubleVector.fromArray(SPECIES, x, i)
                .fma(DoubleVector.fromArray(SPECIES, y, to + i).sub(less), a);
      }
      DoubleVector lanes = a.add(b).add(c.add(d));
      so = q == 0 ? lanes : so.add(lanes);
    }
    if (LANES > 8) {
      so = so.add(so.rearrange(BY_8));
    }
    if (LANES > 4) {
      so = so.add(so.rearrange(BY_4));
    }
    so = so.add(so.rearrange(BY_2));
    double sum = so.add(so.rearrange(BY_1)).lane(0);
    for (int i = whole; i < at + n; i++) {
      sum = Math.fma(x[i], y[to + i] - from, sum);
    }
    return sum;
  }

  /** Σ x of numbers in [0, 1], ones counted apart; may take them out of the line. */
  static /*wide*/ double sumBesideOnes(double[] x, int at, int n) {
    if (n < SHORT || !FITS) {
      return DoubleFolds.sumBesideOnes(x, at, n);
    }
    /*wide*/ double so = 0;
    for (int i = 0; i < n; i += BLOCK) {
      so += sumBesideOnesBlock(x, at + i, Math.min(BLOCK, n - i));
    }
    return so;
  }

  private static /*wide*/ double sumBesideOnesBlock(double[] x, int at, int n) {
    int whole = at + n / GROUP * GROUP;
    DoubleVector zero = DoubleVector.broadcast(SPECIES, 0);
    DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
    DoubleVector ones = zero;
    DoubleVector so = zero;
    for (int q = 0; q < GROUP; q += LANES) {
      DoubleVector a = zero;
      DoubleVector b = a;
      DoubleVector c = a;
      DoubleVector d = a;
      int i = at + q;
      for (; i < whole - 3 * GROUP; i += 4 * GROUP) {
        DoubleVector v = DoubleVector.fromArray(SPECIES, x, i);
        VectorMask<Double> is = v.compare(VectorOperators.EQ, one);
        ones = ones.add(zero.blend(one, is));
        a = a.add(v.blend(zero, is));
        v = DoubleVector.fromArray(SPECIES, x, i + GROUP);
        is = v.compare(VectorOperators.EQ, one);
        ones = ones.add(zero.blend(one, is));
        b = b.add(v.blend(zero, is));
        v = DoubleVector.fromArray(SPECIES, x, i + 2 * GROUP);
        is = v.compare(VectorOperators.EQ, one);
        ones = ones.add(zero.blend(one, is));
        c = c.add(v.blend(zero, is));
        v = DoubleVector.fromArray(SPECIES, x, i + 3 * GROUP);
        is = v.compare(VectorOperators.EQ, one);
        ones = ones.add(zero.blend(one, is));
        d = d.add(v.blend(zero, is));
      }
      for (; i < whole; i += GROUP) {
        DoubleVector v = DoubleVector.fromArray(SPECIES, x, i);
        VectorMask<Double> is = v.compare(VectorOperators.EQ, one);
        ones = ones.add(zero.blend(one, is));
        a = a.add(v.blend(zero, is));
      }
      DoubleVector lanes = a.add(b).add(c.add(d));
      so = q == 0 ? lanes : so.add(lanes);
    }
    if (LANES > 8) {
      so = so.add(so.rearrange(BY_8));
    }
    if (LANES > 4) {
      so = so.add(so.rearrange(BY_4));
    }
    so = so.add(so.rearrange(BY_2));
    double sum = so.add(so.rearrange(BY_1)).lane(0);
    /*wide*/ double count = VectorDoubleLanes.sum(ones); // whole numbers, in any order
    for (int i = whole; i < at + n; i++) {
      boolean is = x[i] == 1;
      count += is ? 1 : 0;
      sum += is ? 0 : x[i];
    }
    return sum + count;
  }

  // --- rows -----------------------------------------------------------------------------------

  /** As {@link DoubleFolds#band}, of rows of at least two vectors. */
  static void band(Fold fold, double[] x, int at, int n, int inner, double[] out, int to) {
    Arrays.fill(out, to, to + inner, DoubleFolds.first(fold));
    switch (fold) {
      case SUM_ABS -> addAbs(x, at, n, inner, out, to);
      case SUM_SQUARES -> addSquares(x, at, n, inner, out, to);
      case MAX -> max(x, at, n, inner, out, to);
      case MIN -> min(x, at, n, inner, out, to);
      default -> add(x, at, n, inner, out, to);
    }
  }

  /** Four rows at a time, so that what they come to is written once. */
  private static void add(double[] x, int at, int n, int inner, double[] out, int to) {
    int full = SPECIES.loopBound(inner);
    int fours = n / 4 * 4;
    for (int k = 0; k < fours; k += 4) {
      int a = at + k * inner;
      int b = a + inner;
      int c = b + inner;
      int d = c + inner;
      for (int i = 0; i < full; i += LANES) {
        DoubleVector.fromArray(SPECIES, out, to + i)
            .add(DoubleVector.fromArray(SPECIES, x, a + i))
            .add(DoubleVector.fromArray(SPECIES, x, b + i))
            .add(DoubleVector.fromArray(SPECIES, x, c + i))
            .add(DoubleVector.fromArray(SPECIES, x, d + i))
            .intoArray(out, to + i);
      }
      for (int i = full; i < inner; i++) {
        out[to + i] = out[to + i] + x[a + i] + x[b + i] + x[c + i] + x[d + i];
      }
    }
    for (int row = at + fours * inner; row < at + n * inner; row += inner) {
      for (int i = 0; i < full; i += LANES) {
        DoubleVector so = DoubleVector.fromArray(SPECIES, out, to + i);
        DoubleVector v = DoubleVector.fromArray(SPECIES, x, row + i);
        so.add(v).intoArray(out, to + i);
      }
      for (int i = full; i < inner; i++) {
        out[to + i] += x[row + i];
      }
    }
  }

  private static void addAbs(double[] x, int at, int n, int inner, double[] out, int to) {
    int full = SPECIES.loopBound(inner);
    for (int row = at; row < at + n * inner; row += inner) {
      for (int i = 0; i < full; i += LANES) {
        DoubleVector so = DoubleVector.fromArray(SPECIES, out, to + i);
        DoubleVector v = DoubleVector.fromArray(SPECIES, x, row + i);
        so.add(v.abs()).intoArray(out, to + i);
      }
      for (int i = full; i < inner; i++) {
        out[to + i] += Math.abs(x[row + i]);
      }
    }
  }

  private static void addSquares(double[] x, int at, int n, int inner, double[] out, int to) {
    int full = SPECIES.loopBound(inner);
    for (int row = at; row < at + n * inner; row += inner) {
      for (int i = 0; i < full; i += LANES) {
        DoubleVector so = DoubleVector.fromArray(SPECIES, out, to + i);
        DoubleVector v = DoubleVector.fromArray(SPECIES, x, row + i);
        v.fma(v, so).intoArray(out, to + i);
      }
      for (int i = full; i < inner; i++) {
        out[to + i] = Math.fma(x[row + i], x[row + i], out[to + i]);
      }
    }
  }

  private static void max(double[] x, int at, int n, int inner, double[] out, int to) {
    int full = SPECIES.loopBound(inner);
    for (int row = at; row < at + n * inner; row += inner) {
      for (int i = 0; i < full; i += LANES) {
        DoubleVector so = DoubleVector.fromArray(SPECIES, out, to + i);
        DoubleVector v = DoubleVector.fromArray(SPECIES, x, row + i);
        so.max(v).intoArray(out, to + i);
      }
      for (int i = full; i < inner; i++) {
        out[to + i] = Math.max(out[to + i], x[row + i]);
      }
    }
  }

  private static void min(double[] x, int at, int n, int inner, double[] out, int to) {
    int full = SPECIES.loopBound(inner);
    for (int row = at; row < at + n * inner; row += inner) {
      for (int i = 0; i < full; i += LANES) {
        DoubleVector so = DoubleVector.fromArray(SPECIES, out, to + i);
        DoubleVector v = DoubleVector.fromArray(SPECIES, x, row + i);
        so.min(v).intoArray(out, to + i);
      }
      for (int i = full; i < inner; i++) {
        out[to + i] = Math.min(out[to + i], x[row + i]);
      }
    }
  }
}
