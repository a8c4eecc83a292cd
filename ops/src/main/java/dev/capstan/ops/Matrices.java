package dev.capstan.ops;

import static dev.capstan.ops.LinearAlgebra.matmul;
import static dev.capstan.ops.Ops.op;
import static java.util.Objects.requireNonNull;

import dev.capstan.ops.option.Transpose;
import java.util.Arrays;

/**
 * Functions of matrices: inverse, linear systems, determinants, traces, norms. All of them take
 * stacks of matrices in the last two axes. Values are computed in double for both dtypes.
 *
 * <p>The rules are those of M. B. Giles: "Collected Matrix Derivative Results for Forward and
 * Reverse Mode Algorithmic Differentiation" (2008).
 */
public final class Matrices {
  private Matrices() {}

  /**
   * The inverse x⁻¹.
   *
   * <p>Shapes: {@code x: […, n, n]}, unchanged. Gradient: {@code −yᵀ g yᵀ}.
   *
   * @throws ShapeException if the matrices are not square
   * @throws IllegalArgumentException if one is singular
   */
  public static Tensor inverse(Tensor x) {
    Dense.requireSquare("inverse", x);
    int n = x.shape().get(-1);
    return op("inverse", x)
        .value(v -> Dense.each(v, n, n, Matrices::inverted))
        .vjp(
            (g, y) -> {
              Tensor left = matmul(y, Transpose.YES, g, Transpose.NO);
              return Elementwise.neg(matmul(left, Transpose.NO, y, Transpose.YES));
            })
        .record();
  }

  private static double[][] inverted(double[][] x, int index) {
    double[][] eye = new double[x.length][x.length];
    for (int i = 0; i < x.length; i++) {
      eye[i][i] = 1;
    }
    return regular("inverse", x, index).solve(eye);
  }

  private static Elimination regular(String op, double[][] x, int index) {
    Elimination factors = Elimination.of(x);
    if (!factors.isRegular()) {
      throw Called.illegal(
          op
              + ": a matrix is singular: got one with determinant 0 at position "
              + index
              + " of the stack, expected regular matrices; add a small multiple of eye(n)");
    }
    return factors;
  }

  /**
   * The solution z of a z = b.
   *
   * <p>Shapes: {@code a: […, n, n]}, {@code b: […, n, k]} or a vector {@code [n]}, returns the
   * shape of b; leading axes broadcast. Gradient: {@code b̄ = a⁻ᵀ g}, {@code ā = −b̄ zᵀ}.
   *
   * @throws ShapeException if the sizes do not fit
   * @throws IllegalArgumentException if a matrix is singular
   */
  public static Tensor solve(Tensor a, Tensor b) {
    requireNonNull(a, "a");
    requireNonNull(b, "b");
    return solve(a, Transpose.NO, b);
  }

  /** As {@link #solve(Tensor, Tensor)}, a being read transposed if the flag says so. */
  public static Tensor solve(Tensor a, Transpose flip, Tensor b) {
    requireNonNull(a, "a");
    requireNonNull(flip, "flip");
    requireNonNull(b, "b");
    Dense.requireSquare("solve", a);
    Ops.requireSameDType("solve", a, b);
    int n = a.shape().get(-1);
    if (b.rank() == 1 && b.size() == n && a.rank() == 2) {
      return Movement.squeeze(solve(a, flip, Movement.unsqueeze(b, 1)), 1);
    }
    if (b.rank() < 2 || b.shape().get(-2) != n) {
      throw new ShapeException(
          "solve: right-hand sides do not fit: got a "
              + a.shape()
              + " and b "
              + b.shape()
              + ", expected […, n, n] and […, n, k]");
    }
    Shape batch = Shape.broadcast("solve", Dense.batch(a.shape(), 2), Dense.batch(b.shape(), 2));
    int[] sizes = Arrays.copyOf(batch.toArray(), batch.rank() + 2);
    Shape square = Dense.stack(Shape.of(sizes), n, n);
    Shape sides = Dense.stack(square, n, b.shape().get(-1));
    return solved(Movement.broadcastTo(a, square), flip, Movement.broadcastTo(b, sides));
  }

  private static Tensor solved(Tensor a, Transpose flip, Tensor b) {
    return op("solve", a, b)
        .value((u, v) -> solutions(u, flip, v))
        .vjp(
            (g, z) -> {
              Tensor back = solve(a, flip.flip(), g);
              return Elementwise.neg(
                  flip == Transpose.NO
                      ? matmul(back, Transpose.NO, z, Transpose.YES)
                      : matmul(z, Transpose.NO, back, Transpose.YES));
            })
        .vjp(g -> solve(a, flip.flip(), g))
        .record();
  }

  private static Tensor solutions(Tensor a, Transpose flip, Tensor b) {
    int n = b.shape().get(-2);
    int k = b.shape().get(-1);
    double[] sides = b.toArray();
    return Dense.each(
        a,
        n,
        k,
        (x, index) -> {
          double[][] read = flip == Transpose.NO ? x : flipped(x);
          return regular("solve", read, index).solve(Dense.matrix(sides, index, n, k));
        });
  }

  private static double[][] flipped(double[][] x) {
    double[][] out = new double[x.length][x.length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < x.length; j++) {
        out[j][i] = x[i][j];
      }
    }
    return out;
  }

  /**
   * The determinant.
   *
   * <p>Shapes: {@code x: […, n, n]}, returns {@code […]}. Gradient: {@code g · adj(x)ᵀ}, which is
   * {@code g det(x) x⁻ᵀ} where x is regular, and exists where it is singular too.
   *
   * @throws ShapeException if the matrices are not square
   */
  public static Tensor det(Tensor x) {
    Dense.requireSquare("det", x);
    Shape shape = Dense.batch(x.shape(), 2);
    return op("det", x)
        .value(v -> determinants(v).withShape(shape))
        .vjp(
            (g, y) -> {
              Tensor scale = Movement.reshape(g, Dense.stack(x.shape(), 1, 1));
              if (hasZero(y)) {
                return Elementwise.mul(scale, Dense.transposed(adjugate(x)));
              }
              Tensor factor = Elementwise.mul(scale, Movement.reshape(y, scale.shape()));
              return Elementwise.mul(factor, Dense.transposed(inverse(x)));
            })
        .record();
  }

  private static Tensor determinants(Tensor x) {
    return x.shape().get(-1) == 0
        ? Tensor.ones(x.dtype(), Dense.stack(x.shape(), 1, 1).toArray())
        : Dense.each(x, 1, 1, (m, index) -> new double[][] {{Elimination.of(m).determinant()}});
  }

  private static boolean hasZero(Tensor x) {
    for (int i = 0; i < x.size(); i++) {
      if (x.at(i) == 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * The adjugate, by products alone and so for singular matrices too. D. K. Faddeev, V. N.
   * Faddeeva: "Computational Methods of Linear Algebra" (1963), with M₁ = 1 and Mₖ₊₁ = x Mₖ − tr(x
   * Mₖ)/k.
   */
  private static Tensor adjugate(Tensor x) {
    int n = x.shape().get(-1);
    Tensor eye = Tensor.eye(x.dtype(), n);
    Tensor m = Movement.broadcastTo(eye, x.shape());
    for (int k = 1; k < n; k++) {
      Tensor product = matmul(x, m);
      Tensor trace = Movement.reshape(trace(product), Dense.stack(x.shape(), 1, 1));
      m = Elementwise.sub(product, Elementwise.mul(eye, Elementwise.mul(trace, 1.0 / k)));
    }
    return n % 2 == 0 ? Elementwise.neg(m) : m;
  }

  /**
   * The logarithm of the determinant; NaN where that is negative, −∞ where it is 0.
   *
   * <p>Shapes: {@code x: […, n, n]}, returns {@code […]}. Gradient: {@code g x⁻ᵀ}; none exists at a
   * singular matrix.
   *
   * @throws ShapeException if the matrices are not square
   * @throws IllegalArgumentException in the gradient, if a matrix is singular
   */
  public static Tensor logDet(Tensor x) {
    Dense.requireSquare("logDet", x);
    int n = x.shape().get(-1);
    Shape shape = Dense.batch(x.shape(), 2);
    return op("logDet", x)
        .value(
            v ->
                n == 0
                    ? Tensor.zeros(v.dtype(), shape.toArray())
                    : Dense.each(
                            v,
                            1,
                            1,
                            (m, index) -> new double[][] {{Elimination.of(m).logDeterminant()}})
                        .withShape(shape))
        .vjp(
            g ->
                Elementwise.mul(
                    Movement.reshape(g, Dense.stack(x.shape(), 1, 1)),
                    Dense.transposed(inverse(x))))
        .record();
  }

  /**
   * The sum of the diagonal.
   *
   * <p>Shapes: {@code x: […, m, n]}, returns {@code […]}. Gradient: g on the diagonal.
   *
   * @throws ShapeException if x is no matrix
   */
  public static Tensor trace(Tensor x) {
    Dense.requireMatrices("trace", x);
    return Reductions.sum(Diagonals.diagonal(x), -1);
  }

  /** Which norm {@link #matrixNorm} takes. */
  public enum Kind {
    /** The root of the sum of squares. */
    FROBENIUS,
    /** The sum of the singular values. */
    NUCLEAR,
    /** The largest sum of |x| of a column. */
    ONE,
    /** The largest singular value. */
    TWO,
    /** The largest sum of |x| of a row. */
    INFINITY
  }

  /**
   * A norm of each matrix.
   *
   * <p>Shapes: {@code x: […, m, n]}, returns {@code […]}. Gradient: among several columns, rows or
   * singular values that attain the maximum, even shares; singular values that are 0 to rounding
   * give nothing to the nuclear norm's, so it is 0 at the zero matrix.
   *
   * @throws ShapeException if x is no matrix
   */
  public static Tensor matrixNorm(Tensor x, Kind kind) {
    Dense.requireMatrices("matrixNorm", x);
    return switch (kind) {
      case FROBENIUS -> Reductions.norm(x, 2, -2, -1);
      case NUCLEAR -> {
        Tensor s = Decompositions.svd(x).s();
        yield Reductions.sum(Elementwise.mul(s, positive(s, x)), -1);
      }
      case ONE -> Reductions.amax(Reductions.sum(Elementwise.abs(x), -2), -1);
      case TWO -> Reductions.amax(Decompositions.svd(x).s(), -1);
      case INFINITY -> Reductions.amax(Reductions.sum(Elementwise.abs(x), -1), -1);
    };
  }

  /** 1 where a singular value is not rounding of 0: above max(m, n) ε of the largest. */
  private static Tensor positive(Tensor s, Tensor x) {
    int k = s.shape().get(-1);
    double noise = Math.max(x.shape().get(-1), x.shape().get(-2)) * x.dtype().epsilon();
    return s.like(i -> s.at(i) > noise * s.at(i / k * k) ? 1 : 0);
  }
}
