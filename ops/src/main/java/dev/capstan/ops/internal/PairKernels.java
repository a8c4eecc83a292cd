package dev.capstan.ops.internal;

import java.util.function.DoubleBinaryOperator;

/**
 * Contractions with K[i, j, k] = f(x[i, k] − y[j, k], d[i, j]), a tensor that is never formed: what
 * all distances between the rows of two matrices, and their derivatives of any order, are made of.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface PairKernels<A> {

  /** The kernels for elements of a width. */
  @SuppressWarnings("unchecked") // arrays of this width are of just this type
  static PairKernels<Object> of(Width width) {
    return (PairKernels<Object>)
        (PairKernels<?>) (width == Width.SINGLE ? Provider.FLOAT_PAIRS : Provider.DOUBLE_PAIRS);
  }

  /**
   * One batch entry: m rows of x, n rows of y, c components each. {@code d} is read only if {@code
   * usesD}; without it the function gets 0.
   */
  record Pairs<A>(
      DoubleBinaryOperator f, A x, A y, A d, boolean usesD, int batch, int m, int n, int c) {

    int xAt(int i) {
      return (batch * m + i) * c;
    }

    int yAt(int j) {
      return (batch * n + j) * c;
    }

    int at(int i, int j) {
      return (batch * m + i) * n + j;
    }
  }

  /** out[i, j] = Σₖ u[i, k] v[j, k] K[i, j, k]. */
  void dots(Pairs<A> p, A u, A v, A out);

  /** {@link #dots} of the square, with u and v all 1. */
  void squares(Pairs<A> p, A out);

  /** {@link #sumsLeft} or {@link #sumsRight} of the difference itself, with the factor all 1. */
  void differences(Pairs<A> p, A w, boolean left, A out);

  /** out[i, k] = Σⱼ w[i, j] v[j, k] K[i, j, k]. */
  void sumsLeft(Pairs<A> p, A w, A v, A out);

  /** out[j, k] = Σᵢ w[i, j] u[i, k] K[i, j, k]. */
  void sumsRight(Pairs<A> p, A w, A u, A out);

  /** out[i, j] = maxₖ |x[i, k] − y[j, k]|; 0 without components. */
  void largest(Pairs<A> p, A out);
}
