package dev.capstan.ops;

import static dev.capstan.ops.Elementwise.add;
import static dev.capstan.ops.Elementwise.mul;
import static java.util.Objects.requireNonNull;

import dev.capstan.ops.option.Order;
import dev.capstan.ops.option.Side;
import java.util.Arrays;

/**
 * Operations that rest on the order of elements. Each finds its indices without recording and
 * gathers: the gradient goes to the chosen elements. Sorts are stable, so among equal elements the
 * first comes first in either {@link Order}; NaN counts as the largest number.
 */
public final class Sorting {
  private Sorting() {}

  // --- sorting --------------------------------------------------------------------------------

  /** The elements along an axis in ascending order. */
  public static Tensor sort(Tensor x, int axis) {
    return sort(x, axis, Order.ASCENDING);
  }

  /**
   * The elements along an axis in order.
   *
   * <p>y = x at {@link #argsort}; same shape as x. Gradient: each g at the element that it came
   * from; at a tie, at the one that the stable sort puts there.
   *
   * @throws ShapeException if the axis does not exist
   */
  public static Tensor sort(Tensor x, int axis, Order order) {
    requireNonNull(order, "order");
    return ranked("sort", x, axis, order, x.shape().get(x.shape().axis("sort", axis)));
  }

  /** The indices that sort an axis in ascending order. */
  public static IntTensor argsort(Tensor x, int axis) {
    return argsort(x, axis, Order.ASCENDING);
  }

  /**
   * The indices along an axis that put it in order; the shape of x.
   *
   * @throws ShapeException if the axis does not exist
   */
  public static IntTensor argsort(Tensor x, int axis, Order order) {
    requireNonNull(order, "order");
    int at = x.shape().axis("argsort", axis);
    int n = x.shape().get(at);
    return IntTensor.wrap(x.shape(), new Ranking(x, at, order).first(n));
  }

  /** The k largest elements along an axis, the largest first. */
  public static Tensor topK(Tensor x, int k, int axis) {
    return topK(x, k, axis, Order.DESCENDING);
  }

  /**
   * The first k elements of an axis in order: the k largest for DESCENDING, the k smallest for
   * ASCENDING.
   *
   * <p>Returns x's shape with size k on the axis. Gradient: each g at the element that it came
   * from.
   *
   * @throws ShapeException if the axis does not exist
   * @throws IllegalArgumentException if k is not in [0, size of the axis]
   */
  public static Tensor topK(Tensor x, int k, int axis, Order order) {
    requireNonNull(order, "order");
    requireCount("topK", x, k, 0, axis);
    return ranked("topK", x, axis, order, k);
  }

  /** The indices of the k largest elements along an axis. */
  public static IntTensor argTopK(Tensor x, int k, int axis) {
    return argTopK(x, k, axis, Order.DESCENDING);
  }

  /**
   * The indices along an axis of what {@link #topK(Tensor, int, int, Order)} returns.
   *
   * @throws ShapeException if the axis does not exist
   * @throws IllegalArgumentException if k is not in [0, size of the axis]
   */
  public static IntTensor argTopK(Tensor x, int k, int axis, Order order) {
    requireNonNull(order, "order");
    int at = requireCount("argTopK", x, k, 0, axis);
    return IntTensor.wrap(Picks.resized(x.shape(), at, k), new Ranking(x, at, order).first(k));
  }

  private static Tensor ranked(String name, Tensor x, int axis, Order order, int count) {
    int at = x.shape().axis(name, axis);
    return Picks.chosen(
        name,
        x,
        Picks.resized(x.shape(), at, count),
        v -> {
          Ranking ranking = new Ranking(v, at, order);
          return ranking.flat(ranking.first(count), count);
        });
  }

  private static int requireCount(String name, Tensor x, int k, int least, int axis) {
    int at = x.shape().axis(name, axis);
    int n = x.shape().get(at);
    if (k < least || k > n) {
      throw Called.illegal(
          name + ": k does not fit axis " + at + ": got " + k + ", expected " + least + " to " + n);
    }
    return at;
  }

  // --- order statistics -----------------------------------------------------------------------

  /** The lower median of all elements; a scalar. */
  public static Tensor median(Tensor x) {
    return median(Movement.flatten(x), 0);
  }

  /**
   * The median along an axis, which is removed; of an even number of elements the lower of the two.
   *
   * <p>y = element ⌊(n − 1)/2⌋ of the sorted axis; NaN if an element is. Gradient: g at {@link
   * #argMedian}.
   *
   * @throws ShapeException if the axis does not exist, or is empty and the result is not
   */
  public static Tensor median(Tensor x, int axis) {
    int at = x.shape().axis("median", axis);
    ReducedAxes.of("median", x.shape(), at).requireElements("median");
    return Picks.chosen(
        "median",
        x,
        Picks.without(x.shape(), at),
        v -> new Ranking(v, at, Order.ASCENDING).flat(medians(v, at), 1));
  }

  /**
   * The index along an axis of what {@link #median(Tensor, int)} returns: the first NaN, or the
   * first in a stable order.
   *
   * @throws ShapeException if the axis does not exist, or is empty and the result is not
   */
  public static IntTensor argMedian(Tensor x, int axis) {
    int at = x.shape().axis("argMedian", axis);
    ReducedAxes.of("argMedian", x.shape(), at).requireElements("argMedian");
    return IntTensor.wrap(Picks.without(x.shape(), at), medians(x, at));
  }

  private static int[] medians(Tensor x, int axis) {
    Ranking ranking = new Ranking(x, axis, Order.ASCENDING);
    int middle = Math.max(0, x.shape().get(axis) - 1) / 2;
    return ranking.atOrNaN(middle);
  }

  /**
   * The k-th smallest element along an axis, which is removed; k counts from 1.
   *
   * <p>Gradient: g at {@link #argKthValue}.
   *
   * @throws ShapeException if the axis does not exist
   * @throws IllegalArgumentException if k is not in [1, size of the axis]
   */
  public static Tensor kthValue(Tensor x, int k, int axis) {
    int at = requireCount("kthValue", x, k, 1, axis);
    return Picks.chosen(
        "kthValue",
        x,
        Picks.without(x.shape(), at),
        v -> {
          Ranking ranking = new Ranking(v, at, Order.ASCENDING);
          return ranking.flat(ranking.at(k - 1), 1);
        });
  }

  /**
   * The index along an axis of the k-th smallest element; k counts from 1.
   *
   * @throws ShapeException if the axis does not exist
   * @throws IllegalArgumentException if k is not in [1, size of the axis]
   */
  public static IntTensor argKthValue(Tensor x, int k, int axis) {
    int at = requireCount("argKthValue", x, k, 1, axis);
    return IntTensor.wrap(
        Picks.without(x.shape(), at), new Ranking(x, at, Order.ASCENDING).at(k - 1));
  }

  /**
   * The q-quantile along an axis, which is removed, with linear interpolation.
   *
   * <p>y = (1 − w) s_i + w s_{i+1} with s the sorted axis and i + w = q (n − 1); NaN if an element
   * is. Gradient: g (1 − w) and g w at the two elements.
   *
   * @throws ShapeException if the axis does not exist, or is empty and the result is not
   * @throws IllegalArgumentException if q is not in [0, 1]
   */
  public static Tensor quantile(Tensor x, double q, int axis) {
    int at = x.shape().axis("quantile", axis);
    ReducedAxes.of("quantile", x.shape(), at).requireElements("quantile");
    if (!(q >= 0 && q <= 1)) {
      throw Called.illegal("quantile: q is no probability: got " + q + ", expected 0 to 1");
    }
    double place = q * Math.max(0, x.shape().get(at) - 1);
    int low = (int) place;
    double weight = place - low;
    Tensor both = neighbours(x, at, low);
    Tensor lower = Indexing.select(both, 0, 0);
    return weight == 0
        ? lower
        : add(mul(lower, 1 - weight), mul(Indexing.select(both, 0, 1), weight));
  }

  /** [2, …]: the element of a place in the sorted axis, and the one behind it. */
  private static Tensor neighbours(Tensor x, int axis, int place) {
    int[] rest = Picks.without(x.shape(), axis).toArray();
    int[] sizes = new int[rest.length + 1];
    sizes[0] = 2;
    System.arraycopy(rest, 0, sizes, 1, rest.length);
    return Picks.chosen(
        "quantile",
        x,
        Shape.of(sizes),
        v -> {
          Ranking ranking = new Ranking(v, axis, Order.ASCENDING);
          return ranking.flatAgain(ranking.twoAtOrNaN(place));
        });
  }

  // --- sets -----------------------------------------------------------------------------------

  /**
   * The distinct elements in ascending order, as a vector.
   *
   * <p>Each NaN is distinct from all others. Gradient: g at the first of equal elements.
   */
  public static Tensor unique(Tensor x) {
    int[] chosen = distinct(x);
    return Picks.take("unique", x, chosen, Shape.of(chosen.length));
  }

  private static int[] distinct(Tensor x) {
    Tensor row = x.withShape(Shape.of(x.size()));
    int[] sorted = new Ranking(row, 0, Order.ASCENDING).first(x.size());
    int count = 0;
    for (int index : sorted) {
      if (count == 0 || x.at(sorted[count - 1]) != x.at(index)) {
        sorted[count++] = index;
      }
    }
    return Arrays.copyOf(sorted, count);
  }

  /** The distinct elements in ascending order, as a vector. */
  public static IntTensor unique(IntTensor x) {
    int[] distinct = Arrays.stream(x.data()).sorted().distinct().toArray();
    return IntTensor.wrap(Shape.of(distinct.length), distinct);
  }

  /**
   * For each value the index at which it would be inserted to keep a sorted vector in order.
   *
   * <p>sorted: [N], ascending, which is not checked; returns the shape of the values, in [0, N].
   * NaN counts as the largest number.
   *
   * @throws ShapeException if the first argument is no vector
   * @throws DTypeException if the dtypes differ
   */
  public static IntTensor searchSorted(Tensor sorted, Tensor values, Side side) {
    requireNonNull(values, "values");
    requireNonNull(side, "side");
    if (sorted.rank() != 1) {
      throw new ShapeException(
          "searchSorted: the sorted tensor is no vector: got shape "
              + sorted.shape()
              + ", expected rank 1");
    }
    Ops.requireSameDType("searchSorted", sorted, values);
    double[] line = sorted.toArray();
    double[] wanted = values.toArray();
    int numbers = line.length;
    while (numbers > 0 && Double.isNaN(line[numbers - 1])) {
      numbers--;
    }
    int[] out = new int[wanted.length];
    for (int i = 0; i < out.length; i++) {
      boolean number = !Double.isNaN(wanted[i]);
      out[i] =
          number
              ? place(line, numbers, wanted[i], side)
              : side == Side.LEFT ? numbers : line.length;
    }
    return IntTensor.wrap(values.shape(), out);
  }

  /** The place of a number among the first of a line, which are numbers. */
  private static int place(double[] line, int n, double v, Side side) {
    int low = 0;
    int left = n;
    while (left > 0) {
      int half = left >>> 1;
      double middle = line[low + half];
      boolean before = side == Side.RIGHT ? middle <= v : middle < v;
      low = before ? low + half + 1 : low;
      left = before ? left - half - 1 : half;
    }
    return low;
  }
}
