package dev.capstan.examples;

import dev.capstan.autograd.Primitive;
import dev.capstan.autograd.Tape;
import dev.capstan.autograd.check.GradCheck;
import dev.capstan.ops.Tensor;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

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
  public static void bellCurve(PrintWriter out) {
    Tensor data = Tensor.of(-1.0, 0.5, 2.0);
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(data);
      Tensor loss = bell(x).sum();
      out.printf(Locale.ROOT, "loss: %.6f%n", loss.item());
      out.println("gradient: " + tape.gradients(loss).of(x));
    }
    out.println(GradCheck.of((Tensor x) -> bell(x)).at(data).order(2).check().sentence());
    out.flush();
  }

  public static void main(String[] args) {
    bellCurve(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
  }
}
