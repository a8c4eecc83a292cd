package dev.capstan.ops.internal;

import org.jspecify.annotations.Nullable;

/**
 * Hinge losses of rows and their slopes. The first pass leaves behind what the second needs, so
 * that each reads its operands once, row after row from the first-level cache.
 *
 * <p>Slopes are those of Σ g[r] out[r]; a g of one element holds for all rows. Where they go is
 * overwritten as a whole.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface HingeKernels<A> {

  /** The kernels for elements of a width. */
  static HingeKernels<Object> of(Width width) {
    return Provider.of(width).hinges();
  }

  /** Three matrices of {@code rows} rows and {@code n} columns. */
  record Triple<A>(A anchor, A positive, A negative, double margin, double eps, int rows, int n) {}

  /**
   * out[r] = max(m + ‖a_r − p_r + ε‖ − ‖a_r − n_r + ε‖, 0), added in this order; the two distances
   * go to lengths[2r] and lengths[2r + 1].
   */
  void triplet(Triple<A> x, A lengths, A out);

  /**
   * The slopes of {@link #triplet}; those of a hinge at 0 and of a distance of 0 are 0. A null
   * array is not wanted.
   */
  void tripletSlopes(
      Triple<A> x, A lengths, A g, @Nullable A toAnchor, @Nullable A toP, @Nullable A toN);

  /** Rows of n logits, each with the class it should have; without weights all weigh 1. */
  record Logits<A>(A x, int[] target, @Nullable A weight, double margin, int p, int rows, int n) {

    /** margin − x[r, target[r]] + x[r, i] is z; the terms are those with z &gt; 0, i ≠ target. */
    int targetAt(int r) {
      return r * n + target[r];
    }
  }

  /** out[r] = w (Σ z^p) / n, over the terms of the row; w is the weight of the target. */
  void multiMargin(Logits<A> x, A out);

  /** The slopes of {@link #multiMargin}. */
  void multiMarginSlopes(Logits<A> x, A g, A to);
}
