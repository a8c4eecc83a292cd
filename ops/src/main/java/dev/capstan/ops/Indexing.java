package dev.capstan.ops;

import static dev.capstan.ops.Ops.op;
import static java.util.Objects.requireNonNull;

import dev.capstan.autograd.Primitive;
import dev.capstan.ops.internal.Strided;
import java.util.Arrays;
import java.util.stream.IntStream;

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
   * As {@link #gather}, with index and x broadcast against each other on the other axes.
   *
   * <p>NumPy's take_along_axis: fits the indices that {@code argmax}, {@code argsort} and the like
   * return, once they have the axis again.
   *
   * @throws ShapeException if the ranks differ or the other axes do not broadcast
   * @throws IndexOutOfBoundsException if an index is not in [0, size of the axis)
   */
  public static Tensor takeAlongAxis(Tensor x, int axis, IntTensor index) {
    int at = x.shape().axis("takeAlongAxis", axis);
    if (index.shape().rank() != x.rank()) {
      throw new ShapeException(
          "takeAlongAxis: the ranks differ: got " + index.shape() + " for shape " + x.shape());
    }
    Shape one = Picks.resized(x.shape(), at, 1);
    Shape shape = Shape.broadcast("takeAlongAxis", one, index.shape());
    int[] strides = Strided.broadcastStrides(x.shape().toArray(), x.rank());
    int step = x.shape().strides()[at];
    strides[at] = 0;
    int[] places = Picks.positions("gather", shape, strides);
    int[] from =
        Picks.positions(
            "takeAlongAxis",
            shape,
            Strided.broadcastStrides(index.shape().toArray(), shape.rank()));
    for (int i = 0; i < places.length; i++) {
      places[i] += step * checked("takeAlongAxis", index, from[i], at, x.shape().get(at));
    }
    return Picks.take("takeAlongAxis", x, places, shape);
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
    return Scattering.add("scatterAdd", x, y, places);
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
    int[] places = Picks.positions("gather", shape, strides);
    for (int i = 0; i < places.length; i++) {
      places[i] += step * checked(op, index, i, axis, x.get(axis));
    }
    return places;
  }

  /** Element i of an index, if it is one. */
  static int checked(String op, IntTensor index, int i, int axis, int size) {
    int value = index.at(i);
    if (value < 0 || value >= size) {
      throw Called.outside(
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
      throw Called.outside(
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
      throw Called.illegal(
          "slice: the step is not positive: got " + step + ", expected 1 or more; use flip(axis)");
    }
    int size = x.shape().get(at);
    int from = bound(start, size);
    int to = bound(stop, size);
    int[] source = new int[Math.max(0, (int) ((to - from + step - 1L) / step))];
    for (int i = 0; i < source.length; i++) {
      source[i] = from + i * step;
    }
    return source.length == size ? x : Picks.along("slice", x, at, source);
  }

  /**
   * What the slices take from the axes in turn; see {@link Slice}.
   *
   * <p>Axes behind the last slice are taken whole. Gradient: g at the chosen elements, 0 elsewhere;
   * elements chosen twice receive the sum.
   *
   * @throws ShapeException if there are more slices than axes, or two ellipses
   * @throws IndexOutOfBoundsException if an index does not exist
   */
  public static Tensor slice(Tensor x, Slice... slices) {
    requireNonNull(slices, "slices");
    int named = 0;
    int ellipses = 0;
    for (Slice slice : slices) {
      ellipses += slice instanceof Slice.Ellipsis ? 1 : 0;
      named += slice instanceof Slice.Ellipsis || slice instanceof Slice.NewAxis ? 0 : 1;
    }
    if (named > x.rank() || ellipses > 1) {
      throw new ShapeException(
          "slice: got "
              + named
              + " slices and "
              + ellipses
              + " ellipses for shape "
              + x.shape()
              + ", expected at most "
              + x.rank()
              + " and 1");
    }
    Tensor y = x;
    int axis = 0;
    for (Slice slice : slices) {
      y = sliced(y, axis, slice);
      axis +=
          slice instanceof Slice.Ellipsis ? x.rank() - named : slice instanceof Slice.At ? 0 : 1;
    }
    return y;
  }

  private static Tensor sliced(Tensor x, int axis, Slice slice) {
    if (slice instanceof Slice.At at) {
      return select(x, axis, at.index());
    }
    if (slice instanceof Slice.Pick pick) {
      return indexSelect(x, axis, pick.index());
    }
    if (slice instanceof Slice.Range range) {
      int size = x.shape().get(axis);
      int[] positions = range.positions(size);
      boolean whole = positions.length == size && range.step() == 1;
      return whole ? x : Picks.along("slice", x, axis, positions);
    }
    return slice instanceof Slice.NewAxis ? Movement.unsqueeze(x, axis) : x;
  }

  private static int bound(int given, int size) {
    return Math.max(0, Math.min(size, given < 0 ? given + size : given));
  }

  /**
   * The rows of a table for each id.
   *
   * <p>table: [N, D], ids: any shape S; returns [S, D]. Gradient: each row of g added to its row of
   * the table, as a whole table.
   *
   * @throws ShapeException if the table is no matrix
   * @throws IndexOutOfBoundsException if an id is not in [0, N)
   */
  public static Tensor embedding(Tensor table, IntTensor ids) {
    if (table.rank() != 2) {
      throw new ShapeException(
          "embedding: the table is no matrix: got shape " + table.shape() + ", expected [N, D]");
    }
    for (int i = 0; i < ids.size(); i++) {
      checked("embedding", ids, i, 0, table.shape().get(0));
    }
    int[] sizes = Arrays.copyOf(ids.shape().toArray(), ids.shape().rank() + 1);
    sizes[sizes.length - 1] = table.shape().get(1);
    return Movement.reshape(Picks.along("embedding", table, 0, ids.data()), Shape.of(sizes));
  }

  /**
   * Vectors with a 1 at each label and 0 elsewhere; a constant.
   *
   * <p>labels: any shape S; returns [S, classes].
   *
   * @throws IndexOutOfBoundsException if a label is not in [0, classes)
   */
  public static Tensor oneHot(IntTensor labels, int classes, DType dtype) {
    requireNonNull(dtype, "dtype");
    int rank = labels.shape().rank();
    int[] sizes = Arrays.copyOf(labels.shape().toArray(), rank + 1);
    sizes[rank] = classes;
    Shape shape = Shape.of(sizes);
    for (int i = 0; i < labels.size(); i++) {
      checked("oneHot", labels, i, rank, classes);
    }
    return Tensor.generate(dtype, shape, i -> i % classes == labels.at(i / classes) ? 1 : 0);
  }

  // --- masks ----------------------------------------------------------------------------------

  /**
   * The elements where a mask is true, in row-major order, as a vector.
   *
   * <p>The mask broadcasts to x's shape. Gradient: g at the selected elements, 0 elsewhere.
   *
   * @throws ShapeException if the mask does not stretch to x's shape
   */
  public static Tensor maskedSelect(Tensor x, BoolTensor mask) {
    requireStretches("maskedSelect", x, mask);
    int[] strides = Strided.broadcastStrides(mask.shape().toArray(), x.rank());
    int[] places = Picks.positions("maskedSelect", x.shape(), strides);
    int[] chosen = IntStream.range(0, x.size()).filter(i -> mask.at(places[i])).toArray();
    return Picks.take("maskedSelect", x, chosen, Shape.of(chosen.length));
  }

  /**
   * x with a number where a mask is true.
   *
   * <p>The mask broadcasts to x's shape. Gradient: g where the mask is false, 0 elsewhere.
   *
   * @throws ShapeException if the mask does not stretch to x's shape
   */
  public static Tensor maskedFill(Tensor x, BoolTensor mask, double value) {
    requireStretches("maskedFill", x, mask);
    Primitive<Tensor> fill =
        op("maskedFill", x)
            .value(v -> Elementwise.where(mask, value, v))
            .vjp(g -> maskedFill(g, mask, 0));
    return (Double.isInfinite(value) ? fill.meansInfinities() : fill).record();
  }

  private static void requireStretches(String op, Tensor x, BoolTensor mask) {
    if (mask.shape().rank() > x.rank()
        || !Shape.broadcast(op, mask.shape(), x.shape()).equals(x.shape())) {
      throw new ShapeException(
          op + ": the mask does not stretch to x: got " + mask.shape() + " for " + x.shape());
    }
  }

  /**
   * The indices of the elements that are not 0, in row-major order; NaN is not 0.
   *
   * <p>Returns [K, rank of x].
   */
  public static IntTensor nonZero(Tensor x) {
    return found(x.shape(), Comparisons.ne(x.constant(), 0).data());
  }

  /** The indices of the elements that are true, in row-major order; [K, rank of x]. */
  public static IntTensor nonZero(BoolTensor x) {
    return found(x.shape(), x.data());
  }

  private static IntTensor found(Shape shape, boolean[] wanted) {
    int count = 0;
    for (boolean w : wanted) {
      count += w ? 1 : 0;
    }
    int[] sizes = shape.toArray();
    int rank = sizes.length;
    int[] out = new int[Sizes.times("nonZero", count, rank)];
    int line = rank == 0 ? 1 : sizes[rank - 1];
    int at = 0;
    for (int from = 0; from < wanted.length && rank > 0; from += line) {
      int first = at;
      for (int i = 0; i < line; i++) {
        if (wanted[from + i]) {
          out[at + rank - 1] = i;
          at += rank;
        }
      }
      int rest = from / line;
      for (int axis = rank - 2; axis >= 0; axis--) {
        for (int to = first + axis; to < at; to += rank) {
          out[to] = rest % sizes[axis];
        }
        rest /= sizes[axis];
      }
    }
    return IntTensor.wrap(Shape.of(count, rank), out);
  }
}
