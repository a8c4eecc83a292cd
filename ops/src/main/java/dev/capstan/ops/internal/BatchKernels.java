package dev.capstan.ops.internal;

import org.jspecify.annotations.Nullable;

/**
 * What losses over a whole batch do with the distances of all its rows.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface BatchKernels<A> {

  /** The kernels for elements of a width. */
  static BatchKernels<Object> of(Width width) {
    return Provider.of(width).batches();
  }

  /**
   * In the place of the products x_i·x_j, [n, n], the squared distances s = max(|x_i|² + |x_j|² − 2
   * x_i·x_j, 0), or their roots; s below the threshold counts as 0. NaN stays.
   */
  void distances(A products, int n, boolean root, double threshold);

  /**
   * s = w + wᵀ, w being the slopes of a function of {@link #distances} by s, for slopes g by the
   * distances d: 0 where d is not positive.
   */
  void symmetricSlopes(A d, A g, int n, boolean root, A s);

  /** pulled[i, k] = 2 (weight[i] x[i, k] − pulled[i, k]), for n rows of c. */
  void pull(A x, A weight, int n, int c, A pulled);

  /**
   * The labels of a batch as 0, 1, …, and who has them: {@code members[label]} ascends.
   *
   * @param pairs the number of ordered pairs of different samples of one label
   */
  record Classes(int[] labels, int[][] members, int pairs) {}

  /**
   * Σ max(margin + d_ij − e_ij, 0) over all positive pairs, e_ij being the distance of the
   * semi-hard negative: the nearest that is farther than j, else the farthest. What ties for a
   * masked extreme shares it, as TensorFlow's reductions do.
   *
   * @param slopes if wanted, zeros to which the slopes times {@code each} are added
   */
  double semiHard(A d, Classes classes, double margin, double each, @Nullable A slopes);
}
