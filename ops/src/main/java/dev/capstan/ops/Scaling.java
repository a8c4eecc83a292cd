package dev.capstan.ops;

import dev.capstan.ops.internal.Binary;
import dev.capstan.ops.internal.Fold;
import dev.capstan.ops.internal.Unary;
import dev.capstan.ops.option.KeepDims;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Powers of two that bring the numbers of a reduction near 1 where their powers would leave the
 * dtype's range. They change no digit, and rows that need none get 1: so a row's result is the same
 * to the bit, whatever stands in the rows beside it.
 */
final class Scaling {
  private Scaling() {}

  // --- what needs it --------------------------------------------------------------------------

  /**
   * Sizes from {@code low} to {@code high}; what is not above {@code nothing} is no number to keep
   * digits of.
   */
  record Range(double nothing, double low, double high) {

    /**
     * Where a norm may lie without a loss in the p-th powers that it is the sum of. The zero vector
     * is not told from one whose powers have vanished.
     */
    static Range ofPowers(DType dtype, double p) {
      boolean wide = dtype == DType.FLOAT64;
      double size = Math.abs(p);
      return new Range(-1, twoTo((wide ? -960 : -100) / size), twoTo((wide ? 1022 : 126) / size));
    }

    /** Where a number may lie without a loss in its p-th power, or the reciprocal of that. */
    static Range ofReciprocals(DType dtype, double p) {
      double size = (dtype == DType.FLOAT64 ? 1000 : 120) / Math.max(1, Math.abs(p));
      return new Range(0, twoTo(-size), twoTo(size));
    }

    /** Two to an exponent, or nearer to 1. */
    private static double twoTo(double exponent) {
      return Math.scalb(1.0, (int) exponent);
    }

    boolean holds(double v) {
      double size = Math.abs(v);
      return !(size > nothing && size < low || size > high);
    }

    boolean holds(Tensor x) {
      if (x.data() instanceof float[] floats) {
        for (float v : floats) {
          if (!holds(v)) {
            return false;
          }
        }
        return true;
      }
      for (double v : (double[]) x.data()) {
        if (!holds(v)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Sizes whose squares, and the reciprocals of these, keep their digits. */
  static Range near(DType dtype) {
    boolean wide = dtype == DType.FLOAT64;
    return new Range(-1, wide ? 0x1p-450 : 0x1p-50, wide ? 0x1p450 : 0x1p60);
  }

  // --- powers ---------------------------------------------------------------------------------

  /**
   * For each result of a reduction a power of two that brings the largest (or smallest) |x| near 1;
   * 1 where {@code ordinary} holds of the result's index.
   */
  static Tensor powers(Tensor x, ReducedAxes r, Fold extreme, IntPredicate ordinary) {
    Tensor most = r.fold(Ops.map(x, Unary.ABS), extreme, KeepDims.YES);
    return most.like(i -> ordinary.test(i) ? 1 : power(most.at(i), x.dtype()));
  }

  /**
   * For each line that is to be divided by its length, or by a number that is added to it, a power
   * of two that brings the larger near 1; null where squares are harmless in every line.
   */
  static @Nullable Tensor ifFar(Tensor x, ReducedAxes r, double least) {
    Range near = near(x.dtype());
    double largest = Magnitudes.largest(x);
    if (x.size() == 0) {
      return null;
    }
    if (least >= near.low() && least <= near.high() && largest <= near.high()) {
      return null;
    }
    Tensor most = r.fold(Ops.map(x, Unary.ABS), Fold.MAX, KeepDims.YES);
    Tensor size = Ops.map(most, m -> Math.max(m, least));
    return near.holds(size) ? null : Ops.map(size, m -> near.holds(m) ? 1 : power(m, x.dtype()));
  }

  /**
   * As {@link #ifFar}, of lines whose mean squares, {@code least} added, are known: null where all
   * of these keep their digits.
   */
  static @Nullable Tensor ofSquares(Tensor squares, Tensor x, double least, int... axes) {
    boolean wide = x.dtype() == DType.FLOAT64;
    Range near = new Range(-1, wide ? 0x1p-900 : 0x1p-100, wide ? 0x1p900 : 0x1p120);
    return near.holds(squares) || x.size() == 0
        ? null
        : ifFar(x.constant(), ReducedAxes.of("scaling", x.shape(), axes), Math.sqrt(least));
  }

  /** A number added to squares, for lines that were multiplied by powers. */
  static Tensor squared(double least, Tensor powers) {
    double floor = powers.dtype() == DType.FLOAT64 ? 0x1p-900 : 0x1p-100;
    return Ops.map(powers, p -> least > 0 ? Math.max(least * p * p, floor) : least);
  }

  /** A power of two that brings the largest |x| near 1. */
  static double power(double most, DType dtype) {
    int bound = dtype == DType.FLOAT64 ? 1000 : 120;
    return most > 0 && most <= Double.MAX_VALUE
        ? Math.scalb(1.0, Math.max(-bound, Math.min(bound, -Math.getExponent(most))))
        : 1;
  }

  /** x times powers, as a value. */
  static Tensor times(Tensor x, Tensor powers) {
    return Ops.zip(x, powers, x.shape(), Binary.MUL);
  }
}
