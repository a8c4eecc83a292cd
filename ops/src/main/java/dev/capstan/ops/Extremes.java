package dev.capstan.ops;

import static dev.capstan.ops.Elementwise.mul;
import static dev.capstan.ops.Ops.map;
import static dev.capstan.ops.Ops.op;
import static dev.capstan.ops.Ops.zip;

import dev.capstan.ops.internal.Binary;
import dev.capstan.ops.internal.ElementaryPair;
import dev.capstan.ops.internal.Fold;
import dev.capstan.ops.internal.Unary;
import dev.capstan.ops.option.KeepDims;

/**
 * Largest and smallest elements, with two conventions for ties: the first index takes all (an
 * element is chosen), or equal elements share evenly (a symmetric function of the elements).
 */
final class Extremes {
  private Extremes() {}

  /** The extreme along one axis; the first index that attains it has the gradient. */
  static Tensor first(String name, Fold fold, Tensor x, KeepDims keepDims, int axis) {
    ReducedAxes r = ReducedAxes.of(name, x.shape(), axis);
    r.requireElements(name);
    int at = x.shape().axis(name, axis);
    return Picks.chosen(
        name,
        x,
        r.result(keepDims),
        v -> {
          int[] index = indices(fold, v, at);
          int n = v.shape().get(at);
          int inner = Picks.inner(v.shape(), at);
          for (int k = 0, outer = 0; k < index.length; outer++) {
            for (int i = 0; i < inner; i++, k++) {
              index[k] = (outer * n + index[k]) * inner + i;
            }
          }
          return index;
        });
  }

  /** The index of the extreme along one axis. */
  static IntTensor index(String name, Fold fold, Tensor x, int axis) {
    ReducedAxes r = ReducedAxes.of(name, x.shape(), axis);
    r.requireElements(name);
    return IntTensor.wrap(r.removed(), indices(fold, x, x.shape().axis(name, axis)));
  }

  private static int[] indices(Fold fold, Tensor x, int axis) {
    int outer = Picks.outer(x.shape(), axis);
    int inner = Picks.inner(x.shape(), axis);
    int[] out = Sizes.indices("argmax", outer, inner);
    x.kernels().argReduce(fold == Fold.MAX, x.data(), outer, x.shape().get(axis), inner, out);
    return out;
  }

  /** The extreme over any axes; the elements that attain it share the gradient evenly. */
  static Tensor even(String name, Fold fold, Tensor x, KeepDims keepDims, int... axes) {
    ReducedAxes r = ReducedAxes.of(name, x.shape(), axes);
    r.requireElements(name);
    return op(name, x)
        .value(v -> r.fold(v, fold, keepDims))
        .vjp((g, y) -> mul(Movement.reshape(g, r.kept()), shares(x, y, r)))
        .branch(() -> branch(x, r.fold(x, fold, KeepDims.YES), r))
        .record();
  }

  /** The signature of the elements of x that attain y. */
  static long branch(Tensor x, Tensor y, ReducedAxes r) {
    return Branches.of(shares(x, y, r), share -> share);
  }

  /** 1/k at the k elements of x that attain their y, 0 elsewhere, NaN if y is; a constant. */
  static Tensor shares(Tensor x, Tensor y, ReducedAxes r) {
    Tensor attains = zip(x, y.withShape(r.kept()), x.shape(), ElementaryPair.EQUAL);
    Tensor count = r.fold(attains, Fold.SUM, KeepDims.YES);
    return zip(attains, map(count, Unary.RECIPROCAL), x.shape(), Binary.MUL);
  }
}
