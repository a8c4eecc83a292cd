package dev.capstan.nn.metrics;

import dev.capstan.ops.Shape;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * Principal components of rows: the directions of largest variance, by the eigenvectors of the
 * covariance matrix (Commons Math). Each is turned so that its largest element is positive, so that
 * the same rows give the same picture.
 */
public final class Pca {
  private final double[] mean;
  private final double[][] components;

  private Pca(double[] mean, double[][] components) {
    this.mean = mean;
    this.components = components;
  }

  /** The first {@code count} components of rows {@code [N, D]}; fewer if D is smaller. */
  public static Pca of(Tensor rows, int count) {
    if (rows.rank() != 2 || rows.shape().get(0) < 2) {
      throw new ShapeException(
          "pca: got " + rows.shape() + ", expected [N, D] with N of 2 or more");
    }
    int n = rows.shape().get(0);
    int d = rows.shape().get(1);
    double[] x = rows.toArray();
    double[] mean = new double[d];
    for (int i = 0; i < x.length; i++) {
      mean[i % d] += x[i] / n;
    }
    var eigen = new EigenDecomposition(new Array2DRowRealMatrix(covariance(x, mean, n), false));
    double[][] components = new double[Math.min(count, d)][];
    for (int c = 0; c < components.length; c++) {
      components[c] = upright(eigen.getEigenvector(c).toArray());
    }
    return new Pca(mean, components);
  }

  private static double[][] covariance(double[] x, double[] mean, int n) {
    int d = mean.length;
    double[][] sums = new double[d][d];
    double[] centred = new double[d];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < d; j++) {
        centred[j] = x[i * d + j] - mean[j];
      }
      for (int j = 0; j < d; j++) {
        addScaled(sums[j], centred[j] / (n - 1), centred);
      }
    }
    return sums;
  }

  private static void addScaled(double[] to, double factor, double[] x) {
    for (int j = 0; j < to.length; j++) {
      to[j] += factor * x[j];
    }
  }

  private static double[] upright(double[] v) {
    int largest = 0;
    for (int j = 1; j < v.length; j++) {
      largest = Math.abs(v[j]) > Math.abs(v[largest]) ? j : largest;
    }
    double sign = Math.signum(v[largest]);
    return Arrays.stream(v).map(e -> e * sign).toArray();
  }

  /** Rows {@code [N, D]} in the components' coordinates, {@code [N, count]}, of the same dtype. */
  public Tensor project(Tensor rows) {
    int d = mean.length;
    if (rows.rank() != 2 || rows.shape().get(1) != d) {
      throw new ShapeException("pca: got rows " + rows.shape() + ", expected [N, " + d + "]");
    }
    double[] x = rows.toArray();
    int k = components.length;
    int n = rows.shape().get(0);
    return Tensor.generate(rows.dtype(), Shape.of(n, k), i -> dot(x, i / k * d, components[i % k]));
  }

  private double dot(double[] x, int from, double[] component) {
    double sum = 0;
    for (int j = 0; j < component.length; j++) {
      sum += (x[from + j] - mean[j]) * component[j];
    }
    return sum;
  }
}
