package dev.capstan.autograd.check;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** A plain Java function with a gradient written by hand. */
final class ArraySubject implements Subject {
  private final UnaryOperator<double[]> f;
  private final BinaryOperator<double[]> gradient;
  private final double[] x;
  private final List<String> names;

  /** {@code gradient} maps (x, cotangent) to the gradient. */
  ArraySubject(
      UnaryOperator<double[]> f,
      BinaryOperator<double[]> gradient,
      double[] x,
      List<String> names) {
    this.f = f;
    this.gradient = gradient;
    this.x = x.clone();
    this.names = names;
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public List<int[]> axes() {
    return List.of(new int[] {x.length});
  }

  @Override
  public double[][] point() {
    return new double[][] {x.clone()};
  }

  @Override
  public Sample at(double[][] at) {
    return new Sample(f.apply(at[0].clone()).clone(), 0);
  }

  @Override
  public Analytic gradient(double[] cotangent) {
    double[] g = gradient.apply(x.clone(), cotangent.clone()).clone();
    if (g.length != x.length) {
      throw new IllegalArgumentException(
          "gradcheck: the gradient has another length than the point: got "
              + g.length
              + ", expected "
              + x.length);
    }
    return new Analytic(new double[][] {g}, new boolean[] {true});
  }
}
