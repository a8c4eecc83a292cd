package dev.capstan.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.capstan.autograd.Tape;
import dev.capstan.ops.option.Window;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which element of a window wins. */
final class PoolingTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  @ParameterizedTest
  @EnumSource
  void theFirstOfTheLargestWinsAndNanIsLargest(DType dtype) {
    check(dtype, 0, 1, 4, 3, 2);
    check(dtype, 0, -3, -1, -2, -1);
    check(dtype, 0, 0.0, -0.0, 0.0, -1);
    check(dtype, 0, -0.0, 0.0, -0.0, -1);
    check(dtype, 0, 5, 5, 5, 5);
    check(dtype, 0, -INF, -INF, -INF, -INF);
    check(dtype, 0, -INF, -1e30, -INF, -1e-30);
    check(dtype, 0, 1, NAN, INF, NAN);
    check(dtype, 0, NAN, INF, NAN, -INF);
    check(dtype, 0, -NAN, 3, 2, 1);
    check(dtype, 1, -5, -INF, -7, NAN);
    check(dtype, 1, -INF, -2, 0.0, -0.0);
  }

  /** Two planes, the second one negated, beneath windows of 2 by 2 on squares of 2 by 2. */
  private static void check(DType dtype, int padding, double... square) {
    double[] all = Arrays.copyOf(square, 2 * square.length);
    for (int i = 0; i < square.length; i++) {
      all[square.length + i] = -square[i];
    }
    Window window = new Window(2, 2, 2, 2, padding, padding, 1, 1);
    int cells = padding == 0 ? 1 : 4;
    double[] expected = new double[all.length];
    double[] maxima = new double[2 * cells];
    for (int cell = 0; cell < 2 * cells; cell++) {
      int from = cells == 1 ? 4 * cell : cell;
      int first = from;
      for (int i = from; i < from + 4 / cells; i++) {
        first = beats(all[i], all[first]) ? i : first;
      }
      maxima[cell] = all[first];
      expected[first] = 1;
    }
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(Tensor.of(all, 1, 2, 2, 2).to(dtype));
      Tensor z = Pooling.maxPool2d(x, window);
      double[] slope = tape.gradients(z.sum()).of(x).toArray();
      assertArrayEquals(Tensor.of(maxima, maxima.length).to(dtype).toArray(), z.toArray());
      assertArrayEquals(expected, slope);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aValueAloneIsThatBesideAGradient(DType dtype) {
    double[] line = new double[66];
    double[] some = {-0.0, 0.0, -1, NAN, 2, 2, INF, -INF, -0.0, 1, 0.0};
    Arrays.setAll(line, i -> some[i * i % some.length]);
    Tensor x = Tensor.of(line, 2, 1, 33).to(dtype);
    for (int size = 1; size < 5; size++) {
      for (int stride = 1; stride < 4; stride++) {
        try (Tape tape = new Tape()) {
          double[] beside = Pooling.maxPool1d(tape.watch(x), size, stride, 0).toArray();
          assertArrayEquals(beside, Pooling.maxPool1d(x, size, stride, 0).toArray());
        }
      }
    }
  }

  private static boolean beats(double challenger, double holder) {
    return challenger > holder || Double.isNaN(challenger) && !Double.isNaN(holder);
  }
}
