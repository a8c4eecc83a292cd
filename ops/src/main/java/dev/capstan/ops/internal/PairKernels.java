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
  static PairKernels<Object> of(Width width) {
    Provider.requireSettings();
    return Provider.of(width).pairs();
  }

  /** f, and d, which is read only if {@code usesD}; without it the function gets 0. */
  record Term<A>(DoubleBinaryOperator f, A d, boolean usesD) {}

  /** One batch entry: m rows of x, n rows of y, c components each. */
  record Pairs<A>(A x, A y, int batch, int m, int n, int c) {

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
  void dots(Pairs<A> p, Term<A> term, A u, A v, A out);

  /** {@link #dots} of the difference's size to the power q, which is 1 or 2, with u and v all 1. */
  void powers(Pairs<A> p, int q, A out);

  /**
   * {@link #sumsLeft} or {@link #sumsRight} of the slope of that power over q, the difference's
   * sign or the difference itself, with the factor all 1.
   */
  void slopes(Pairs<A> p, int q, A w, boolean left, A out);

  /** out[i, k] = Σⱼ w[i, j] v[j, k] K[i, j, k]. */
  void sumsLeft(Pairs<A> p, Term<A> term, A w, A v, A out);

  /** out[j, k] = Σᵢ w[i, j] u[i, k] K[i, j, k]. */
  void sumsRight(Pairs<A> p, Term<A> term, A w, A u, A out);

  /** out[i, j] = maxₖ |x[i, k] − y[j, k]|; 0 without components. */
  void largest(Pairs<A> p, A out);
}
