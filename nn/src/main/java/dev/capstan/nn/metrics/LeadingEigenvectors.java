package dev.capstan.nn.metrics;

import dev.capstan.ops.Linear;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.Transpose;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.jspecify.annotations.Nullable;

/**
 * The eigenvectors of the largest eigenvalues of a covariance matrix (symmetric, none negative).
 *
 * <p>A full decomposition takes about 9 D³ operations, one after the other. Where few vectors of
 * many are wanted, a block of twice as many is multiplied by the matrix again and again and made
 * orthonormal in between (subspace iteration: Golub, Van Loan, Matrix Computations, 8.2.4): nearly
 * all of it is matrix products. Each product shrinks the error of the last wanted vector by
 * λ₂ₖ₊₁/λₖ. The eigenvectors within the block come from a small full decomposition (Rayleigh,
 * Ritz). A spectrum that is too flat for this is left to the full decomposition.
 */
final class LeadingEigenvectors {
  /**
   * The largest |Cv − λv| of a wanted vector, in units of λ₁. A vector is off by at most this over
   * the distance of its eigenvalue to the next one, in the same units: by less than float32
   * resolves (6e-8) where that distance is a fifth of a percent.
   */
  private static final double RESIDUAL = 1e-10;

  /** Products between two decompositions; so few that the block stays well conditioned. */
  private static final int PRODUCTS_A_ROUND = 4;

  /** After so many rounds the full decomposition would have been as fast. */
  private static final int MOST_ROUNDS = 20;

  private static final long SEED = 1;

  private LeadingEigenvectors() {}

  /** One eigenvector a row, {@code count} of length D, that of the largest eigenvalue first. */
  static double[][] of(Tensor symmetric, int count) {
    int d = symmetric.shape().get(0);
    int block = 2 * count;
    Tensor found = 2 * block < d ? iterate(symmetric, count, block) : null;
    return found == null ? decompose(symmetric, count) : head(found, count);
  }

  /** The block's eigenvectors as rows; null if they do not settle. */
  private static @Nullable Tensor iterate(Tensor symmetric, int count, int block) {
    int d = symmetric.shape().get(0);
    SplittableRandom random = new SplittableRandom(SEED);
    double[][] rows = new double[block][d];
    for (double[] row : rows) {
      Arrays.setAll(row, j -> random.nextDouble() - 0.5);
    }
    for (int round = 0; round < MOST_ROUNDS; round++) {
      for (int i = 0; i < PRODUCTS_A_ROUND; i++) {
        if (!orthonormalize(rows)) {
          return null;
        }
        rows = head(Linear.matmul(Tensor.of(rows), symmetric), block);
      }
      if (!orthonormalize(rows)) {
        return null;
      }
      Tensor basis = Tensor.of(rows);
      Tensor images = Linear.matmul(basis, symmetric);
      Tensor inner = Linear.matmul(basis, Transpose.NO, images, Transpose.YES);
      Tensor turn = Tensor.of(decompose(inner, block));
      Tensor turned = Linear.matmul(turn, basis);
      if (settled(turned, Linear.matmul(turn, images), count)) {
        return turned;
      }
      rows = head(turned, block);
    }
    return null;
  }

  /**
   * Gram and Schmidt, each row against those before it twice, which is enough (Giraud, Langou,
   * Rozložník 2005); false if a row is no more than rounding away from the others.
   */
  private static boolean orthonormalize(double[][] rows) {
    for (int i = 0; i < rows.length; i++) {
      double[] x = rows[i];
      double before = Math.sqrt(dot(x, x));
      for (int pass = 0; pass < 2; pass++) {
        for (int k = 0; k < i; k++) {
          subtract(x, dot(rows[k], x), rows[k]);
        }
      }
      double length = Math.sqrt(dot(x, x));
      if (!(length > before * x.length * Math.ulp(1.0))) {
        return false;
      }
      for (int j = 0; j < x.length; j++) {
        x[j] /= length;
      }
    }
    return true;
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int j = 0; j < x.length; j++) {
      sum += x[j] * y[j];
    }
    return sum;
  }

  private static void subtract(double[] x, double factor, double[] y) {
    for (int j = 0; j < x.length; j++) {
      x[j] -= factor * y[j];
    }
  }

  /** Whether each of the first rows is an eigenvector, given its product with the matrix. */
  private static boolean settled(Tensor rows, Tensor images, int count) {
    double[][] v = head(rows, count);
    double[][] w = head(images, count);
    double largest = dot(v[0], w[0]);
    for (int c = 0; c < count; c++) {
      subtract(w[c], dot(v[c], w[c]), v[c]);
      if (!(Math.sqrt(dot(w[c], w[c])) <= RESIDUAL * largest)) {
        return false;
      }
    }
    return true;
  }

  private static double[][] head(Tensor rows, int count) {
    double[] all = rows.toArray();
    int d = rows.shape().get(1);
    double[][] head = new double[count][];
    for (int c = 0; c < count; c++) {
      head[c] = Arrays.copyOfRange(all, c * d, (c + 1) * d);
    }
    return head;
  }

  /** By Commons Math, of the whole matrix; it wants one that is symmetric to the last bit. */
  private static double[][] decompose(Tensor symmetric, int count) {
    double[] x = symmetric.toArray();
    int d = symmetric.shape().get(0);
    double[][] mirrored = new double[d][d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        mirrored[i][j] = x[Math.min(i, j) * d + Math.max(i, j)];
      }
    }
    var eigen = new EigenDecomposition(new Array2DRowRealMatrix(mirrored, false));
    double[][] vectors = new double[count][];
    for (int c = 0; c < count; c++) {
      vectors[c] = eigen.getEigenvector(c).toArray();
    }
    return vectors;
  }
}
