package dev.capstan.ops.internal;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

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

  /** Columns that are transposed together: a line of the cache. */
  private static final int TILE = 64 / Double.BYTES;

  /** Blocks of a slice, a roll or a padding. */
  private static final int FEW = 4;

  /** Factors that are multiplied side by side, so that none waits for another's product. */
  private static final int SIDES = 8;

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
    if (given(f) != null) {
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
  public void fill(int[] x, double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = x[i];
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
  public void zipStrided(
      DoubleBinaryOperator f, double[] x, double[] y, double[] out, Strided loop) {
    ElementaryPair.Given known = given(f);
    if (known != null && loop.inner() < LINE) {
      int period = period(loop, x.length, out.length);
      if (period > 0) {
        zipInPeriods(known, x, y, out, loop, period);
      } else {
        zipInLines(known, x, y, out, loop);
      }
      return;
    }
    int xs = loop.xStep();
    int ys = loop.yStep();
    loop.runs((xAt, yAt, at, n) -> zipRun(f, x, xAt, xs, y, yAt, ys, out, at, n), STRETCH);
  }

  @Override
  public void zipRows(
      DoubleBinaryOperator f,
      double[] x,
      int xAt,
      int xStep,
      double[] y,
      int yAt,
      int yStep,
      double[] out,
      int at,
      int step,
      int rows,
      int n) {
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < n; i += STRETCH) {
        int size = Math.min(STRETCH, n - i);
        int from = xAt + r * xStep + i;
        zipRun(f, x, from, 1, y, yAt + r * yStep + i, 1, out, at + r * step + i, size);
      }
    }
  }

  @Override
  public void ofThree(
      OfThree f,
      double[] x,
      int[] xs,
      double[] y,
      int[] ys,
      double[] w,
      int[] ws,
      int[] sizes,
      double[] out) {
    int last = sizes.length - 1;
    int n = sizes[last];
    int[] at = new int[last];
    double[] line = new double[Math.min(n, STRETCH)];
    int xAt = 0;
    int yAt = 0;
    int wAt = 0;
    for (int to = 0; to < out.length; to += n) {
      for (int i = 0; i < n; i += STRETCH) {
        int size = Math.min(STRETCH, n - i);
        int xi = xAt + i * xs[last];
        int yi = yAt + i * ys[last];
        int wi = wAt + i * ws[last];
        if (f == OfThree.LERP) {
          lerpRun(x, xi, xs[last], y, yi, ys[last], w, wi, ws[last], line, out, to + i, size);
        } else {
          fmaRun(x, xi, xs[last], y, yi, ys[last], w, wi, ws[last], out, to + i, size);
        }
      }
      for (int axis = last - 1; axis >= 0; axis--) {
        xAt += xs[axis];
        yAt += ys[axis];
        wAt += ws[axis];
        if (++at[axis] < sizes[axis]) {
          break;
        }
        xAt -= at[axis] * xs[axis];
        yAt -= at[axis] * ys[axis];
        wAt -= at[axis] * ws[axis];
        at[axis] = 0;
      }
    }
  }

  /** One run of x y + z. */
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
    for (int i = 0; i < n; i++) {
      out[at + i] = Math.fma(x[xAt + i * xs], y[yAt + i * ys], z[zAt + i * zs]);
    }
  }

  /** One run of x + (y − x) w, with room for a line. */
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
    zipRun(Binary.SUB, y, yAt, ys, x, xAt, xs, line, 0, n);
    zipRun(Binary.MUL, line, 0, 1, w, wAt, ws, line, 0, n);
    zipRun(Binary.ADD, x, xAt, xs, line, 0, 1, out, at, n);
  }

  // A line of ones and zeros is computed and read while it is in the cache.

  @Override
  public boolean[] holds(Elementary f, double[] x) {
    boolean[] out = new boolean[x.length];
    double[] line = new double[Math.min(STRETCH, out.length)];
    for (int i = 0; i < out.length; i += STRETCH) {
      int n = Math.min(STRETCH, out.length - i);
      series.map(f, 0, 0, x, i, line, 0, n);
      series.ones(line, out, i, n);
    }
    return out;
  }

  @Override
  public boolean[] holds(ElementaryPair f, double[] x, double[] y, int n, Strided loop) {
    boolean[] out = new boolean[n];
    boolean inLines = n > STRETCH && loop.inner() >= LINE;
    double[] line = new double[inLines ? STRETCH : n];
    if (inLines) {
      int xs = loop.xStep();
      int ys = loop.yStep();
      loop.runs(
          (xAt, yAt, at, size) -> {
            zipRun(f, x, xAt, xs, y, yAt, ys, line, 0, size);
            series.ones(line, out, at, size);
          },
          STRETCH);
    } else if (n > 0) {
      zipStrided(f, x, y, line, loop);
      series.ones(line, out, 0, n);
    }
    return out;
  }

  private static ElementaryPair.@Nullable Given given(DoubleBinaryOperator f) {
    return f instanceof ElementaryPair plain
        ? plain.with(0)
        : f instanceof ElementaryPair.Given known ? known : null;
  }

  /** After how many elements y begins anew, where it is worth to lay it out once; or 0. */
  private static int period(Strided loop, int x, int n) {
    if (x != n || loop.outer().length < 2 || loop.yOuter()[0] != 0 || loop.outer()[0] == 1) {
      return 0;
    }
    int period = n / loop.outer()[0];
    return period >= LINE && period <= STRETCH * FEW ? period : 0;
  }

  private void zipInPeriods(
      ElementaryPair.Given f, double[] x, double[] y, double[] out, Strided loop, int period) {
    double[] laid = new double[period];
    loop.runs(
        (xAt, yAt, at, n) -> {
          if (at < period) {
            lay(y, yAt, loop.yStep(), laid, at, n);
          }
        },
        LINE);
    for (int at = 0; at < out.length; at += period) {
      zipRun(f, x, at, 1, laid, 0, 1, out, at, period);
    }
  }

  /** Short runs are laid out, where they do not lie so, until they make up a line. */
  private void zipInLines(
      ElementaryPair.Given f, double[] x, double[] y, double[] out, Strided loop) {
    int line = LINE / loop.inner() * loop.inner();
    boolean xLies = x.length == out.length;
    boolean yLies = y.length == out.length;
    int most = Math.min(line, out.length);
    double[] left = xLies ? x : new double[most];
    double[] right = yLies ? y : new double[most];
    loop.runs(
        (xAt, yAt, at, n) -> {
          int to = at % line;
          int start = at - to;
          if (!xLies) {
            lay(x, xAt, loop.xStep(), left, to, n);
          }
          if (!yLies) {
            lay(y, yAt, loop.yStep(), right, to, n);
          }
          if (to + n == line || at + n == out.length) {
            int from = xLies ? start : 0;
            int other = yLies ? start : 0;
            series.zip(f.f(), f.a(), f.b(), left, from, right, other, out, start, to + n);
          }
        },
        LINE);
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
    ElementaryPair.Given known = given(f);
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
    } else if (known != null) {
      int most = Math.min(n, xs == 1 && ys == 1 ? STRETCH : LINE);
      double[] left = xs == 1 ? x : new double[most];
      double[] right = ys == 1 ? y : new double[most];
      for (int i = 0; i < n; i += most) {
        int size = Math.min(most, n - i);
        if (xs > 1 || xs == 0 && i == 0) {
          lay(x, xAt + i * xs, xs, left, 0, size);
        }
        if (ys > 1 || ys == 0 && i == 0) {
          lay(y, yAt + i * ys, ys, right, 0, size);
        }
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

  private static void lay(double[] x, int at, int step, double[] line, int to, int n) {
    if (step == 0) {
      Arrays.fill(line, to, to + n, x[at]);
    } else if (step == 1) {
      System.arraycopy(x, at, line, to, n);
    } else {
      for (int i = 0; i < n; i++) {
        line[to + i] = x[at + i * step];
      }
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
    int across = across(sizes, strides);
    if (across >= 0) {
      transpose(x, offset, sizes, strides, across, out);
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

  /** The axis whose elements are neighbours in x, where those of the last axis are not; or −1. */
  private static int across(int[] sizes, int[] strides) {
    int last = sizes.length - 1;
    for (int axis = 0; axis < last && strides[last] > 1 && sizes[last] >= TILE; axis++) {
      if (strides[axis] == 1 && sizes[axis] >= TILE) {
        return axis;
      }
    }
    return -1;
  }

  /** Copies planes that axis {@code across} and the last axis span. */
  private void transpose(
      double[] x, int offset, int[] sizes, int[] strides, int across, double[] out) {
    int last = sizes.length - 1;
    int[] at = new int[last];
    int[] steps = new int[last];
    int step = sizes[last];
    for (int axis = last - 1; axis >= 0; axis--) {
      steps[axis] = step;
      step *= sizes[axis];
    }
    int planes = out.length / (sizes[across] * sizes[last]);
    int from = offset;
    int to = 0;
    for (int plane = 0; plane < planes; plane++) {
      plane(x, from, strides[last], sizes[across], sizes[last], out, to, steps[across]);
      for (int axis = last - 1; axis >= 0; axis--) {
        if (axis != across) {
          from += strides[axis];
          to += steps[axis];
          if (++at[axis] < sizes[axis]) {
            break;
          }
          from -= at[axis] * strides[axis];
          to -= at[axis] * steps[axis];
          at[axis] = 0;
        }
      }
    }
  }

  /** out[to + row width + i] = x[from + row + i step], some columns at a time. */
  void plane(
      double[] x, int from, int step, int rows, int columns, double[] out, int to, int width) {
    for (int i = 0; i < columns; i += TILE) {
      int some = Math.min(TILE, columns - i);
      for (int row = 0; row < rows; row += STRETCH) {
        int most = Math.min(STRETCH, rows - row);
        tile(x, from + row + i * step, step, most, some, out, to + row * width + i, width);
      }
    }
  }

  private static void tile(
      double[] x, int from, int step, int rows, int columns, double[] out, int to, int width) {
    for (int row = 0; row < rows; row++) {
      int start = from + row;
      int into = to + row * width;
      for (int i = 0; i < columns; i++) {
        out[into + i] = x[start + i * step];
      }
    }
  }

  @Override
  public void copyBlocks(
      double[] x, int from, int step, double[] out, int to, int width, int block, int count) {
    for (int k = 0; k < count; k++) {
      int start = from + k * step;
      int into = to + k * width;
      if (block >= WORTH_BLOCKS) {
        System.arraycopy(x, start, out, into, block);
      } else {
        for (int i = 0; i < block; i++) {
          out[into + i] = x[start + i];
        }
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
    int width = source.length * inner;
    int outer = out.length == 0 ? 0 : out.length / width;
    if (outer == 0) {
      return;
    }
    if (hasFewRuns(source)) {
      int run;
      for (int j = 0; j < source.length; j += run) {
        run = run(source, j);
        if (source[j] < 0) {
          for (int o = 0; o < outer; o++) {
            Arrays.fill(out, o * width + j * inner, o * width + (j + run) * inner, 0);
          }
        } else {
          copyBlocks(x, source[j] * inner, n * inner, out, j * inner, width, run * inner, outer);
        }
      }
      return;
    }
    for (int o = 0; o < outer; o++) {
      if (inner == 1) {
        pickRow(x, o * n, source, out, o * width);
      } else {
        takeRow(x, o * n * inner, source, inner, out, o * width);
      }
    }
  }

  private static void pickRow(double[] x, int from, int[] source, double[] out, int to) {
    for (int j = 0; j < source.length; j++) {
      out[to + j] = source[j] < 0 ? 0 : x[from + source[j]];
    }
  }

  private static void takeRow(double[] x, int from, int[] source, int inner, double[] out, int to) {
    for (int j = 0; j < source.length; j++) {
      int start = from + source[j] * inner;
      if (source[j] < 0) {
        Arrays.fill(out, to + j * inner, to + (j + 1) * inner, 0);
      } else {
        System.arraycopy(x, start, out, to + j * inner, inner);
      }
    }
  }

  /** Whether so few blocks make up the result that each may be copied out of all rows by itself. */
  private static boolean hasFewRuns(int[] source) {
    int runs = 0;
    for (int j = 0; j < source.length && runs <= FEW; runs++) {
      j += run(source, j);
    }
    return runs <= FEW;
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
    if (inner == 1 && !hasFewRuns(source)) {
      for (int o = 0; o < outer; o++) {
        addRow(x, o * source.length, source, out, o * n);
      }
      return;
    }
    for (int o = 0; o < outer; o++) {
      int run;
      for (int j = 0; j < source.length; j += run) {
        run = run(source, j);
        if (source[j] >= 0) {
          int to = (o * n + source[j]) * inner;
          int from = (o * source.length + j) * inner;
          zipRun(Binary.ADD, out, to, 1, x, from, 1, out, to, run * inner);
        }
      }
    }
  }

  private static void addRow(double[] x, int from, int[] source, double[] out, int to) {
    for (int j = 0; j < source.length; j++) {
      if (source[j] >= 0) {
        out[to + source[j]] += x[from + j];
      }
    }
  }

  @Override
  public void extremeSlices(boolean largest, double[] x, int[] to, int inner, double[] out) {
    ElementaryPair extreme = largest ? ElementaryPair.LARGER : ElementaryPair.SMALLER;
    for (int j = 0; j < to.length; j++) {
      if (inner == 1) {
        double so = out[to[j]];
        out[to[j]] = largest ? Math.max(so, x[j]) : Math.min(so, x[j]);
      } else {
        int at = to[j] * inner;
        zipRun(extreme, out, at, 1, x, j * inner, 1, out, at, inner);
      }
    }
  }

  @Override
  public void moveSlices(
      double[] x, int[] from, int[] to, double @Nullable [] w, int n, int inner, double[] out) {
    boolean[] begun = new boolean[n];
    int next;
    for (int j = 0; j < from.length; j = next) {
      next = j + 1;
      while (next < to.length && to[next] == to[j]) {
        next++;
      }
      addUp(x, from, w, j, next, inner, out, to[j] * inner, begun[to[j]]);
      begun[to[j]] = true;
    }
    for (int slice = 0; slice < n; slice++) {
      if (!begun[slice]) {
        Arrays.fill(out, slice * inner, (slice + 1) * inner, 0);
      }
    }
  }

  /** A run of slices with one goal, which they are added onto or put over. */
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
    addUpColumns(x, from, w, first, end, inner, 0, inner, out, at, onto);
  }

  /** The same, of elements i0 to i1 of each slice. */
  static void addUpColumns(
      double[] x,
      int[] from,
      double @Nullable [] w,
      int first,
      int end,
      int inner,
      int i0,
      int i1,
      double[] out,
      int at,
      boolean onto) {
    for (int j = first; j < end; j++) {
      int source = from[j] * inner;
      boolean put = j == first && !onto;
      if (w == null && put) {
        System.arraycopy(x, source + i0, out, at + i0, i1 - i0);
      } else if (w == null) {
        for (int i = i0; i < i1; i++) {
          out[at + i] += x[source + i];
        }
      } else if (put) {
        for (int i = i0; i < i1; i++) {
          out[at + i] = w[j] * x[source + i];
        }
      } else {
        for (int i = i0; i < i1; i++) {
          out[at + i] += w[j] * x[source + i];
        }
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
      case MAX, MIN -> extreme(fold == Fold.MAX, x, at, n);
      case PROD -> product(x, at, n, 1);
    };
  }

  private double extreme(boolean largest, double[] x, int at, int n) {
    double so = DoubleFolds.first(largest ? Fold.MAX : Fold.MIN);
    for (int i = 0; i < n; i += STRETCH) {
      int size = Math.min(STRETCH, n - i);
      so =
          largest
              ? Math.max(so, lines.max(x, at + i, size))
              : Math.min(so, lines.min(x, at + i, size));
    }
    return so;
  }

  /**
   * In double for both types: element i of a line goes to product i mod {@link #SIDES}, and these
   * are multiplied in order; what is left of a group comes last.
   */
  private static /*wide*/ double product(double[] x, int at, int n, int step) {
    /*wide*/ double a = 1;
    /*wide*/ double b = 1;
    /*wide*/ double c = 1;
    /*wide*/ double d = 1;
    /*wide*/ double e = 1;
    /*wide*/ double f = 1;
    /*wide*/ double g = 1;
    /*wide*/ double h = 1;
    int whole = n / SIDES * SIDES;
    for (int k = 0; k < whole; k += SIDES) {
      int i = at + k * step;
      a *= x[i];
      b *= x[i + step];
      c *= x[i + 2 * step];
      d *= x[i + 3 * step];
      e *= x[i + 4 * step];
      f *= x[i + 5 * step];
      g *= x[i + 6 * step];
      h *= x[i + 7 * step];
    }
    /*wide*/ double so = a * b * c * d * e * f * g * h;
    for (int k = whole; k < n; k++) {
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
    double[] best = new double[out.length];
    reduce(largest ? Fold.MAX : Fold.MIN, x, outer, n, inner, best);
    for (int o = 0; o < outer; o++) {
      if (inner == 1) {
        out[o] = place(x, o * n, best[o]);
      } else {
        places(x, o * n * inner, n, best, out, o * inner, inner);
      }
    }
  }

  /** How far from {@code at} on the first element is that is NaN or equals v; there is one. */
  private static int place(double[] x, int at, double v) {
    int i = at;
    while (x[i] != v && !Double.isNaN(x[i])) {
      i++;
    }
    return i - at;
  }

  /** The same for rows, from the last to the first. */
  private static void places(double[] x, int at, int n, double[] v, int[] out, int to, int inner) {
    for (int k = n - 1; k >= 0; k--) {
      int row = at + k * inner;
      for (int i = 0; i < inner; i++) {
        if (x[row + i] == v[to + i] || Double.isNaN(x[row + i])) {
          out[to + i] = k;
        }
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
