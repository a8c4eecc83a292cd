package dev.capstan.ops.internal;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Kernels on the Vector API, where C2 does not vectorise the plain loop by itself: elementary
 * functions, sums and extremes along the last axis, rows added to each other, matrix products.
 *
 * <p>Elementary functions are the Vector API's own (within 1 ulp of the exact value where the JDK
 * brings a vector library, x86-64 Linux and Windows among others). Sums are taken in four partial
 * sums a lane and differ from the scalar ones within the bound of recursive summation.
 */
final class VectorDoubleKernels extends DoubleKernels {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  VectorDoubleKernels() {}

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

  // Each of these loops names its function as a constant: only then does C2 see through it. The
  // last vector may overlap the one before, so that every element is computed alike.

  private static void exp(double[] x, double[] out) {
    int last = out.length - LANES;
    for (int i = 0; i < out.length; i += LANES) {
      int at = Math.min(i, last);
      load(x, at).lanewise(VectorOperators.EXP).intoArray(out, at);
    }
  }

  private static void log(double[] x, double[] out) {
    int last = out.length - LANES;
    for (int i = 0; i < out.length; i += LANES) {
      int at = Math.min(i, last);
      load(x, at).lanewise(VectorOperators.LOG).intoArray(out, at);
    }
  }

  private static void tanh(double[] x, double[] out) {
    int last = out.length - LANES;
    for (int i = 0; i < out.length; i += LANES) {
      int at = Math.min(i, last);
      load(x, at).lanewise(VectorOperators.TANH).intoArray(out, at);
    }
  }

  /** e = exp(−|x|); 1 / (1 + e) on the right side, e / (1 + e) on the left: no overflow. */
  private static void sigmoid(double[] x, double[] out) {
    DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
    int last = out.length - LANES;
    for (int i = 0; i < out.length; i += LANES) {
      int at = Math.min(i, last);
      DoubleVector v = load(x, at);
      DoubleVector e = v.abs().neg().lanewise(VectorOperators.EXP);
      DoubleVector top = one.blend(e, v.compare(VectorOperators.LT, 0));
      top.div(e.add(1)).intoArray(out, at);
    }
  }

  private static DoubleVector load(double[] x, int at) {
    return DoubleVector.fromArray(SPECIES, x, at);
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
    boolean steps = (xs | ys) <= 1;
    if (f instanceof Binary known && steps && n >= LANES && known.ordinary()) {
      int last = n - LANES;
      for (int i = 0; i < n; i += LANES) {
        int j = Math.min(i, last);
        DoubleVector a = xs == 1 ? load(x, xAt + j) : DoubleVector.broadcast(SPECIES, x[xAt]);
        DoubleVector b = ys == 1 ? load(y, yAt + j) : DoubleVector.broadcast(SPECIES, y[yAt]);
        DoubleVector c =
            switch (known) {
              case SUB -> a.sub(b);
              case MUL -> a.mul(b);
              case DIV -> a.div(b);
              default -> a.add(b);
            };
        c.intoArray(out, at + j);
      }
    } else {
      super.zipRun(f, x, xAt, xs, y, yAt, ys, out, at, n);
    }
  }

  // --- reductions -----------------------------------------------------------------------------

  @Override
  public void reduce(Fold fold, double[] x, int outer, int n, int inner, double[] out) {
    if (fold == Fold.PROD || (inner == 1 ? n : inner) < 2 * LANES) {
      super.reduce(fold, x, outer, n, inner, out);
    } else if (inner == 1) {
      for (int o = 0; o < outer; o++) {
        out[o] = reduceRun(fold, x, o * n, n);
      }
    } else {
      for (int o = 0; o < outer; o++) {
        reduceRows(fold, x, o * n * inner, n, inner, out, o * inner);
      }
    }
  }

  private static double reduceRun(Fold fold, double[] x, int at, int n) {
    return switch (fold) {
      case SUM, PROD -> sumRun(x, at, n);
      case SUM_ABS -> sumAbsRun(x, at, n);
      case SUM_SQUARES -> sumSquaresRun(x, at, n);
      case MAX -> maxRun(x, at, n);
      case MIN -> minRun(x, at, n);
    };
  }

  private static double sumRun(double[] x, int at, int n) {
    DoubleVector a = DoubleVector.broadcast(SPECIES, 0);
    DoubleVector b = a;
    DoubleVector c = a;
    DoubleVector d = a;
    int i = 0;
    for (; i <= n - 4 * LANES; i += 4 * LANES) {
      a = a.add(load(x, at + i));
      b = b.add(load(x, at + i + LANES));
      c = c.add(load(x, at + i + 2 * LANES));
      d = d.add(load(x, at + i + 3 * LANES));
    }
    for (; i <= n - LANES; i += LANES) {
      a = a.add(load(x, at + i));
    }
    double so = a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
    for (; i < n; i++) {
      so = so + x[at + i];
    }
    return so;
  }

  private static double sumAbsRun(double[] x, int at, int n) {
    DoubleVector a = DoubleVector.zero(SPECIES);
    DoubleVector b = a;
    DoubleVector c = a;
    DoubleVector d = a;
    int i = 0;
    for (; i <= n - 4 * LANES; i += 4 * LANES) {
      a = a.add(load(x, at + i).abs());
      b = b.add(load(x, at + i + LANES).abs());
      c = c.add(load(x, at + i + 2 * LANES).abs());
      d = d.add(load(x, at + i + 3 * LANES).abs());
    }
    for (; i <= n - LANES; i += LANES) {
      a = a.add(load(x, at + i).abs());
    }
    double so = a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
    for (; i < n; i++) {
      so += Math.abs(x[at + i]);
    }
    return so;
  }

  private static double sumSquaresRun(double[] x, int at, int n) {
    DoubleVector a = DoubleVector.zero(SPECIES);
    DoubleVector b = a;
    DoubleVector c = a;
    DoubleVector d = a;
    int i = 0;
    for (; i <= n - 4 * LANES; i += 4 * LANES) {
      a = squareAdded(load(x, at + i), a);
      b = squareAdded(load(x, at + i + LANES), b);
      c = squareAdded(load(x, at + i + 2 * LANES), c);
      d = squareAdded(load(x, at + i + 3 * LANES), d);
    }
    for (; i <= n - LANES; i += LANES) {
      a = squareAdded(load(x, at + i), a);
    }
    double so = a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
    for (; i < n; i++) {
      so += x[at + i] * x[at + i];
    }
    return so;
  }

  private static DoubleVector squareAdded(DoubleVector x, DoubleVector so) {
    return x.fma(x, so);
  }

  private static double maxRun(double[] x, int at, int n) {
    DoubleVector a = DoubleVector.broadcast(SPECIES, Double.NEGATIVE_INFINITY);
    DoubleVector b = a;
    DoubleVector c = a;
    DoubleVector d = a;
    int i = 0;
    for (; i <= n - 4 * LANES; i += 4 * LANES) {
      a = a.max(load(x, at + i));
      b = b.max(load(x, at + i + LANES));
      c = c.max(load(x, at + i + 2 * LANES));
      d = d.max(load(x, at + i + 3 * LANES));
    }
    for (; i <= n - LANES; i += LANES) {
      a = a.max(load(x, at + i));
    }
    double so = a.max(b).max(c.max(d)).reduceLanes(VectorOperators.MAX);
    for (; i < n; i++) {
      so = Math.max(so, x[at + i]);
    }
    return so;
  }

  private static double minRun(double[] x, int at, int n) {
    DoubleVector a = DoubleVector.broadcast(SPECIES, Double.POSITIVE_INFINITY);
    DoubleVector b = a;
    DoubleVector c = a;
    DoubleVector d = a;
    int i = 0;
    for (; i <= n - 4 * LANES; i += 4 * LANES) {
      a = a.min(load(x, at + i));
      b = b.min(load(x, at + i + LANES));
      c = c.min(load(x, at + i + 2 * LANES));
      d = d.min(load(x, at + i + 3 * LANES));
    }
    for (; i <= n - LANES; i += LANES) {
      a = a.min(load(x, at + i));
    }
    double so = a.min(b).min(c.min(d)).reduceLanes(VectorOperators.MIN);
    for (; i < n; i++) {
      so = Math.min(so, x[at + i]);
    }
    return so;
  }

  /** out = the fold of n rows of {@code inner} elements. */
  private static void reduceRows(
      Fold fold, double[] x, int at, int n, int inner, double[] out, int to) {
    java.util.Arrays.fill(out, to, to + inner, neutral(fold));
    int full = SPECIES.loopBound(inner);
    for (int k = 0; k < n; k++) {
      int row = at + k * inner;
      int i = 0;
      for (; i < full; i += LANES) {
        DoubleVector so = DoubleVector.fromArray(SPECIES, out, to + i);
        fold(fold, so, load(x, row + i)).intoArray(out, to + i);
      }
      for (; i < inner; i++) {
        out[to + i] = fold(fold, out[to + i], x[row + i]);
      }
    }
  }

  private static double neutral(Fold fold) {
    return switch (fold) {
      case SUM, SUM_ABS, SUM_SQUARES, PROD -> 0;
      case MAX -> Double.NEGATIVE_INFINITY;
      case MIN -> Double.POSITIVE_INFINITY;
    };
  }

  private static double fold(Fold fold, double x, double y) {
    return switch (fold) {
      case SUM_ABS -> x + Math.abs(y);
      case SUM_SQUARES -> x + y * y;
      case SUM, PROD -> x + y;
      case MAX -> Math.max(x, y);
      case MIN -> Math.min(x, y);
    };
  }

  private static DoubleVector fold(Fold fold, DoubleVector x, DoubleVector y) {
    return switch (fold) {
      case SUM_ABS -> x.add(y.abs());
      case SUM_SQUARES -> y.fma(y, x);
      case SUM, PROD -> x.add(y);
      case MAX -> x.max(y);
      case MIN -> x.min(y);
    };
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
    if (n < LANES || m < 2 || k < 2) {
      super.matmul(a, aAt, aT, b, bAt, bT, c, cAt, onto, m, n, k);
    } else {
      VectorDoubleMatmul.multiply(a, aAt, aT, b, bAt, bT, c, cAt, onto, m, n, k);
    }
  }
}
