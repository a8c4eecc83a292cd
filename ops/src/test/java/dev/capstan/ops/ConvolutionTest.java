package dev.capstan.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.ops.option.ConvOptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Windows of all sizes over rows of all lengths, those too that lie in the padding alone. */
final class ConvolutionTest {
  private static final int AT_LEAST = 400;

  @ParameterizedTest
  @EnumSource(DType.class)
  void everyWindowSumsWhatLiesBelowIt(DType dtype) {
    int windows = 0;
    for (int length = 1; length <= 5; length++) {
      for (int taps = 1; taps <= 7; taps++) {
        for (int padding = 0; padding <= 4; padding++) {
          for (int stride = 1; stride <= 2; stride++) {
            for (int dilation = 1; dilation <= 2; dilation++) {
              int steps = (length + 2 * padding - dilation * (taps - 1) - 1) / stride + 1;
              if (length + 2 * padding >= dilation * (taps - 1) + 1) {
                windows++;
                check(dtype, length, taps, padding, stride, dilation, steps);
              }
            }
          }
        }
      }
    }
    assertTrue(windows > AT_LEAST, windows + " windows");
  }

  /** Whole numbers, which are exact in whatever order they are added. */
  private static void check(
      DType dtype, int length, int taps, int padding, int stride, int dilation, int steps) {
    Tensor x = Tensor.arange(dtype, length).add(1).reshape(1, 1, length);
    Tensor w = Tensor.arange(dtype, taps).add(1).reshape(1, 1, taps);
    double[] expected = new double[steps];
    for (int step = 0; step < steps; step++) {
      for (int tap = 0; tap < taps; tap++) {
        int at = step * stride + tap * dilation - padding;
        expected[step] += at < 0 || at >= length ? 0 : (at + 1.0) * (tap + 1);
      }
    }
    ConvOptions options =
        ConvOptions.DEFAULT.withPadding(padding).withStride(stride).withDilation(dilation);
    assertArrayEquals(expected, Convolution.conv1d(x, w, options).toArray(), options::toString);
  }
}
