package dev.capstan.exercises;

import dev.capstan.ops.Tensor;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Chapter 9: derivatives of derivatives. */
final class Chapter9Higher {
  private Chapter9Higher() {}

  /**
   * 9.1: the derivative of order n of a function of a scalar, as a function; of order 0 it is the
   * function. {@code Transforms.grad(f)} is the first.
   */
  static UnaryOperator<Tensor> derivative(UnaryOperator<Tensor> f, int n) {
    throw new Hole("9.1");
  }

  /**
   * 9.2: a step of Newton's method: to where the gradient would vanish if f were a parabola. {@code
   * Transforms.grad(f, p)} is the gradient, {@code Jacobians.hessian(f, p)} the matrix of second
   * derivatives, and {@code a.solve(b)} solves a x = b. p: [n], returns [n].
   */
  static Tensor newtonStep(UnaryOperator<Tensor> f, Tensor p) {
    throw new Hole("9.2");
  }

  /**
   * 9.3: the product of the Hessian of f at p with v, without ever making the Hessian: a handful of
   * walks back, however long p is. (There is {@code Transforms.hvp}; do it without.) p and v: [n],
   * returns [n].
   */
  static Tensor hessianTimes(UnaryOperator<Tensor> f, Tensor p, Tensor v) {
    throw new Hole("9.3");
  }

  /**
   * 9.4: a gradient penalty: the mean over the rows of x of (‖∇ₓ critic‖ − 1)². The critic maps
   * weights and points [n, d] to a score a point, [n]; each score depends on its own point alone.
   * The penalty is to have a gradient in the weights. Returns a scalar.
   */
  static Tensor penalty(BinaryOperator<Tensor> critic, Tensor w, Tensor x) {
    throw new Hole("9.4");
  }
}
