package dev.capstan.losses;

import java.util.function.DoubleUnaryOperator;

/** A function of a triplet's margin violation, with derivatives of every order. */
interface Term {

  /** The derivative of an order; order 0 is the function itself. */
  DoubleUnaryOperator derivative(int order);

  /** Whether the function has a kink, at 0. */
  boolean kinked();

  /** max(z, 0), with derivative 0 at 0. */
  Term HINGE =
      of(
          true,
          order ->
              switch (order) {
                case 0 -> z -> Math.max(z, 0);
                case 1 -> z -> z > 0 || Double.isNaN(z) ? 1 : 0;
                default -> z -> 0;
              });

  /** exp(z). */
  Term EXP = of(false, order -> StrictMath::exp);

  /** log(1 + exp(z)), and z itself above 20, as PyTorch has it. */
  Term SOFTPLUS = of(false, Term::softplus);

  private static DoubleUnaryOperator softplus(int order) {
    if (order == 0) {
      return z -> z > 20 ? z : Math.max(z, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(z)));
    }
    double[] p = sigmoidPolynomial(order);
    return z -> {
      if (z > 20) {
        return order == 1 ? 1 : 0;
      }
      double s = 1 / (1 + StrictMath.exp(-z));
      double sum = 0;
      for (int k = p.length - 1; k >= 0; k--) {
        sum = sum * s + p[k];
      }
      return sum;
    };
  }

  /** Coefficients of the derivative as a polynomial of s = sigmoid(z), where s' = s − s². */
  private static double[] sigmoidPolynomial(int order) {
    double[] p = {0, 1};
    for (int i = 1; i < order; i++) {
      double[] next = new double[p.length + 1];
      for (int k = 1; k < p.length; k++) {
        next[k] += k * p[k];
        next[k + 1] -= k * p[k];
      }
      p = next;
    }
    return p;
  }

  private static Term of(boolean kinked, java.util.function.IntFunction<DoubleUnaryOperator> f) {
    return new Term() {
      @Override
      public DoubleUnaryOperator derivative(int order) {
        return f.apply(order);
      }

      @Override
      public boolean kinked() {
        return kinked;
      }
    };
  }
}
