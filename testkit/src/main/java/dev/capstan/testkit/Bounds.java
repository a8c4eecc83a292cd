package dev.capstan.testkit;

import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * How far a value may be from its reference. A result is right if it is the exact result of inputs
 * that differ from the true ones in their last bits (backward stability, Higham, Accuracy and
 * Stability of Numerical Algorithms, §1.5). So the error may reach
 *
 * <pre>c · n · ε · (|y| + Σⱼ |∂y/∂xⱼ| · |xⱼ|)</pre>
 *
 * <p>with n the largest input's size (n terms are summed, each with its rounding), c the row's
 * {@link OpSpec#ulps}, and ε that of the dtype. The sensitivity to the inputs is measured by
 * differences; one number in a thousand of it is enough here.
 */
final class Bounds {
  private static final double STEP = 1e-6;

  private Bounds() {}

  /** c · n. */
  static double roundings(OpSpec row, List<Tensor> at) {
    return row.ulps() * Math.max(1, at.stream().mapToInt(Tensor::size).max().orElse(1));
  }

  /** Σⱼ |∂yᵢ/∂xⱼ| · |xⱼ| for each element i of the result; computed only when asked for. */
  static Supplier<double[]> sensitivity(Function<List<Tensor>, double[]> f, List<Tensor> at) {
    return () -> {
      double[] sum = new double[f.apply(at).length];
      for (int k = 0; k < at.size(); k++) {
        for (int j = 0; j < at.get(k).size(); j++) {
          double x = at.get(k).at(j);
          double h = STEP * Math.max(1, Math.abs(x));
          double[] above = f.apply(Slopes.moved(at, k, j, x + h));
          double[] below = f.apply(Slopes.moved(at, k, j, x - h));
          for (int i = 0; i < sum.length; i++) {
            sum[i] += Math.abs((above[i] - below[i]) / (2 * h) * x);
          }
        }
      }
      return sum;
    };
  }

  /** Requires each element to be within its bound; equal elements, NaN included, always are. */
  static void requireClose(
      OpSpec row,
      String what,
      Tensor got,
      double[] expected,
      DType dtype,
      Supplier<double[]> sensitivity) {
    double[] y = got.toArray();
    if (Arrays.equals(y, expected)) {
      return;
    }
    double[] slack = sensitivity.get();
    double n = Math.max(1, Math.max(y.length, slack.length));
    for (int i = 0; i < y.length; i++) {
      double bound = row.ulps() * n * dtype.epsilon() * (Math.abs(expected[i]) + slack[i]);
      boolean equal = y[i] == expected[i] || Double.isNaN(y[i]) && Double.isNaN(expected[i]);
      if (!equal && !(Math.abs(y[i] - expected[i]) <= bound)) {
        throw new AssertionError(
            what
                + ", element "
                + i
                + ": got "
                + y[i]
                + ", expected "
                + expected[i]
                + ", bound "
                + bound);
      }
    }
  }
}
