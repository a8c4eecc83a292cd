package dev.capstan.autograd.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Row-major arrays turned, moved and summed: what a wrong gradient is compared with. */
final class Shapes {
  private Shapes() {}

  /** The last two axes exchanged, as flat numbers; null unless both are longer than 1. */
  static double @Nullable [] transpose(double[] x, int[] axes) {
    int rank = axes.length;
    if (rank < 2 || axes[rank - 1] < 2 || axes[rank - 2] < 2) {
      return null;
    }
    int rows = axes[rank - 2];
    int columns = axes[rank - 1];
    double[] out = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int page = i / (rows * columns) * rows * columns;
      int row = i / columns % rows;
      out[page + i % columns * rows + row] = x[i];
    }
    return out;
  }

  static double[] roll(double[] x, int[] axes, int axis, int by) {
    int stride = Positions.stride(axes, axis);
    double[] out = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int at = i / stride % axes[axis];
      out[i + ((at + by) % axes[axis] - at) * stride] = x[i];
    }
    return out;
  }

  static double[] reverse(double[] x, int[] axes, int axis) {
    int stride = Positions.stride(axes, axis);
    double[] out = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int at = i / stride % axes[axis];
      out[i + (axes[axis] - 1 - 2 * at) * stride] = x[i];
    }
    return out;
  }

  /** Each element replaced by the sum over its axis. */
  static double[] spreadSum(double[] x, int[] axes, int axis) {
    int stride = Positions.stride(axes, axis);
    double[] out = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int first = i - i / stride % axes[axis] * stride;
      for (int k = 0; k < axes[axis]; k++) {
        out[i] += x[first + k * stride];
      }
    }
    return out;
  }

  /** Whether one shape is the other with its axes in another order. */
  static boolean transposed(int[] got, int[] expected) {
    int[] a = got.clone();
    int[] b = expected.clone();
    Arrays.sort(a);
    Arrays.sort(b);
    return got.length > 1 && Arrays.equals(a, b);
  }

  /** Which axes of {@code got} a broadcast from {@code expected} stretched: {@code axis 0}. */
  static String extra(int[] got, int[] expected) {
    int more = got.length - expected.length;
    List<String> axes = new ArrayList<>();
    for (int a = 0; a < got.length; a++) {
      if (a < more || expected[a - more] == 1 && got[a] != 1) {
        axes.add(String.valueOf(a));
      }
    }
    return (axes.size() == 1 ? "axis " : "axes ") + String.join(", ", axes);
  }

  /** The sum over the axes that a broadcast stretched; null if the shapes are not so related. */
  static double @Nullable [] sumTo(double[] x, int[] got, int[] expected) {
    int more = got.length - expected.length;
    if (more < 0) {
      return null;
    }
    int size = 1;
    for (int a = 0; a < expected.length; a++) {
      if (expected[a] != got[a + more] && expected[a] != 1) {
        return null;
      }
      size *= expected[a];
    }
    double[] out = new double[size];
    for (int i = 0; i < x.length; i++) {
      int[] at = Positions.of(got, i);
      int flat = 0;
      for (int a = 0; a < expected.length; a++) {
        flat = flat * expected[a] + (expected[a] == 1 ? 0 : at[a + more]);
      }
      out[flat] += x[i];
    }
    return out;
  }
}
