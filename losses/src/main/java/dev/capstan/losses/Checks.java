package dev.capstan.losses;

import dev.capstan.ops.DTypeException;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Shape;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.lang.reflect.Proxy;

/** Checks of inputs, whose messages name the loss and the inputs. */
final class Checks {
  private Checks() {}

  /** The name of a loss in messages; of a lambda or the like, that of what it implements. */
  static String name(Loss loss) {
    Class<?> type = loss.getClass();
    boolean written = !type.isSynthetic() && !Proxy.isProxyClass(type) && !type.isAnonymousClass();
    return (written || type.getInterfaces().length == 0 ? type : type.getInterfaces()[0])
        .getSimpleName();
  }

  static void sameDType(String loss, String nameX, Tensor x, String nameY, Tensor y) {
    if (x.dtype() != y.dtype()) {
      throw new DTypeException(
          ("%s: dtypes differ: got %s %s and %s %s, expected one dtype; convert one of"
                  + " them with to(dtype)")
              .formatted(loss, nameX, x.dtype(), nameY, y.dtype()));
    }
  }

  static void sameShape(String loss, String nameX, Tensor x, String nameY, Tensor y) {
    if (!x.shape().equals(y.shape())) {
      throw new ShapeException(
          "%s: shapes differ: got %s %s and %s %s, expected the same shape"
              .formatted(loss, nameX, x.shape(), nameY, y.shape()));
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
          "%s: target out of range: got %s in row %s, expected 0 to %s for %s classes"
              .formatted(loss, value, row, classes - 1, classes));
    }
  }

  /** One weight a class. */
  static void classWeights(String loss, Tensor weight, Tensor input, int classes) {
    sameDType(loss, "weight", weight, "input", input);
    if (weight.rank() != 1 || weight.size() != classes) {
      throw new ShapeException(
          "%s: weight does not fit the classes: got shape %s, expected [%s], one weight a class"
              .formatted(loss, weight.shape(), classes));
    }
  }

  static void positive(String loss, String name, double value) {
    if (!(value > 0)) {
      throw argument(loss, name, value, "a number greater than 0");
    }
  }

  static IllegalArgumentException argument(String loss, String name, Object got, String expected) {
    return new IllegalArgumentException(
        "%s: wrong %s: got %s, expected %s".formatted(loss, name, got, expected));
  }
}
