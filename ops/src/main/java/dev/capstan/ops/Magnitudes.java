package dev.capstan.ops;

import dev.capstan.ops.internal.UpdateKernels;
import java.util.Collection;

/**
 * How large several tensors are together: what clipping and a look at gradients need. The sums are
 * taken in double and in one order, so they are the same on all kernels; no gradient passes.
 */
public final class Magnitudes {
  /** Below this a sum of squares of doubles has lost digits to underflow. */
  private static final double SMALLEST_SUM = 0x1p-900;

  private Magnitudes() {}

  /**
   * The Euclidean norm of all elements together, √Σx². It neither overflows nor vanishes before the
   * norm itself does; NaN if an element is, else infinite if one is.
   */
  public static double norm(Collection<Tensor> all) {
    double sum = 0;
    for (Tensor x : all) {
      sum += UpdateKernels.of(x.dtype().width()).sumOfSquares(x.data(), x.size());
    }
    return sum >= SMALLEST_SUM && sum <= Double.MAX_VALUE ? Math.sqrt(sum) : scaledNorm(all);
  }

  /** m · √Σ(x/m)², m a power of two near the largest element: exact but for the sum. */
  private static double scaledNorm(Collection<Tensor> all) {
    double most = 0;
    for (Tensor x : all) {
      most = Math.max(most, largest(x));
    }
    if (most == 0 || Double.isNaN(most) || Double.isInfinite(most)) {
      return most;
    }
    int exponent = Math.getExponent(most);
    double sum = 0;
    for (Tensor x : all) {
      for (int i = 0; i < x.size(); i++) {
        double scaled = Math.scalb(x.at(i), -exponent);
        sum += scaled * scaled;
      }
    }
    return Math.scalb(Math.sqrt(sum), exponent);
  }

  /** The largest magnitude of an element; NaN if an element is, 0 if there is none. */
  public static double largest(Tensor x) {
    return UpdateKernels.of(x.dtype().width()).largest(x.data(), x.size());
  }

  /** Whether no element is NaN or infinite. */
  public static boolean finite(Tensor x) {
    double sum = UpdateKernels.of(x.dtype().width()).sumOfSquares(x.data(), x.size());
    return sum <= Double.MAX_VALUE || largest(x) <= Double.MAX_VALUE;
  }
}
