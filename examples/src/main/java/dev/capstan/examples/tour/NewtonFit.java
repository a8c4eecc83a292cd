package dev.capstan.examples.tour;

import dev.capstan.autograd.Transforms;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.transforms.Jacobians;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A curve fitted by Newton's method: the step solves with the matrix of second derivatives, which
 * are gradients of gradients.
 */
public final class NewtonFit {
  private static final Tensor TIME = Tensor.of(0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5);

  /** 3 e^(−0.7 t), rounded to two digits behind the point. */
  private static final Tensor SEEN = Tensor.of(3.00, 2.11, 1.49, 1.05, 0.74, 0.52, 0.37, 0.26);

  private NewtonFit() {}

  /** The sum of the squared distances from the curve p₀ · e^(−p₁ t). */
  public static Tensor loss(Tensor p) {
    Tensor curve = TIME.mul(p.select(0, 1)).neg().exp().mul(p.select(0, 0));
    return curve.sub(SEEN).square().sum();
  }

  /** A step to where the gradient would vanish, were the loss a parabola. */
  static Tensor step(Tensor p) {
    Tensor gradient = Transforms.grad(NewtonFit::loss, p);
    return p.sub(Jacobians.hessian(NewtonFit::loss, p).solve(gradient));
  }

  /** Where the fit begins. */
  public static Tensor start() {
    return Tensor.of(2.5, 0.5);
  }

  /** Prints a line a step. */
  public static void run(PrintWriter out) {
    Tensor p = start();
    out.println("step       loss  |gradient|   height     rate");
    for (int k = 0; k <= 5; k++) {
      out.printf(
          Locale.ROOT,
          "%4d  %9.6f  %10.1e  %7.4f  %7.4f%n",
          k,
          loss(p).item(),
          Transforms.grad(NewtonFit::loss, p).norm(2).item(),
          p.at(0),
          p.at(1));
      p = step(p);
    }
    out.flush();
  }

  public static void main(String[] args) {
    run(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
  }
}
