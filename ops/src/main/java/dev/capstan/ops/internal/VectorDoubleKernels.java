package dev.capstan.ops.internal;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Kernels on the Vector API, where C2 does not vectorise the plain loop by itself: elementary
 * functions, runs of broadcasts, rows folded into each other, matrix products. Folds along the last
 * axis are those of {@link VectorDoubleLines}.
 *
 * <p>Elementary functions are the Vector API's own (within 1 ulp of the exact value where the JDK
 * brings a vector library, x86-64 Linux and Windows among others). Rows are added to each other in
 * the element's own type: n of them within (n − 1) ε Σ |x|.
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
    if (f instanceof Unary known && out.length >= LANES) {
      switch (known) {
        case EXP -> exp(x, out);
        case LOG -> log(x, out);
        case TANH -> tanh(x, out);
        case SIGMOID -> sigmoid(x, out);
        default -> super.map(f, x, out);
      }
    } else {
      super.map(f, x, out);
    }
  }

  // Each of these loops names its function as a constant and hands no vector to a method: only then
  // does C2 see through it. The last vector may overlap the one before, so that every element is
  // computed alike; it is computed before the others are stored, so that out may be x.

  private static void exp(double[] x, double[] out) {
    int last = out.length - LANES;
    DoubleVector end = DoubleVector.fromArray(SPECIES, x, last).lanewise(VectorOperators.EXP);
    for (int i = 0; i < last; i += LANES) {
      DoubleVector.fromArray(SPECIES, x, i).lanewise(VectorOperators.EXP).intoArray(out, i);
    }
    end.intoArray(out, last);
  }

  private static void log(double[] x, double[] out) {
    int last = out.length - LANES;
    DoubleVector end = DoubleVector.fromArray(SPECIES, x, last).lanewise(VectorOperators.LOG);
    for (int i = 0; i < last; i += LANES) {
      DoubleVector.fromArray(SPECIES, x, i).lanewise(VectorOperators.LOG).intoArray(out, i);
    }
    end.intoArray(out, last);
  }

  private static void tanh(double[] x, double[] out) {
    int last = out.length - LANES;
    DoubleVector end = DoubleVector.fromArray(SPECIES, x, last).lanewise(VectorOperators.TANH);
    for (int i = 0; i < last; i += LANES) {
      DoubleVector.fromArray(SPECIES, x, i).lanewise(VectorOperators.TANH).intoArray(out, i);
    }
    end.intoArray(out, last);
  }

  /** e = exp(−|x|); 1 / (1 + e) on the right side, e / (1 + e) on the left: no overflow. */
  private static void sigmoid(double[] x, double[] out) {
    int last = out.length - LANES;
    DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
    DoubleVector end = DoubleVector.fromArray(SPECIES, x, last);
    for (int i = 0; i < last; i += LANES) {
      DoubleVector v = DoubleVector.fromArray(SPECIES, x, i);
      DoubleVector e = v.abs().neg().lanewise(VectorOperators.EXP);
      DoubleVector top = one.blend(e, v.compare(VectorOperators.LT, 0));
      top.div(e.add(one)).intoArray(out, i);
    }
    DoubleVector e = end.abs().neg().lanewise(VectorOperators.EXP);
    DoubleVector top = one.blend(e, end.compare(VectorOperators.LT, 0));
    top.div(e.add(one)).intoArray(out, last);
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
      VectorDoubleMatmul.multiply(a, aAt, aT, b, bAt, bT, c, cAt, onto, m, n, k);
    }
  }
}
