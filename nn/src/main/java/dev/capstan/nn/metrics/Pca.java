package dev.capstan.nn.metrics;

import dev.capstan.ops.Magnitudes;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.Arrays;

/**
 * Principal components of rows: the directions of largest variance, by the eigenvectors of the
 * covariance matrix. Each is turned so that its largest element is positive, so that the same rows
 * give the same picture.
 */
public final class Pca {
  private final double[] mean;

  /** One component a column, {@code [D, count]}. */
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
    int d = rows.shape().get(1);
    if (count < 1 || d < 1) {
      throw new IllegalArgumentException(
          "pca: got " + count + " components of " + rows.shape() + ", expected 1 or more of D");
    }
    if (!Magnitudes.finite(rows)) {
      throw new IllegalArgumentException(
          "pca: got rows with NaN or an infinity, expected finite numbers");
    }
    double[] mean = mean(rows);
    double[][] covariance = Products.gram(centred(rows, mean));
    for (double[] row : covariance) {
      for (int j = 0; j < d; j++) {
        row[j] /= rows.shape().get(0);
        if (!Double.isFinite(row[j])) {
          throw new IllegalArgumentException(
              "pca: the squares of the rows overflow; divide the rows by their largest element");
        }
      }
    }
    double[][] found = LeadingEigenvectors.of(covariance, Math.min(count, d));
    double[][] components = new double[d][found.length];
    for (int c = 0; c < found.length; c++) {
      double[] upright = upright(found[c]);
      for (int j = 0; j < d; j++) {
        components[j][c] = upright[j];
      }
    }
    return new Pca(mean, components);
  }

  private static double[] mean(Tensor rows) {
    int n = rows.shape().get(0);
    double[] mean = new double[rows.shape().get(1)];
    double[] x = rows.toArray();
    for (int from = 0; from < x.length; from += mean.length) {
      for (int j = 0; j < mean.length; j++) {
        mean[j] += x[from + j] / n;
      }
    }
    return mean;
  }

  private static double[][] centred(Tensor rows, double[] mean) {
    int d = mean.length;
    double[] all = rows.toArray();
    double[][] x = new double[rows.shape().get(0)][];
    for (int i = 0; i < x.length; i++) {
      x[i] = Arrays.copyOfRange(all, i * d, (i + 1) * d);
      for (int j = 0; j < d; j++) {
        x[i][j] -= mean[j];
      }
    }
    return x;
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
    return Tensor.of(Products.of(centred(rows, mean), components)).to(rows.dtype());
  }

  @Override
  public String toString() {
    int count = components.length == 0 ? 0 : components[0].length;
    return "Pca(" + count + " components of rows of " + mean.length + ")";
  }
}
