package dev.capstan.ops.internal;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * Kernels on the Vector API, where C2 does not vectorise the plain loop by itself: elementary
 * functions, runs of broadcasts, rows folded into each other, matrix products. All give the bits of
 * the plain loops.
 */
final class VectorDoubleKernels extends DoubleKernels {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** Multiply-adds from which on a product of matrices is worth packing: 10 by 10 by 10. */
  private static final int WORTH_TILES = 1000;

  VectorDoubleKernels() {
    super(new VectorDoubleLines(), new VectorDoubleSeries());
  }

  // --- elementwise ----------------------------------------------------------------------------

  @Override
  public void map(DoubleUnaryOperator f, double[] x, double[] out) {
    if (out.length >= LANES && f instanceof Unary known && DoubleFunctions.knows(known)) {
      VectorDoubleFunctions.map(known, x, 0, out, 0, out.length);
    } else {
      super.map(f, x, out);
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

  @Override
  void plane(
      double[] x, int from, int step, int rows, int columns, double[] out, int to, int width) {
    if (VectorDoubleTransposes.fits(rows, columns)) {
      VectorDoubleTransposes.plane(x, from, step, rows, columns, out, to, width);
    } else {
      super.plane(x, from, step, rows, columns, out, to, width);
    }
  }

  @Override
  void addUp(
      double[] x,
      int[] from,
      double @Nullable [] w,
      int first,
      int end,
      int inner,
      double[] out,
      int at,
      boolean onto) {
    int columns = VectorDoubleMoves.columns(inner);
    VectorDoubleMoves.addUp(x, from, w, first, end, inner, out, at, onto);
    addUpColumns(x, from, w, first, end, inner, columns, inner, out, at, onto);
  }

  @Override
  void fmaRun(
      double[] x,
      int xAt,
      int xs,
      double[] y,
      int yAt,
      int ys,
      double[] z,
      int zAt,
      int zs,
      double[] out,
      int at,
      int n) {
    if (n >= LANES && xs == 1 && ys == 0 && zs == 0) {
      VectorDoubleRuns.fma(x, xAt, y[yAt], z[zAt], out, at, n);
    } else if (n >= LANES && xs == 1 && ys == 1 && zs == 0) {
      VectorDoubleRuns.fma(x, xAt, y, yAt, z[zAt], out, at, n);
    } else if (n >= LANES && xs == 1 && ys == 1 && zs == 1) {
      VectorDoubleRuns.fma(x, xAt, y, yAt, z, zAt, out, at, n);
    } else {
      super.fmaRun(x, xAt, xs, y, yAt, ys, z, zAt, zs, out, at, n);
    }
  }

  @Override
  void lerpRun(
      double[] x,
      int xAt,
      int xs,
      double[] y,
      int yAt,
      int ys,
      double[] w,
      int wAt,
      int ws,
      double[] line,
      double[] out,
      int at,
      int n) {
    if (n >= LANES && xs == 1 && ys == 1 && ws == 0) {
      VectorDoubleRuns.lerp(x, xAt, y, yAt, w[wAt], out, at, n);
    } else if (n >= LANES && xs == 1 && ys == 1 && ws == 1) {
      VectorDoubleRuns.lerp(x, xAt, y, yAt, w, wAt, out, at, n);
    } else {
      super.lerpRun(x, xAt, xs, y, yAt, ys, w, wAt, ws, line, out, at, n);
    }
  }

  // --- masks ----------------------------------------------------------------------------------

  /** Where fewer lanes make up a vector, C2 takes its mask to pieces. */
  private static final int LANES_OF_MASKS = 8;

  @Override
  public void fill(boolean[] mask, double[] out) {
    if (LANES < LANES_OF_MASKS) {
      super.fill(mask, out);
      return;
    }
    for (int i = 0; i < out.length; i += STRETCH) {
      fill(mask, out, i, Math.min(out.length, i + STRETCH));
    }
  }

  private static void fill(boolean[] mask, double[] out, int from, int to) {
    int full = from + SPECIES.loopBound(to - from);
    DoubleVector zero = DoubleVector.zero(SPECIES);
    for (int i = from; i < full; i += LANES) {
      zero.blend(1, VectorMask.fromArray(SPECIES, mask, i)).intoArray(out, i);
    }
    for (int i = full; i < to; i++) {
      out[i] = mask[i] ? 1 : 0;
    }
  }

  @Override
  public void select(boolean[] mask, double[] x, double[] y, double[] out) {
    for (int i = 0; i < out.length; i += STRETCH) {
      select(mask, x, y, out, i, Math.min(out.length, i + STRETCH));
    }
  }

  private static void select(
      boolean[] mask, double[] x, double[] y, double[] out, int from, int to) {
    int full = from + SPECIES.loopBound(to - from);
    for (int i = from; i < full; i += LANES) {
      VectorMask<Double> taken = VectorMask.fromArray(SPECIES, mask, i);
      DoubleVector other = DoubleVector.fromArray(SPECIES, y, i);
      other.blend(DoubleVector.fromArray(SPECIES, x, i), taken).intoArray(out, i);
    }
    for (int i = full; i < to; i++) {
      out[i] = mask[i] ? x[i] : y[i];
    }
  }

  @Override
  public void keep(boolean[] mask, boolean where, double[] x, double[] out) {
    for (int i = 0; i < out.length; i += STRETCH) {
      keep(mask, where, x, out, i, Math.min(out.length, i + STRETCH));
    }
  }

  private static void keep(
      boolean[] mask, boolean where, double[] x, double[] out, int from, int to) {
    int full = from + SPECIES.loopBound(to - from);
    DoubleVector zero = DoubleVector.zero(SPECIES);
    for (int i = from; i < full; i += LANES) {
      VectorMask<Double> on = VectorMask.fromArray(SPECIES, mask, i);
      DoubleVector v = DoubleVector.fromArray(SPECIES, x, i);
      (where ? zero.blend(v, on) : v.blend(zero, on)).intoArray(out, i);
    }
    for (int i = full; i < to; i++) {
      out[i] = mask[i] == where ? x[i] : 0;
    }
  }

  // --- reductions -----------------------------------------------------------------------------

  @Override
  void band(Fold fold, double[] x, int at, int n, int inner, double[] out, int to) {
    if (inner < 2 * LANES) {
      super.band(fold, x, at, n, inner, out, to);
    } else {
      VectorDoubleFolds.band(fold, x, at, n, inner, out, to);
    }
  }

  // --- products -------------------------------------------------------------------------------

  @Override
  void product(
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
      int k,
      int stored) {
    if (m == 1 && !bT && n >= LANES) {
      VectorDoubleRow.multiply(a, aAt, b, bAt, c, cAt, onto, n, k);
    } else if (m == 1 || k <= 1 || (long) m * n * k < WORTH_TILES) {
      super.product(a, aAt, aT, b, bAt, bT, c, cAt, onto, m, n, k, stored);
    } else if (!aT && bT && VectorDoubleFew.pays(m, n, k)) {
      VectorDoubleFew.multiply(a, aAt, b, bAt, c, cAt, onto, m, n, k, stored);
    } else {
      new VectorDoubleMatmul(a, aAt, aT, b, bAt, bT, c, cAt, onto, m, n, k, stored).multiply();
    }
  }
}
