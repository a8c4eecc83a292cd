package dev.capstan.ops;

import dev.capstan.ops.internal.Binary;
import dev.capstan.ops.internal.Fold;
import dev.capstan.ops.internal.Unary;
import dev.capstan.ops.option.KeepDims;

/**
 * Powers of two that bring the numbers of a reduction near 1 where their squares would leave the
 * dtype's range. They change no digit, and rows that need none get 1: so a row's result is the same
 * to the bit, whatever stands in the rows beside it.
 */
final class Scaling {
  private Scaling() {}

  /** Whether a root of a sum of squares is so small or so large that digits may be lost. */
  static boolean losesSquares(Tensor root) {
    boolean wide = root.dtype() == DType.FLOAT64;
    return leaves(root, wide ? 0x1p-480 : 0x1p-50, wide ? 0x1p511 : 0x1p63);
  }

  /** Whether a number's reciprocal is so small or so large that digits may be lost. */
  static boolean losesReciprocals(Tensor x) {
    boolean wide = x.dtype() == DType.FLOAT64;
    return leaves(x, wide ? 0x1p-1000 : 0x1p-120, wide ? 0x1p1000 : 0x1p120);
  }

  private static boolean leaves(Tensor x, double low, double high) {
    if (x.data() instanceof float[] floats) {
      for (float v : floats) {
        if (v < low || v > high) {
          return true;
        }
      }
      return false;
    }
    for (double v : (double[]) x.data()) {
      if (v < low || v > high) {
        return true;
      }
    }
    return false;
  }

  /** For each result of a reduction a power of two that brings the largest |x| near 1. */
  static Tensor powers(Tensor x, ReducedAxes r) {
    Tensor most = r.fold(Ops.map(x, Unary.ABS), Fold.MAX, KeepDims.YES);
    boolean wide = x.dtype() == DType.FLOAT64;
    return Ops.map(most, m -> power(m, wide ? 1000 : 120));
  }

  /** A power of two for all of several tensors: 1 where their squares are harmless. */
  static double power(Tensor... all) {
    double most = 0;
    for (Tensor x : all) {
      most = Math.max(most, Magnitudes.largest(x));
    }
    boolean wide = all[0].dtype() == DType.FLOAT64;
    boolean harmless = most >= (wide ? 0x1p-400 : 0x1p-30) && most <= (wide ? 0x1p480 : 0x1p50);
    return harmless ? 1 : power(most, wide ? 1000 : 120);
  }

  private static double power(double most, int bound) {
    return most > 0 && most <= Double.MAX_VALUE
        ? Math.scalb(1.0, Math.max(-bound, Math.min(bound, -Math.getExponent(most))))
        : 1;
  }

  /** x times powers, as a value. */
  static Tensor times(Tensor x, Tensor powers) {
    return Ops.zip(x, powers, x.shape(), Binary.MUL);
  }
}
