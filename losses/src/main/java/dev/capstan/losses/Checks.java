package dev.capstan.losses;

import dev.capstan.ops.DTypeException;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Shape;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;

/** Checks of inputs, whose messages name the loss and the inputs. */
final class Checks {
  private Checks() {}

  static void sameDType(String loss, String nameX, Tensor x, String nameY, Tensor y) {
    if (x.dtype() != y.dtype()) {
      throw new DTypeException(
          loss
              + ": dtypes differ: got "
              + nameX
              + " "
              + x.dtype()
              + " and "
              + nameY
              + " "
              + y.dtype()
              + ", expected one dtype; convert one of them with to(dtype)");
    }
  }

  static void sameShape(String loss, String nameX, Tensor x, String nameY, Tensor y) {
    if (!x.shape().equals(y.shape())) {
      throw new ShapeException(
          loss
              + ": shapes differ: got "
              + nameX
              + " "
              + x.shape()
              + " and "
              + nameY
              + " "
              + y.shape()
              + ", expected the same shape");
    }
  }

  /** Both of one dtype, and shapes that broadcast; returns the common shape. */
  static Shape broadcast(String loss, String nameX, Tensor x, String nameY, Tensor y) {
    sameDType(loss, nameX, x, nameY, y);
    return Shape.broadcast(loss + ": " + nameX + " and " + nameY, x.shape(), y.shape());
  }

  /** Classes in [0, C). */
  static void classes(String loss, IntTensor target, int classes) {
    for (int row = 0; row < target.size(); row++) {
      classInRange(loss, row, target.at(row), classes);
    }
  }

  static void classInRange(String loss, int row, int value, int classes) {
    if (value < 0 || value >= classes) {
      throw new IllegalArgumentException(
          loss
              + ": target out of range: got "
              + value
              + " in row "
              + row
              + ", expected 0 to "
              + (classes - 1)
              + " for "
              + classes
              + " classes");
    }
  }

  /** One weight a class. */
  static void classWeights(String loss, Tensor weight, Tensor input, int classes) {
    sameDType(loss, "weight", weight, "input", input);
    if (weight.rank() != 1 || weight.size() != classes) {
      throw new ShapeException(
          loss
              + ": weight does not fit the classes: got shape "
              + weight.shape()
              + ", expected ["
              + classes
              + "], one weight a class");
    }
  }

  static void positive(String loss, String name, double value) {
    if (!(value > 0)) {
      throw argument(loss, name, value, "a number above 0");
    }
  }

  static IllegalArgumentException argument(String loss, String name, Object got, String expected) {
    return new IllegalArgumentException(
        loss + ": wrong " + name + ": got " + got + ", expected " + expected);
  }
}
