package dev.capstan.ops.internal;

import org.jspecify.annotations.Nullable;

/**
 * Functions of lines: a matrix of {@code rows} lines of {@code n} neighbouring elements each, as
 * the last axis of a tensor gives it. A line stays in the first-level cache until all of it is
 * done, so that memory is read and written once. Results are overwritten as a whole; one of the
 * size of x (no gradient) may be x itself.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface LineKernels<A> {

  /** The kernels for elements of a width. */
  static LineKernels<Object> of(Width width) {
    return Provider.of(width).lines();
  }

  // --- exponential sums -----------------------------------------------------------------------

  /** out = eˣ / Σ eˣ of each line, with its maximum taken out. */
  void softmax(A x, int rows, int n, A out);

  /** out = y (g − Σ g y) of each line. */
  void softmaxBackward(A y, A g, int rows, int n, A out);

  /** out = x − log Σ eˣ of each line, with its maximum taken out. */
  void logSoftmax(A x, int rows, int n, A out);

  /** out = g − eʸ Σ g of each line. */
  void logSoftmaxBackward(A y, A g, int rows, int n, A out);

  /** out[r] = log Σ eˣ of a line; −∞ if it has no elements. */
  void logSumExp(A x, int rows, int n, A out);

  /** out = g[r] eˣ⁻ʸ⁽ʳ⁾ of each line. */
  void logSumExpBackward(A x, A y, A g, int rows, int n, A out);

  // --- scaling --------------------------------------------------------------------------------

  /** What of a line is made 0 and 1 by {@link #standardize}. */
  enum Statistics {
    /** Mean and variance. */
    MEAN_AND_VARIANCE,
    /** The mean square; the mean stays. */
    MEAN_SQUARE
  }

  /**
   * out = (x − mean) / √(variance + ε) · weight + bias of each line; null is no weight, no bias.
   */
  void standardize(
      Statistics statistics,
      A x,
      @Nullable A weight,
      @Nullable A bias,
      double eps,
      int rows,
      int n,
      A out);

  /** The gradients of Σ g · out; null is not wanted, or as above. */
  void standardizeBackward(
      Statistics statistics,
      A x,
      @Nullable A weight,
      double eps,
      A g,
      int rows,
      int n,
      @Nullable A toX,
      @Nullable A toWeight,
      @Nullable A toBias);

  /** out = x / max(‖x‖, ε) of each line. */
  void unit(A x, double eps, int rows, int n, A out);

  /** The gradient of Σ g · out; a length of at most ε is a constant. */
  void unitBackward(A x, double eps, A g, int rows, int n, A out);
}
