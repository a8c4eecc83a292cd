package dev.capstan.ops;

import static dev.capstan.ops.Elementwise.mul;
import static dev.capstan.ops.Ops.op;
import static dev.capstan.ops.Ops.zip;

import dev.capstan.ops.internal.Binary;
import dev.capstan.ops.internal.ElementaryPair;
import dev.capstan.ops.option.Combine;
import java.util.Arrays;

/**
 * Operations that put elements into places given by indices, where several may meet. Axes count
 * from the end if negative; indices count from 0.
 */
public final class Scattering {
  private Scattering() {}

  /**
   * x with each element of y combined into the place of its index; see {@link Indexing#scatterAdd}.
   *
   * <p>z = x; z[index[i, j], j] = combine(z[index[i, j], j], y[i, j]) for axis 0, and so on. y and
   * index: one shape; returns x's shape. Gradient: of ADD as {@link Indexing#scatterAdd}; of MEAN
   * the same divided by the number of values in the place; of MAX and MIN to the values that attain
   * it, evenly. NaN wins, and makes the gradient of its place NaN.
   *
   * @throws ShapeException if the ranks or sizes do not fit
   * @throws DTypeException if the dtypes differ
   * @throws IndexOutOfBoundsException if an index is not in [0, size of the axis)
   */
  public static Tensor scatter(Tensor x, int axis, IntTensor index, Tensor y, Combine combine) {
    int at = x.shape().axis("scatter", axis);
    Indexing.requireShape("scatter", y.shape(), index.shape());
    int[] places = Indexing.places("scatter", x.shape(), at, index);
    return switch (combine) {
      case ADD -> add("scatter", x, y, places);
      case MEAN -> mul(add("scatter", x, y, places), perPlace(x.dtype(), x.shape(), places, 1));
      case MAX -> extreme("scatter", x, y, places, Binary.MAX);
      case MIN -> extreme("scatter", x, y, places, Binary.MIN);
    };
  }

  /**
   * x with each slice of y added at its index along an axis: the transpose of {@link
   * Indexing#indexSelect}.
   *
   * <p>z = x; z[…, index[j], …] += y[…, j, …]. index: a vector as long as y's axis; returns x's
   * shape. Gradient: g for x, g selected at the index for y.
   *
   * @throws ShapeException if the ranks or sizes do not fit
   * @throws DTypeException if the dtypes differ
   * @throws IndexOutOfBoundsException if an index is not in [0, size of the axis)
   */
  public static Tensor indexAdd(Tensor x, int axis, IntTensor index, Tensor y) {
    int at = x.shape().axis("indexAdd", axis);
    int[] source = Indexing.vector("indexAdd", index, at, x.shape().get(at));
    Shape expected = Picks.resized(x.shape(), at, source.length);
    if (!y.shape().equals(expected)) {
      throw new ShapeException(
          "indexAdd: the values do not fit: got shape " + y.shape() + ", expected " + expected);
    }
    return op("indexAdd", x, y)
        .value((u, v) -> Picks.addedAlong(u, v, at, source, u.shape().get(at)))
        .vjp(g -> g)
        .vjp(g -> Picks.along("indexAdd", g, at, source))
        .record();
  }

  // --- segments -------------------------------------------------------------------------------

  /**
   * The sum of the rows of each segment.
   *
   * <p>y[s] = Σ x[i] over the i with segments[i] = s. x: [N, …], segments: [N], in any order;
   * returns [count, …], 0 for an empty segment. Gradient: g of its segment for each row.
   *
   * @throws ShapeException if the segments are no vector as long as x's first axis
   * @throws IndexOutOfBoundsException if a segment is not in [0, count)
   */
  public static Tensor segmentSum(Tensor x, IntTensor segments, int count) {
    int[] rows = segmentRows("segmentSum", x, segments, count);
    return Picks.putAlong("segmentSum", x, 0, rows, count);
  }

  /**
   * The sum of the picked rows of each segment, without the picked rows in memory.
   *
   * <p>y[s] = Σ x[index[j]] over the j with segments[j] = s, in the order of j. x: [N, …], index
   * and segments: [M], both in any order; returns [count, …], 0 for an empty segment. Gradient: for
   * each row the g of the segments that it was picked for.
   *
   * @throws ShapeException if x has no axis, or index and segments are no vectors of one length
   * @throws IndexOutOfBoundsException if an index is not in [0, N), or a segment not in [0, count)
   */
  public static Tensor segmentSum(Tensor x, IntTensor index, IntTensor segments, int count) {
    int[] from = pickedRows("segmentSum", x, index, segments);
    int[] to = Indexing.vector("segmentSum", segments, 0, count);
    return Picks.moved("segmentSum", x, from, to, count);
  }

  /**
   * The weighted sum of the picked rows of each segment.
   *
   * <p>y[s] = Σ w[j] x[index[j]] over the j with segments[j] = s; a product is rounded before it is
   * added. w: [M]; otherwise as {@link #segmentSum(Tensor, IntTensor, IntTensor, int)}. Gradient:
   * for each row the sum of w[j] g[segments[j]], for w[j] the inner product of x[index[j]] and
   * g[segments[j]].
   *
   * @throws ShapeException if x has no axis, or index, weights and segments are no vectors of one
   *     length
   * @throws DTypeException if the dtypes differ
   * @throws IndexOutOfBoundsException if an index is not in [0, N), or a segment not in [0, count)
   */
  public static Tensor segmentSum(
      Tensor x, IntTensor index, Tensor weights, IntTensor segments, int count) {
    int[] from = pickedRows("segmentSum", x, index, segments);
    int[] to = Indexing.vector("segmentSum", segments, 0, count);
    if (!weights.shape().equals(Shape.of(from.length))) {
      throw new ShapeException(
          "segmentSum: the weights do not fit: got shape "
              + weights.shape()
              + " for "
              + from.length
              + " picked rows, expected one for each");
    }
    return Picks.moved("segmentSum", x, weights, from, to, count);
  }

  /**
   * The mean of the picked rows of each segment; 0 for an empty one. Otherwise as {@link
   * #segmentSum(Tensor, IntTensor, IntTensor, int)}.
   *
   * @throws ShapeException if x has no axis, or index and segments are no vectors of one length
   * @throws IndexOutOfBoundsException if an index is not in [0, N), or a segment not in [0, count)
   */
  public static Tensor segmentMean(Tensor x, IntTensor index, IntTensor segments, int count) {
    int[] from = pickedRows("segmentMean", x, index, segments);
    int[] to = Indexing.vector("segmentMean", segments, 0, count);
    return divided(Picks.moved("segmentMean", x, from, to, count), to);
  }

  private static int[] pickedRows(String op, Tensor x, IntTensor index, IntTensor segments) {
    if (x.rank() == 0) {
      throw new ShapeException(op + ": got shape [], expected rows along a first axis");
    }
    if (index.shape().rank() > 1 || !segments.shape().equals(index.shape())) {
      throw new ShapeException(
          op
              + ": the segments do not fit: got shape "
              + segments.shape()
              + " for an index "
              + index.shape()
              + ", expected one for each picked row");
    }
    return Indexing.vector(op, index, 0, x.shape().get(0));
  }

  /**
   * The mean of the rows of each segment; 0 for an empty one. Otherwise as {@link
   * #segmentSum(Tensor, IntTensor, int)}.
   *
   * @throws ShapeException if the segments are no vector as long as x's first axis
   * @throws IndexOutOfBoundsException if a segment is not in [0, count)
   */
  public static Tensor segmentMean(Tensor x, IntTensor segments, int count) {
    int[] rows = segmentRows("segmentMean", x, segments, count);
    return divided(Picks.putAlong("segmentMean", x, 0, rows, count), rows);
  }

  /** Sums of segments by the number of rows in each. */
  private static Tensor divided(Tensor sums, int[] segments) {
    int[] each = new int[sums.rank()];
    Arrays.fill(each, 1);
    each[0] = sums.shape().get(0);
    return mul(sums, perPlace(sums.dtype(), Shape.of(each), segments, 0));
  }

  /**
   * The largest elements of the rows of each segment, element by element; −∞ for an empty one.
   *
   * <p>x: [N, …], segments: [N]; returns [count, …]. Gradient: g divided evenly among the elements
   * that attain the maximum; NaN wins, and makes the gradient of its place NaN.
   *
   * @throws ShapeException if the segments are no vector as long as x's first axis
   * @throws IndexOutOfBoundsException if a segment is not in [0, count)
   */
  public static Tensor segmentMax(Tensor x, IntTensor segments, int count) {
    int[] rows = segmentRows("segmentMax", x, segments, count);
    Shape shape = Picks.resized(x.shape(), 0, count);
    int inner = Picks.inner(x.shape(), 0);
    Tensor lowest = Tensor.full(x.dtype(), Double.NEGATIVE_INFINITY, shape.toArray());
    return op("segmentMax", x)
        .value(v -> extremeValue(lowest, v, rows, inner, Binary.MAX))
        .vjp((g, z) -> mul(Picks.along("segmentMax", g, 0, rows), shareOfRows(x, z, rows)))
        .branch(
            () -> {
              Tensor z = extremeValue(lowest, x.constant(), rows, inner, Binary.MAX);
              return Branches.of(shareOfRows(x, z, rows), s -> s);
            })
        .meansInfinities()
        .record();
  }

  /** 1/k for an element that attains the maximum of its segment together with k − 1 others. */
  private static Tensor shareOfRows(Tensor x, Tensor z, int[] rows) {
    Tensor hits = equal(x, Picks.along("segmentMax", z.constant(), 0, rows));
    Tensor count = Picks.addedAlong(null, hits, 0, rows, z.shape().get(0));
    return zip(hits, Picks.along("segmentMax", count, 0, rows), x.shape(), Binary.DIV);
  }

  private static int[] segmentRows(String op, Tensor x, IntTensor segments, int count) {
    if (x.rank() == 0 || !segments.shape().equals(Shape.of(x.shape().get(0)))) {
      throw new ShapeException(
          op
              + ": the segments do not fit: got shape "
              + segments.shape()
              + " for "
              + x.shape()
              + ", expected one for each row");
    }
    return Indexing.vector(op, segments, 0, count);
  }

  // --- the combinations -----------------------------------------------------------------------

  /** x with y added at places; recorded. */
  static Tensor add(String name, Tensor x, Tensor y, int[] places) {
    return op(name, x, y)
        .value((u, v) -> Picks.added(u, v, places, u.shape()))
        .vjp(g -> g)
        .vjp(g -> Picks.take(name, g, places, y.shape()))
        .record();
  }

  /** 1 over the number of values in each place, of which {@code own} stood there; 0 for none. */
  private static Tensor perPlace(DType dtype, Shape shape, int[] places, int own) {
    int[] count = new int[shape.size()];
    Arrays.fill(count, own);
    for (int place : places) {
      count[place]++;
    }
    return Tensor.generate(dtype, shape, i -> count[i] == 0 ? 0 : 1.0 / count[i]);
  }

  private static Tensor extreme(String name, Tensor x, Tensor y, int[] places, Binary extreme) {
    return op(name, x, y)
        .value((u, v) -> extremeValue(u, v, places, extreme))
        .vjp((g, z) -> mul(g, shareOfStart(x, y, z, places)))
        .vjp(
            (g, z) -> mul(Picks.take(name, g, places, y.shape()), share(equal(x, z), y, z, places)))
        .branch(
            () -> {
              Tensor z = extremeValue(x, y, places, extreme);
              return Branches.of(shareOfStart(x, y, z, places), s -> s)
                  + 31 * Branches.of(share(equal(x, z), y, z, places), s -> s);
            })
        .record();
  }

  private static Tensor extremeValue(Tensor x, Tensor y, int[] places, Binary extreme) {
    return extremeValue(x, y, places, 1, extreme);
  }

  /** x with the extremes of itself and the slices of y that go to its slices. */
  private static Tensor extremeValue(Tensor x, Tensor y, int[] slices, int inner, Binary extreme) {
    Tensor out = Tensor.blank(x.shape(), x, y);
    System.arraycopy(x.data(), 0, out.data(), 0, x.size());
    y.kernels().extremeSlices(extreme == Binary.MAX, y.data(), slices, inner, out.data());
    return out;
  }

  /** 1/k for an element of x that attains its extreme together with k − 1 others. */
  private static Tensor shareOfStart(Tensor x, Tensor y, Tensor z, int[] places) {
    Tensor own = equal(x, z);
    return zip(own, attaining(own, y, z, places), x.shape(), Binary.DIV);
  }

  /** 1/k for an element of y that attains its extreme together with k − 1 others, own or y's. */
  private static Tensor share(Tensor own, Tensor y, Tensor z, int[] places) {
    Tensor hits = equal(y, Picks.taken(z, places, y.shape()));
    Tensor count = Picks.taken(attaining(own, y, z, places), places, y.shape());
    return zip(hits, count, y.shape(), Binary.DIV);
  }

  /**
   * How many attain the extreme of each place: 1 where a start does ({@code own}), and those of y.
   */
  private static Tensor attaining(Tensor own, Tensor y, Tensor z, int[] places) {
    Tensor hits = equal(y, Picks.taken(z, places, y.shape()));
    return Picks.added(own, hits, places, z.shape());
  }

  private static Tensor equal(Tensor x, Tensor y) {
    return zip(x, y, x.shape(), ElementaryPair.EQUAL);
  }
}
