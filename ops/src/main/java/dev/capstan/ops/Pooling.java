package dev.capstan.ops;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.internal.ImageKernels;
import dev.capstan.ops.option.Padding;
import dev.capstan.ops.option.Window;

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
    return Movement.squeeze(maxPool2d(requireSignals("maxPool1d", x), window), 2);
  }

  /** Plane by plane, as the same windows lie over each. */
  private static int[] firstMaxima(Tensor x, int[] windows, int taps) {
    int planes = x.shape().get(0) * x.shape().get(1);
    int[] best = Sizes.indices("maxPool2d", planes, windows.length / taps);
    if (best.length > 0) {
      ImageKernels.of(x.dtype().width())
          .firstMaxima(x.data(), x.size() / planes, windows, taps, best);
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
    int[] windows = windows("avgPool2d", x.shape(), window);
    return averages("avgPool2d", x, windows, window.taps(), shape, padding);
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
    Shape shape = Shape.of(x.shape().get(0), x.shape().get(1), rows, columns);
    Tensor.requireHeap(x.dtype(), shape);
    int deep = longest(height, rows);
    int wide = longest(width, columns);
    int planes = x.shape().get(0) * x.shape().get(1);
    int[] index = Sizes.indices("adaptiveAvgPool2d", planes, rows, columns, deep, wide);
    int at = 0;
    for (int cell = 0; cell < planes * rows * columns; cell++) {
      int i = cell / columns % rows;
      int j = cell % columns;
      for (int k = start(i, height, rows); k < start(i, height, rows) + deep; k++) {
        for (int l = start(j, width, columns); l < start(j, width, columns) + wide; l++) {
          boolean inside = k < end(i, height, rows) && l < end(j, width, columns);
          index[at++] = inside ? (cell / (rows * columns) * height + k) * width + l : -1;
        }
      }
    }
    return averages("adaptiveAvgPool2d", x, index, deep * wide, shape, Padding.LEFT_OUT);
  }

  private static int start(int cell, int n, int cells) {
    return (int) ((long) cell * n / cells);
  }

  private static int end(int cell, int n, int cells) {
    return (int) (((long) (cell + 1) * n + cells - 1) / cells);
  }

  private static int longest(int n, int cells) {
    int longest = 0;
    for (int i = 0; i < cells; i++) {
      longest = Math.max(longest, end(i, n, cells) - start(i, n, cells));
    }
    return longest;
  }

  /** Gathers the taps of each cell, and averages them. */
  private static Tensor averages(
      String op, Tensor x, int[] windows, int taps, Shape shape, Padding padding) {
    Tensor parts = Picks.take(op, x, windows, Shape.of(shape.size(), taps));
    Tensor sums = Movement.reshape(Reductions.sum(parts, 1), shape);
    Tensor weights =
        Tensor.generate(
            x.dtype(),
            shape,
            i -> 1.0 / (padding == Padding.COUNTED ? taps : seen(windows, i * taps, taps)));
    return Elementwise.mul(sums, weights);
  }

  private static int seen(int[] windows, int from, int taps) {
    int count = 0;
    for (int tap = 0; tap < taps; tap++) {
      count += windows[from + tap] >= 0 ? 1 : 0;
    }
    return count;
  }

  /** For every cell and tap: the flat index under the tap, −1 in the padding. */
  private static int[] windows(String op, Shape x, Window window) {
    int[] one = windowsOfPlane(op, x, window);
    int planes = Sizes.times(op, x.get(0), x.get(1));
    int[] index = Sizes.indices(op, planes, one.length);
    int plane = x.get(2) * x.get(3);
    for (int p = 0; p < planes; p++) {
      for (int i = 0; i < one.length; i++) {
        index[p * one.length + i] = one[i] < 0 ? -1 : p * plane + one[i];
      }
    }
    return index;
  }

  /** The same within a plane. */
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
