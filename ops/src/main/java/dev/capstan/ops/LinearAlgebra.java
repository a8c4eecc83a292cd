package dev.capstan.ops;

import static dev.capstan.ops.Ops.op;
import static java.util.Objects.requireNonNull;

import dev.capstan.ops.internal.Kernels;
import dev.capstan.ops.internal.Strided;
import dev.capstan.ops.option.AtBound;
import dev.capstan.ops.option.KeepDims;
import dev.capstan.ops.option.Ties;
import dev.capstan.ops.option.Transpose;
import java.util.Arrays;

/**
 * Products of vectors and matrices.
 *
 * <p>Everything here ends in {@link #matmul(Tensor, Transpose, Tensor, Transpose)}, whose operands
 * carry a flag instead of being transposed in memory. Both its rules are products of the same kind
 * with other flags, so a backward pass copies no matrix.
 */
public final class LinearAlgebra {
  private LinearAlgebra() {}

  /**
   * The matrix product x y.
   *
   * <p>{@code z[…, i, j] = Σₗ x[…, i, l] y[…, l, j]}. Shapes: {@code x: […, m, k]}, {@code y: […,
   * k, n]}, returns {@code […, m, n]}; leading axes broadcast. A vector x is a row and a vector y a
   * column, whose axis is missing from the result; two vectors give a scalar. Gradient: {@code g
   * yᵀ} and {@code xᵀ g}, summed over axes that were broadcast.
   *
   * @throws ShapeException if a scalar is given or the inner sizes differ
   */
  public static Tensor matmul(Tensor x, Tensor y) {
    return matmul(x, Transpose.NO, y, Transpose.NO);
  }

  /**
   * The product op(x) op(y) of matrices that are read transposed where the flag says so; otherwise
   * as {@link #matmul(Tensor, Tensor)}. The flag of a vector has no effect.
   */
  public static Tensor matmul(Tensor x, Transpose flipX, Tensor y, Transpose flipY) {
    requireNonNull(flipX, "flipX");
    requireNonNull(flipY, "flipY");
    requireProduct(x, flipX, y, flipY);
    if (x.rank() == 1 && y.rank() == 1) {
      return ofVectors("matmul", x, y);
    }
    if (x.rank() == 1 || y.rank() == 1) {
      return withVectors(x, flipX, y, flipY);
    }
    if (y.rank() == 2 && x.rank() > 2 && flipX == Transpose.NO) {
      return rowsTimesMatrix(x, y, flipY);
    }
    Product product = Product.of(x.shape(), flipX, y.shape(), flipY);
    return op("matmul", x, y)
        .value(product::value)
        .vjp(
            g ->
                Movement.sumTo(
                    flipX == Transpose.NO
                        ? matmul(g, Transpose.NO, y, flipY.flip())
                        : matmul(y, flipY, g, Transpose.YES),
                    x.shape()))
        .vjp(
            g ->
                Movement.sumTo(
                    flipY == Transpose.NO
                        ? matmul(x, flipX.flip(), g, Transpose.NO)
                        : matmul(g, Transpose.YES, x, flipX),
                    y.shape()))
        .record();
  }

  /** A vector as a matrix of one row (left) or one column (right), whose axis is dropped again. */
  private static Tensor withVectors(Tensor x, Transpose flipX, Tensor y, Transpose flipY) {
    boolean row = x.rank() == 1;
    boolean column = y.rank() == 1;
    Tensor left = row ? Movement.reshape(x, 1, x.size()) : x;
    Tensor right = column ? Movement.reshape(y, y.size(), 1) : y;
    Tensor product = matmul(left, row ? Transpose.NO : flipX, right, column ? Transpose.NO : flipY);
    int[] sizes = product.shape().toArray();
    int end = sizes.length - (column ? 1 : 0);
    int[] kept = Arrays.copyOf(sizes, end);
    if (row) {
      int at = sizes.length - 2;
      System.arraycopy(sizes, at + 1, kept, at, end - at - 1);
      kept = Arrays.copyOf(kept, end - 1);
    }
    return Movement.reshape(product, Shape.of(kept));
  }

  /** All rows of a batch against one matrix: a single product, and a single one for each rule. */
  private static Tensor rowsTimesMatrix(Tensor x, Tensor y, Transpose flipY) {
    int[] sizes = x.shape().toArray();
    int k = sizes[sizes.length - 1];
    int rows = 1;
    for (int i = 0; i < sizes.length - 1; i++) {
      rows *= sizes[i];
    }
    Tensor flat = Movement.reshape(x, Shape.of(rows, k));
    sizes[sizes.length - 1] = flipY == Transpose.NO ? y.shape().get(1) : y.shape().get(0);
    return Movement.reshape(matmul(flat, Transpose.NO, y, flipY), Shape.of(sizes));
  }

  private static void requireProduct(Tensor x, Transpose flipX, Tensor y, Transpose flipY) {
    Ops.requireSameDType("matmul", x, y);
    if (x.rank() == 0 || y.rank() == 0) {
      throw new ShapeException(
          "matmul: a scalar has no inner axis: got shapes "
              + x.shape()
              + " and "
              + y.shape()
              + ", expected rank 1 or more; use mul");
    }
    int inner = x.shape().get(x.rank() > 1 && flipX == Transpose.YES ? -2 : -1);
    int other = y.shape().get(y.rank() > 1 && flipY == Transpose.NO ? -2 : -1);
    if (inner != other) {
      throw new ShapeException(
          "matmul: inner sizes differ: got "
              + shown(x, flipX)
              + " times "
              + shown(y, flipY)
              + " ("
              + inner
              + " vs "
              + other
              + "), expected […, m, k] times […, k, n]; transpose an operand by its flag");
    }
  }

  private static String shown(Tensor x, Transpose flip) {
    return x.shape() + (flip == Transpose.YES && x.rank() > 1 ? " transposed" : "");
  }

  /** Two stacks of matrices whose leading axes broadcast: sizes, flags and offsets. */
  private record Product(
      Shape batch, Shape x, boolean flipX, Shape y, boolean flipY, int m, int n, int k) {

    static Product of(Shape x, Transpose flipX, Shape y, Transpose flipY) {
      Shape batch = Shape.broadcast("matmul", leading(x), leading(y));
      boolean fx = flipX == Transpose.YES;
      boolean fy = flipY == Transpose.YES;
      int m = x.get(fx ? -1 : -2);
      int k = x.get(fx ? -2 : -1);
      return new Product(batch, x, fx, y, fy, m, y.get(fy ? -2 : -1), k);
    }

    private static Shape leading(Shape s) {
      return Shape.of(Arrays.copyOf(s.toArray(), s.rank() - 2));
    }

    Tensor value(Tensor a, Tensor b) {
      Kernels<Object> kernels = a.kernels();
      int rank = batch.rank();
      int[] sizes = Arrays.copyOf(batch.toArray(), rank + 2);
      sizes[rank] = m;
      sizes[rank + 1] = n;
      Shape shape = Shape.of(sizes);
      Tensor out = Tensor.blank(shape, a, b);
      int[] aSteps = Strided.broadcastStrides(leading(x).toArray(), rank);
      int[] bSteps = Strided.broadcastStrides(leading(y).toArray(), rank);
      int[] strides = batch.strides();
      for (int i = 0; i < batch.size() && shape.size() > 0; i++) {
        int aAt = offset(i, strides, aSteps) * m * k;
        int bAt = offset(i, strides, bSteps) * k * n;
        kernels.matmul(
            a.data(), aAt, flipX, b.data(), bAt, flipY, out.data(), i * m * n, false, m, n, k);
      }
      return out;
    }

    private static int offset(int flat, int[] strides, int[] steps) {
      int rest = flat;
      int at = 0;
      for (int axis = 0; axis < strides.length; axis++) {
        at += rest / strides[axis] * steps[axis];
        rest %= strides[axis];
      }
      return at;
    }
  }

  /**
   * x scaled to length 1 along an axis.
   *
   * <p>{@code x / max(‖x‖ₚ, eps)}. Shapes: any, returned unchanged. Gradient: where the length is
   * at most eps it is a constant, so the zero vector gives 0 with gradient g/eps.
   */
  public static Tensor normalize(Tensor x, double p, int axis, double eps) {
    int at = x.shape().axis("normalize", axis);
    if (p == 2 && at == x.rank() - 1) {
      ReducedAxes r = ReducedAxes.of("normalize", x.shape(), at);
      return LastAxes.unit(x, r, eps, v -> scaledToUnit(v, p, at, eps));
    }
    return scaledToUnit(x, p, at, eps);
  }

  private static Tensor scaledToUnit(Tensor x, double p, int axis, double eps) {
    Tensor plain = Reductions.norm(x, p, KeepDims.YES, axis);
    ReducedAxes r = ReducedAxes.of("normalize", x.shape(), axis);
    boolean keep = p == 0 || Scaling.near(x.dtype()).holds(plain);
    Tensor powers = keep ? null : Scaling.ifFar(x.constant(), r, Ops.number(eps, x).item());
    if (powers == null) {
      return Elementwise.div(x, Elementwise.clampMin(plain, eps, AtBound.ZERO));
    }
    Tensor near = Elementwise.mul(x, powers);
    Tensor length = Reductions.norm(near, p, KeepDims.YES, axis);
    Tensor least = Ops.map(powers, power -> power * eps);
    return Elementwise.div(near, Elementwise.maximum(least, length, Ties.FIRST));
  }

  /** As {@link #normalize(Tensor, double, int, double)} with eps = 1e-12. */
  public static Tensor normalize(Tensor x, double p, int axis) {
    return normalize(x, p, axis, 1e-12);
  }

  // --- products of vectors and tensors --------------------------------------------------------

  /**
   * The sum of products of two vectors.
   *
   * <p>Shapes: {@code [n]} both, returns a scalar. Gradient: g times the other vector.
   *
   * @throws ShapeException if they are no vectors of one length
   */
  public static Tensor dot(Tensor x, Tensor y) {
    if (x.rank() != 1 || !x.shape().equals(y.shape())) {
      throw new ShapeException(
          "dot: not vectors of one length: got shapes "
              + x.shape()
              + " and "
              + y.shape()
              + ", expected [n] and [n]; for more axes use matmul or inner");
    }
    return ofVectors("dot", x, y);
  }

  private static Tensor ofVectors(String name, Tensor x, Tensor y) {
    return op(name, x, y)
        .value((u, v) -> withVectors(u, Transpose.NO, v, Transpose.NO))
        .vjp(g -> Elementwise.mul(g, y))
        .vjp(g -> Elementwise.mul(g, x))
        .record();
  }

  /**
   * All products of the elements of two vectors.
   *
   * <p>{@code z[i, j] = x[i] y[j]}. Shapes: {@code x: [m]}, {@code y: [n]}, returns {@code [m, n]}.
   * Gradient: {@code g y} and {@code gᵀ x}.
   *
   * @throws ShapeException if they are no vectors
   */
  public static Tensor outer(Tensor x, Tensor y) {
    if (x.rank() != 1 || y.rank() != 1) {
      throw new ShapeException(
          "outer: not vectors: got shapes "
              + x.shape()
              + " and "
              + y.shape()
              + ", expected [m] and [n]; flatten them");
    }
    Shape column = Shape.of(x.size(), 1);
    return op("outer", x, y)
        .value((u, v) -> Elementwise.mul(Movement.reshape(u, column), v))
        .vjp(g -> matmul(g, y))
        .vjp(g -> matmul(x, g))
        .record();
  }

  /**
   * Sums of products over the last axes of both.
   *
   * <p>{@code z[i…, j…] = Σₗ x[i…, l] y[j…, l]}. Shapes: {@code x: […ₓ, k]}, {@code y: […ᵧ, k]},
   * returns {@code […ₓ, …ᵧ]}. Gradient: products with the other operand.
   *
   * @throws ShapeException if a scalar is given or the last sizes differ
   */
  public static Tensor inner(Tensor x, Tensor y) {
    if (x.rank() == 0 || y.rank() == 0 || x.shape().get(-1) != y.shape().get(-1)) {
      throw new ShapeException(
          "inner: last sizes differ: got shapes "
              + x.shape()
              + " and "
              + y.shape()
              + ", expected […, k] and […, k]");
    }
    Tensor left =
        Movement.reshape(x, Shape.of(Picks.outer(x.shape(), x.rank() - 1), x.shape().get(-1)));
    Tensor right =
        Movement.reshape(y, Shape.of(Picks.outer(y.shape(), y.rank() - 1), y.shape().get(-1)));
    int[] sizes = Arrays.copyOf(x.shape().toArray(), x.rank() + y.rank() - 2);
    System.arraycopy(y.shape().toArray(), 0, sizes, x.rank() - 1, y.rank() - 1);
    return Movement.reshape(matmul(left, Transpose.NO, right, Transpose.YES), Shape.of(sizes));
  }

  /**
   * The Kronecker product: each element of x replaced by itself times y.
   *
   * <p>{@code z[i·p + k, j·q + l] = x[i, j] y[k, l]}. Shapes: {@code x: [m, n]}, {@code y: [p, q]},
   * returns {@code [m p, n q]}. Gradient: products with the other operand, summed.
   *
   * @throws ShapeException if they are no matrices
   */
  public static Tensor kron(Tensor x, Tensor y) {
    if (x.rank() != 2 || y.rank() != 2) {
      throw new ShapeException(
          "kron: not matrices: got shapes "
              + x.shape()
              + " and "
              + y.shape()
              + ", expected [m, n] and [p, q]; reshape them");
    }
    int m = x.shape().get(0);
    int n = x.shape().get(1);
    int p = y.shape().get(0);
    int q = y.shape().get(1);
    Tensor blocks =
        Elementwise.mul(
            Movement.reshape(x, Shape.of(m, 1, n, 1)), Movement.reshape(y, Shape.of(1, p, 1, q)));
    return Movement.reshape(blocks, Shape.of(m * p, n * q));
  }

  /**
   * Sums of products named by letters, as {@code einsum("bij,bjk->bik", x, y)}.
   *
   * <p>See {@link Einsum} for the language and the plan; keep one to parse the equation once.
   * Gradient: that of the products and sums it is made of.
   *
   * @throws IllegalArgumentException if the equation cannot be read, naming the position
   * @throws ShapeException if ranks or sizes do not fit it
   */
  public static Tensor einsum(String equation, Tensor... xs) {
    return Einsum.of(equation).apply(xs);
  }
}
