package dev.capstan.ops.internal;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * Plain loops, written so that C2 vectorises those that matter: in each of them all arrays are
 * indexed by the same variable. The float twin of this class is generated from it in the build;
 * what is marked wide stays double there.
 */
class DoubleKernels implements Kernels<double[]> {

  /** Columns from which on it pays to lay out the rows of a product one by one. */
  private static final int WORTH_ROWS = 8;

  /** Elements from which on it pays to call for the copy of a block. */
  private static final int WORTH_BLOCKS = 4;

  /** Elements of a broadcast operand that are laid out at a time. */
  private static final int LINE = 1024;

  /**
   * Elements that a loop gets at a time. A loop over a million elements is called too seldom to be
   * compiled from its beginning; what C2 makes of it in mid-run keeps vectors as objects.
   */
  static final int STRETCH = 4 * LINE;

  private final DoubleLines lines;
  private final DoubleSeriesLoops series;

  DoubleKernels() {
    this(new DoubleLines(), new DoubleSeriesLoops());
  }

  DoubleKernels(DoubleLines lines, DoubleSeriesLoops series) {
    this.lines = lines;
    this.series = series;
  }

  @Override
  public double[] allocate(int n) {
    return new double[n];
  }

  @Override
  public double[] copy(double[] x) {
    return x.clone();
  }

  @Override
  public /*wide*/ double get(double[] x, int i) {
    return x[i];
  }

  @Override
  public void set(double[] x, int i, /*wide*/ double value) {
    x[i] = /*narrow*/ value;
  }

  @Override
  public void fill(double[] x, /*wide*/ double value) {
    Arrays.fill(x, /*narrow*/ value);
  }

  // --- elementwise ----------------------------------------------------------------------------

  @Override
  public void map(DoubleUnaryOperator f, double[] x, double[] out) {
    if (f instanceof Elementary || f instanceof Elementary.Given) {
      Elementary.Given known = f instanceof Elementary plain ? plain.with(0) : (Elementary.Given) f;
      for (int i = 0; i < out.length; i += STRETCH) {
        int n = Math.min(STRETCH, out.length - i);
        series.map(known.f(), known.a(), known.b(), x, i, out, i, n);
      }
    } else {
      DoubleElements.map(f, x, out);
    }
  }

  @Override
  public void zip(DoubleBinaryOperator f, double[] x, double[] y, double[] out) {
    if (f instanceof ElementaryPair || f instanceof ElementaryPair.Given) {
      zipRun(f, x, 0, 1, y, 0, 1, out, 0, out.length);
    } else {
      DoubleElements.zip(f, x, y, out);
    }
  }

  // Masks choose by bits: C2 makes a branch of a choice between numbers, and half of them are
  // mispredicted.

  @Override
  public void fill(boolean[] mask, double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = Double.longBitsToDouble(-(mask[i] ? 1 : 0) & DoubleFunctions.ONE_BITS);
    }
  }

  @Override
  public void select(double[] mask, double[] x, double[] y, double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = mask[i] == 0 ? y[i] : x[i];
    }
  }

  @Override
  public void select(boolean[] mask, double[] x, double[] y, double[] out) {
    for (int i = 0; i < out.length; i++) {
      /*bits*/ long taken = -(mask[i] ? 1 : 0);
      /*bits*/ long other = Double.doubleToRawLongBits(y[i]) & ~taken;
      out[i] = Double.longBitsToDouble(Double.doubleToRawLongBits(x[i]) & taken | other);
    }
  }

  @Override
  public void keep(boolean[] mask, boolean where, double[] x, double[] out) {
    for (int i = 0; i < out.length; i++) {
      /*bits*/ long taken = -(mask[i] == where ? 1 : 0);
      out[i] = Double.longBitsToDouble(Double.doubleToRawLongBits(x[i]) & taken);
    }
  }

  @Override
  public boolean[] nonZero(double[] x) {
    boolean[] out = new boolean[x.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = Double.doubleToRawLongBits(x[i]) != 0;
    }
    return out;
  }

  @Override
  public void zipStrided(
      DoubleBinaryOperator f, double[] x, double[] y, double[] out, Strided loop) {
    int[] at = new int[loop.outer().length];
    int runs = out.length == 0 ? 0 : loop.runs();
    int n = loop.inner();
    int xAt = 0;
    int yAt = 0;
    for (int run = 0; run < runs; run++) {
      for (int i = 0; i < n; i += STRETCH) {
        int size = Math.min(STRETCH, n - i);
        int left = xAt + i * loop.xStep();
        int right = yAt + i * loop.yStep();
        zipRun(f, x, left, loop.xStep(), y, right, loop.yStep(), out, run * n + i, size);
      }
      for (int axis = at.length - 1; axis >= 0; axis--) {
        xAt += loop.xOuter()[axis];
        yAt += loop.yOuter()[axis];
        if (++at[axis] < loop.outer()[axis]) {
          break;
        }
        xAt -= at[axis] * loop.xOuter()[axis];
        yAt -= at[axis] * loop.yOuter()[axis];
        at[axis] = 0;
      }
    }
  }

  /** out[at + i] = f(x[xAt + i xs], y[yAt + i ys]) for i below n. */
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
    if (f == Binary.ADD) {
      for (int i = 0; i < n; i++) {
        out[at + i] = x[xAt + i * xs] + y[yAt + i * ys];
      }
    } else if (f == Binary.SUB) {
      for (int i = 0; i < n; i++) {
        out[at + i] = x[xAt + i * xs] - y[yAt + i * ys];
      }
    } else if (f == Binary.MUL) {
      for (int i = 0; i < n; i++) {
        out[at + i] = x[xAt + i * xs] * y[yAt + i * ys];
      }
    } else if (f instanceof ElementaryPair || f instanceof ElementaryPair.Given) {
      ElementaryPair.Given known =
          f instanceof ElementaryPair plain ? plain.with(0) : (ElementaryPair.Given) f;
      int most = Math.min(n, xs == 1 && ys == 1 ? STRETCH : LINE);
      double[] left = xs == 1 ? x : new double[most];
      double[] right = ys == 1 ? y : new double[most];
      for (int i = 0; i < n; i += most) {
        int size = Math.min(most, n - i);
        lay(x, xAt + i * xs, xs, left, size, i);
        lay(y, yAt + i * ys, ys, right, size, i);
        int from = xs == 1 ? xAt + i : 0;
        int other = ys == 1 ? yAt + i : 0;
        series.zip(known.f(), known.a(), known.b(), left, from, right, other, out, at + i, size);
      }
    } else {
      for (int i = 0; i < n; i++) {
        out[at + i] = /*narrow*/ f.applyAsDouble(x[xAt + i * xs], y[yAt + i * ys]);
      }
    }
  }

  /** Lays part of a run into a line, unless it lies there: in its own array, or as one number. */
  private static void lay(double[] x, int at, int step, double[] line, int n, int before) {
    if (step == 1 || step == 0 && before > 0) {
      return;
    }
    for (int i = 0; i < n; i++) {
      line[i] = x[at + i * step];
    }
  }

  // --- movement -------------------------------------------------------------------------------

  @Override
  public void copyStrided(double[] x, int offset, int[] sizes, int[] strides, double[] out) {
    int rank = sizes.length;
    if (rank == 0) {
      out[0] = x[offset];
      return;
    }
    int n = sizes[rank - 1];
    int step = strides[rank - 1];
    int[] at = new int[rank - 1];
    int from = offset;
    for (int to = 0; to < out.length; to += n) {
      if (step == 1) {
        System.arraycopy(x, from, out, to, n);
      } else if (step == 0) {
        Arrays.fill(out, to, to + n, x[from]);
      } else {
        for (int i = 0; i < n; i++) {
          out[to + i] = x[from + i * step];
        }
      }
      for (int axis = rank - 2; axis >= 0; axis--) {
        from += strides[axis];
        if (++at[axis] < sizes[axis]) {
          break;
        }
        from -= at[axis] * strides[axis];
        at[axis] = 0;
      }
    }
  }

  @Override
  public void take(double[] x, int[] index, double[] out) {
    for (int i = 0; i < index.length; i++) {
      out[i] = index[i] < 0 ? 0 : x[index[i]];
    }
  }

  @Override
  public void addAt(double[] x, int[] index, double[] out) {
    for (int i = 0; i < index.length; i++) {
      if (index[i] >= 0) {
        out[index[i]] += x[i];
      }
    }
  }

  @Override
  public void takeSlices(double[] x, int n, int[] source, int inner, double[] out) {
    int outer = out.length == 0 ? 0 : out.length / (source.length * inner);
    int to = 0;
    for (int o = 0; o < outer; o++) {
      int run;
      for (int j = 0; j < source.length; j += run) {
        run = run(source, j);
        int size = run * inner;
        int from = (o * n + source[j]) * inner;
        if (source[j] < 0) {
          Arrays.fill(out, to, to + size, 0);
        } else if (size < WORTH_BLOCKS) {
          for (int i = 0; i < size; i++) {
            out[to + i] = x[from + i];
          }
        } else {
          System.arraycopy(x, from, out, to, size);
        }
        to += size;
      }
    }
  }

  /** How many positions from j on have neighbouring sources (or none). */
  private static int run(int[] source, int j) {
    int step = source[j] < 0 ? 0 : 1;
    int k = j + 1;
    while (k < source.length && source[k] == source[k - 1] + step) {
      k++;
    }
    return k - j;
  }

  @Override
  public void addSlices(double[] x, int[] source, int n, int inner, double[] out) {
    int outer = x.length == 0 ? 0 : x.length / (source.length * inner);
    int from = 0;
    for (int o = 0; o < outer; o++) {
      for (int slice : source) {
        if (slice >= 0) {
          int to = (o * n + slice) * inner;
          zipRun(Binary.ADD, out, to, 1, x, from, 1, out, to, inner);
        }
        from += inner;
      }
    }
  }

  // --- reductions -----------------------------------------------------------------------------

  @Override
  public void reduce(Fold fold, double[] x, int outer, int n, int inner, double[] out) {
    for (int o = 0; o < outer; o++) {
      int at = o * n * inner;
      if (inner == 1) {
        out[o] = /*narrow*/ foldLine(fold, x, at, n);
      } else if (fold == Fold.PROD) {
        for (int i = 0; i < inner; i++) {
          out[o * inner + i] = /*narrow*/ product(x, at + i, n, inner);
        }
      } else {
        DoubleFolds.rows(this::band, fold, x, at, n, inner, out, o * inner);
      }
    }
  }

  private /*wide*/ double foldLine(Fold fold, double[] x, int at, int n) {
    return switch (fold) {
      case SUM -> lines.sum(x, at, n);
      case SUM_ABS -> lines.sumAbs(x, at, n);
      case SUM_SQUARES -> lines.sumSquares(x, at, n, 0);
      case MAX -> lines.max(x, at, n);
      case MIN -> lines.min(x, at, n);
      case PROD -> product(x, at, n, 1);
    };
  }

  /** In order, in double for both types. */
  private static /*wide*/ double product(double[] x, int at, int n, int step) {
    /*wide*/ double so = 1;
    for (int k = 0; k < n; k++) {
      so *= x[at + k * step];
    }
    return so;
  }

  /** As {@link DoubleFolds#band}. */
  void band(Fold fold, double[] x, int at, int n, int inner, double[] out, int to) {
    DoubleFolds.band(fold, x, at, n, inner, out, to);
  }

  @Override
  public void argReduce(boolean largest, double[] x, int outer, int n, int inner, int[] out) {
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        int at = o * n * inner + i;
        int best = 0;
        for (int k = 1; k < n && !Double.isNaN(x[at + best * inner]); k++) {
          double a = x[at + k * inner];
          double b = x[at + best * inner];
          if (Double.isNaN(a) || (largest ? a > b : a < b)) {
            best = k;
          }
        }
        out[o * inner + i] = best;
      }
    }
  }

  @Override
  public void logSumExp(double[] x, int outer, int n, int inner, double[] out) {
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        int at = o * n * inner + i;
        double max = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < n; k++) {
          max = Math.max(max, x[at + k * inner]);
        }
        /*wide*/ double shift = Double.isInfinite(max) ? 0 : max;
        /*wide*/ double sum = 0;
        for (int k = 0; k < n; k++) {
          sum += /*wide*/ DoubleFunctions.exp(x[at + k * inner] - shift);
        }
        out[o * inner + i] = /*narrow*/ (shift + /*wide*/ DoubleFunctions.log(sum));
      }
    }
  }

  // --- products -------------------------------------------------------------------------------

  @Override
  public final void matmul(
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
    if (n == 1) {
      DoubleProducts.column(lines, a, aAt, aT, b, bAt, c, cAt, onto, m, k);
    } else if (k > DoubleProducts.STRETCH) {
      DoubleProducts.stretches(this::product, a, aAt, aT, b, bAt, bT, c, cAt, onto, m, n, k);
    } else {
      product(a, aAt, aT, b, bAt, bT, c, cAt, onto, m, n, k, k);
    }
  }

  /** As {@link DoubleProducts.Product}, of more than one column. */
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
    Provider.NOTICE.count(m, n, k);
    if (n >= WORTH_ROWS && m > 1) {
      DoubleMatmul.multiply(a, aAt, aT, b, bAt, bT, c, cAt, onto, m, n, k, stored);
    } else {
      DoubleProducts.chains(a, aAt, aT, b, bAt, bT, c, cAt, onto, m, n, k, stored);
    }
  }
}
