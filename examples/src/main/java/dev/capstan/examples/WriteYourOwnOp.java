package dev.capstan.examples;

import dev.capstan.autograd.Primitive;
import dev.capstan.autograd.Tape;
import dev.capstan.autograd.check.GradCheck;
import dev.capstan.ops.Tensor;

/** An operation of one's own, on a par with the library's: a value, a rule, and a check of both. */
public final class WriteYourOwnOp {
  private WriteYourOwnOp() {}

  /**
   * The bell curve e^(−x²), elementwise.
   *
   * <p>Gradient: −2 x y, y being the value.
   */
  public static Tensor bell(Tensor x) {
    return Primitive.of("bell", x)
        .value(v -> v.like(i -> Math.exp(-v.at(i) * v.at(i))))
        .vjp((g, y) -> g.mul(y).mul(x).mul(-2))
        .record();
  }

  /** Prints value and gradient, and what the check says of the rule to second order. */
  public static void main(String[] args) {
    Tensor data = Tensor.of(-1.0, 0.5, 2.0);
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(data);
      Tensor loss = bell(x).sum();
      System.out.printf("loss: %.6f%n", loss.item());
      System.out.println("gradient: " + tape.gradients(loss).of(x));
    }
    System.out.println(GradCheck.of((Tensor x) -> bell(x)).at(data).order(2).check().sentence());
  }
}
