package dev.capstan.ops;

import static dev.capstan.ops.Ops.op;

/**
 * Operations that choose elements, or places to put them, by index. Axes count from the end if
 * negative; indices in an {@link IntTensor} count from 0.
 */
public final class Indexing {
  private Indexing() {}

  // --- an index for each element --------------------------------------------------------------

  /**
   * One element along an axis for each index.
   *
   * <p>y[i, j, k] = x[index[i, j, k], j, k] for axis 0, and so on. x and index: equal ranks, the
   * index nowhere larger than x but along the axis; returns the index's shape. Gradient: each
   * element of g added at its index; elements chosen twice receive the sum.
   *
   * @throws ShapeException if the ranks or sizes do not fit
   * @throws IndexOutOfBoundsException if an index is not in [0, size of the axis)
   */
  public static Tensor gather(Tensor x, int axis, IntTensor index) {
    int at = x.shape().axis("gather", axis);
    return Picks.take("gather", x, places("gather", x.shape(), at, index), index.shape());
  }

  /**
   * x with each element of y added at its index: the transpose of {@link #gather}.
   *
   * <p>z = x; z[index[i, j, k], j, k] += y[i, j, k] for axis 0, and so on. y and index: one shape;
   * returns x's shape. Gradient: g for x, g gathered at the index for y.
   *
   * @throws ShapeException if the ranks or sizes do not fit
   * @throws DTypeException if the dtypes differ
   * @throws IndexOutOfBoundsException if an index is not in [0, size of the axis)
   */
  public static Tensor scatterAdd(Tensor x, int axis, IntTensor index, Tensor y) {
    int at = x.shape().axis("scatterAdd", axis);
    requireShape("scatterAdd", y.shape(), index.shape());
    int[] places = places("scatterAdd", x.shape(), at, index);
    return op("scatterAdd", x, y)
        .value((u, v) -> Picks.added(u, v, places, u.shape()))
        .vjp(g -> g)
        .vjp(g -> Picks.take("gather", g, places, y.shape()))
        .record();
  }

  /** The flat index in a tensor of shape x for each element of an index along an axis. */
  static int[] places(String op, Shape x, int axis, IntTensor index) {
    Shape shape = index.shape();
    boolean fits = shape.rank() == x.rank();
    for (int i = 0; fits && i < x.rank(); i++) {
      fits = i == axis || shape.get(i) <= x.get(i);
    }
    if (!fits) {
      throw new ShapeException(
          op
              + ": the index does not fit: got "
              + shape
              + " for shape "
              + x
              + ", expected the same rank and no larger size on any axis but "
              + axis);
    }
    int[] strides = x.strides();
    int step = strides[axis];
    strides[axis] = 0;
    int[] places = Picks.positions(0, shape, strides);
    for (int i = 0; i < places.length; i++) {
      places[i] += step * checked(op, index, i, axis, x.get(axis));
    }
    return places;
  }

  /** Element i of an index, if it is one. */
  static int checked(String op, IntTensor index, int i, int axis, int size) {
    int value = index.at(i);
    if (value < 0 || value >= size) {
      throw new IndexOutOfBoundsException(
          op
              + ": index "
              + value
              + " out of range for axis "
              + axis
              + " of size "
              + size
              + ", at "
              + Shape.of(Picks.coordinates(index.shape(), i)));
    }
    return value;
  }

  static void requireShape(String op, Shape got, Shape index) {
    if (!got.equals(index)) {
      throw new ShapeException(
          op + ": values and index differ in shape: got " + got + " and " + index);
    }
  }

  // --- one index for a whole slice ------------------------------------------------------------

  /**
   * The slices of x at the indices along an axis.
   *
   * <p>y[…, j, …] = x[…, index[j], …]. index: a vector or a scalar; returns x's shape with the
   * axis's size replaced by the index's. Gradient: each slice of g added at its index; slices
   * chosen twice receive the sum.
   *
   * @throws ShapeException if the axis does not exist or the index is no vector
   * @throws IndexOutOfBoundsException if an index is not in [0, size of the axis)
   */
  public static Tensor indexSelect(Tensor x, int axis, IntTensor index) {
    int at = x.shape().axis("indexSelect", axis);
    return Picks.along("indexSelect", x, at, vector("indexSelect", index, at, x.shape().get(at)));
  }

  /** The elements of an index that must be a vector. */
  static int[] vector(String op, IntTensor index, int axis, int size) {
    if (index.shape().rank() > 1) {
      throw new ShapeException(
          op + ": the index is no vector: got shape " + index.shape() + ", expected rank 1");
    }
    for (int i = 0; i < index.size(); i++) {
      checked(op, index, i, axis, size);
    }
    return index.data();
  }

  /**
   * The slice of x at one index along an axis, which is removed.
   *
   * <p>A negative index counts from the end. Gradient: g at that index, 0 elsewhere.
   *
   * @throws ShapeException if the axis does not exist
   * @throws IndexOutOfBoundsException if the index does not exist
   */
  public static Tensor select(Tensor x, int axis, int index) {
    int at = x.shape().axis("select", axis);
    int size = x.shape().get(at);
    if (index < -size || index >= size) {
      throw new IndexOutOfBoundsException(
          "select: index " + index + " out of range for axis " + at + " of size " + size);
    }
    int[] source = {index < 0 ? index + size : index};
    return Movement.reshape(Picks.along("select", x, at, source), Picks.without(x.shape(), at));
  }

  /** The elements from {@code start} to before {@code stop} along an axis. */
  public static Tensor slice(Tensor x, int axis, int start, int stop) {
    return slice(x, axis, start, stop, 1);
  }

  /**
   * Every {@code step}-th element from {@code start} to before {@code stop} along an axis.
   *
   * <p>Negative bounds count from the end; bounds beyond the axis stop there, as in Python. A
   * negative step is refused: {@code flip} turns an axis round. Gradient: g at the chosen elements,
   * 0 elsewhere.
   *
   * @throws ShapeException if the axis does not exist
   * @throws IllegalArgumentException if the step is not positive
   */
  public static Tensor slice(Tensor x, int axis, int start, int stop, int step) {
    int at = x.shape().axis("slice", axis);
    if (step < 1) {
      throw new IllegalArgumentException(
          "slice: the step is not positive: got " + step + ", expected 1 or more; use flip(axis)");
    }
    int size = x.shape().get(at);
    int from = bound(start, size);
    int to = bound(stop, size);
    int[] source = new int[Math.max(0, (to - from + step - 1) / step)];
    for (int i = 0; i < source.length; i++) {
      source[i] = from + i * step;
    }
    return source.length == size ? x : Picks.along("slice", x, at, source);
  }

  private static int bound(int given, int size) {
    return Math.max(0, Math.min(size, given < 0 ? given + size : given));
  }
}
