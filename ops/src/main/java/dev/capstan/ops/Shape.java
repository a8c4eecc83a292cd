package dev.capstan.ops;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/**
 * The sizes of a tensor's axes, outermost first; the last axis is contiguous in memory. Rank 0 (a
 * scalar, one element) to 8; an axis may have size 0.
 */
public final class Shape {
  /** The largest rank. */
  public static final int MAX_RANK = 8;

  private static final Shape SCALAR = new Shape(new int[0]);

  private final int[] sizes;
  private final int size;

  private Shape(int[] sizes) {
    this.sizes = sizes;
    long product = Sizes.product(sizes);
    if (product > Sizes.LARGEST) {
      throw new ShapeException(
          "shape: too many elements: got "
              + Arrays.toString(sizes)
              + " with "
              + (product == Long.MAX_VALUE ? "more than 2⁶³" : product)
              + ", expected at most "
              + Sizes.LARGEST
              + "; split the tensor");
    }
    this.size = (int) product;
  }

  /** The shape with these sizes; none for a scalar. */
  public static Shape of(int... sizes) {
    if (sizes.length == 0) {
      return SCALAR;
    }
    if (sizes.length > MAX_RANK) {
      throw new ShapeException(
          "shape: rank too high: got " + Sizes.shown(sizes) + ", expected rank 0 to " + MAX_RANK);
    }
    for (int n : sizes) {
      if (n < 0) {
        throw new ShapeException(
            "shape: negative size: got "
                + Arrays.toString(sizes)
                + ", expected sizes of 0 or more");
      }
    }
    return new Shape(sizes.clone());
  }

  /** The shape of a scalar: rank 0, one element. */
  public static Shape scalar() {
    return SCALAR;
  }

  /** The number of axes. */
  public int rank() {
    return sizes.length;
  }

  /** The number of elements. */
  public int size() {
    return size;
  }

  /**
   * The size of an axis; negative axes count from the end.
   *
   * @throws ShapeException if there is no such axis
   */
  public int get(int axis) {
    int at = axis < 0 ? axis + sizes.length : axis;
    return at >= 0 && at < sizes.length ? sizes[at] : axis("shape", axis);
  }

  /** What is thrown for a flat index that no element has. */
  static IndexOutOfBoundsException noElement(int index, Shape shape) {
    return new IndexOutOfBoundsException(
        "at: index "
            + index
            + " out of range for shape "
            + shape
            + " of "
            + shape.size()
            + " elements");
  }

  /** The sizes, as a copy. */
  public int[] toArray() {
    return sizes.clone();
  }

  /** The distance in elements between neighbours along each axis; 0 for all if it is empty. */
  public int[] strides() {
    int[] strides = new int[sizes.length];
    int step = size == 0 ? 0 : 1;
    for (int i = sizes.length - 1; i >= 0; i--) {
      strides[i] = step;
      step *= sizes[i];
    }
    return strides;
  }

  /**
   * An axis counted from the front.
   *
   * @throws ShapeException if there is no such axis
   */
  public int axis(String op, int axis) {
    requireNonNull(op, "op");
    int rank = sizes.length;
    if (axis < -rank || axis >= rank) {
      throw new ShapeException(
          Sizes.shown(op)
              + ": no such axis: got "
              + axis
              + " for shape "
              + this
              + ", expected "
              + (rank == 0 ? "no axis, the tensor is a scalar" : -rank + " to " + (rank - 1)));
    }
    return axis < 0 ? axis + rank : axis;
  }

  /**
   * The shape of two operands together: right-aligned, axes of size 1 stretch.
   *
   * @throws ShapeException if they do not broadcast
   */
  public static Shape broadcast(String op, Shape x, Shape y) {
    requireNonNull(op, "op");
    if (y.rank() == 0 || x.equals(y)) {
      return x;
    }
    int rank = Math.max(x.rank(), y.rank());
    int[] sizes = new int[rank];
    for (int i = 1; i <= rank; i++) {
      int a = i <= x.rank() ? x.get(-i) : 1;
      int b = i <= y.rank() ? y.get(-i) : 1;
      if (a != b && a != 1 && b != 1) {
        throw new ShapeException(
            Sizes.shown(op)
                + ": shapes "
                + x
                + " and "
                + y
                + " do not broadcast (axis "
                + (rank - i)
                + ": "
                + a
                + " vs "
                + b
                + "); sizes must be equal or 1, counted from the last axis");
      }
      sizes[rank - i] = a == 1 ? b : a;
    }
    return of(sizes);
  }

  @Override
  public boolean equals(Object other) {
    return this == other || other instanceof Shape s && Arrays.equals(sizes, s.sizes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  @Override
  public String toString() {
    return Arrays.toString(sizes);
  }
}
