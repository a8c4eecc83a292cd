package dev.capstan.ops;

import static dev.capstan.ops.Ops.op;
import static java.util.Objects.requireNonNull;

import dev.capstan.ops.internal.ImageKernels;
import dev.capstan.ops.internal.ImageKernels.Along;
import dev.capstan.ops.internal.ImageKernels.Stack;
import dev.capstan.ops.option.ConvOptions;
import dev.capstan.ops.option.Transpose;
import dev.capstan.ops.option.Window;

/**
 * Convolutions (cross-correlations, as in all of deep learning) of one and two axes.
 *
 * <p>The windows of one image at a time are laid out as columns, and a matrix product does the
 * rest; its transpose folds them back. Gradients that are differentiated again are composed from
 * {@link #unfold(Tensor, Window)} and products, for all images at once. K. Chellapilla, S. Puri, P.
 * Simard: "High Performance Convolutional Neural Networks for Document Processing" (2006).
 */
public final class Convolution {
  private Convolution() {}

  /**
   * The convolution along one axis.
   *
   * <p>{@code z[n, o, i] = Σ_{c,k} w[o, c, k] x[n, c, i·stride + k·dilation − padding]}. Shapes:
   * {@code x: [n, c, l]}, {@code w: [o, c / groups, k]}, returns {@code [n, o, l']} with {@code l'
   * = ⌊(l + 2 padding − dilation (k − 1) − 1) / stride⌋ + 1}.
   *
   * @throws ShapeException if ranks, channels or groups do not fit, or the kernel is too large
   */
  public static Tensor conv1d(Tensor x, Tensor w, ConvOptions options) {
    requireNonNull(w, "w");
    requireRanks("conv1d", x, w, 3);
    Tensor z =
        convolve(
            "conv1d",
            Movement.unsqueeze(x, 2),
            Movement.unsqueeze(w, 2),
            Called.naming(() -> options.window(w.shape().get(2))),
            options.groups());
    return Movement.squeeze(z, 2);
  }

  /**
   * The convolution along two axes.
   *
   * <p>{@code z[n, o, i, j] = Σ_{c,k,l} w[o, c, k, l] x[n, c, i·stride + k·dilation − padding,
   * j·stride + l·dilation − padding]}. Shapes: {@code x: [n, c, h, w]}, {@code w: [o, c / groups,
   * kh, kw]}, returns {@code [n, o, h', w']}, sizes as {@link #conv1d}.
   *
   * @throws ShapeException if ranks, channels or groups do not fit, or the kernel is too large
   */
  public static Tensor conv2d(Tensor x, Tensor w, ConvOptions options) {
    requireNonNull(w, "w");
    requireRanks("conv2d", x, w, 4);
    return convolve(
        "conv2d",
        x,
        w,
        Called.naming(() -> options.window(w.shape().get(2), w.shape().get(3))),
        options.groups());
  }

  /** As {@link #conv2d(Tensor, Tensor, ConvOptions)}, plus a number for each output channel. */
  public static Tensor conv2d(Tensor x, Tensor w, Tensor bias, ConvOptions options) {
    requireNonNull(bias, "bias");
    Tensor z = conv2d(x, w, options);
    return Elementwise.add(z, channels("conv2d", bias, z.shape().get(1), 2));
  }

  /** As {@link #conv1d(Tensor, Tensor, ConvOptions)}, plus a number for each output channel. */
  public static Tensor conv1d(Tensor x, Tensor w, Tensor bias, ConvOptions options) {
    Tensor z = conv1d(x, w, options);
    return Elementwise.add(z, channels("conv1d", bias, z.shape().get(1), 1));
  }

  private static Tensor convolve(String op, Tensor x, Tensor w, Window window, int groups) {
    int out = w.shape().get(0);
    int in = w.shape().get(1) * groups;
    if (x.shape().get(1) != in || out % groups != 0) {
      throw new ShapeException(
          op
              + ": channels do not fit: got x "
              + x.shape()
              + " and w "
              + w.shape()
              + " in "
              + groups
              + " group(s), expected w: [o, c / groups, …] with o a multiple of groups");
    }
    requireFits(op, window, x.shape());
    Stack stack = stack(x.shape(), w.shape(), window, groups);
    int rows = window.rows(x.shape().get(2));
    int columns = window.columns(x.shape().get(3));
    Shape result = Shape.of(x.shape().get(0), out, rows, columns);
    Sizes.times(op, Sizes.times(op, in, window.taps()), Sizes.times(op, rows, columns));
    return op(op, x, w)
        .value((u, v) -> forward(stack, u, v, result))
        .vjp(g -> backToImages(stack, g, x, w, window))
        .vjp(g -> backToWeights(stack, g, x, w, window))
        .record();
  }

  private static Stack stack(Shape x, Shape w, Window window, int groups) {
    int rows = window.rows(x.get(2));
    int columns = window.columns(x.get(3));
    return new Stack(
        x.get(0),
        groups,
        w.get(1),
        w.get(0) / groups,
        new Along(
            x.get(2),
            rows,
            window.height(),
            window.strideHeight(),
            window.paddingHeight(),
            window.dilationHeight()),
        new Along(
            x.get(3),
            columns,
            window.width(),
            window.strideWidth(),
            window.paddingWidth(),
            window.dilationWidth()));
  }

  private static Tensor forward(Stack stack, Tensor x, Tensor w, Shape result) {
    Tensor z = Tensor.blank(result, x, w);
    ImageKernels.of(x.dtype().width()).forward(stack, x.data(), w.data(), z.data());
    return z;
  }

  private static Tensor backToImages(Stack stack, Tensor g, Tensor x, Tensor w, Window window) {
    if (g.recording() || w.recording()) {
      Tensor patches =
          LinearAlgebra.matmul(kernels(stack, w), Transpose.YES, signals(stack, g), Transpose.NO);
      int[] index =
          patches("conv2d", x.shape(), stack.rows().steps(), stack.columns().steps(), window);
      return Picks.put("conv2d", patches, index, x.shape());
    }
    Tensor out = Tensor.blank(x.shape(), g);
    ImageKernels.of(x.dtype().width()).backToImages(stack, w.data(), g.data(), out.data());
    return out;
  }

  private static Tensor backToWeights(Stack stack, Tensor g, Tensor x, Tensor w, Window window) {
    if (g.recording() || x.recording()) {
      Shape stacked = Shape.of(stack.n(), stack.groups(), stack.depth(), stack.steps());
      Tensor patches = Movement.reshape(unfold(x, window), stacked);
      Tensor products =
          LinearAlgebra.matmul(signals(stack, g), Transpose.NO, patches, Transpose.YES);
      return Movement.reshape(Reductions.sum(products, 0), w.shape());
    }
    Tensor out = Tensor.blank(w.shape(), g);
    ImageKernels.of(x.dtype().width()).backToWeights(stack, x.data(), g.data(), out.data());
    return out;
  }

  private static Tensor kernels(Stack stack, Tensor w) {
    return Movement.reshape(w, Shape.of(stack.groups(), stack.out(), stack.depth()));
  }

  private static Tensor signals(Stack stack, Tensor g) {
    return Movement.reshape(g, Shape.of(stack.n(), stack.groups(), stack.out(), stack.steps()));
  }

  /** That at least one window fits into an image of this shape. */
  static void requireFits(String op, Window window, Shape x) {
    if (window.rows(x.get(-2)) < 1 || window.columns(x.get(-1)) < 1) {
      throw new ShapeException(
          op
              + ": the window is larger than the padded input: got "
              + window
              + " over shape "
              + x
              + "; add padding or shrink the window");
    }
  }

  /**
   * The transpose of {@link #conv1d}: its gradient by x, as an operation.
   *
   * <p>Shapes: {@code x: [n, c, l]}, {@code w: [c, o / groups, k]}, returns {@code [n, o, l']} with
   * {@code l' = (l − 1) stride − 2 padding + dilation (k − 1) + outputPadding + 1}.
   *
   * @throws ShapeException if ranks, channels or groups do not fit, or nothing would be left
   * @throws IllegalArgumentException if outputPadding is not below the stride or the dilation
   */
  public static Tensor convTranspose1d(Tensor x, Tensor w, ConvOptions options, int outputPadding) {
    requireNonNull(w, "w");
    requireRanks("convTranspose1d", x, w, 3);
    requireOutputPadding("convTranspose1d", options, outputPadding);
    Window window = Called.naming(() -> options.window(w.shape().get(2)));
    Tensor z =
        transposed(
            "convTranspose1d",
            Movement.unsqueeze(x, 2),
            Movement.unsqueeze(w, 2),
            window,
            options.groups(),
            0,
            outputPadding);
    return Movement.squeeze(z, 2);
  }

  /**
   * The transpose of {@link #conv2d}: its gradient by x, as an operation.
   *
   * <p>Shapes: {@code x: [n, c, h, w]}, {@code w: [c, o / groups, kh, kw]}, returns {@code [n, o,
   * h', w']}, sizes as {@link #convTranspose1d}. {@code outputPadding} rows and columns are added
   * at the end, where several inputs of conv2d have the same output size.
   *
   * @throws ShapeException if ranks, channels or groups do not fit, or nothing would be left
   * @throws IllegalArgumentException if outputPadding is not below the stride or the dilation
   */
  public static Tensor convTranspose2d(Tensor x, Tensor w, ConvOptions options, int outputPadding) {
    requireNonNull(w, "w");
    requireRanks("convTranspose2d", x, w, 4);
    requireOutputPadding("convTranspose2d", options, outputPadding);
    return transposed(
        "convTranspose2d",
        x,
        w,
        Called.naming(() -> options.window(w.shape().get(2), w.shape().get(3))),
        options.groups(),
        outputPadding,
        outputPadding);
  }

  /** As {@link #convTranspose1d(Tensor, Tensor, ConvOptions, int)}, plus a number a channel. */
  public static Tensor convTranspose1d(
      Tensor x, Tensor w, Tensor bias, ConvOptions options, int outputPadding) {
    requireNonNull(w, "w");
    requireNonNull(bias, "bias");
    Tensor z = convTranspose1d(x, w, options, outputPadding);
    return Elementwise.add(z, channels("convTranspose1d", bias, z.shape().get(1), 1));
  }

  /** As {@link #convTranspose2d(Tensor, Tensor, ConvOptions, int)}, plus a number a channel. */
  public static Tensor convTranspose2d(
      Tensor x, Tensor w, Tensor bias, ConvOptions options, int outputPadding) {
    requireNonNull(w, "w");
    requireNonNull(bias, "bias");
    Tensor z = convTranspose2d(x, w, options, outputPadding);
    return Elementwise.add(z, channels("convTranspose2d", bias, z.shape().get(1), 2));
  }

  private static Tensor transposed(
      String op, Tensor x, Tensor w, Window window, int groups, int extraRows, int extraColumns) {
    int n = x.shape().get(0);
    int in = x.shape().get(1);
    if (w.shape().get(0) != in || in % groups != 0) {
      throw new ShapeException(
          op
              + ": channels do not fit: got x "
              + x.shape()
              + " and w "
              + w.shape()
              + " in "
              + groups
              + " group(s), expected w: [c, o / groups, …] with c a multiple of groups");
    }
    int rows = x.shape().get(2);
    int columns = x.shape().get(3);
    Shape result =
        Shape.of(
            n,
            Sizes.times(op, w.shape().get(1), groups),
            grown(op, x, extraRows, window.extent(rows, Window.Axis.HEIGHT)),
            grown(op, x, extraColumns, window.extent(columns, Window.Axis.WIDTH)));
    int depth = Sizes.times(op, w.shape().get(1), window.taps());
    int steps = Sizes.times(op, rows, columns);
    Tensor kernels = Movement.reshape(w, Shape.of(groups, in / groups, depth));
    Tensor signals = Movement.reshape(x, Shape.of(n, groups, in / groups, steps));
    Tensor patches = LinearAlgebra.matmul(kernels, Transpose.YES, signals, Transpose.NO);
    return Picks.put(op, patches, patches(op, result, rows, columns, window), result);
  }

  /** The size that ends where the last window does, padding taken off again. */
  private static int grown(String op, Tensor x, int extra, long extent) {
    long size = extent + extra;
    if (extent < 0 || size < 1 || size > Integer.MAX_VALUE) {
      throw new ShapeException(
          op
              + ": no size for the result: got shape "
              + x.shape()
              + ", which gives "
              + size
              + ", expected 1 or more; pad less");
    }
    return (int) size;
  }

  private static void requireOutputPadding(String op, ConvOptions options, int outputPadding) {
    int below = Math.max(options.stride(), options.dilation());
    if (outputPadding < 0 || outputPadding >= below) {
      throw Called.illegal(
          op
              + ": output padding out of range: got "
              + outputPadding
              + ", expected 0 to "
              + (below - 1)
              + ", below the stride or the dilation");
    }
  }

  /**
   * The windows of an image as columns (im2col).
   *
   * <p>{@code z[n, (c, k, l), (i, j)] = x[n, c, i·stride + k·dilation − padding, …]}, 0 in the
   * padding. Shapes: {@code x: [n, c, h, w]}, returns {@code [n, c · taps, steps]}. Gradient:
   * {@link #fold}.
   *
   * @throws ShapeException if x is no stack of images or the window is too large
   */
  public static Tensor unfold(Tensor x, Window window) {
    if (x.rank() != 4) {
      throw new ShapeException(
          "unfold: not a stack of images: got shape " + x.shape() + ", expected [n, c, h, w]");
    }
    requireFits("unfold", window, x.shape());
    int rows = window.rows(x.shape().get(2));
    int columns = window.columns(x.shape().get(3));
    int depth = Sizes.times("unfold", x.shape().get(1), window.taps());
    Shape result = Shape.of(x.shape().get(0), depth, Sizes.times("unfold", rows, columns));
    return Picks.take("unfold", x, patches("unfold", x.shape(), rows, columns, window), result);
  }

  /**
   * Sums columns back into an image (col2im): the transpose of {@link #unfold(Tensor, Window)}.
   *
   * <p>Shapes: {@code x: [n, c · taps, steps]}, returns {@code [n, c, height, width]}; where
   * windows overlap, they add up. Gradient: unfold.
   *
   * @throws ShapeException if the columns are not those of such a window on such an image
   */
  public static Tensor fold(Tensor x, int height, int width, Window window) {
    if (height < 0 || width < 0) {
      throw new ShapeException(
          "fold: negative size: got " + height + "×" + width + ", expected sizes of 0 or more");
    }
    int rows = Math.max(window.rows(height), 0);
    int columns = Math.max(window.columns(width), 0);
    boolean fits =
        x.rank() == 3
            && x.shape().get(1) % window.taps() == 0
            && x.shape().get(2) == (long) rows * columns;
    if (!fits) {
      throw new ShapeException(
          "fold: not the columns of "
              + window
              + " on "
              + height
              + "×"
              + width
              + ": got shape "
              + x.shape()
              + ", expected [n, c · "
              + window.taps()
              + ", "
              + (long) rows * columns
              + "]");
    }
    Shape result = Shape.of(x.shape().get(0), x.shape().get(1) / window.taps(), height, width);
    return Picks.put("fold", x, patches("fold", result, rows, columns, window), result);
  }

  /** For every plane, tap and step: the flat index under the tap, −1 in the padding. */
  private static int[] patches(String op, Shape image, int rows, int columns, Window window) {
    int planes = image.get(0) * image.get(1);
    int height = image.get(2);
    int width = image.get(3);
    int[] index = Sizes.indices(op, planes, window.taps(), rows, columns);
    int at = 0;
    for (int plane = 0; plane < planes && at < index.length; plane++) {
      for (int tap = 0; tap < window.taps(); tap++) {
        for (int i = 0; i < rows; i++) {
          int y = window.row(i, tap / window.width());
          for (int j = 0; j < columns; j++) {
            int x = window.column(j, tap % window.width());
            boolean inside = y >= 0 && y < height && x >= 0 && x < width;
            index[at++] = inside ? (plane * height + y) * width + x : -1;
          }
        }
      }
    }
    return index;
  }

  private static Tensor channels(String op, Tensor bias, int channels, int axes) {
    if (bias.rank() != 1 || bias.size() != channels) {
      throw new ShapeException(
          op + ": bias does not fit: got shape " + bias.shape() + ", expected [" + channels + "]");
    }
    return Movement.reshape(bias, axes == 1 ? Shape.of(channels, 1) : Shape.of(channels, 1, 1));
  }

  private static void requireRanks(String op, Tensor x, Tensor w, int rank) {
    Ops.requireSameDType(op, x, w);
    if (x.rank() != rank || w.rank() != rank) {
      throw new ShapeException(
          op
              + ": wrong rank: got x "
              + x.shape()
              + " and w "
              + w.shape()
              + ", expected rank "
              + rank
              + " for both; add an axis of size 1 for a single image");
    }
  }
}
