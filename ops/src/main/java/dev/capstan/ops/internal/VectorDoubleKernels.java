package dev.capstan.ops.internal;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Kernels on the Vector API, where C2 does not vectorise the plain loop by itself: elementary
 * functions, runs of broadcasts, rows folded into each other, matrix products. Folds along the last
 * axis are those of {@link VectorDoubleLines}.
 *
 * <p>Elementary functions are those of {@link VectorDoubleFunctions}. Rows are added to each other
 * in the element's own type: n of them within (n − 1) ε Σ |x|.
 */
final class VectorDoubleKernels extends DoubleKernels {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** Multiply-adds from which on a product of matrices is worth packing: 10 by 10 by 10. */
  private static final int WORTH_TILES = 1000;

  VectorDoubleKernels() {
    super(new VectorDoubleLines());
  }

  // --- elementwise ----------------------------------------------------------------------------

  @Override
  public void map(DoubleUnaryOperator f, double[] x, double[] out) {
    if (out.length >= LANES && f instanceof Unary known && VectorDoubleFunctions.knows(known)) {
      VectorDoubleFunctions.map(known, x, 0, out, 0, out.length);
    } else {
      super.map(f, x, out);
    }
  }

  @Override
  public void zip(DoubleBinaryOperator f, double[] x, double[] y, double[] out) {
    if (out.length >= LANES && f instanceof Binary known && VectorDoubleGates.knows(known)) {
      VectorDoubleGates.zip(known, x, y, out);
    } else {
      super.zip(f, x, y, out);
    }
  }

  @Override
  void zipRun(
      DoubleBinaryOperator f,
      double[] x,
      int xAt,
      int xs,
      double[] y,
      int yAt,
      int ys,
      double[] out,
      int at,
      int n) {
    boolean vectors = n >= LANES && f instanceof Binary known && known.ordinary();
    if (vectors && xs == 1 && ys == 1) {
      VectorDoubleRuns.both((Binary) f, x, xAt, y, yAt, out, at, n);
    } else if (vectors && xs == 1 && ys == 0) {
      VectorDoubleRuns.right((Binary) f, x, xAt, y[yAt], out, at, n);
    } else if (vectors && xs == 0 && ys == 1) {
      VectorDoubleRuns.left((Binary) f, x[xAt], y, yAt, out, at, n);
    } else {
      super.zipRun(f, x, xAt, xs, y, yAt, ys, out, at, n);
    }
  }

  // --- reductions -----------------------------------------------------------------------------

  @Override
  public void reduce(Fold fold, double[] x, int outer, int n, int inner, double[] out) {
    if (fold == Fold.PROD || inner < 2 * LANES) {
      super.reduce(fold, x, outer, n, inner, out);
      return;
    }
    for (int o = 0; o < outer; o++) {
      int at = o * n * inner;
      int to = o * inner;
      switch (fold) {
        case SUM_ABS -> sumAbsRows(x, at, n, inner, out, to);
        case SUM_SQUARES -> sumSquaresRows(x, at, n, inner, out, to);
        case MAX -> maxRows(x, at, n, inner, out, to);
        case MIN -> minRows(x, at, n, inner, out, to);
        default -> sumRows(x, at, n, inner, out, to);
      }
    }
  }

  // The folds of n rows of inner elements each.

  private static void sumRows(double[] x, int at, int n, int inner, double[] out, int to) {
    Arrays.fill(out, to, to + inner, 0);
    int full = SPECIES.loopBound(inner);
    for (int row = at; row < at + n * inner; row += inner) {
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

  private static void sumAbsRows(double[] x, int at, int n, int inner, double[] out, int to) {
    Arrays.fill(out, to, to + inner, 0);
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

  private static void sumSquaresRows(double[] x, int at, int n, int inner, double[] out, int to) {
    Arrays.fill(out, to, to + inner, 0);
    int full = SPECIES.loopBound(inner);
    for (int row = at; row < at + n * inner; row += inner) {
      for (int i = 0; i < full; i += LANES) {
        DoubleVector so = DoubleVector.fromArray(SPECIES, out, to + i);
        DoubleVector v = DoubleVector.fromArray(SPECIES, x, row + i);
        v.fma(v, so).intoArray(out, to + i);
      }
      for (int i = full; i < inner; i++) {
        out[to + i] += x[row + i] * x[row + i];
      }
    }
  }

  private static void maxRows(double[] x, int at, int n, int inner, double[] out, int to) {
    Arrays.fill(out, to, to + inner, Double.NEGATIVE_INFINITY);
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

  private static void minRows(double[] x, int at, int n, int inner, double[] out, int to) {
    Arrays.fill(out, to, to + inner, Double.POSITIVE_INFINITY);
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

  // --- products -------------------------------------------------------------------------------

  @Override
  public void matmul(
      double[] a,
      int aAt,
      boolean aT,
      double[] b,
      int bAt,
      boolean bT,
      double[] c,
      int cAt,
      boolean onto,
      int m,
      int n,
      int k) {
    boolean vectors = m == 1 || n == 1 || k == 1;
    if (vectors || (long) m * n * k < WORTH_TILES) {
      super.matmul(a, aAt, aT, b, bAt, bT, c, cAt, onto, m, n, k);
    } else {
      new VectorDoubleMatmul(a, aAt, aT, b, bAt, bT, c, cAt, onto, m, n, k).multiply();
    }
  }
}
