package dev.capstan.ops;

import dev.capstan.ops.internal.Fold;
import dev.capstan.ops.option.KeepDims;
import java.util.Arrays;

/** A set of axes of a shape that a reduction folds. */
record ReducedAxes(Shape shape, boolean[] reduced, Shape kept, Shape removed, int count) {

  /** The length of {@link #runs} where the axes that are folded are neighbours. */
  private static final int ONE_RUN = 3;

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

  /**
   * The value of a fold over these axes: one run of neighbouring axes after the other, from the
   * last. Products, which are narrowed at their end alone, are brought together instead.
   */
  Tensor fold(Tensor x, Fold fold, KeepDims keepDims) {
    Shape result = result(keepDims);
    int[] runs = runs();
    if (fold == Fold.PROD && runs.length > ONE_RUN) {
      Tensor together = Movement.permuted(x, reducedLast());
      return folded(together, fold, result.size(), count, 1, result);
    }
    Tensor y = x;
    int inner = 1;
    for (int i = runs.length - 2; i > 0; i -= 2) {
      int outer = Sizes.times("reduce", Arrays.copyOf(runs, i));
      inner = Sizes.times("reduce", inner, runs[i + 1]);
      Shape shape = i == 1 ? result : Shape.of(outer, inner);
      y = folded(y, y == x ? fold : fold.onward(), outer, runs[i], inner, shape);
    }
    return y;
  }

  private static Tensor folded(Tensor x, Fold fold, int outer, int n, int inner, Shape shape) {
    Tensor out = Tensor.blank(shape, x);
    x.kernels().reduce(fold, x.data(), outer, n, inner, out.data());
    return out;
  }

  /**
   * The sizes of neighbouring axes together, kept ones and reduced ones in turn, the first and the
   * last of them kept.
   */
  private int[] runs() {
    int[] sizes = new int[ONE_RUN + reduced.length];
    Arrays.fill(sizes, 1);
    int at = 0;
    for (int i = 0; i < reduced.length; i++) {
      boolean inReduced = at % 2 == 1;
      at += reduced[i] == inReduced ? 0 : 1;
      sizes[at] = Sizes.times("reduce", sizes[at], shape.get(i));
    }
    return Arrays.copyOf(sizes, Math.max(ONE_RUN, at + 1 + at % 2));
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
