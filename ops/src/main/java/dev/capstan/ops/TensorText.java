package dev.capstan.ops;

/** The readable form of a tensor. */
final class TensorText {
  private TensorText() {}

  static String of(Tensor t) {
    return t.form() + " " + java.util.Arrays.toString(t.toArray());
  }
}
