package dev.capstan.ops.option;

/**
 * How a convolution steps over its input. {@code padding} zeros are added on each side, {@code
 * dilation} is the distance between taps, and input and output channels are cut into {@code groups}
 * that do not see each other. The same along both axes; for other needs give a {@link Window}.
 */
public record ConvOptions(int stride, int padding, int dilation, int groups) {
  /** Stride 1, no padding, no gaps, one group. */
  public static final ConvOptions DEFAULT = new ConvOptions(1, 0, 1, 1);

  public ConvOptions {
    if (stride < 1 || padding < 0 || dilation < 1 || groups < 1) {
      throw new IllegalArgumentException(
          "convolution: options out of range: got stride "
              + stride
              + ", padding "
              + padding
              + ", dilation "
              + dilation
              + ", groups "
              + groups
              + ", expected 1, 0, 1 and 1 or more");
    }
  }

  public ConvOptions withStride(int steps) {
    return new ConvOptions(steps, padding, dilation, groups);
  }

  public ConvOptions withPadding(int zeros) {
    return new ConvOptions(stride, zeros, dilation, groups);
  }

  public ConvOptions withDilation(int distance) {
    return new ConvOptions(stride, padding, distance, groups);
  }

  public ConvOptions withGroups(int number) {
    return new ConvOptions(stride, padding, dilation, number);
  }

  /** The window of a kernel of this size. */
  public Window window(int height, int width) {
    return Window.of(height, width).withStride(stride).withPadding(padding).withDilation(dilation);
  }

  /** The window of a kernel along one axis: the other has size 1 and is left alone. */
  public Window window(int width) {
    return new Window(1, width, 1, stride, 0, padding, 1, dilation);
  }
}
