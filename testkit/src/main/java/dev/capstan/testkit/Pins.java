package dev.capstan.testkit;

import dev.capstan.autograd.Transforms;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Tensor;
import java.util.List;

/** Compares a row's operation with one of its pins. */
final class Pins {
  private Pins() {}

  static void check(OpSpec row, Pin pin) {
    try {
      compare(row, pin);
    } catch (AssertionError e) {
      throw new AssertionError(
          row + ": pin: " + e.getMessage() + "\n" + Literals.of(pin.inputs()), e);
    }
  }

  private static void compare(OpSpec row, Pin pin) {
    Tensor value = pin.value();
    if (value != null) {
      requireEqual("value", row.apply(pin.inputs()), value);
    }
    if (!pin.gradients().isEmpty()) {
      requireEqual("gradient", gradients(row, pin.inputs()), pin.gradients());
    }
    if (!pin.curvature().isEmpty()) {
      List<Tensor> got =
          Transforms.valueAndGrad(xs -> sumOfAll(gradients(row, xs)), pin.inputs()).gradients();
      requireEqual("curvature", got, pin.curvature());
    }
  }

  private static List<Tensor> gradients(OpSpec row, List<Tensor> at) {
    return Transforms.valueAndGrad(xs -> Reductions.sum(row.apply(xs)), at).gradients();
  }

  private static Tensor sumOfAll(List<Tensor> parts) {
    Tensor sum = Reductions.sum(parts.get(0));
    for (Tensor part : parts.subList(1, parts.size())) {
      sum = Elementwise.add(sum, Reductions.sum(part));
    }
    return sum;
  }

  private static void requireEqual(String what, List<Tensor> got, List<Tensor> expected) {
    for (int k = 0; k < expected.size(); k++) {
      requireEqual(what + " of input " + k, got.get(k), expected.get(k));
    }
  }

  private static void requireEqual(String what, Tensor got, Tensor expected) {
    if (!got.shape().equals(expected.shape())) {
      throw new AssertionError(what + ": shape " + got.shape() + ", pin " + expected.shape());
    }
    for (int i = 0; i < expected.size(); i++) {
      double a = got.at(i);
      double b = expected.at(i);
      if (a != b && !(Double.isNaN(a) && Double.isNaN(b))) {
        throw new AssertionError(what + ", element " + i + ": got " + a + ", pin " + b);
      }
    }
  }
}
