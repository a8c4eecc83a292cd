package dev.capstan.ops;

import static dev.capstan.ops.Elementwise.mul;
import static dev.capstan.ops.Elementwise.where;
import static dev.capstan.ops.Ops.op;

import dev.capstan.ops.internal.AttentionKernels;
import dev.capstan.ops.internal.AttentionKernels.Hidden;
import dev.capstan.ops.internal.AttentionKernels.Stack;
import dev.capstan.ops.internal.Strided;
import dev.capstan.ops.option.Transpose;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Scaled dot products of queries and keys, as weights of values.
 *
 * <p>A weight of 0 hides a number but not a NaN: 0 · NaN is NaN. Products of matrices therefore
 * serve only while all numbers are finite. Otherwise every pair of a query and a key is taken by
 * itself, and a hidden pair is replaced before anything is multiplied.
 *
 * <p>Where queries, keys and values are stacks of the same size, all of it is one operation that
 * goes from matrix to matrix; the single operations, which give the same bits, are its twin.
 */
final class Attention {
  private static final String NAME = "scaledDotProductAttention";

  private Attention() {}

  static Tensor of(Tensor q, Tensor k, Tensor v) {
    Shape scores = requireFit(q, k, v);
    return stacked(q, k, v, scores)
        ? fused(q, k, v, null, in -> plain(in[0], in[1], in[2]))
        : plain(q, k, v);
  }

  private static Tensor plain(Tensor q, Tensor k, Tensor v) {
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
    if (showsAll(mask)) {
      return of(q, k, v);
    }
    BoolTensor shown = mask.shape().rank() == 0 ? withLastAxis(mask) : mask;
    return stacked(q, k, v, scores) && allFinite(q, k, v)
        ? seeing(q, k, v, shown, scores)
        : masked(q, k, v, shown);
  }

  /** A query that sees nothing is shown everything, and what it gets is replaced. */
  private static Tensor seeing(Tensor q, Tensor k, Tensor v, BoolTensor mask, Shape scores) {
    BoolTensor sees = withLastAxis(mask.any(-1));
    if (showsAll(sees)) {
      return fused(q, k, v, hidden(mask, scores), in -> masked(in[0], in[1], in[2], mask));
    }
    return where(sees, seeing(q, k, v, mask.or(sees.not()), scores), 0);
  }

  private static Tensor masked(Tensor q, Tensor k, Tensor v, BoolTensor mask) {
    BoolTensor sees = withLastAxis(mask.any(-1));
    boolean finite = allFinite(q, k, v);
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

  private static boolean allFinite(Tensor... all) {
    for (Tensor x : all) {
      Tensor v = x.constant();
      boolean finite =
          x.size() == 0
              || Double.isFinite(Reductions.amax(v).item())
                  && Double.isFinite(Reductions.amin(v).item());
      if (!finite) {
        return false;
      }
    }
    return true;
  }

  private static boolean showsAll(BoolTensor mask) {
    return mask.count() == mask.size();
  }

  // --- matrix by matrix -----------------------------------------------------------------------

  /** Whether nothing broadcasts and nothing is empty. */
  private static boolean stacked(Tensor q, Tensor k, Tensor v, Shape scores) {
    Shape leading = leading(scores);
    boolean alike =
        leading(q.shape()).equals(leading)
            && leading(k.shape()).equals(leading)
            && leading(v.shape()).equals(leading);
    return alike && scores.size() > 0 && q.size() > 0 && v.size() > 0;
  }

  private static Tensor fused(
      Tensor q, Tensor k, Tensor v, @Nullable Hidden hidden, Function<Tensor[], Tensor> twin) {
    int m = q.shape().get(-2);
    int d = q.shape().get(-1);
    int n = k.shape().get(-2);
    int e = v.shape().get(-1);
    Stack stack = new Stack(q.size() / (m * d), m, n, d, e, hidden);
    return op(NAME, q, k, v)
        .valueOfAll(
            in -> {
              Tensor out = Tensor.blank(Picks.resized(q.shape(), q.rank() - 1, e), in[0], in[1]);
              kernels(q).forward(stack, in[0].data(), in[1].data(), in[2].data(), out.data());
              return out;
            })
        .joint(
            (g, y) -> {
              @Nullable Tensor[] to = {Ops.room(q, g), Ops.room(k, g), Ops.room(v, g)};
              kernels(q)
                  .backward(
                      stack,
                      q.data(),
                      k.data(),
                      v.data(),
                      g.data(),
                      Ops.data(to[0]),
                      Ops.data(to[1]),
                      Ops.data(to[2]));
              return to;
            })
        .twin(twin)
        .record();
  }

  private static AttentionKernels<Object> kernels(Tensor x) {
    return AttentionKernels.of(x.dtype().width());
  }

  /** The mask as the kernels read it. */
  private static Hidden hidden(BoolTensor mask, Shape scores) {
    int rank = scores.rank();
    int[] steps = Strided.broadcastStrides(mask.shape().toArray(), rank);
    int[] sizes = scores.toArray();
    int[] starts = new int[scores.size() / (sizes[rank - 2] * sizes[rank - 1])];
    for (int i = 0; i < starts.length; i++) {
      int rest = i;
      for (int axis = rank - 3; axis >= 0; axis--) {
        starts[i] += rest % sizes[axis] * steps[axis];
        rest /= sizes[axis];
      }
    }
    return new Hidden(mask.data(), starts, steps[rank - 2], steps[rank - 1]);
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
    Shape leading = Shape.broadcast(NAME, leading(q.shape()), leading(k.shape()));
    Shape.broadcast(NAME, leading, leading(v.shape()));
    int[] sizes = Arrays.copyOf(leading.toArray(), leading.rank() + 2);
    sizes[sizes.length - 2] = q.shape().get(-2);
    sizes[sizes.length - 1] = k.shape().get(-2);
    return Shape.of(sizes);
  }

  private static Shape leading(Shape x) {
    return Shape.of(Arrays.copyOf(x.toArray(), x.rank() - 2));
  }
}
