package dev.capstan.losses.distance;

import static dev.capstan.ops.Elementwise.add;
import static dev.capstan.ops.Elementwise.mul;
import static dev.capstan.ops.Elementwise.sub;

import dev.capstan.autograd.Primitive;
import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.Comparisons;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.EuclideanMatrix;
import dev.capstan.ops.LinearAlgebra;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.Transpose;

/**
 * Euclidean distance matrices. Each is one node that holds one N×N matrix, by {@link
 * EuclideanMatrix}. The plain form, which stands in where a gradient is differentiated again, is
 * two operations of one such matrix each: written from sums and products, the same takes six, which
 * is what decides whether a batch of 4096 fits a small heap.
 */
final class SquaredDistances {
  private SquaredDistances() {}

  /**
   * s[i, j] = max(|x_i|² + |x_j|² − 2 x_i·x_j, 0), with derivative 0 where s = 0. The squares are
   * the diagonal of the matrix of products, so that equal rows give exactly 0.
   */
  static Tensor of(Tensor x) {
    return EuclideanMatrix.squared().of(x, SquaredDistances::plain);
  }

  /**
   * √s where s ≥ threshold and s > 0, else 0 with derivatives 0. No square overflows in between.
   */
  static Tensor rooted(Tensor x, double threshold) {
    double power = Matrices.shrinking(x);
    return power == 1
        ? rootedNear(x, threshold)
        : mul(rootedNear(mul(x, power), threshold * power * power), 1 / power);
  }

  private static Tensor rootedNear(Tensor x, double threshold) {
    return EuclideanMatrix.rooted(threshold).of(x, v -> root(plain(v), threshold));
  }

  private static Tensor plain(Tensor x) {
    return Primitive.of("squaredDistances", x)
        .value(v -> value(v))
        .vjp((g, s) -> rule(x, Elementwise.where(Comparisons.gt(s.detach(), 0), g, 0)))
        .branch(() -> zeros(value(x.detach()), 0))
        .record();
  }

  private static Tensor value(Tensor x) {
    Tensor products = LinearAlgebra.matmul(x, Transpose.NO, x, Transpose.YES);
    int n = x.shape().get(0);
    Tensor squares = Tensor.generate(x.dtype(), Shape.of(n), i -> products.at(i * n + i));
    Tensor sums = add(Movement.unsqueeze(squares, 1), squares);
    // relu keeps NaN.
    return Elementwise.relu(sub(sums, mul(products, 2)));
  }

  /** Σⱼ (g[i, j] + g[j, i]) · 2 (x_i − x_j), as two matrix products. */
  private static Tensor rule(Tensor x, Tensor g) {
    Tensor weights = add(Reductions.sum(g, 1), Reductions.sum(g, 0));
    Tensor pulled =
        add(LinearAlgebra.matmul(g, x), LinearAlgebra.matmul(g, Transpose.YES, x, Transpose.NO));
    return mul(sub(mul(x, Movement.unsqueeze(weights, 1)), pulled), 2);
  }

  private static Tensor root(Tensor s, double threshold) {
    double least = Math.max(threshold, Double.MIN_VALUE);
    return Primitive.of("root", s)
        .value(v -> least > Double.MIN_VALUE ? cut(v, least) : Elementwise.sqrt(v))
        .vjp((g, d) -> rootRule(g, d))
        .branch(() -> zeros(s.detach(), least))
        .record();
  }

  private static Tensor cut(Tensor s, double least) {
    return Elementwise.where(Comparisons.lt(s, least), 0, Elementwise.sqrt(s));
  }

  /** g / (2 d) where d > 0, else 0. */
  private static Tensor rootRule(Tensor g, Tensor d) {
    BoolTensor inside = Comparisons.gt(d.detach(), 0);
    Tensor divisor = mul(Elementwise.where(inside, d, 1), 2);
    return Elementwise.div(Elementwise.where(inside, g, 0), divisor);
  }

  /** A signature of which elements are not above a threshold. */
  private static long zeros(Tensor s, double threshold) {
    long hash = 1;
    for (int i = 0; i < s.size(); i++) {
      hash = 31 * hash + (s.at(i) > threshold ? 1 : 0);
    }
    return hash;
  }
}
