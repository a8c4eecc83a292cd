package dev.capstan.ops;

import static dev.capstan.ops.Elementwise.mul;
import static dev.capstan.ops.Elementwise.where;

import dev.capstan.ops.option.Transpose;
import java.util.Arrays;

/**
 * Scaled dot products of queries and keys, as weights of values.
 *
 * <p>A weight of 0 hides a number but not a NaN: 0 · NaN is NaN. Products of matrices therefore
 * serve only while all numbers are finite. Otherwise every pair of a query and a key is taken by
 * itself, and a hidden pair is replaced before anything is multiplied.
 */
final class Attention {
  private static final String NAME = "scaledDotProductAttention";

  private Attention() {}

  static Tensor of(Tensor q, Tensor k, Tensor v) {
    requireFit(q, k, v);
    return average(Reductions.softmax(scores(q, k), -1), v);
  }

  static Tensor of(Tensor q, Tensor k, Tensor v, BoolTensor mask) {
    Shape scores = requireFit(q, k, v);
    Shape both = Shape.broadcast(NAME, mask.shape(), scores);
    if (!both.equals(scores)) {
      throw new ShapeException(
          NAME
              + ": the mask does not stretch to the scores: got "
              + mask.shape()
              + " for "
              + scores
              + ", the queries by the keys");
    }
    if (mask.size() == 0) {
      return average(scores(q, k), v);
    }
    return masked(q, k, v, mask.shape().rank() == 0 ? withLastAxis(mask) : mask);
  }

  private static Tensor masked(Tensor q, Tensor k, Tensor v, BoolTensor mask) {
    BoolTensor sees = withLastAxis(mask.any(-1));
    boolean finite = allFinite(q) && allFinite(k) && allFinite(v);
    Tensor products = finite ? scores(q, k) : scoresOfPairs(q, k, mask);
    Tensor hidden = where(sees, Tensor.scalar(Double.NEGATIVE_INFINITY), 0).to(q.dtype());
    Tensor weights = Reductions.softmax(where(mask, products, hidden), -1);
    Tensor result = finite ? average(weights, v) : averageOfPairs(weights, v, mask);
    return where(sees, result, 0);
  }

  private static Tensor scores(Tensor q, Tensor k) {
    return scaled(LinearAlgebra.matmul(q, Transpose.NO, k, Transpose.YES), q);
  }

  private static Tensor scaled(Tensor products, Tensor q) {
    return mul(products, 1 / Math.sqrt(q.shape().get(-1)));
  }

  private static Tensor average(Tensor weights, Tensor v) {
    return LinearAlgebra.matmul(weights, v);
  }

  // --- pair by pair ---------------------------------------------------------------------------

  /** The scores, 0 for a hidden pair: {@code Σₑ q[i, e] k[j, e]} over pairs that the mask shows. */
  private static Tensor scoresOfPairs(Tensor q, Tensor k, BoolTensor mask) {
    BoolTensor shown = withLastAxis(mask);
    Tensor left = where(shown, Movement.unsqueeze(q, -2), 0);
    Tensor right = where(shown, Movement.unsqueeze(k, -3), 0);
    return scaled(Reductions.sum(mul(left, right), -1), q);
  }

  private static Tensor averageOfPairs(Tensor weights, Tensor v, BoolTensor mask) {
    Tensor values = where(withLastAxis(mask), Movement.unsqueeze(v, -3), 0);
    return Reductions.sum(mul(Movement.unsqueeze(weights, -1), values), -2);
  }

  private static BoolTensor withLastAxis(BoolTensor mask) {
    int[] sizes = Arrays.copyOf(mask.shape().toArray(), mask.shape().rank() + 1);
    sizes[sizes.length - 1] = 1;
    return BoolTensor.wrap(Shape.of(sizes), mask.data());
  }

  private static boolean allFinite(Tensor x) {
    int n = x.size();
    for (int i = 0; i < n; i++) {
      if (!Double.isFinite(x.at(i))) {
        return false;
      }
    }
    return true;
  }

  // --- sizes ----------------------------------------------------------------------------------

  /** The shape of the scores. */
  private static Shape requireFit(Tensor q, Tensor k, Tensor v) {
    Ops.requireSameDType(NAME, q, k);
    Ops.requireSameDType(NAME, q, v);
    boolean fits =
        q.rank() >= 2
            && k.rank() >= 2
            && v.rank() >= 2
            && q.shape().get(-1) == k.shape().get(-1)
            && k.shape().get(-2) == v.shape().get(-2);
    if (!fits) {
      throw new ShapeException(
          NAME
              + ": sizes do not fit: got q "
              + q.shape()
              + ", k "
              + k.shape()
              + " and v "
              + v.shape()
              + ", expected […, m, d], […, n, d] and […, n, e]");
    }
    Shape leading = Shape.broadcast(NAME, leading(q), leading(k));
    Shape.broadcast(NAME, leading, leading(v));
    int[] sizes = Arrays.copyOf(leading.toArray(), leading.rank() + 2);
    sizes[sizes.length - 2] = q.shape().get(-2);
    sizes[sizes.length - 1] = k.shape().get(-2);
    return Shape.of(sizes);
  }

  private static Shape leading(Tensor x) {
    return Shape.of(Arrays.copyOf(x.shape().toArray(), x.rank() - 2));
  }
}
