package dev.capstan.nn.metrics;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.exception.MaxCountExceededException;
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
  static double[][] of(double[][] symmetric, int count) {
    int block = 2 * count;
    double[][] found = 2 * block < symmetric.length ? iterate(symmetric, count, block) : null;
    return found == null ? decompose(symmetric, count) : Arrays.copyOf(found, count);
  }

  /** The block's eigenvectors as rows; null if they do not settle. */
  private static double @Nullable [][] iterate(double[][] symmetric, int count, int block) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[][] rows = new double[block][symmetric.length];
    for (double[] row : rows) {
      Arrays.setAll(row, j -> random.nextDouble() - 0.5);
    }
    for (int round = 0; round < MOST_ROUNDS; round++) {
      for (int i = 0; i < PRODUCTS_A_ROUND; i++) {
        if (!orthonormalize(rows)) {
          return null;
        }
        rows = Products.of(rows, symmetric);
      }
      if (!orthonormalize(rows)) {
        return null;
      }
      double[][] images = Products.of(rows, symmetric);
      double[][] turn = decompose(inner(rows, images), block);
      rows = Products.of(turn, rows);
      if (settled(rows, Products.of(turn, images), count)) {
        return rows;
      }
    }
    return null;
  }

  /** The products of each row with each image; symmetric, and made so to the last bit. */
  private static double[][] inner(double[][] rows, double[][] images) {
    double[][] inner = new double[rows.length][rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j <= i; j++) {
        inner[i][j] = dot(rows[i], images[j]);
        inner[j][i] = inner[i][j];
      }
    }
    return inner;
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
  private static boolean settled(double[][] v, double[][] w, int count) {
    double largest = dot(v[0], w[0]);
    for (int c = 0; c < count; c++) {
      subtract(w[c], dot(v[c], w[c]), v[c]);
      if (!(Math.sqrt(dot(w[c], w[c])) <= RESIDUAL * largest)) {
        return false;
      }
    }
    return true;
  }

  /** By Commons Math, of the whole matrix. */
  private static double[][] decompose(double[][] symmetric, int count) {
    double[][] vectors = new double[count][];
    try {
      var eigen = new EigenDecomposition(new Array2DRowRealMatrix(symmetric, true));
      for (int c = 0; c < count; c++) {
        vectors[c] = eigen.getEigenvector(c).toArray();
      }
    } catch (MaxCountExceededException e) {
      throw new IllegalArgumentException(
          "pca: the iteration does not end: got "
              + symmetric.length
              + " columns whose variances differ too much in size; scale the columns",
          e);
    }
    return vectors;
  }
}
