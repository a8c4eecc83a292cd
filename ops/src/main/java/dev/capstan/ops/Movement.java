package dev.capstan.ops;

import static dev.capstan.ops.Ops.op;

import dev.capstan.autograd.Primitive;
import dev.capstan.ops.internal.Strided;
import dev.capstan.ops.option.KeepDims;
import java.util.Arrays;
import java.util.List;

/**
 * Operations that change a tensor's shape: they move or repeat elements, join tensors and cut them
 * apart. Axes count from the end if negative. Only {@link #reshape} and what is made of it shares
 * memory; everything else copies.
 */
public final class Movement {
  private Movement() {}

  // --- shape alone ----------------------------------------------------------------------------

  /**
   * The same elements in another shape.
   *
   * <p>One size may be −1 and is inferred. Shares memory with x. Gradient: g in x's shape.
   *
   * @throws ShapeException if the sizes do not multiply to x's
   */
  public static Tensor reshape(Tensor x, int... sizes) {
    return reshape(x, resolve("reshape", x.shape(), sizes));
  }

  static Tensor reshape(Tensor x, Shape shape) {
    if (shape.equals(x.shape())) {
      return x;
    }
    return op("reshape", x).value(v -> v.withShape(shape)).vjp(g -> reshape(g, x.shape())).record();
  }

  /** All elements in one axis. */
  public static Tensor flatten(Tensor x) {
    return reshape(x, Shape.of(x.size()));
  }

  /**
   * The axes from {@code first} to {@code last}, both included, as one axis.
   *
   * <p>Gradient: g in x's shape.
   *
   * @throws ShapeException if there are no such axes, or the first stands behind the last
   */
  public static Tensor flatten(Tensor x, int first, int last) {
    int from = x.shape().axis("flatten", first);
    int to = x.shape().axis("flatten", last);
    if (from > to) {
      throw new ShapeException(
          "flatten: the first axis stands behind the last: got "
              + first
              + " and "
              + last
              + " for shape "
              + x.shape());
    }
    int[] sizes = new int[x.rank() - (to - from)];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = x.shape().get(i <= from ? i : i + to - from);
    }
    for (int i = from + 1; i <= to; i++) {
      sizes[from] *= x.shape().get(i);
    }
    return reshape(x, Shape.of(sizes));
  }

  /**
   * x without the given axes of size 1; without all of size 1 if none are given.
   *
   * @throws ShapeException if an axis does not exist, is given twice, or has another size
   */
  public static Tensor squeeze(Tensor x, int... axes) {
    ReducedAxes r = ReducedAxes.of("squeeze", x.shape(), axes);
    int[] sizes = new int[x.rank()];
    int rank = 0;
    for (int i = 0; i < x.rank(); i++) {
      int size = x.shape().get(i);
      if (axes.length > 0 && r.reduced()[i] && size != 1) {
        throw new ShapeException(
            "squeeze: axis " + i + " has size " + size + " in shape " + x.shape() + ", expected 1");
      }
      if (!r.reduced()[i] || size != 1) {
        sizes[rank++] = size;
      }
    }
    return reshape(x, Shape.of(Arrays.copyOf(sizes, rank)));
  }

  /**
   * x with a new axis of size 1, which stands at {@code axis} in the result.
   *
   * @throws ShapeException if the result has no such axis
   */
  public static Tensor unsqueeze(Tensor x, int axis) {
    int rank = x.rank() + 1;
    if (axis < -rank || axis >= rank) {
      throw new ShapeException(
          "unsqueeze: no such axis: got "
              + axis
              + " for shape "
              + x.shape()
              + ", expected "
              + -rank
              + " to "
              + (rank - 1));
    }
    int at = axis < 0 ? axis + rank : axis;
    int[] sizes = new int[rank];
    for (int i = 0; i < rank; i++) {
      sizes[i] = i == at ? 1 : x.shape().get(i < at ? i : i - 1);
    }
    return reshape(x, Shape.of(sizes));
  }

  // --- broadcasting ---------------------------------------------------------------------------

  /** As {@link #broadcastTo(Tensor, Shape)}. */
  public static Tensor broadcastTo(Tensor x, int... sizes) {
    return broadcastTo(x, Shape.of(sizes));
  }

  /**
   * x repeated along axes of size 1, and along new axes in front.
   *
   * <p>Gradient: g summed over the repetitions.
   *
   * @throws ShapeException if x does not stretch to the shape
   */
  public static Tensor broadcastTo(Tensor x, Shape shape) {
    if (shape.equals(x.shape())) {
      return x;
    }
    if (!Shape.broadcast("broadcastTo", x.shape(), shape).equals(shape)) {
      throw new ShapeException("broadcastTo: " + x.shape() + " does not stretch to " + shape);
    }
    return op("broadcastTo", x)
        .value(
            v -> strided(v, 0, shape, Strided.broadcastStrides(v.shape().toArray(), shape.rank())))
        .vjp(g -> sumTo(g, x.shape()))
        .record();
  }

  /**
   * x broadcast to sizes of which −1 stands for x's own.
   *
   * <p>Gradient: g summed over the repetitions.
   *
   * @throws ShapeException if x does not stretch to the sizes, or −1 stands for a new axis
   */
  public static Tensor expand(Tensor x, int... sizes) {
    int[] resolved = sizes.clone();
    int extra = sizes.length - x.rank();
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] == -1) {
        if (i < extra) {
          throw new ShapeException(
              "expand: -1 stands for a new axis: got "
                  + Sizes.shown(sizes)
                  + " for shape "
                  + x.shape()
                  + "; give the sizes of new axes");
        }
        resolved[i] = x.shape().get(i - extra);
      }
    }
    return broadcastTo(x, Shape.of(resolved));
  }

  /**
   * The transpose of {@link #broadcastTo(Tensor, Shape)}: x summed over the axes that a broadcast
   * stretched.
   *
   * <p>Gradient: g broadcast to x's shape.
   *
   * @throws ShapeException if the shape does not stretch to x's
   */
  public static Tensor sumTo(Tensor x, Shape shape) {
    if (shape.equals(x.shape())) {
      return x;
    }
    if (!Shape.broadcast("sumTo", x.shape(), shape).equals(x.shape())) {
      throw new ShapeException("sumTo: " + shape + " does not stretch to " + x.shape());
    }
    int extra = x.rank() - shape.rank();
    int[] axes = new int[x.rank()];
    int count = 0;
    for (int i = 0; i < x.rank(); i++) {
      if (i < extra || shape.get(i - extra) == 1 && x.shape().get(i) != 1) {
        axes[count++] = i;
      }
    }
    Tensor summed = count == 0 ? x : Reductions.sum(x, KeepDims.YES, Arrays.copyOf(axes, count));
    return reshape(summed, shape);
  }

  // --- order of axes --------------------------------------------------------------------------

  /**
   * Two axes exchanged.
   *
   * <p>Gradient: g with the same axes exchanged.
   *
   * @throws ShapeException if an axis does not exist
   */
  public static Tensor transpose(Tensor x, int axis, int other) {
    int[] order = new int[x.rank()];
    Arrays.setAll(order, i -> i);
    int a = x.shape().axis("transpose", axis);
    int b = x.shape().axis("transpose", other);
    order[a] = b;
    order[b] = a;
    return permute(x, order);
  }

  /** As {@link #transpose}: NumPy's name. */
  public static Tensor swapAxes(Tensor x, int axis, int other) {
    return transpose(x, axis, other);
  }

  /**
   * One axis moved to another place, the others staying in their order.
   *
   * <p>Gradient: g with the axis moved back.
   *
   * @throws ShapeException if an axis does not exist
   */
  public static Tensor moveAxis(Tensor x, int from, int to) {
    int source = x.shape().axis("moveAxis", from);
    int target = x.shape().axis("moveAxis", to);
    int[] order = new int[x.rank()];
    int next = 0;
    for (int i = 0; i < order.length; i++) {
      if (i == target) {
        order[i] = source;
      } else {
        next += next == source ? 1 : 0;
        order[i] = next++;
      }
    }
    return permute(x, order);
  }

  /**
   * The axes in another order: axis i of the result is axis {@code order[i]} of x.
   *
   * <p>Gradient: g with the axes in the inverse order.
   *
   * @throws ShapeException if the order does not name each axis once
   */
  public static Tensor permute(Tensor x, int... order) {
    if (order.length != x.rank()) {
      throw noOrder(order, x.shape());
    }
    boolean[] named = new boolean[order.length];
    int[] resolved = order.clone();
    int[] inverse = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      resolved[i] = x.shape().axis("permute", order[i]);
      if (named[resolved[i]]) {
        throw noOrder(order, x.shape());
      }
      named[resolved[i]] = true;
      inverse[resolved[i]] = i;
    }
    return op("permute", x)
        .value(v -> permuted(v, resolved))
        .vjp(g -> permute(g, inverse))
        .record();
  }

  private static ShapeException noOrder(int[] order, Shape shape) {
    return new ShapeException(
        "permute: got the order "
            + Sizes.shown(order)
            + " for shape "
            + shape
            + ", expected each of its "
            + shape.rank()
            + " axes once");
  }

  // --- joining --------------------------------------------------------------------------------

  /**
   * Tensors one behind the other along an axis.
   *
   * <p>xs: equal shapes but for that axis. Gradient: each tensor's slice of g.
   *
   * @throws ShapeException if there is none, or a shape does not fit the first
   * @throws DTypeException if the dtypes differ
   */
  public static Tensor concat(int axis, Tensor... xs) {
    if (xs.length == 0) {
      throw new ShapeException("concat: got no tensor, expected at least one");
    }
    int at = xs[0].shape().axis("concat", axis);
    int[] starts = new int[xs.length + 1];
    for (int i = 0; i < xs.length; i++) {
      requireFits(i, xs[i].shape(), xs[0].shape(), at);
      starts[i + 1] = starts[i] + xs[i].shape().get(at);
    }
    Shape shape = Picks.resized(xs[0].shape(), at, starts[xs.length]);
    Primitive<Tensor> op = op("concat", xs.clone()).valueOfAll(v -> concatenated(v, at, shape));
    for (int i = 0; i < xs.length; i++) {
      int start = starts[i];
      int stop = starts[i + 1];
      op.vjp(g -> Indexing.slice(g, at, start, stop));
    }
    return op.record();
  }

  /** As {@link #concat(int, Tensor...)}. */
  public static Tensor concat(List<Tensor> xs, int axis) {
    return concat(axis, xs.toArray(new Tensor[0]));
  }

  private static void requireFits(int i, Shape shape, Shape first, int axis) {
    if (shape.rank() != first.rank()
        || !Picks.resized(shape, axis, 0).equals(Picks.resized(first, axis, 0))) {
      throw new ShapeException(
          "concat: tensor "
              + i
              + " does not fit the first along axis "
              + axis
              + ": got "
              + shape
              + " and "
              + first
              + ", expected equal sizes on all other axes");
    }
  }

  private static Tensor concatenated(Tensor[] xs, int axis, Shape shape) {
    Tensor out = Tensor.blank(shape, xs[0]);
    int outer = Picks.outer(shape, axis);
    int inner = Picks.inner(shape, axis);
    int width = shape.get(axis) * inner;
    int to = 0;
    for (Tensor x : xs) {
      int block = x.shape().get(axis) * inner;
      x.kernels().copyBlocks(x.data(), 0, block, out.data(), to, width, block, outer);
      to += block;
    }
    return out;
  }

  /**
   * Tensors of one shape along a new axis, which stands at {@code axis} in the result.
   *
   * <p>Gradient: each tensor's part of g.
   *
   * @throws ShapeException if there is none, or the shapes differ
   * @throws DTypeException if the dtypes differ
   */
  public static Tensor stack(int axis, Tensor... xs) {
    if (xs.length == 0) {
      throw new ShapeException("stack: got no tensor, expected at least one");
    }
    Tensor[] parts = new Tensor[xs.length];
    for (int i = 0; i < xs.length; i++) {
      if (!xs[i].shape().equals(xs[0].shape())) {
        throw new ShapeException(
            "stack: shapes differ: got "
                + xs[i].shape()
                + " for tensor "
                + i
                + ", expected "
                + xs[0].shape()
                + " as for the first");
      }
      parts[i] = unsqueeze(xs[i], axis);
    }
    return concat(axis, parts);
  }

  /** As {@link #stack(int, Tensor...)}. */
  public static Tensor stack(List<Tensor> xs, int axis) {
    return stack(axis, xs.toArray(new Tensor[0]));
  }

  // --- helpers --------------------------------------------------------------------------------

  /** The elements with the axes in another order. */
  static Tensor permuted(Tensor x, int[] order) {
    int[] strides = x.shape().strides();
    int[] sizes = new int[order.length];
    int[] steps = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      sizes[i] = x.shape().get(order[i]);
      steps[i] = strides[order[i]];
    }
    return strided(x, 0, Shape.of(sizes), steps);
  }

  /** The elements at strided positions. */
  static Tensor strided(Tensor x, int offset, Shape shape, int[] strides) {
    Tensor out = Tensor.blank(shape, x);
    if (shape.size() > 0) {
      x.kernels().copyStrided(x.data(), offset, shape.toArray(), strides, out.data());
    }
    return out;
  }

  /** The shape that {@code sizes} names for that many elements; one −1 is inferred. */
  static Shape resolve(String op, Shape from, int... sizes) {
    int[] resolved = sizes.clone();
    int open = -1;
    long known = 1;
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] == -1 && open < 0) {
        open = i;
      } else {
        known *= sizes[i];
      }
    }
    boolean ambiguous = open >= 0 && known == 0;
    if (open >= 0 && known > 0) {
      resolved[open] = (int) (from.size() / known);
      known *= resolved[open];
    }
    if (known != from.size() || ambiguous) {
      throw new ShapeException(
          op
              + ": shape "
              + from
              + " has "
              + from.size()
              + " elements, got "
              + Sizes.shown(sizes)
              + "; the sizes must multiply to "
              + from.size());
    }
    return Shape.of(resolved);
  }
}
