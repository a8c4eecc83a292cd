package dev.capstan.nn.layer;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.Gaussian;
import java.util.random.RandomGenerator;

/**
 * Orthonormal columns at random, uniform among all such (Mezzadri 2007): normal columns made
 * orthogonal by modified Gram and Schmidt, twice over, which leaves no more than rounding (Giraud,
 * Langou 2005). Signs need no mending, as this makes R's diagonal positive.
 */
final class Orthogonal {
  private Orthogonal() {}

  /** {@code [rows, columns]} in row-major order, rows ≥ columns. */
  static double[] rows(int rows, int columns, RandomGenerator random) {
    requireNonNull(random, "random");
    double[][] q = new double[columns][rows];
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < rows; i++) {
        q[j][i] = Gaussian.next(random);
      }
      for (int k = 0; k < 2 * j; k++) {
        subtract(q[j], q[k % j]);
      }
      scale(q[j], 1 / Math.sqrt(dot(q[j], q[j])));
    }
    double[] all = new double[rows * columns];
    for (int i = 0; i < all.length; i++) {
      all[i] = q[i % columns][i / columns];
    }
    return all;
  }

  private static void subtract(double[] x, double[] unit) {
    double along = dot(x, unit);
    for (int i = 0; i < x.length; i++) {
      x[i] -= along * unit[i];
    }
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  private static void scale(double[] x, double by) {
    for (int i = 0; i < x.length; i++) {
      x[i] *= by;
    }
  }
}
