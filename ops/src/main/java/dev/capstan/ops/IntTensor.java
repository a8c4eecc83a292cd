package dev.capstan.ops;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/** Labels or indices: an immutable array of ints with a shape. Never differentiated. */
public final class IntTensor {
  private final Shape shape;
  private final int[] data;

  private IntTensor(Shape shape, int[] data) {
    this.shape = shape;
    this.data = data;
  }

  static IntTensor wrap(Shape shape, int[] data) {
    return new IntTensor(shape, data);
  }

  /** A vector. */
  public static IntTensor of(int... elements) {
    return new IntTensor(Shape.of(elements.length), elements.clone());
  }

  /** A tensor over a copy of row-major elements. */
  public static IntTensor of(int[] elements, int... shape) {
    requireNonNull(shape, "shape");
    Shape s = Shape.of(shape);
    if (s.size() != elements.length) {
      throw new ShapeException(
          "of: got " + elements.length + " elements for shape " + s + ", expected " + s.size());
    }
    return new IntTensor(s, elements.clone());
  }

  /**
   * From longs, each of which must fit an int.
   *
   * @throws IllegalArgumentException if one does not
   */
  public static IntTensor of(long[] elements, int... shape) {
    requireNonNull(shape, "shape");
    int[] narrow = new int[elements.length];
    for (int i = 0; i < narrow.length; i++) {
      if (elements[i] != (int) elements[i]) {
        throw new IllegalArgumentException(
            "of: element "
                + i
                + " does not fit an int: got "
                + elements[i]
                + ", expected -2147483648 to 2147483647");
      }
      narrow[i] = (int) elements[i];
    }
    return of(narrow, shape);
  }

  public Shape shape() {
    return shape;
  }

  /** The number of elements. */
  public int size() {
    return data.length;
  }

  /** The element at a flat (row-major) index. */
  public int at(int index) {
    if (index < 0 || index >= data.length) {
      throw Shape.noElement(index, shape);
    }
    return data[index];
  }

  /** The elements in row-major order; a copy. */
  public int[] toArray() {
    return data.clone();
  }

  /** The same elements in another shape; one size may be -1 and is inferred. */
  public IntTensor reshape(int... sizes) {
    return new IntTensor(Movement.resolve("reshape", shape, sizes), data);
  }

  /** The same whole numbers as a tensor; a float32 rounds those beyond 2²⁴. */
  public Tensor to(DType dtype) {
    Tensor out = Tensor.zeros(dtype, shape);
    out.kernels().fill(data, out.data());
    return out;
  }

  /** The same, of the dtype of another tensor, in the memory that its values get. */
  public Tensor to(Tensor like) {
    requireNonNull(like, "like");
    Tensor out = Tensor.blank(shape, like);
    out.kernels().fill(data, out.data());
    return out;
  }

  int[] data() {
    return data;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IntTensor t && shape.equals(t.shape) && Arrays.equals(data, t.data);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(data);
  }

  /** As a {@link Tensor} is printed: aligned, large ones elided in the middle. */
  @Override
  public String toString() {
    return TensorText.of(this);
  }
}
