package dev.capstan.ops;

import static dev.capstan.ops.Ops.op;
import static java.util.Objects.requireNonNull;

import dev.capstan.ops.internal.BatchKernels;
import dev.capstan.ops.option.Transpose;
import java.util.function.UnaryOperator;

/**
 * The Euclidean distances between all rows of one matrix, fused: one product and one pass over it
 * each way. No operation of its own, but the fast form of a distance that names its plain form,
 * which says what is computed and is differentiated when a graph is wanted.
 *
 * <p>{@code s_ij = max(|x_i|² + |x_j|² − 2 x_i·x_j, 0)}, the squares being the diagonal of the
 * matrix of products, so that equal rows give exactly 0; s below the threshold counts as 0. Where
 * the distance is 0 its derivatives are.
 */
public final class EuclideanMatrix {
  private final boolean root;
  private final double threshold;

  private EuclideanMatrix(boolean root, double threshold) {
    this.root = root;
    this.threshold = threshold;
  }

  /** s itself. */
  public static EuclideanMatrix squared() {
    return new EuclideanMatrix(false, 0);
  }

  /** √s. */
  public static EuclideanMatrix rooted(double threshold) {
    return new EuclideanMatrix(true, threshold);
  }

  /**
   * The distances, [N, N].
   *
   * @param x [N, D]
   * @param plain the same function of x, in recorded operations
   * @throws ShapeException if x is no matrix
   */
  public Tensor of(Tensor x, UnaryOperator<Tensor> plain) {
    requireNonNull(plain, "plain");
    if (x.rank() != 2) {
      throw new ShapeException(
          (root ? "euclideanMatrix" : "squaredDistances")
              + ": not a matrix: got shape "
              + x.shape()
              + ", expected [n, d]");
    }
    return op(root ? "euclideanMatrix" : "squaredDistances", x)
        .value(this::value)
        .joint((g, y) -> new Tensor[] {gradient(x.constant(), y.constant(), g)})
        .twin(in -> plain.apply(in[0]))
        .branch(() -> Branches.of(value(x.constant()), v -> v > 0 ? 1 : 0))
        .record();
  }

  private Tensor value(Tensor x) {
    Tensor v = x.constant();
    Tensor products = LinearAlgebra.matmul(v, Transpose.NO, v, Transpose.YES);
    kernels(x).distances(products.data(), x.shape().get(0), root, threshold);
    return products;
  }

  /** Σⱼ (w[i, j] + w[j, i]) · 2 (x_i − x_j), as one matrix product; w is g by s. */
  private Tensor gradient(Tensor x, Tensor d, Tensor g) {
    Tensor s = Tensor.blank(d.shape(), g);
    int n = x.shape().get(0);
    kernels(x).symmetricSlopes(d.data(), g.data(), n, root, s.data());
    Tensor weights = Reductions.sum(s, 1);
    Tensor pulled = LinearAlgebra.matmul(s, x);
    kernels(x).pull(x.data(), weights.data(), n, x.shape().get(1), pulled.data());
    return pulled;
  }

  private static BatchKernels<Object> kernels(Tensor x) {
    return BatchKernels.of(x.dtype().width());
  }
}
