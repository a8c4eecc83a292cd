package dev.capstan.ops;

import static dev.capstan.ops.Ops.op;
import static java.util.Objects.requireNonNull;

import dev.capstan.ops.option.PadMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Operations that turn, repeat, cut and extend axes. All but the split are maps of indices, whose
 * gradient adds each g where its element came from.
 */
public final class Rearrangement {
  private Rearrangement() {}

  // --- turning --------------------------------------------------------------------------------

  /**
   * Axes with their elements in reverse order; all axes if none are given.
   *
   * <p>Gradient: g flipped alike.
   *
   * @throws ShapeException if an axis does not exist or is given twice
   */
  public static Tensor flip(Tensor x, int... axes) {
    boolean[] flipped = ReducedAxes.of("flip", x.shape(), axes).reduced();
    Tensor y = x;
    for (int axis = 0; axis < flipped.length; axis++) {
      if (flipped[axis]) {
        int n = x.shape().get(axis);
        y = Picks.along("flip", y, axis, source(n, i -> n - 1 - i));
      }
    }
    return y;
  }

  /**
   * The elements moved on along an axis; those that leave at one end come in at the other.
   *
   * <p>y[i + shift] = x[i], the sum taken modulo the axis's size. Gradient: g rolled back.
   *
   * @throws ShapeException if the axis does not exist
   */
  public static Tensor roll(Tensor x, int shift, int axis) {
    int at = x.shape().axis("roll", axis);
    int n = x.shape().get(at);
    return Picks.along("roll", x, at, source(n, i -> Math.floorMod((long) i - shift, n)));
  }

  // --- repeating ------------------------------------------------------------------------------

  /**
   * Each element several times along an axis: a, a, b, b.
   *
   * <p>PyTorch calls it repeat_interleave; its repeat is {@link #tile}. Gradient: g summed over the
   * repetitions.
   *
   * @throws ShapeException if the axis does not exist
   * @throws IllegalArgumentException if the number is negative
   */
  public static Tensor repeat(Tensor x, int times, int axis) {
    int at = x.shape().axis("repeat", axis);
    requireTimes("repeat", times);
    int n = x.shape().get(at);
    return Picks.along("repeat", x, at, source(Sizes.times("repeat", n, times), i -> i / times));
  }

  /**
   * The tensor several times along its axes: a, b, a, b.
   *
   * <p>One number for each axis, right-aligned: more numbers than axes add axes in front, axes
   * without a number are not repeated. Gradient: g summed over the repetitions.
   *
   * @throws IllegalArgumentException if a number is negative
   */
  public static Tensor tile(Tensor x, int... times) {
    int rank = Math.max(x.rank(), times.length);
    int[] parted = new int[2 * rank]; // each axis behind one of its repetitions
    Arrays.fill(parted, 1);
    for (int i = 0; i < x.rank(); i++) {
      parted[2 * (rank - x.rank() + i) + 1] = x.shape().get(i);
    }
    int[] repeated = parted.clone();
    for (int i = 0; i < times.length; i++) {
      requireTimes("tile", times[i]);
      repeated[2 * (rank - times.length + i)] = times[i];
    }
    int[] sizes = new int[rank];
    Arrays.setAll(sizes, i -> Sizes.times("tile", repeated[2 * i], repeated[2 * i + 1]));
    Shape before = x.shape();
    return op("tile", x)
        .value(
            v ->
                Movement.reshape(
                    Movement.broadcastTo(Movement.reshape(v, Shape.of(parted)), Shape.of(repeated)),
                    Shape.of(sizes)))
        .vjp(
            g ->
                Movement.reshape(
                    Movement.sumTo(Movement.reshape(g, Shape.of(repeated)), Shape.of(parted)),
                    before))
        .record();
  }

  private static void requireTimes(String op, int times) {
    if (times < 0) {
      throw Called.illegal(
          op + ": the number of repetitions is negative: got " + times + ", expected 0 or more");
    }
  }

  // --- cutting --------------------------------------------------------------------------------

  /**
   * The tensor cut along an axis into parts of one size; the last may be smaller.
   *
   * @throws ShapeException if the axis does not exist
   * @throws IllegalArgumentException if the size is not positive
   */
  public static List<Tensor> split(Tensor x, int size, int axis) {
    int at = x.shape().axis("split", axis);
    if (size < 1) {
      throw Called.illegal("split: the size is not positive: got " + size + ", expected 1 or more");
    }
    List<Tensor> parts = new ArrayList<>();
    for (long start = 0; start < x.shape().get(at); start += size) {
      int stop = (int) Math.min(start + size, x.shape().get(at));
      parts.add(Indexing.slice(x, at, (int) start, stop));
    }
    return List.copyOf(parts);
  }

  /**
   * The tensor cut along an axis into parts of the given sizes.
   *
   * @throws ShapeException if the axis does not exist
   * @throws IllegalArgumentException if the sizes are negative or do not add up to the axis's
   */
  public static List<Tensor> split(Tensor x, int[] sizes, int axis) {
    requireNonNull(sizes, "sizes");
    int at = x.shape().axis("split", axis);
    int n = x.shape().get(at);
    if (Arrays.stream(sizes).anyMatch(s -> s < 0)
        || Arrays.stream(sizes).asLongStream().sum() != n) {
      throw Called.illegal(
          "split: the sizes do not fit axis "
              + at
              + ": got "
              + Sizes.shown(sizes)
              + ", expected sizes that add up to "
              + n);
    }
    List<Tensor> parts = new ArrayList<>();
    int start = 0;
    for (int size : sizes) {
      parts.add(Indexing.slice(x, at, start, start + size));
      start += size;
    }
    return List.copyOf(parts);
  }

  /**
   * The tensor cut along an axis into at most that many parts of equal size; the last may be
   * smaller, and there may be fewer.
   *
   * @throws ShapeException if the axis does not exist
   * @throws IllegalArgumentException if the number is not positive
   */
  public static List<Tensor> chunk(Tensor x, int parts, int axis) {
    int at = x.shape().axis("chunk", axis);
    if (parts < 1) {
      throw Called.illegal(
          "chunk: the number of parts is not positive: got " + parts + ", expected 1 or more");
    }
    int n = x.shape().get(at);
    return split(x, Math.max(1, (int) ((n + parts - 1L) / parts)), at);
  }

  /**
   * The slices of a tensor along an axis, which is removed.
   *
   * @throws ShapeException if the axis does not exist
   */
  public static List<Tensor> unstack(Tensor x, int axis) {
    int at = x.shape().axis("unstack", axis);
    List<Tensor> parts = new ArrayList<>();
    for (int i = 0; i < x.shape().get(at); i++) {
      parts.add(Indexing.select(x, at, i));
    }
    return List.copyOf(parts);
  }

  /**
   * Windows of one size along an axis, each {@code step} behind the one before.
   *
   * <p>Returns x's shape with the number of windows in the axis's place and a last axis of the
   * window's size. Gradient: each element's g summed over the windows that hold it.
   *
   * @throws ShapeException if the axis does not exist, or is smaller than the window
   * @throws IllegalArgumentException if size or step is not positive
   */
  public static Tensor unfold(Tensor x, int axis, int size, int step) {
    int at = x.shape().axis("unfold", axis);
    int n = x.shape().get(at);
    if (size < 1 || step < 1) {
      throw Called.illegal(
          "unfold: size or step is not positive: got "
              + size
              + " and "
              + step
              + ", expected 1 or more");
    }
    if (size > n) {
      throw new ShapeException(
          "unfold: the window does not fit axis " + at + ": got size " + size + " for " + n);
    }
    int[] sizes = Arrays.copyOf(x.shape().toArray(), x.rank() + 1);
    int[] strides = Arrays.copyOf(x.shape().strides(), x.rank() + 1);
    sizes[at] = (n - size) / step + 1;
    sizes[x.rank()] = size;
    strides[x.rank()] = strides[at];
    strides[at] *= step;
    Shape shape = Shape.of(sizes);
    return Picks.take("unfold", x, Picks.positions("unfold", shape, strides), shape);
  }

  // --- padding --------------------------------------------------------------------------------

  /** An axis with zeros before and behind it. */
  public static Tensor pad(Tensor x, int axis, int before, int after) {
    return pad(x, axis, before, after, 0);
  }

  /**
   * An axis with a constant before and behind it.
   *
   * <p>Returns x's shape with size before + n + after on the axis; pad several axes one after the
   * other. Gradient: g without the padding.
   *
   * @throws ShapeException if the axis does not exist
   * @throws IllegalArgumentException if a width is negative
   */
  public static Tensor pad(Tensor x, int axis, int before, int after, double value) {
    int at = x.shape().axis("pad", axis);
    int n = x.shape().get(at);
    requireWidths(before, after, Integer.MAX_VALUE);
    int width = Sizes.sum("pad", before, n, after);
    if (value == 0) {
      int[] source = source(width, i -> i < before || i >= before + n ? -1 : i - before);
      return Picks.along("pad", x, at, source);
    }
    return Movement.concat(at, edge(x, at, before, value), x, edge(x, at, after, value));
  }

  private static Tensor edge(Tensor x, int axis, int width, double value) {
    return Tensor.full(x.dtype(), value, Picks.resized(x.shape(), axis, width).toArray());
  }

  /**
   * An axis continued before and behind it from its own elements.
   *
   * <p>Gradient: each element's g summed over its copies.
   *
   * @throws ShapeException if the axis does not exist
   * @throws IllegalArgumentException if a width is negative, or the axis is too short to be
   *     continued so far
   */
  public static Tensor pad(Tensor x, int axis, int before, int after, PadMode mode) {
    requireNonNull(mode, "mode");
    int at = x.shape().axis("pad", axis);
    int n = x.shape().get(at);
    int most = mode == PadMode.REFLECT ? Math.max(0, n - 1) : n == 0 ? 0 : Integer.MAX_VALUE;
    requireWidths(before, after, most);
    int[] source =
        source(
            Sizes.sum("pad", before, n, after),
            i -> {
              int k = i - before;
              int mirrored = k < 0 ? -k : k >= n ? 2 * (n - 1) - k : k;
              return mode == PadMode.REFLECT ? mirrored : Math.max(0, Math.min(n - 1, k));
            });
    return Picks.along("pad", x, at, source);
  }

  private static void requireWidths(int before, int after, int most) {
    if (before < 0 || after < 0 || before > most || after > most) {
      throw Called.illegal(
          "pad: the widths do not fit: got "
              + before
              + " and "
              + after
              + ", expected 0 "
              + (most == Integer.MAX_VALUE ? "or more" : "to " + most));
    }
  }

  private static int[] source(int n, IntUnaryOperator from) {
    int[] source = Sizes.indices("rearrange", n);
    Arrays.setAll(source, from);
    return source;
  }
}
