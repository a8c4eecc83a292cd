package dev.capstan.ops.internal;

import org.jspecify.annotations.Nullable;

/**
 * The loops of optimizers: one pass over a stretch of a parameter (or of a table's row), its
 * gradient and its moments.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface UpdateKernels<A> {

  /** The kernels for elements of a width. */
  static UpdateKernels<Object> of(Width width) {
    return Provider.of(width).updates();
  }

  /**
   * n elements of x from {@code at} on, and as many of the gradient dx from {@code from} on. The
   * next value goes to {@code out}, which may be x; moments lie beside x.
   */
  record Stretch<A>(A x, A out, int at, A dx, int from, int n) {}

  /** Gradient descent: v = momentum · v + take · g', w −= rate · v; g' = g + decay · w. */
  record Sgd(double rate, double momentum, double take, boolean nesterov, double decay) {}

  /**
   * Adam: moments m and v of g' = g + decay · w, then w = keep · w − rate · m / (√(v · unbias) +
   * epsilon); rate holds the first moment's correction, unbias the second's.
   */
  record Adam(
      double rate,
      double beta1,
      double beta2,
      double unbias,
      double epsilon,
      double decay,
      double keep) {}

  /**
   * RMSProp: s = alpha · s + (1 − alpha) · g'², then w −= rate · g' / (√s + epsilon); g' = g +
   * decay · w. With a mean m of the gradients, √(s − m²) takes the place of √s; with a velocity v =
   * momentum · v + the quotient, w −= rate · v.
   */
  record RmsProp(double rate, double alpha, double epsilon, double momentum, double decay) {}

  /** Adagrad: s += g'², then w −= rate · g' / (√s + epsilon); g' = g + decay · w. */
  record Adagrad(double rate, double epsilon, double decay) {}

  /** out = x − rate · (dx + decay · x). */
  void descend(Stretch<A> s, Sgd step);

  /** The same along a velocity. */
  void descend(Stretch<A> s, A velocity, Sgd step);

  /**
   * Adam's. Unless epsilon is tiny, moments are kept to whole multiples of 2²⁴ least normal numbers
   * (2e-31 in float32): of no consequence beside epsilon, while arithmetic on subnormal numbers, in
   * which the moments of a silent gradient would end, is a hundred times slower.
   */
  void adam(Stretch<A> s, A first, A second, Adam step);

  /** RMSProp's; mean and velocity are null where the form has none. */
  void rmsProp(Stretch<A> s, A squares, @Nullable A mean, @Nullable A velocity, RmsProp step);

  /** Adagrad's. */
  void adagrad(Stretch<A> s, A squares, Adagrad step);

  /** The sum of squares of n elements in double, added in eight lanes. */
  double sumOfSquares(A x, int n);

  /** The largest magnitude of n elements; NaN if one is. */
  double largest(A x, int n);
}
