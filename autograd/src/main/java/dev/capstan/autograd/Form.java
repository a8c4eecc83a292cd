package dev.capstan.autograd;

/**
 * A value without its numbers: type and shape. Compared by {@code equals}, shown in messages by
 * {@code toString}, for example {@code float64 [32, 128]}.
 */
public interface Form {

  /** The number of elements. */
  int size();

  /** The distance from 1 to the next larger number of the element type. */
  double epsilon();

  /** The bytes that the elements occupy. */
  long bytes();

  /** The lengths of the axes, row-major; one axis unless a form knows better. */
  default int[] axes() {
    return new int[] {size()};
  }

  /** The form of a single {@code double}, for value types that are one. */
  static Form ofDouble() {
    return DoubleForm.NUMBER;
  }
}
