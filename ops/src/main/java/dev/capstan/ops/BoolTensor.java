package dev.capstan.ops;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.internal.Binary;
import java.util.Arrays;

/** A mask: an immutable array of booleans with a shape. Never differentiated. */
public final class BoolTensor {
  private final Shape shape;
  private final boolean[] data;

  private BoolTensor(Shape shape, boolean[] data) {
    this.shape = shape;
    this.data = data;
  }

  static BoolTensor wrap(Shape shape, boolean[] data) {
    return new BoolTensor(shape, data);
  }

  /** A vector. */
  public static BoolTensor of(boolean... elements) {
    return new BoolTensor(Shape.of(elements.length), elements.clone());
  }

  /** A tensor over a copy of row-major elements. */
  public static BoolTensor of(boolean[] elements, int... shape) {
    requireNonNull(shape, "shape");
    Shape s = Shape.of(shape);
    if (s.size() != elements.length) {
      throw new ShapeException(
          "of: got " + elements.length + " elements for shape " + s + ", expected " + s.size());
    }
    return new BoolTensor(s, elements.clone());
  }

  public Shape shape() {
    return shape;
  }

  /** The number of elements. */
  public int size() {
    return data.length;
  }

  /** The element at a flat (row-major) index. */
  public boolean at(int index) {
    if (index < 0 || index >= data.length) {
      throw Shape.noElement(index, shape);
    }
    return data[index];
  }

  /** The elements in row-major order; a copy. */
  public boolean[] toArray() {
    return data.clone();
  }

  /** How many elements are true. */
  public int count() {
    int n = 0;
    for (boolean b : data) {
      n += b ? 1 : 0;
    }
    return n;
  }

  /** The mask's complement. */
  public BoolTensor not() {
    boolean[] out = new boolean[data.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = !data[i];
    }
    return new BoolTensor(shape, out);
  }

  /** Whether any element is true, over axes, which are removed. */
  public BoolTensor any(int... axes) {
    return Reductions.any(this, axes);
  }

  /** Whether all elements are true, over axes, which are removed. */
  public BoolTensor all(int... axes) {
    return Reductions.all(this, axes);
  }

  /** Where both are true; the two broadcast. */
  public BoolTensor and(BoolTensor other) {
    return combine("and", other, 2, 2);
  }

  /** Where either is true; the two broadcast. */
  public BoolTensor or(BoolTensor other) {
    return combine("or", other, 1, 2);
  }

  /** Where one of the two is true and the other is not; the two broadcast. */
  public BoolTensor xor(BoolTensor other) {
    return combine("xor", other, 1, 1);
  }

  /** Where the number of operands that are true lies in a range. */
  private BoolTensor combine(String op, BoolTensor other, int least, int most) {
    Tensor sum = Ops.zip(op, to(DType.FLOAT32), other.to(DType.FLOAT32), Binary.ADD);
    return Comparisons.where(sum, n -> n >= least && n <= most);
  }

  /** 1 where true, 0 elsewhere. */
  public Tensor to(DType dtype) {
    Tensor out = Tensor.zeros(dtype, shape.toArray());
    out.kernels().fill(data, out.data());
    return out;
  }

  /**
   * 1 where true, 0 elsewhere: of the dtype of another tensor, in the memory that its values get.
   */
  public Tensor to(Tensor like) {
    requireNonNull(like, "like");
    Tensor out = Tensor.blank(shape, like);
    out.kernels().fill(data, out.data());
    return out;
  }

  boolean[] data() {
    return data;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BoolTensor t && shape.equals(t.shape) && Arrays.equals(data, t.data);
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
