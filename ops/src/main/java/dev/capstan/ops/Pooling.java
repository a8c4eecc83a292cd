package dev.capstan.ops;

import static dev.capstan.ops.Ops.op;
import static java.util.Objects.requireNonNull;

import dev.capstan.ops.internal.ElementaryPair;
import dev.capstan.ops.internal.ImageKernels;
import dev.capstan.ops.internal.ImageKernels.Cells;
import dev.capstan.ops.option.Padding;
import dev.capstan.ops.option.Window;
import java.util.function.IntBinaryOperator;

/** Summaries of windows that slide over images: maxima and averages. */
public final class Pooling {
  private Pooling() {}

  /**
   * The maximum of each window.
   *
   * <p>Shapes: {@code x: [n, c, h, w]}, returns {@code [n, c, h', w']} as {@link
   * Convolution#conv2d}. Padding never wins; a NaN does. Gradient: all of it to the first maximum.
   *
   * @throws ShapeException if x is no stack of images or the window is too large
   * @throws IllegalArgumentException if the padding exceeds half the window, so that a window might
   *     see nothing else
   */
  public static Tensor maxPool2d(Tensor x, Window window) {
    Shape shape = pooled("maxPool2d", x, window);
    int[] windows = windowsOfPlane("maxPool2d", x.shape(), window);
    return Picks.chosen("maxPool2d", x, shape, v -> firstMaxima(v, windows, window.taps()));
  }

  /**
   * The maximum of each window along one axis: {@code x: [n, c, l]}; otherwise as {@link
   * #maxPool2d}.
   */
  public static Tensor maxPool1d(Tensor x, int size, int stride, int padding) {
    Window window = Called.naming(() -> new Window(1, size, 1, stride, 0, padding, 1, 1));
    Tensor lines = requireSignals("maxPool1d", x);
    boolean valueAlone = padding == 0 && !x.recording();
    return Movement.squeeze(valueAlone ? maxima(lines, window) : maxPool2d(lines, window), 2);
  }

  /** Tap by tap, as no gradient asks which element of a window it was. */
  private static Tensor maxima(Tensor lines, Window window) {
    Shape shape = pooled("maxPool2d", lines, window);
    int[] steps = lines.shape().strides();
    steps[3] *= window.strideWidth();
    Tensor best = Movement.strided(lines, 0, shape, steps);
    for (int tap = 1; tap < window.width(); tap++) {
      Tensor next = Movement.strided(lines, tap, shape, steps);
      best = Ops.zip(best, next, shape, ElementaryPair.FIRST_LARGER);
    }
    return best;
  }

  /** Plane by plane, as the same windows lie over each. */
  private static int[] firstMaxima(Tensor x, int[] windows, int taps) {
    int planes = count(x);
    int[] best = Sizes.indices("maxPool2d", planes, windows.length / taps);
    if (best.length > 0) {
      kernels(x).firstMaxima(x.data(), x.size() / planes, windows, taps, best);
    }
    return best;
  }

  /**
   * The average of each window.
   *
   * <p>Shapes as {@link #maxPool2d}. Zeros of the padding count as elements, or are left out of the
   * average. Gradient: even shares.
   *
   * @throws ShapeException if x is no stack of images or the window is too large
   * @throws IllegalArgumentException if the padding exceeds half the window
   */
  public static Tensor avgPool2d(Tensor x, Window window, Padding padding) {
    requireNonNull(padding, "padding");
    Shape shape = pooled("avgPool2d", x, window);
    Cells rows =
        cells(
            x.shape().get(2), shape.get(2), window.height(), window.dilationHeight(), window::row);
    Cells columns =
        cells(
            x.shape().get(3), shape.get(3), window.width(), window.dilationWidth(), window::column);
    return averages("avgPool2d", x, rows, columns, padding == Padding.COUNTED ? window.taps() : 0);
  }

  /** What lies under the window at each step, whose taps are {@code place.at(step, tap)}. */
  private static Cells cells(int n, int steps, int taps, int gap, IntBinaryOperator place) {
    int[] from = new int[steps];
    int[] to = new int[steps];
    for (int i = 0; i < steps; i++) {
      int first = 0;
      while (first < taps && place.applyAsInt(i, first) < 0) {
        first++;
      }
      from[i] = place.applyAsInt(i, first);
      to[i] = Math.min(n, place.applyAsInt(i, taps - 1) + 1);
    }
    return new Cells(n, from, to, gap);
  }

  /**
   * The average of each window along one axis: {@code x: [n, c, l]}; otherwise as {@link
   * #avgPool2d}.
   */
  public static Tensor avgPool1d(Tensor x, int size, int stride, int padding, Padding counts) {
    requireNonNull(counts, "counts");
    Window window = Called.naming(() -> new Window(1, size, 1, stride, 0, padding, 1, 1));
    return Movement.squeeze(avgPool2d(requireSignals("avgPool1d", x), window, counts), 2);
  }

  /**
   * The averages of as many windows as the result should have.
   *
   * <p>Cell i of n covers the elements from ⌊i h / n⌋ to ⌈(i + 1) h / n⌉. Shapes: {@code x: [n, c,
   * h, w]}, returns {@code [n, c, rows, columns]}. Gradient: even shares; windows may overlap.
   *
   * @throws ShapeException if x is no stack of images, or empty, or no cell is asked for
   */
  public static Tensor adaptiveAvgPool2d(Tensor x, int rows, int columns) {
    requireImages("adaptiveAvgPool2d", x);
    int height = x.shape().get(2);
    int width = x.shape().get(3);
    if (rows < 1 || columns < 1 || height < 1 || width < 1) {
      throw new ShapeException(
          "adaptiveAvgPool2d: nothing to average: got "
              + rows
              + "×"
              + columns
              + " cells of shape "
              + x.shape()
              + ", expected 1 or more of each");
    }
    Tensor.requireHeap(x.dtype(), Shape.of(x.shape().get(0), x.shape().get(1), rows, columns));
    return averages("adaptiveAvgPool2d", x, cells(height, rows), cells(width, columns), 0);
  }

  private static Cells cells(int n, int cells) {
    int[] from = new int[cells];
    int[] to = new int[cells];
    for (int i = 0; i < cells; i++) {
      from[i] = (int) ((long) i * n / cells);
      to[i] = (int) (((long) (i + 1) * n + cells - 1) / cells);
    }
    return new Cells(n, from, to, 1);
  }

  /** The average of each cell: its sum over {@code taps}, or over what it has if that is 0. */
  private static Tensor averages(String op, Tensor x, Cells rows, Cells columns, int taps) {
    Tensor sums = sums(op, x, rows, columns);
    int width = sums.shape().get(3);
    Tensor weights =
        Tensor.generate(
            x.dtype(),
            Shape.of(sums.shape().get(2), width),
            i -> 1.0 / (taps > 0 ? taps : rows.places(i / width) * columns.places(i % width)));
    return Elementwise.mul(sums, weights);
  }

  private static Tensor sums(String op, Tensor x, Cells rows, Cells columns) {
    return op(op, x)
        .value(
            v -> {
              Tensor z = Tensor.blank(planes(x, rows.from().length, columns.from().length), v);
              kernels(v).sums(count(x), rows, columns, v.data(), z.data());
              return z;
            })
        .vjp(g -> spread(op, g, rows, columns))
        .record();
  }

  private static Tensor spread(String op, Tensor g, Cells rows, Cells columns) {
    return op(op, g)
        .value(
            v -> {
              Tensor x = Tensor.blank(planes(g, rows.size(), columns.size()), v);
              kernels(v).spread(count(g), rows, columns, v.data(), x.data());
              return x;
            })
        .vjp(x -> sums(op, x, rows, columns))
        .record();
  }

  private static int count(Tensor x) {
    return x.shape().get(0) * x.shape().get(1);
  }

  private static Shape planes(Tensor x, int height, int width) {
    return Shape.of(x.shape().get(0), x.shape().get(1), height, width);
  }

  private static ImageKernels<Object> kernels(Tensor like) {
    return ImageKernels.of(like.dtype().width());
  }

  /** For every cell and tap: the index in its plane under the tap, −1 in the padding. */
  private static int[] windowsOfPlane(String op, Shape x, Window window) {
    int height = x.get(2);
    int width = x.get(3);
    int rows = window.rows(height);
    int columns = window.columns(width);
    int[] index = Sizes.indices(op, rows, columns, window.taps());
    int at = 0;
    for (int cell = 0; cell < rows * columns; cell++) {
      for (int tap = 0; tap < window.taps(); tap++) {
        int i = window.row(cell / columns, tap / window.width());
        int j = window.column(cell % columns, tap % window.width());
        boolean inside = i >= 0 && i < height && j >= 0 && j < width;
        index[at++] = inside ? i * width + j : -1;
      }
    }
    return index;
  }

  private static Shape pooled(String op, Tensor x, Window window) {
    requireImages(op, x);
    if (2L * window.paddingHeight() > window.height()
        || 2L * window.paddingWidth() > window.width()) {
      throw Called.illegal(
          op + ": padding exceeds half the window: got " + window + ", expected at most half");
    }
    Convolution.requireFits(op, window, x.shape());
    return Shape.of(
        x.shape().get(0),
        x.shape().get(1),
        window.rows(x.shape().get(2)),
        window.columns(x.shape().get(3)));
  }

  private static Tensor requireSignals(String op, Tensor x) {
    if (x.rank() != 3) {
      throw new ShapeException(
          op + ": not a stack of signals: got shape " + x.shape() + ", expected [n, c, l]");
    }
    return Movement.unsqueeze(x, 2);
  }

  private static void requireImages(String op, Tensor x) {
    if (x.rank() != 4) {
      throw new ShapeException(
          op + ": not a stack of images: got shape " + x.shape() + ", expected [n, c, h, w]");
    }
  }
}
