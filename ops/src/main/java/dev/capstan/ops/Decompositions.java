package dev.capstan.ops;

import static dev.capstan.ops.Elementwise.add;
import static dev.capstan.ops.Elementwise.mul;
import static dev.capstan.ops.Elementwise.sub;
import static dev.capstan.ops.LinearAlgebra.matmul;
import static dev.capstan.ops.Ops.op;
import static java.util.Objects.requireNonNull;

import dev.capstan.ops.option.Transpose;
import java.util.Arrays;
import org.apache.commons.math3.exception.MaxCountExceededException;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/**
 * Factors of matrices: Cholesky, QR, symmetric eigenvalues, singular values. All take stacks of
 * matrices in the last two axes. Values are computed in double for both dtypes.
 *
 * <p>A decomposition with several factors is one node on the tape: its value is the factors packed
 * under each other, and the caller gets slices. Signs are fixed (see each operation), so that the
 * factors are functions of the matrix, and smooth ones wherever their derivative exists. Where it
 * does not, the gradient says so instead of returning an infinity.
 */
public final class Decompositions {
  private Decompositions() {}

  /** x = q r. */
  public record Qr(Tensor q, Tensor r) {
    public Qr {
      requireNonNull(q, "q");
      requireNonNull(r, "r");
    }
  }

  /** x = vectors · diag(values) · vectorsᵀ, values ascending, one vector a column. */
  public record Eigen(Tensor values, Tensor vectors) {
    public Eigen {
      requireNonNull(values, "values");
      requireNonNull(vectors, "vectors");
    }
  }

  /** x = u · diag(s) · vᵀ, singular values descending. */
  public record Svd(Tensor u, Tensor s, Tensor v) {
    public Svd {
      requireNonNull(u, "u");
      requireNonNull(s, "s");
      requireNonNull(v, "v");
    }
  }

  /**
   * The lower triangular factor l of x = l lᵀ.
   *
   * <p>Shapes: {@code x: […, n, n]}, unchanged. Of a matrix that is not symmetric the symmetric
   * part is taken. Gradient: symmetric, {@code l⁻ᵀ Φ(lᵀ g) l⁻¹}, Φ being the lower triangle with
   * half the diagonal. I. Murray: "Differentiation of the Cholesky decomposition" (2016).
   *
   * @throws ShapeException if the matrices are not square
   * @throws IllegalArgumentException if one is not positive definite
   */
  public static Tensor cholesky(Tensor x) {
    Dense.requireSquare("cholesky", x);
    int n = x.shape().get(-1);
    return op("cholesky", x)
        .value(v -> Dense.each(v, n, n, Decompositions::lowerFactor))
        .vjp(
            (g, l) -> {
              Tensor half = lowerWithHalfDiagonal(x, n);
              Tensor phi = mul(matmul(l, Transpose.YES, g, Transpose.NO), half);
              Tensor inverse = Matrices.inverse(l);
              Tensor left = matmul(inverse, Transpose.YES, phi, Transpose.NO);
              return Dense.symmetric(matmul(left, inverse));
            })
        .record();
  }

  private static Tensor lowerWithHalfDiagonal(Tensor x, int n) {
    return mul(Dense.mask(x, n, (i, j) -> i > j ? 2 : i == j ? 1 : 0), 0.5);
  }

  private static double[][] lowerFactor(double[][] x, int index) {
    int n = x.length;
    double[][] l = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double rest = (x[i][j] + x[j][i]) / 2;
        for (int k = 0; k < j; k++) {
          rest -= l[i][k] * l[j][k];
        }
        if (i == j && !(rest > 0)) {
          throw Called.illegal(
              "cholesky: a matrix is not positive definite: got one whose leading minor of order "
                  + (i + 1)
                  + " is not positive, at position "
                  + index
                  + " of the stack; add a small multiple of eye(n)");
        }
        l[i][j] = i == j ? Math.sqrt(rest) : rest / l[j][j];
      }
    }
    return l;
  }

  // --- QR -------------------------------------------------------------------------------------

  /**
   * The reduced QR factors, the diagonal of r not negative.
   *
   * <p>Shapes: {@code x: […, m, n]}, k = min(m, n), {@code q: […, m, k]}, {@code r: […, k, n]}.
   * Gradient: {@code (q̄ + q copyltu(r r̄ᵀ − q̄ᵀ q)) r⁻ᵀ}, copyltu mirroring the lower triangle;
   * none exists where the first k columns are dependent. S. F. Walter, L. Lehmann: "Algorithmic
   * differentiation of linear algebra functions" (2010).
   *
   * @throws ShapeException if x is no matrix
   * @throws IllegalArgumentException in the gradient, if r is singular
   */
  public static Qr qr(Tensor x) {
    Dense.requireMatrices("qr", x);
    int m = x.shape().get(-2);
    int n = x.shape().get(-1);
    if (m >= n) {
      return tallQr(x, m, n);
    }
    Qr first = tallQr(Indexing.slice(x, -1, 0, m), m, m);
    Tensor rest = matmul(first.q, Transpose.YES, Indexing.slice(x, -1, m, n), Transpose.NO);
    return new Qr(first.q, Movement.concat(-1, first.r, rest));
  }

  private static Qr tallQr(Tensor x, int m, int n) {
    Tensor packed =
        op("qr", x)
            .value(v -> Dense.each(v, m + n, n, (a, index) -> packedQr(a, m, n)))
            .vjp((g, y) -> qrRule(rows(y, 0, m), rows(y, m, n), rows(g, 0, m), rows(g, m, n)))
            .record();
    return new Qr(rows(packed, 0, m), rows(packed, m, n));
  }

  private static double[][] packedQr(double[][] x, int m, int n) {
    QRDecomposition factors = new QRDecomposition(Dense.real(x));
    RealMatrix q = factors.getQ();
    RealMatrix r = factors.getR();
    double[][] out = new double[m + n][n];
    for (int j = 0; j < n; j++) {
      double sign = r.getEntry(j, j) < 0 ? -1 : 1;
      for (int i = 0; i < m; i++) {
        out[i][j] = sign * q.getEntry(i, j);
      }
      for (int i = j; i < n; i++) {
        out[m + j][i] = sign * r.getEntry(j, i);
      }
    }
    return out;
  }

  private static Tensor qrRule(Tensor q, Tensor r, Tensor gq, Tensor gr) {
    int n = r.shape().get(-1);
    Tensor m =
        sub(matmul(r, Transpose.NO, gr, Transpose.YES), matmul(gq, Transpose.YES, q, Transpose.NO));
    Tensor lower = mul(m, Dense.mask(r, n, (i, j) -> i >= j ? 1 : 0));
    Tensor below = mul(m, Dense.mask(r, n, (i, j) -> i > j ? 1 : 0));
    Tensor sum = add(gq, matmul(q, add(lower, Dense.transposed(below))));
    return Dense.transposed(Matrices.solve(r, Dense.transposed(sum)));
  }

  // --- symmetric eigenvalues ------------------------------------------------------------------

  /**
   * Eigenvalues and orthonormal eigenvectors of symmetric matrices.
   *
   * <p>Shapes: {@code x: […, n, n]}, {@code values: […, n]} ascending, {@code vectors: […, n, n]}
   * in columns, the largest component of each positive. Of a matrix that is not symmetric the
   * symmetric part is taken. Gradient: symmetric, {@code v (diag(λ̄) + F ∘ vᵀ v̄) vᵀ} with {@code
   * Fᵢⱼ = 1 / (λⱼ − λᵢ)}; for equal eigenvalues it exists only for functions that do not depend on
   * the choice of vectors in their space. M. B. Giles (2008), as {@link Matrices}.
   *
   * @throws ShapeException if the matrices are not square
   * @throws IllegalArgumentException if the iteration does not end, as it may for entries of very
   *     unlike sizes; in the gradient, if it depends on the vectors of equal eigenvalues
   */
  public static Eigen symmetricEigen(Tensor x) {
    Dense.requireSquare("symmetricEigen", x);
    int n = x.shape().get(-1);
    Tensor packed =
        op("symmetricEigen", x)
            .value(v -> Dense.each(v, n + 1, n, (a, index) -> packedEigen(a, index)))
            .vjp((g, y) -> eigenRule(rows(y, 0, 1), rows(y, 1, n), rows(g, 0, 1), rows(g, 1, n)))
            .record();
    return new Eigen(withoutRow(rows(packed, 0, 1)), rows(packed, 1, n));
  }

  private static EigenDecomposition iterated(double[][] symmetric, int index) {
    try {
      return new EigenDecomposition(Dense.real(symmetric));
    } catch (MaxCountExceededException e) {
      throw Called.illegal(
          "symmetricEigen: the iteration does not end: got a matrix of order "
              + symmetric.length
              + " whose entries differ too much in size, at position "
              + index
              + " of the stack; scale its rows and columns");
    }
  }

  private static double[][] packedEigen(double[][] x, int index) {
    int n = x.length;
    double[][] symmetric = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        symmetric[i][j] = (x[i][j] + x[j][i]) / 2;
      }
    }
    EigenDecomposition eigen = iterated(symmetric, index);
    double[] values = eigen.getRealEigenvalues();
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(values[a], values[b]));
    double[][] out = new double[n + 1][n];
    for (int j = 0; j < n; j++) {
      double[] vector = eigen.getEigenvector(order[j]).toArray();
      double sign = sign(vector);
      out[0][j] = values[order[j]];
      for (int i = 0; i < n; i++) {
        out[i + 1][j] = sign * vector[i];
      }
    }
    return out;
  }

  /** The sign of the first component of largest size. */
  private static double sign(double[] vector) {
    double largest = 0;
    for (double c : vector) {
      largest = Math.abs(c) > Math.abs(largest) ? c : largest;
    }
    return largest < 0 ? -1 : 1;
  }

  private static Tensor eigenRule(Tensor values, Tensor v, Tensor gValues, Tensor gv) {
    int n = v.shape().get(-1);
    Tensor m = matmul(v, Transpose.YES, gv, Transpose.NO);
    Tensor turn = sub(m, Dense.transposed(m));
    Tensor gaps = sub(values, Dense.transposed(values));
    Tensor quotient =
        Gaps.quotient("symmetricEigen: equal eigenvalues", turn, gaps, values, Gaps.largest(gv));
    Tensor inner = mul(quotient, 0.5);
    Tensor core = add(inner, mul(gValues, Tensor.eye(v.dtype(), n)));
    return Dense.symmetric(matmul(matmul(v, core), Transpose.NO, v, Transpose.YES));
  }

  // --- singular values ------------------------------------------------------------------------

  /**
   * The reduced singular value decomposition.
   *
   * <p>Shapes: {@code x: […, m, n]}, k = min(m, n), {@code u: […, m, k]}, {@code s: […, k]}
   * descending, {@code v: […, n, k]}; the largest component of each column of v is positive.
   * Gradient: with M = uᵀū − ūᵀu and N = vᵀv̄ − v̄ᵀv, {@code u (½ (M + N) / (sⱼ − sᵢ) + ½ (M − N) /
   * (sⱼ + sᵢ) + diag(s̄)) vᵀ + (1 − u uᵀ) ū s⁻¹ vᵀ + u s⁻¹ v̄ᵀ (1 − v vᵀ)}; where a denominator is
   * 0 it exists only if the numerator is. J. Townsend: "Differentiating the Singular Value
   * Decomposition" (2016), rearranged so that functions of x alone pass at equal singular values.
   *
   * @throws ShapeException if x is no matrix
   * @throws IllegalArgumentException in the gradient, if it depends on the vectors of equal
   *     singular values, or of a singular value of 0
   */
  public static Svd svd(Tensor x) {
    Dense.requireMatrices("svd", x);
    int m = x.shape().get(-2);
    int n = x.shape().get(-1);
    int k = Math.min(m, n);
    Tensor packed =
        op("svd", x)
            .value(w -> Dense.each(w, m + n + 1, k, (a, index) -> packedSvd(a, m, n)))
            .vjp((g, y) -> svdRule(split(y, m, n), split(g, m, n)))
            .record();
    Svd factors = split(packed, m, n);
    return new Svd(factors.u, withoutRow(factors.s), factors.v);
  }

  private static Svd split(Tensor packed, int m, int n) {
    return new Svd(rows(packed, 0, m), rows(packed, m + n, 1), rows(packed, m, n));
  }

  private static double[][] packedSvd(double[][] x, int m, int n) {
    SingularValueDecomposition factors = new SingularValueDecomposition(Dense.real(x));
    int k = Math.min(m, n);
    double[][] out = new double[m + n + 1][k];
    for (int j = 0; j < k; j++) {
      double sign = sign(factors.getV().getColumn(j));
      for (int i = 0; i < m; i++) {
        out[i][j] = sign * factors.getU().getEntry(i, j);
      }
      for (int i = 0; i < n; i++) {
        out[m + i][j] = sign * factors.getV().getEntry(i, j);
      }
      out[m + n][j] = factors.getSingularValues()[j];
    }
    return out;
  }

  private static Tensor svdRule(Svd y, Svd g) {
    int k = y.s.shape().get(-1);
    Tensor mu = matmul(y.u, Transpose.YES, g.u, Transpose.NO);
    Tensor mv = matmul(y.v, Transpose.YES, g.v, Transpose.NO);
    Tensor turnU = sub(mu, Dense.transposed(mu));
    Tensor turnV = sub(mv, Dense.transposed(mv));
    Tensor column = Dense.transposed(y.s);
    double size = Gaps.largest(g.u) + Gaps.largest(g.v);
    Tensor apart =
        Gaps.quotient("svd: equal singular values", add(turnU, turnV), sub(y.s, column), y.s, size);
    Tensor together =
        Gaps.quotient("svd: singular values of 0", sub(turnU, turnV), add(y.s, column), y.s, size);
    Tensor core = add(mul(add(apart, together), 0.5), mul(g.s, Tensor.eye(y.s.dtype(), k)));
    Tensor inside = matmul(matmul(y.u, core), Transpose.NO, y.v, Transpose.YES);
    Tensor left = outside(y.u, g.u, mu, y.s);
    Tensor right = outside(y.v, g.v, mv, y.s);
    return add(
        inside,
        add(
            matmul(left, Transpose.NO, y.v, Transpose.YES),
            matmul(y.u, Transpose.NO, right, Transpose.YES)));
  }

  /** (1 − u uᵀ) ū s⁻¹: what turns u out of the space that it spans. */
  private static Tensor outside(Tensor u, Tensor gu, Tensor inner, Tensor s) {
    return u.shape().get(-2) == u.shape().get(-1)
        ? u.like(i -> 0)
        : Gaps.quotient(
            "svd: a singular value of 0", sub(gu, matmul(u, inner)), s, s, Gaps.largest(gu));
  }

  // --- packing --------------------------------------------------------------------------------

  private static Tensor rows(Tensor packed, int from, int count) {
    return Indexing.slice(packed, -2, from, from + count);
  }

  private static Tensor withoutRow(Tensor row) {
    return Movement.squeeze(row, -2);
  }
}
