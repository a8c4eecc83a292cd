package dev.capstan.nn.metrics;

import dev.capstan.ops.DType;
import dev.capstan.ops.Linear;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.Transpose;
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

  /** One component a row, {@code [count, D]} in float64. */
  private final Tensor components;

  private Pca(double[] mean, Tensor components) {
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
    double[] mean = new double[d];
    for (int i = 0; i < rows.size(); i++) {
      mean[i % d] += rows.at(i) / n;
    }
    Tensor centred = centred(rows, mean);
    Tensor products = Linear.matmul(centred, Transpose.YES, centred, Transpose.NO);
    double[][] covariance = new double[d][d];
    for (int i = 0; i < d * d; i++) {
      // Either triangle is the other's mirror up to rounding; the solver wants them equal.
      covariance[i / d][i % d] = products.get(Math.min(i / d, i % d), Math.max(i / d, i % d)) / n;
    }
    var eigen = new EigenDecomposition(new Array2DRowRealMatrix(covariance, false));
    double[][] components = new double[Math.min(count, d)][];
    for (int c = 0; c < components.length; c++) {
      components[c] = upright(eigen.getEigenvector(c).toArray());
    }
    return new Pca(mean, Tensor.of(components));
  }

  private static Tensor centred(Tensor rows, double[] mean) {
    return Tensor.generate(DType.FLOAT64, rows.shape(), i -> rows.at(i) - mean[i % mean.length]);
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
    return Linear.matmul(centred(rows, mean), Transpose.NO, components, Transpose.YES)
        .to(rows.dtype());
  }
}
