package dev.capstan.ops;

import static dev.capstan.ops.Ops.op;
import static java.util.Objects.requireNonNull;

import dev.capstan.ops.internal.ImageKernels;
import dev.capstan.ops.internal.ImageKernels.Along;
import dev.capstan.ops.internal.ImageKernels.Stack;
import dev.capstan.ops.option.ConvOptions;
import dev.capstan.ops.option.Window;

/**
 * Convolutions (cross-correlations, as in all of deep learning) of one and two axes.
 *
 * <p>The windows of one image at a time are laid out as columns, and a matrix product does the
 * rest; its transpose folds them back. With the cotangent g a convolution is a sum of products
 * {@code g · w · x}: {@link #convolved} leaves out g, {@link #transposed} x and {@link #weights} w,
 * so that the gradients of each are the other two, to every order. K. Chellapilla, S. Puri, P.
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
    int rows = window.rows(x.shape().get(2));
    int columns = window.columns(x.shape().get(3));
    return convolved(op, x, w, stack(op, x.shape(), w.shape(), rows, columns, window, groups));
  }

  /** The windows of kernels w over images of a shape, so many steps along each axis. */
  private static Stack stack(
      String op, Shape x, Shape w, int rows, int columns, Window window, int groups) {
    Sizes.times(op, Sizes.times(op, x.get(1), window.taps()), Sizes.times(op, rows, columns));
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

  private static Tensor convolved(String op, Tensor x, Tensor w, Stack s) {
    Shape result = Shape.of(s.n(), s.groups() * s.out(), s.rows().steps(), s.columns().steps());
    return op(op, x, w)
        .value(
            (u, v) -> {
              Tensor z = Tensor.blank(result, u, v);
              kernels(u).forward(s, u.data(), v.data(), z.data());
              return z;
            })
        .vjp(g -> transposed(op, g, w, s))
        .vjp(g -> weights(op, x, g, w.shape(), s))
        .record();
  }

  private static Tensor transposed(String op, Tensor g, Tensor w, Stack s) {
    return op(op, g, w)
        .value(
            (u, v) -> {
              Tensor x = Tensor.blank(images(s), u, v);
              kernels(u).backToImages(s, v.data(), u.data(), x.data());
              return x;
            })
        .vjp(x -> convolved(op, x, w, s))
        .vjp(x -> weights(op, x, g, w.shape(), s))
        .record();
  }

  private static Tensor weights(String op, Tensor x, Tensor g, Shape shape, Stack s) {
    return op(op, x, g)
        .value(
            (u, v) -> {
              Tensor w = Tensor.blank(shape, u, v);
              kernels(u).backToWeights(s, u.data(), v.data(), w.data());
              return w;
            })
        .vjp(w -> transposed(op, g, w, s))
        .vjp(w -> convolved(op, x, w, s))
        .record();
  }

  private static Shape images(Stack s) {
    return Shape.of(s.n(), s.groups() * s.in(), s.rows().size(), s.columns().size());
  }

  private static ImageKernels<Object> kernels(Tensor like) {
    return ImageKernels.of(like.dtype().width());
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
    return transposed(op, x, w, stack(op, result, w.shape(), rows, columns, window, groups));
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
    return columns("unfold", x, stack("unfold", x.shape(), rows, columns, window));
  }

  /** The windows of images as they are, without kernels. */
  private static Stack stack(String op, Shape x, int rows, int columns, Window window) {
    Shape one = Shape.of(1, x.get(1), window.height(), window.width());
    return stack(op, x, one, rows, columns, window, 1);
  }

  private static Tensor columns(String op, Tensor x, Stack s) {
    return op(op, x)
        .value(
            v -> {
              Tensor z = Tensor.blank(Shape.of(s.n(), s.depth(), s.steps()), v);
              kernels(v).unfold(s, v.data(), z.data());
              return z;
            })
        .vjp(g -> folded(op, g, s))
        .record();
  }

  private static Tensor folded(String op, Tensor columns, Stack s) {
    return op(op, columns)
        .value(
            v -> {
              Tensor x = Tensor.blank(images(s), v);
              kernels(v).fold(s, v.data(), x.data());
              return x;
            })
        .vjp(g -> columns(op, g, s))
        .record();
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
    return folded("fold", x, stack("fold", result, rows, columns, window));
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
