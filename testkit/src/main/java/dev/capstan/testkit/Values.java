package dev.capstan.testkit;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * A plain array of doubles with a shape: what naive references read and make. It has indices and
 * loops and nothing else, so that a reference owes nothing to the operations that it checks.
 */
public final class Values {
  private final Shape shape;
  private final double[] elements;

  private Values(Shape shape, double[] elements) {
    this.shape = shape;
    this.elements = elements;
  }

  /** The numbers of a tensor. */
  public static Values of(Tensor x) {
    return new Values(x.shape(), x.toArray());
  }

  /** A single number. */
  public static Values scalar(double value) {
    return new Values(Shape.scalar(), new double[] {value});
  }

  /** The element at each index is {@code element(index)}, in row-major order. */
  public static Values generate(Shape shape, ToDoubleFunction<int[]> element) {
    double[] out = new double[shape.size()];
    int[] index = new int[shape.rank()];
    for (int i = 0; i < out.length; i++) {
      out[i] = element.applyAsDouble(index.clone());
      for (int axis = index.length - 1; axis >= 0 && ++index[axis] == shape.get(axis); axis--) {
        index[axis] = 0;
      }
    }
    return new Values(shape, out);
  }

  public Shape shape() {
    return shape;
  }

  /** The size of an axis; negative axes count from the end. */
  public int size(int axis) {
    return shape.get(axis);
  }

  /** The number of elements. */
  public int size() {
    return elements.length;
  }

  /** The element at one index for each axis. */
  public double at(int... index) {
    requireNonNull(index, "index");
    int flat = 0;
    for (int axis = 0; axis < shape.rank(); axis++) {
      flat = flat * shape.get(axis) + index[axis];
    }
    return elements[flat];
  }

  /** The element at a row-major position. */
  public double flat(int position) {
    return elements[position];
  }

  /** The element that stands at an index of a larger shape that this one is broadcast to. */
  public double broadcastAt(int... index) {
    int[] own = new int[shape.rank()];
    int extra = index.length - own.length;
    for (int axis = 0; axis < own.length; axis++) {
      own[axis] = shape.get(axis) == 1 ? 0 : index[axis + extra];
    }
    return at(own);
  }

  /** The run of elements along an axis through an index. */
  public double[] along(int axis, int... index) {
    int[] at = index.clone();
    int k = axis < 0 ? axis + shape.rank() : axis;
    double[] run = new double[shape.get(k)];
    for (int i = 0; i < run.length; i++) {
      at[k] = i;
      run[i] = at(at);
    }
    return run;
  }

  /** The elements in row-major order; a copy. */
  public double[] toArray() {
    return elements.clone();
  }

  @Override
  public String toString() {
    return shape + " " + Arrays.toString(elements);
  }
}
