package dev.capstan.ops;

import static java.util.Objects.requireNonNull;

import dev.capstan.autograd.Form;

/** A tensor's type and shape. */
public record TensorForm(DType dtype, Shape shape) implements Form {
  public TensorForm {
    requireNonNull(dtype, "dtype");
    requireNonNull(shape, "shape");
  }

  @Override
  public int size() {
    return shape.size();
  }

  @Override
  public double epsilon() {
    return dtype.epsilon();
  }

  @Override
  public long bytes() {
    return (long) dtype.bytes() * shape.size();
  }

  @Override
  public int[] axes() {
    return shape.toArray();
  }

  @Override
  public String toString() {
    return dtype + " " + shape;
  }
}
