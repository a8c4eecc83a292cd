package dev.capstan.ops.option;

import static java.util.Objects.requireNonNull;

/**
 * A window that slides over the two last axes: its size, its steps, the padding on each side, and
 * the distance between its taps. For one axis, give the first of each pair as 1 (size, stride,
 * dilation) or 0 (padding).
 */
public record Window(
    int height,
    int width,
    int strideHeight,
    int strideWidth,
    int paddingHeight,
    int paddingWidth,
    int dilationHeight,
    int dilationWidth) {

  /** So that places in an image and its padding can be counted by an int. */
  private static final int LARGEST = 1 << 30;

  /** One of the two axes over which a window slides. */
  public enum Axis {
    HEIGHT,
    WIDTH
  }

  public Window {
    requireAtLeast(1, "size", height, width);
    requireAtLeast(1, "stride", strideHeight, strideWidth);
    requireAtLeast(0, "padding", paddingHeight, paddingWidth);
    requireAtLeast(1, "dilation", dilationHeight, dilationWidth);
    requireExtent(height, paddingHeight, dilationHeight);
    requireExtent(width, paddingWidth, dilationWidth);
    if ((long) height * width > LARGEST) {
      throw new IllegalArgumentException(
          "window: too many taps: got "
              + height
              + "×"
              + width
              + ", expected at most "
              + LARGEST
              + " together");
    }
  }

  private static void requireExtent(int size, int padding, int dilation) {
    if (padding > LARGEST || (long) dilation * (size - 1) >= LARGEST) {
      throw new IllegalArgumentException(
          "window: too large: got size "
              + size
              + ", padding "
              + padding
              + ", dilation "
              + dilation
              + ", expected padding and dilation · (size − 1) of at most "
              + LARGEST);
    }
  }

  /** Height by width, step 1, no padding, no gaps. */
  public static Window of(int height, int width) {
    return new Window(height, width, 1, 1, 0, 0, 1, 1);
  }

  /** A square. */
  public static Window of(int size) {
    return of(size, size);
  }

  public Window withStride(int alongHeight, int alongWidth) {
    return new Window(
        height,
        width,
        alongHeight,
        alongWidth,
        paddingHeight,
        paddingWidth,
        dilationHeight,
        dilationWidth);
  }

  public Window withStride(int both) {
    return withStride(both, both);
  }

  public Window withPadding(int alongHeight, int alongWidth) {
    return new Window(
        height,
        width,
        strideHeight,
        strideWidth,
        alongHeight,
        alongWidth,
        dilationHeight,
        dilationWidth);
  }

  public Window withPadding(int both) {
    return withPadding(both, both);
  }

  public Window withDilation(int alongHeight, int alongWidth) {
    return new Window(
        height,
        width,
        strideHeight,
        strideWidth,
        paddingHeight,
        paddingWidth,
        alongHeight,
        alongWidth);
  }

  public Window withDilation(int both) {
    return withDilation(both, both);
  }

  /** How many taps the window has. */
  public int taps() {
    return height * width;
  }

  /** How many steps fit along an axis of n elements, at most 0 if none. */
  private static int steps(int n, int size, int stride, int padding, int dilation) {
    long room = n + 2L * padding - (long) dilation * (size - 1) - 1;
    return (int) Math.min(Math.floorDiv(room, stride) + 1, Integer.MAX_VALUE);
  }

  /**
   * The elements along an axis from the first that lies under a window to the last, padding taken
   * off at both ends; 0 without steps, negative if all is padding.
   */
  public long extent(int steps, Axis along) {
    requireNonNull(along, "along");
    boolean high = along == Axis.HEIGHT;
    int size = high ? height : width;
    long last = (steps - 1L) * (high ? strideHeight : strideWidth);
    long reach = (long) (high ? dilationHeight : dilationWidth) * (size - 1);
    int padding = high ? paddingHeight : paddingWidth;
    return steps == 0 ? 0 : last + reach + 1 - 2L * padding;
  }

  /** How many steps fit along the height of an image of n rows; below 1 if none does. */
  public int rows(int n) {
    return steps(n, height, strideHeight, paddingHeight, dilationHeight);
  }

  /** As {@link #rows}, along the width of an image of n columns. */
  public int columns(int n) {
    return steps(n, width, strideWidth, paddingWidth, dilationWidth);
  }

  /** The row under a tap at a step; outside 0 … n − 1 in the padding. */
  public int row(int step, int tap) {
    return step * strideHeight - paddingHeight + tap * dilationHeight;
  }

  /** As {@link #row}, of columns. */
  public int column(int step, int tap) {
    return step * strideWidth - paddingWidth + tap * dilationWidth;
  }

  private static void requireAtLeast(int least, String what, int first, int second) {
    if (first < least || second < least) {
      throw new IllegalArgumentException(
          "window: "
              + what
              + " too small: got "
              + first
              + " and "
              + second
              + ", expected "
              + least
              + " or more");
    }
  }

  @Override
  public String toString() {
    return height
        + "×"
        + width
        + " (stride "
        + strideHeight
        + "×"
        + strideWidth
        + ", padding "
        + paddingHeight
        + "×"
        + paddingWidth
        + ", dilation "
        + dilationHeight
        + "×"
        + dilationWidth
        + ")";
  }
}
