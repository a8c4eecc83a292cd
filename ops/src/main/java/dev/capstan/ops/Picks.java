package dev.capstan.ops;

import static dev.capstan.ops.Ops.op;

import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Operations that are nothing but a map of indices: element i of the result is element {@code
 * index[i]} of the operand, or 0 where the index is negative.
 *
 * <p>Such an operation is linear, and its transpose adds element i of the cotangent at {@code
 * index[i]}; the transpose of that is the first again. So everything that gathers, slices, repeats
 * or pads finds its map in plain Java, and has rules to every order by these two. A map that
 * touches a single axis ({@link #along}) is kept as a list of positions on that axis and moves
 * whole blocks.
 */
final class Picks {
  private Picks() {}

  // --- any map --------------------------------------------------------------------------------

  /** out[i] = x[index[i]], 0 where the index is negative. */
  static Tensor take(String name, Tensor x, int[] index, Shape shape) {
    return x.recording()
        ? op(name, x)
            .value(v -> taken(v, index, shape))
            .vjp(g -> put(name, g, index, x.shape()))
            .record()
        : taken(x, index, shape);
  }

  /** The transpose of {@link #take}: out[index[i]] += g[i]. */
  static Tensor put(String name, Tensor g, int[] index, Shape shape) {
    return g.recording()
        ? op(name + " (transposed)", g)
            .value(v -> added(null, v, index, shape))
            .vjp(h -> take(name, h, index, g.shape()))
            .record()
        : added(null, g, index, shape);
  }

  /**
   * As {@link #take}, where the indices follow from the values: they are found again in a replay,
   * and they are the signature of the branch.
   */
  static Tensor chosen(String name, Tensor x, Shape shape, Function<Tensor, int[]> choose) {
    int[] index = choose.apply(x);
    return x.recording()
        ? op(name, x)
            .value(v -> taken(v, v == x ? index : choose.apply(v), shape))
            .vjp(g -> put(name, g, index, x.shape()))
            .branch(() -> Branches.of(index))
            .record()
        : taken(x, index, shape);
  }

  /** The value of {@link #take}. */
  static Tensor taken(Tensor x, int[] index, Shape shape) {
    Tensor out = Tensor.blank(shape, x);
    x.kernels().take(x.data(), index, out.data());
    return out;
  }

  /** A start (zeros if there is none) with g added at the indices, as a value. */
  static Tensor added(@Nullable Tensor start, Tensor g, int[] index, Shape shape) {
    Tensor out = begun(start, g, shape);
    g.kernels().addAt(g.data(), index, out.data());
    return out;
  }

  /** A copy of a start, or zeros, in the memory that g's descendants get. */
  private static Tensor begun(@Nullable Tensor start, Tensor g, Shape shape) {
    Tensor out = Tensor.blank(shape, g);
    if (start == null) {
      g.kernels().fill(out.data(), 0);
    } else {
      System.arraycopy(start.data(), 0, out.data(), 0, shape.size());
    }
    return out;
  }

  /** The flat indices of a strided view, in its row-major order. */
  static int[] positions(String op, Shape shape, int[] strides) {
    return positions(op, 0, shape, strides);
  }

  /** As above, of a view that begins at an offset. */
  static int[] positions(String op, int offset, Shape shape, int[] strides) {
    int[] out = Sizes.indices(op, shape.toArray());
    int[] at = new int[shape.rank()];
    int from = offset;
    for (int i = 0; i < out.length; i++) {
      out[i] = from;
      for (int axis = at.length - 1; axis >= 0; axis--) {
        from += strides[axis];
        if (++at[axis] < shape.get(axis)) {
          break;
        }
        from -= at[axis] * strides[axis];
        at[axis] = 0;
      }
    }
    return out;
  }

  // --- maps along one axis --------------------------------------------------------------------

  /** out[…, j, …] = x[…, source[j], …], 0 where the source is negative. */
  static Tensor along(String name, Tensor x, int axis, int[] source) {
    if (!x.recording()) {
      return takenAlong(x, axis, source);
    }
    int n = x.shape().get(axis);
    return op(name, x)
        .value(v -> takenAlong(v, axis, source))
        .vjp(
            g -> {
              int[] back = inverse(source, n);
              return back.length == n
                  ? along(name, g, axis, back)
                  : putAlong(name, g, axis, source, n);
            })
        .record();
  }

  /** The transpose of {@link #along}: out[…, source[j], …] += g[…, j, …]; n positions in out. */
  static Tensor putAlong(String name, Tensor g, int axis, int[] source, int n) {
    return g.recording()
        ? op(name + " (transposed)", g)
            .value(v -> addedAlong(null, v, axis, source, n))
            .vjp(h -> along(name, h, axis, source))
            .record()
        : addedAlong(null, g, axis, source, n);
  }

  /**
   * Slices of the first axis that are picked and put at once: out[to[j]] += x[from[j]], n slices in
   * out. {@link #along} and {@link #putAlong} in one, without what is picked in memory; the
   * transpose is the same the other way round.
   */
  static Tensor moved(String name, Tensor x, int[] from, int[] to, int n) {
    return x.recording()
        ? op(name, x)
            .value(v -> movedValue(v, null, from, to, n))
            .vjp(g -> moved(name + " (transposed)", g, to, from, x.shape().get(0)))
            .record()
        : movedValue(x, null, from, to, n);
  }

  /** As above, each slice times a weight of its own: out[to[j]] += w[j] x[from[j]]. */
  static Tensor moved(String name, Tensor x, Tensor w, int[] from, int[] to, int n) {
    return op(name, x, w)
        .value((v, u) -> movedValue(v, u, from, to, n))
        .vjp(g -> moved(name + " (transposed)", g, w, to, from, x.shape().get(0)))
        .vjp(g -> dots(along(name, x, 0, from), along(name, g, 0, to)))
        .record();
  }

  /** The inner product of each slice of x with that of y. */
  private static Tensor dots(Tensor x, Tensor y) {
    int slices = x.shape().get(0);
    int[] flat = {slices, slices == 0 ? 0 : x.size() / slices};
    return Reductions.sum(Elementwise.mul(Movement.reshape(x, flat), Movement.reshape(y, flat)), 1);
  }

  private static Tensor movedValue(Tensor x, @Nullable Tensor w, int[] from, int[] to, int n) {
    Tensor out = Tensor.blank(resized(x.shape(), 0, n), x);
    x.kernels()
        .moveSlices(
            x.data(), from, to, w == null ? null : w.data(), n, inner(x.shape(), 0), out.data());
    return out;
  }

  /** The map the other way; shorter than n if two positions have one source. */
  private static int[] inverse(int[] source, int n) {
    int[] back = new int[n];
    Arrays.fill(back, -1);
    for (int j = 0; j < source.length; j++) {
      if (source[j] >= 0) {
        if (back[source[j]] >= 0) {
          return Arrays.copyOf(back, n - 1);
        }
        back[source[j]] = j;
      }
    }
    return back;
  }

  private static Tensor takenAlong(Tensor x, int axis, int[] source) {
    Tensor out = Tensor.blank(resized(x.shape(), axis, source.length), x);
    x.kernels()
        .takeSlices(x.data(), x.shape().get(axis), source, inner(x.shape(), axis), out.data());
    return out;
  }

  /** A start (zeros if there is none) with the slices of g added at their sources, as a value. */
  static Tensor addedAlong(@Nullable Tensor start, Tensor g, int axis, int[] source, int n) {
    Tensor out = begun(start, g, resized(g.shape(), axis, n));
    g.kernels().addSlices(g.data(), source, n, inner(g.shape(), axis), out.data());
    return out;
  }

  /** The same map over flat indices. */
  static int[] flat(String op, Shape x, int axis, int[] source) {
    int outer = outer(x, axis);
    int inner = inner(x, axis);
    int n = x.get(axis);
    int[] index = Sizes.indices(op, outer, source.length, inner);
    int at = 0;
    for (int o = 0; o < outer; o++) {
      for (int from : source) {
        for (int i = 0; i < inner; i++) {
          index[at++] = from < 0 ? -1 : (o * n + from) * inner + i;
        }
      }
    }
    return index;
  }

  // --- shapes ---------------------------------------------------------------------------------

  /** How many positions the axes before this one have together. */
  static int outer(Shape shape, int axis) {
    return Sizes.times("shape", Arrays.copyOf(shape.toArray(), axis));
  }

  /** How many positions the axes behind this one have together. */
  static int inner(Shape shape, int axis) {
    return Sizes.times("shape", Arrays.copyOfRange(shape.toArray(), axis + 1, shape.rank()));
  }

  /** The shape with another size on one axis. */
  static Shape resized(Shape shape, int axis, int size) {
    int[] sizes = shape.toArray();
    sizes[axis] = size;
    return Shape.of(sizes);
  }

  /** The shape without an axis. */
  static Shape without(Shape shape, int axis) {
    int[] sizes = new int[shape.rank() - 1];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = shape.get(i < axis ? i : i + 1);
    }
    return Shape.of(sizes);
  }

  /** The coordinates of a flat index. */
  static int[] coordinates(Shape shape, int flat) {
    int[] at = new int[shape.rank()];
    int rest = flat;
    for (int i = at.length - 1; i >= 0; i--) {
      at[i] = rest % shape.get(i);
      rest /= shape.get(i);
    }
    return at;
  }
}
