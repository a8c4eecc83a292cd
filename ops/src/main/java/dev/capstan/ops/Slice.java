package dev.capstan.ops;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * What to take from one axis: the words for NumPy's brackets.
 *
 * <pre>{@code
 * x[2, :, 1:4, ..., None]      x.slice(at(2), all(), range(1, 4), ellipsis(), newAxis())
 * x[::-1]                      x.slice(every(-1))
 * x[[0, 2]]                    x.slice(pick(IntTensor.of(0, 2)))
 * }</pre>
 *
 * <p>Negative positions count from the end; bounds beyond the axis stop at its end.
 */
public sealed interface Slice {

  /** One position; the axis is removed. */
  record At(int index) implements Slice {}

  /** Every {@code step}-th position; a bound that is null is the axis's end. */
  record Range(@Nullable Integer start, @Nullable Integer stop, int step) implements Slice {
    public Range {
      if (step == 0) {
        throw Called.illegal("slice: the step is 0, expected another number");
      }
    }

    /** The positions on an axis of this size. */
    int[] positions(int size) {
      int low = step > 0 ? 0 : -1;
      int high = step > 0 ? size : size - 1;
      int from = start == null ? (step > 0 ? low : high) : bound(start, size, low, high);
      int to = stop == null ? (step > 0 ? high : low) : bound(stop, size, low, high);
      int distance = step > 0 ? to - from : from - to;
      long stride = Math.abs((long) step);
      int[] out = new int[(int) Math.max(0, (distance + stride - 1) / stride)];
      for (int i = 0; i < out.length; i++) {
        out[i] = from + i * step;
      }
      return out;
    }

    private static int bound(int given, int size, int low, int high) {
      return Math.max(low, Math.min(high, given < 0 ? given + size : given));
    }
  }

  /** Listed positions, in that order, repeated as often as listed. */
  record Pick(IntTensor index) implements Slice {
    public Pick {
      requireNonNull(index, "index");
    }
  }

  /** A new axis of size 1. */
  record NewAxis() implements Slice {}

  /** All axes that no other slice names. */
  record Ellipsis() implements Slice {}

  /** The position {@code i}; the axis is removed. */
  static Slice at(int index) {
    return new At(index);
  }

  /** All positions. */
  static Slice all() {
    return new Range(null, null, 1);
  }

  /** From {@code start} to the end. */
  static Slice from(int start) {
    return new Range(start, null, 1);
  }

  /** From the beginning to before {@code stop}. */
  static Slice to(int stop) {
    return new Range(null, stop, 1);
  }

  /** From {@code start} to before {@code stop}. */
  static Slice range(int start, int stop) {
    return new Range(start, stop, 1);
  }

  /** Every {@code step}-th from {@code start} to before {@code stop}; backwards if negative. */
  static Slice range(int start, int stop, int step) {
    return new Range(start, stop, step);
  }

  /** Every {@code step}-th of all; from the last backwards if negative. */
  static Slice every(int step) {
    return new Range(null, null, step);
  }

  /** The listed positions, which count from 0. */
  static Slice pick(IntTensor index) {
    requireNonNull(index, "index");
    return new Pick(index);
  }

  /** A new axis of size 1. */
  static Slice newAxis() {
    return new NewAxis();
  }

  /** All axes that no other slice names. */
  static Slice ellipsis() {
    return new Ellipsis();
  }
}
