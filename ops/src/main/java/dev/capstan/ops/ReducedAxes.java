package dev.capstan.ops;

import dev.capstan.ops.internal.Fold;
import dev.capstan.ops.internal.Kernels;
import dev.capstan.ops.option.KeepDims;
import java.util.Arrays;

/**
 * A set of axes of a shape that a reduction folds. Kernels fold one run of axes; other sets are
 * brought together by a transposition first.
 */
record ReducedAxes(Shape shape, boolean[] reduced, Shape kept, Shape removed, int count) {

  /** The given axes, or all of them if none are given. */
  static ReducedAxes of(String op, Shape shape, int... axes) {
    boolean[] reduced = new boolean[shape.rank()];
    Arrays.fill(reduced, axes.length == 0);
    for (int given : axes) {
      int axis = shape.axis(op, given);
      if (reduced[axis]) {
        throw new ShapeException(
            op + ": axis given twice: got " + Sizes.shown(axes) + " for shape " + shape);
      }
      reduced[axis] = true;
    }
    int[] kept = shape.toArray();
    int[] removed = new int[shape.rank()];
    int rank = 0;
    int[] folded = new int[shape.rank()];
    Arrays.fill(folded, 1);
    for (int i = 0; i < reduced.length; i++) {
      if (reduced[i]) {
        folded[i] = kept[i];
        kept[i] = 1;
      } else {
        removed[rank++] = kept[i];
      }
    }
    return new ReducedAxes(
        shape,
        reduced,
        Shape.of(kept),
        Shape.of(Arrays.copyOf(removed, rank)),
        Sizes.times(op, folded));
  }

  Shape result(KeepDims keepDims) {
    return keepDims == KeepDims.YES ? kept : removed;
  }

  /** Whether these are the last axes: then the elements that are folded together are neighbours. */
  boolean last() {
    for (int i = 1; i < reduced.length; i++) {
      if (reduced[i - 1] && !reduced[i]) {
        return false;
      }
    }
    return reduced.length == 0 || reduced[reduced.length - 1];
  }

  /** The value of a fold over these axes. */
  Tensor fold(Tensor x, Fold fold, KeepDims keepDims) {
    return run(
        x, keepDims, (k, data, outer, n, inner, out) -> k.reduce(fold, data, outer, n, inner, out));
  }

  /** A kernel that folds the middle of three axes. */
  interface Reducer {
    void reduce(Kernels<Object> k, Object x, int outer, int n, int inner, Object out);
  }

  /** The value of a reduction by a kernel. */
  Tensor run(Tensor x, KeepDims keepDims, Reducer reducer) {
    Kernels<Object> kernels = x.kernels();
    Shape result = result(keepDims);
    Tensor folded = Tensor.blank(result, x);
    Object out = folded.data();
    int first = 0;
    while (first < reduced.length && !reduced[first]) {
      first++;
    }
    int last = reduced.length;
    while (last > first && !reduced[last - 1]) {
      last--;
    }
    boolean oneRun = true;
    for (int i = first; i < last; i++) {
      oneRun &= reduced[i];
    }
    if (oneRun) {
      int[] sizes = shape.toArray();
      int outer = Sizes.times("reduce", Arrays.copyOf(sizes, first));
      int n = Sizes.times("reduce", Arrays.copyOfRange(sizes, first, last));
      int inner = Sizes.times("reduce", Arrays.copyOfRange(sizes, last, sizes.length));
      reducer.reduce(kernels, x.data(), outer, n, inner, out);
    } else {
      Object together = Movement.permuted(x, reducedLast()).data();
      reducer.reduce(kernels, together, result.size(), count, 1, out);
    }
    return folded;
  }

  /** The gradient of a sum over these axes, from the gradient of the result. */
  Tensor spread(Tensor g) {
    return Movement.broadcastTo(Movement.reshape(g, kept), shape);
  }

  /** The recorded sum over these axes, kept with size 1. */
  Tensor sum(Tensor x) {
    return Movement.sumTo(x, kept);
  }

  /** The first of the elements that are folded together, as a value; there must be one. */
  Tensor first(Tensor x) {
    return Movement.strided(x, 0, kept, shape.strides());
  }

  /** For each element of the tensor the flat index of the result that it goes into. */
  int[] owners() {
    int[] strides = kept.strides();
    for (int i = 0; i < strides.length; i++) {
      strides[i] = reduced[i] ? 0 : strides[i];
    }
    return Picks.positions("reduce", shape, strides);
  }

  /** Refuses a fold that has no value over no elements. */
  void requireElements(String op) {
    if (count == 0 && kept.size() > 0) {
      throw new ShapeException(
          op
              + ": nothing to choose from: got shape "
              + shape
              + ", expected at least one element along the reduced axes");
    }
  }

  /** The permutation that brings the reduced axes to the end, each group in its order. */
  int[] reducedLast() {
    int[] order = new int[reduced.length];
    int at = 0;
    for (boolean wanted : new boolean[] {false, true}) {
      for (int i = 0; i < reduced.length; i++) {
        if (reduced[i] == wanted) {
          order[at++] = i;
        }
      }
    }
    return order;
  }
}
