package dev.capstan.autograd.check;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one input's wrong gradient: the numbers of the rule, the numbers of
 * differences, and how the latter are made up.
 *
 * @param analytic what the rule gives
 * @param numeric what differences give
 * @param axes the input's axes
 * @param x the input
 * @param y the result
 * @param g the gradient that arrived at the result
 * @param resultAxes the result's axes
 * @param shares {@code shares[j][i]} is what result j contributes to the gradient of element i
 * @param others the gradients of the other inputs by differences, null where not known
 */
record Evidence(
    double[] analytic,
    double[] numeric,
    int[] axes,
    double[] x,
    double[] y,
    double[] g,
    int[] resultAxes,
    double[][] shares,
    List<double @Nullable []> others) {

  /** More numbers than this are not gathered for the sake of a hint. */
  private static final long MOST = 1_000_000;

  /** Nor from more elements: each costs two evaluations, and the tests compare axes squared. */
  private static final int MOST_ELEMENTS = 2_048;

  static boolean affordable(Subject subject, int k, int results) {
    long size = subject.point()[k].length;
    return size <= MOST_ELEMENTS && size * Math.max(1, results) <= MOST;
  }

  /** Central differences of every result by every element. */
  static double[][] shares(Subject subject, double[] cotangent, int k) {
    double[][] point = subject.point();
    int n = point[k].length;
    double[][] shares = new double[cotangent.length][n];
    int results = cotangent.length;
    for (int i = 0; i < n; i++) {
      double h = Tolerances.STEP * Math.max(1, Math.abs(point[k][i]));
      double[] plus = moved(subject, results, k, i, point[k][i] + h);
      double[] minus = moved(subject, results, k, i, point[k][i] - h);
      double taken = (point[k][i] + h) - (point[k][i] - h);
      for (int j = 0; j < cotangent.length; j++) {
        double change = plus[j] - minus[j];
        shares[j][i] = change == 0 ? 0 : cotangent[j] * change / taken;
      }
    }
    return shares;
  }

  /** A function that refuses the point gives no numbers there. */
  private static double[] moved(Subject subject, int results, int k, int i, double to) {
    double[][] x = subject.point();
    x[k] = x[k].clone();
    x[k][i] = to;
    try {
      return subject.at(x).outputs();
    } catch (RuntimeException refused) {
      double[] none = new double[results];
      Arrays.fill(none, Double.NaN);
      return none;
    }
  }

  static double[] sum(double[][] shares, int n) {
    double[] all = new double[n];
    for (double[] share : shares) {
      for (int i = 0; i < n; i++) {
        all[i] += share[i];
      }
    }
    return all;
  }

  /** What the results at one index of one of their axes contribute. */
  double[] slice(int axis, int index) {
    double[] sum = new double[x.length];
    int stride = Positions.stride(resultAxes, axis);
    for (int j = 0; j < shares.length; j++) {
      if (j / stride % resultAxes[axis] == index) {
        for (int i = 0; i < sum.length; i++) {
          sum[i] += shares[j][i];
        }
      }
    }
    return sum;
  }
}
