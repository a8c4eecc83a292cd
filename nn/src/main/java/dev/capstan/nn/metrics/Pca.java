package dev.capstan.nn.metrics;

import dev.capstan.ops.Indexing;
import dev.capstan.ops.Linear;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.Transpose;
import java.util.Arrays;

/**
 * Principal components of rows: the directions of largest variance, by the eigenvectors of the
 * covariance matrix. Each is turned so that its largest element is positive, so that the same rows
 * give the same picture.
 */
public final class Pca {
  /** Narrow enough to save products below the diagonal, wide enough for a product to be fast. */
  private static final int COLUMNS_AT_A_TIME = 128;

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
    int d = rows.shape().get(1);
    double[] mean = mean(rows);
    double[][] components =
        LeadingEigenvectors.of(covariance(centred(rows, mean)), Math.min(count, d));
    for (int c = 0; c < components.length; c++) {
      components[c] = upright(components[c]);
    }
    return new Pca(mean, Tensor.of(components));
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

  private static Tensor centred(Tensor rows, double[] mean) {
    double[] x = rows.toArray();
    for (int from = 0; from < x.length; from += mean.length) {
      for (int j = 0; j < mean.length; j++) {
        x[from + j] -= mean[j];
      }
    }
    return Tensor.of(x, rows.shape().toArray());
  }

  /** Of rows with mean 0; only what stands on and above the diagonal is computed and mirrored. */
  private static Tensor covariance(Tensor centred) {
    int n = centred.shape().get(0);
    int d = centred.shape().get(1);
    double[] all = new double[d * d];
    for (int from = 0; from < d; from += COLUMNS_AT_A_TIME) {
      int to = Math.min(d, from + COLUMNS_AT_A_TIME);
      double[] part =
          Linear.matmul(
                  Indexing.slice(centred, 1, from, to),
                  Transpose.YES,
                  Indexing.slice(centred, 1, from, d),
                  Transpose.NO)
              .toArray();
      for (int i = from; i < to; i++) {
        for (int j = i; j < d; j++) {
          double value = part[(i - from) * (d - from) + j - from] / n;
          all[i * d + j] = value;
          all[j * d + i] = value;
        }
      }
    }
    return Tensor.of(all, d, d);
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
