package dev.capstan.ops.internal;

import org.jspecify.annotations.Nullable;

/**
 * Loops over the corresponding rows of three matrices: what a triplet loss is before its hinge, m +
 * ‖a − p + ε‖ − ‖a − n + ε‖, and its derivatives in one pass each. Row after row stays in the
 * first-level cache, so that memory is read and written once.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface RowKernels<A> {

  /** The kernels for elements of a width. */
  @SuppressWarnings("unchecked") // arrays of this width are of just this type
  static RowKernels<Object> of(Width width) {
    return (RowKernels<Object>)
        (RowKernels<?>) (width == Width.SINGLE ? Provider.FLOAT_ROWS : Provider.DOUBLE_ROWS);
  }

  /** Three matrices of {@code rows} rows and {@code n} columns. */
  record Triple<A>(A anchor, A positive, A negative, double margin, double eps, int rows, int n) {}

  /** out[r] = m + ‖a_r − p_r + ε‖ − ‖a_r − n_r + ε‖, added in this order. */
  void excess(Triple<A> x, A out);

  /**
   * The gradients of Σ g[r] out[r]; those of a distance of 0 are 0. A null array is not wanted; the
   * others are overwritten as a whole.
   */
  void excessBackward(Triple<A> x, A g, @Nullable A toAnchor, @Nullable A toP, @Nullable A toN);
}
