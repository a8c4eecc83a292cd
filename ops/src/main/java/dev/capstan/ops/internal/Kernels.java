package dev.capstan.ops.internal;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The loops over arrays: everything that touches elements in bulk, and nothing that knows of axes
 * by name, gradients or broadcasting. Arguments are trusted; operations have validated them.
 *
 * <p>There is one implementation for each element type and provider. The double form is written by
 * hand, its float twin is generated in the build. {@link #of} gives the one chosen at start.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface Kernels<A> {

  /** The kernels for elements of a width. */
  static Kernels<Object> of(Width width) {
    Provider.requireSettings();
    return Provider.of(width).elements();
  }

  /** Which kernels are in use: {@code scalar} or {@code vector}. */
  static String inUse() {
    Provider.requireSettings();
    return Provider.name();
  }

  /** An array of zeros. */
  A allocate(int n);

  /** The same elements in an array of their own. */
  A copy(A x);

  double get(A x, int i);

  void set(A x, int i, double value);

  void fill(A x, double value);

  /** out[i] = f(x[i]), where out may be x; a {@link Unary} is recognised and may run faster. */
  void map(DoubleUnaryOperator f, A x, A out);

  /**
   * out[i] = f(x[i], y[i]), where out may be x or y; a {@link Binary} is recognised and may run
   * faster.
   */
  void zip(DoubleBinaryOperator f, A x, A y, A out);

  /** out[i] = 1 where the mask is true, else 0. */
  void fill(boolean[] mask, A out);

  /** out[i] = x[i], rounded. */
  void fill(int[] x, A out);

  /** out[i] = x[i] where the mask is not 0, else y[i]. */
  void select(A mask, A x, A y, A out);

  /** out[i] = x[i] where the mask is true, else y[i]. */
  void select(boolean[] mask, A x, A y, A out);

  /** out[i] = x[i] where the mask is as told, else 0. */
  void keep(boolean[] mask, boolean where, A x, A out);

  /** out[·] = f(x[·], y[·]) over an index space in which either operand may stand still. */
  void zipStrided(DoubleBinaryOperator f, A x, A y, A out, Strided loop);

  /** out[at + r step + i] = f(x[xAt + r xStep + i], y[yAt + r yStep + i]) for i below n. */
  void zipRows(
      DoubleBinaryOperator f,
      A x,
      int xAt,
      int xStep,
      A y,
      int yAt,
      int yStep,
      A out,
      int at,
      int step,
      int rows,
      int n);

  /** What is made of three operands. */
  enum OfThree {
    /** x + (y − x) z. */
    LERP,
    /** x y + z with one rounding. */
    FMA
  }

  /** out[·] = f(x[·], y[·], z[·]), each operand with its strides in the sizes. */
  void ofThree(OfThree f, A x, int[] xs, A y, int[] ys, A z, int[] zs, int[] sizes, A out);

  /** Whether f(x[i]), which is 0 or 1, is 1. */
  boolean[] holds(Elementary f, A x);

  /** Whether f(x[·], y[·]), which is 0 or 1, is 1, for n elements. */
  boolean[] holds(ElementaryPair f, A x, A y, int n, Strided loop);

  /** out[i] = x at the strided position i. */
  void copyStrided(A x, int offset, int[] sizes, int[] strides, A out);

  /** out[to + k width + i] = x[from + k step + i] for i below block and k below count. */
  void copyBlocks(A x, int from, int step, A out, int to, int width, int block, int count);

  /** out[i] = x[index[i]]; a negative index gives 0. */
  void take(A x, int[] index, A out);

  /** out[index[i]] += x[i], in order; negative indices are left out. */
  void addAt(A x, int[] index, A out);

  /** out[o, j, i] = x[o, source[j], i] for x[o, n, inner]; a negative source gives 0. */
  void takeSlices(A x, int n, int[] source, int inner, A out);

  /** out[o, source[j], i] += x[o, j, i] for out[o, n, inner], in order; negative: left out. */
  void addSlices(A x, int[] source, int n, int inner, A out);

  /**
   * out[to[j], i] = the larger (smaller) of itself and x[j, i], one j after the other; NaN wins.
   */
  void extremeSlices(boolean largest, A x, int[] to, int inner, A out);

  /**
   * out[to[j], i] += x[from[j], i], or w[j] times it, for out[n, inner], one j after the other.
   * What comes first is put, not added to 0; a slice to which nothing goes is 0.
   */
  void moveSlices(A x, int[] from, int[] to, @Nullable A w, int n, int inner, A out);

  /** out[o, i] = fold over n of x[o, n, i]. */
  void reduce(Fold fold, A x, int outer, int n, int inner, A out);

  /** out[o, i] = the first index of the largest (smallest) x[o, n, i]; the first NaN wins. */
  void argReduce(boolean largest, A x, int outer, int n, int inner, int[] out);

  /**
   * C = op(A) op(B), or C += it if {@code onto}, for one matrix at each offset; C is m by n, op(A)
   * m by k, op(B) k by n, op(M) is M or its transpose.
   */
  void matmul(
      A a,
      int aAt,
      boolean aT,
      A b,
      int bAt,
      boolean bT,
      A c,
      int cAt,
      boolean onto,
      int m,
      int n,
      int k);
}
