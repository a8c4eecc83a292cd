package dev.capstan.testkit;

import static dev.capstan.testkit.OpSpec.shape;
import static dev.capstan.testkit.Pin.at;

import dev.capstan.ops.DType;
import dev.capstan.ops.DTypeException;
import dev.capstan.ops.LinearAlgebra;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.Transpose;
import java.util.List;

/** The rows of {@link LinearAlgebra}. */
final class LinearAlgebraTable {
  private LinearAlgebraTable() {}

  static List<OpSpec> rows() {
    return List.of(
        matmul(),
        matmulOfVectors(),
        matmulOfVectorAndMatrix(),
        matmulTransposed(Transpose.YES, Transpose.NO),
        matmulTransposed(Transpose.NO, Transpose.YES),
        matmulTransposed(Transpose.YES, Transpose.YES),
        normalize(),
        normalizeByOtherP(),
        dot(),
        outer(),
        inner(),
        kron(),
        einsumProduct(),
        einsumDiagonal(),
        einsumOfThree());
  }

  private static OpSpec matmul() {
    return OpSpec.of(LinearAlgebra.class, "matmul")
        .function((x, y) -> LinearAlgebra.matmul(x, y))
        .fluent((x, y) -> x.matmul(y))
        .on(shape(1, 1), shape(1, 1))
        .on(shape(2, 3), shape(3, 2))
        .on(shape(2, 2, 2), shape(2, 2))
        .on(shape(2, 1, 2), shape(1, 2, 2))
        .on(shape(2, 1, 1, 2), shape(2, 2, 1))
        .on(shape(2, 0), shape(0, 3))
        .on(shape(0, 2), shape(2, 3))
        .reference(LinearAlgebraTable::product)
        .known("torch.matmul", "jax.numpy.matmul")
        .error(
            ShapeException.class,
            "matmul: inner sizes differ: got [2, 3] times [2, 3] (3 vs 2), "
                + "expected […, m, k] times […, k, n]; transpose an operand by its flag",
            () -> LinearAlgebra.matmul(zeros(2, 3), zeros(2, 3)))
        .error(
            ShapeException.class,
            "matmul: inner sizes differ: got [2, 3] transposed times [3, 2] (2 vs 3), "
                + "expected […, m, k] times […, k, n]; transpose an operand by its flag",
            () -> LinearAlgebra.matmul(zeros(2, 3), Transpose.YES, zeros(3, 2), Transpose.NO))
        .error(
            ShapeException.class,
            "matmul: shapes [2] and [3] do not broadcast (axis 0: 2 vs 3); "
                + "sizes must be equal or 1, counted from the last axis",
            () -> LinearAlgebra.matmul(zeros(2, 1, 1), zeros(3, 1, 1)))
        .error(
            ShapeException.class,
            "matmul: a scalar has no inner axis: got shapes [] and [2, 2], "
                + "expected rank 1 or more; use mul",
            () -> LinearAlgebra.matmul(Tensor.scalar(1.0), zeros(2, 2)))
        .error(
            DTypeException.class,
            "matmul: dtypes differ: got float64 [1] and float32 [1], expected one dtype; "
                + "convert one of them with to(FLOAT64)",
            () -> LinearAlgebra.matmul(Tensor.of(1.0), Tensor.of(1f)))
        .row();
  }

  /** Σ over l of x[…, i, l] y[…, l, j]; leading axes broadcast. */
  static Values product(Values x, Values y) {
    int k = x.size(-1);
    int rank = Math.max(x.shape().rank(), y.shape().rank());
    int[] sizes = new int[rank];
    for (int i = 1; i <= rank; i++) {
      int a = i <= x.shape().rank() ? x.size(-i) : 1;
      int b = i <= y.shape().rank() ? y.size(-i) : 1;
      sizes[rank - i] = i == 1 ? b : i == 2 ? a : a == 1 ? b : a;
    }
    return Values.generate(
        shape(sizes),
        z -> {
          double sum = 0;
          for (int l = 0; l < k; l++) {
            int[] left = z.clone();
            int[] right = z.clone();
            left[rank - 1] = l;
            right[rank - 2] = l;
            sum += stretched(x, left) * stretched(y, right);
          }
          return sum;
        });
  }

  /** As broadcastAt, but for matrix axes of size 1, which are then indexed by 0 anyway. */
  private static double stretched(Values x, int[] index) {
    return x.broadcastAt(index);
  }

  private static OpSpec matmulOfVectors() {
    return OpSpec.of(LinearAlgebra.class, "matmul")
        .variant("two vectors")
        .function((x, y) -> LinearAlgebra.matmul(x, y))
        .on(shape(1), shape(1))
        .on(shape(3), shape(3))
        .on(shape(0), shape(0))
        .reference((x, y) -> Values.scalar(dot(x, y)))
        .row();
  }

  private static double dot(Values x, Values y) {
    double sum = 0;
    for (int i = 0; i < x.size(); i++) {
      sum += x.flat(i) * y.flat(i);
    }
    return sum;
  }

  private static OpSpec matmulOfVectorAndMatrix() {
    return OpSpec.of(LinearAlgebra.class, "matmul")
        .variant("vector and matrices")
        .function((x, y) -> LinearAlgebra.matmul(x, y))
        .on(shape(2), shape(2, 3))
        .on(shape(2), shape(2, 2, 2))
        .on(shape(1), shape(1, 1))
        .reference(
            (x, y) ->
                y.shape().rank() == 2
                    ? Values.generate(shape(y.size(1)), z -> rowTimes(x, y, z[0]))
                    : Values.generate(shape(y.size(0), y.size(2)), z -> rowTimes(x, y, z[0], z[1])))
        .row();
  }

  /** Σ over l of x[l] y[…, l, j]. */
  private static double rowTimes(Values x, Values y, int... z) {
    double sum = 0;
    for (int l = 0; l < x.size(); l++) {
      sum += x.flat(l) * (z.length == 1 ? y.at(l, z[0]) : y.at(z[0], l, z[1]));
    }
    return sum;
  }

  private static OpSpec matmulTransposed(Transpose left, Transpose right) {
    boolean x = left == Transpose.YES;
    boolean y = right == Transpose.YES;
    return OpSpec.of(LinearAlgebra.class, "matmul")
        .variant((x ? "left" : "") + (x && y ? " and " : "") + (y ? "right" : "") + " transposed")
        .function((a, b) -> LinearAlgebra.matmul(a, left, b, right))
        .fluent((a, b) -> a.matmul(left, b, right))
        .on(x ? shape(3, 2) : shape(2, 3), y ? shape(2, 3) : shape(3, 2))
        .on(x ? shape(2, 1, 2) : shape(2, 2, 1), y ? shape(3, 1) : shape(1, 3))
        .on(x ? shape(2, 1, 2) : shape(2, 2, 1), y ? shape(2, 2, 1) : shape(2, 1, 2))
        .reference((a, b) -> product(x ? flipped(a) : a, y ? flipped(b) : b))
        .row();
  }

  /** The last two axes exchanged. */
  static Values flipped(Values x) {
    int rank = x.shape().rank();
    int[] sizes = x.shape().toArray();
    sizes[rank - 1] = x.size(-2);
    sizes[rank - 2] = x.size(-1);
    return Values.generate(
        shape(sizes),
        z -> {
          int[] at = z.clone();
          at[rank - 1] = z[rank - 2];
          at[rank - 2] = z[rank - 1];
          return x.at(at);
        });
  }

  // --- normalize ------------------------------------------------------------------------------

  private static OpSpec normalize() {
    return OpSpec.of(LinearAlgebra.class, "normalize")
        .function(x -> LinearAlgebra.normalize(x, 2, -1))
        .fluent(x -> x.normalize(2, -1))
        .domain(Domain.positive())
        .on(shape(2))
        .on(shape(2, 3))
        .on(shape(2, 1, 2))
        .on(shape(0, 2))
        .reference(x -> normalized(x, 2))
        .kink("the zero vector")
        .pin(
            at(Tensor.of(0.0, 0.0))
                .gives(Tensor.of(0.0, 0.0))
                .gradient(Tensor.of(1e12, 1e12))
                .named("the zero vector"))
        .pin(
            at(Tensor.of(Double.POSITIVE_INFINITY, 1.0))
                .gives(Tensor.of(Double.NaN, 0.0))
                .gradient(Tensor.of(Double.NaN, Double.NaN)))
        .known("torch.nn.functional.normalize", "")
        .error(
            ShapeException.class,
            "normalize: no such axis: got 2 for shape [2, 3], expected -2 to 1",
            () -> LinearAlgebra.normalize(zeros(2, 3), 2, 2))
        .row();
  }

  private static OpSpec normalizeByOtherP() {
    return OpSpec.of(LinearAlgebra.class, "normalize")
        .variant("p = 3, eps 0.5")
        .function(x -> LinearAlgebra.normalize(x, 3, -1, 0.5))
        .fluent(x -> x.normalize(3, -1, 0.5))
        .domain(Domain.between(0.6, 2))
        .on(shape(2))
        .on(shape(2, 3))
        .on(shape(2, 1, 2))
        .reference(x -> normalized(x, 3))
        .pin(at(Tensor.of(0.25, 0.0)).gives(Tensor.of(0.5, 0)).gradient(Tensor.of(2.0, 2.0)))
        .row();
  }

  private static Values normalized(Values x, double p) {
    return Values.generate(
        x.shape(),
        z -> {
          double sum = 0;
          for (double v : x.along(-1, z)) {
            sum += Math.pow(Math.abs(v), p);
          }
          return x.at(z) / Math.pow(sum, 1 / p);
        });
  }

  // --- products of vectors and tensors --------------------------------------------------------

  private static OpSpec dot() {
    return OpSpec.of(LinearAlgebra.class, "dot")
        .function((x, y) -> LinearAlgebra.dot(x, y))
        .fluent((x, y) -> x.dot(y))
        .on(shape(1), shape(1))
        .on(shape(3), shape(3))
        .on(shape(0), shape(0))
        .reference((x, y) -> Values.scalar(dot(x, y)))
        .known("torch.dot", "jax.numpy.dot")
        .error(
            ShapeException.class,
            "dot: not vectors of one length: got shapes [2] and [3], expected [n] and [n]; "
                + "for more axes use matmul or inner",
            () -> LinearAlgebra.dot(zeros(2), zeros(3)))
        .row();
  }

  private static OpSpec outer() {
    return OpSpec.of(LinearAlgebra.class, "outer")
        .function((x, y) -> LinearAlgebra.outer(x, y))
        .fluent((x, y) -> x.outer(y))
        .grows("n, n -> n n")
        .on(shape(1), shape(1))
        .on(shape(3), shape(2))
        .on(shape(0), shape(2))
        .reference(
            (x, y) -> Values.generate(shape(x.size(), y.size()), z -> x.flat(z[0]) * y.flat(z[1])))
        .known("torch.outer", "jax.numpy.outer")
        .error(
            ShapeException.class,
            "outer: not vectors: got shapes [2, 2] and [3], expected [m] and [n]; flatten them",
            () -> LinearAlgebra.outer(zeros(2, 2), zeros(3)))
        .row();
  }

  private static OpSpec inner() {
    return OpSpec.of(LinearAlgebra.class, "inner")
        .function((x, y) -> LinearAlgebra.inner(x, y))
        .fluent((x, y) -> x.inner(y))
        .on(shape(2, 2), shape(3, 2))
        .on(shape(2, 1, 2), shape(1, 2))
        .on(shape(1, 2), shape(2, 2))
        .reference(
            (x, y) -> {
              int rank = x.shape().rank();
              int[] sizes = new int[rank + y.shape().rank() - 2];
              for (int i = 0; i < sizes.length; i++) {
                sizes[i] = i < rank - 1 ? x.size(i) : y.size(i - rank + 1);
              }
              return Values.generate(
                  shape(sizes),
                  z -> {
                    double sum = 0;
                    for (int l = 0; l < x.size(-1); l++) {
                      int[] left = new int[rank];
                      System.arraycopy(z, 0, left, 0, rank - 1);
                      left[rank - 1] = l;
                      sum += x.at(left) * y.at(z[z.length - 1], l);
                    }
                    return sum;
                  });
            })
        .known("torch.inner", "jax.numpy.inner")
        .error(
            ShapeException.class,
            "inner: last sizes differ: got shapes [2, 3] and [3, 2], expected […, k] and […, k]",
            () -> LinearAlgebra.inner(zeros(2, 3), zeros(3, 2)))
        .row();
  }

  private static OpSpec kron() {
    return OpSpec.of(LinearAlgebra.class, "kron")
        .function((x, y) -> LinearAlgebra.kron(x, y))
        .fluent((x, y) -> x.kron(y))
        .grows("n n, 3 2 -> n n 3 2")
        .on(shape(1, 1), shape(1, 1))
        .on(shape(2, 1), shape(1, 3))
        .on(shape(2, 2), shape(2, 1))
        .reference(
            (x, y) -> {
              int p = y.size(0);
              int q = y.size(1);
              return Values.generate(
                  shape(x.size(0) * p, x.size(1) * q),
                  z -> x.at(z[0] / p, z[1] / q) * y.at(z[0] % p, z[1] % q));
            })
        .known("torch.kron", "jax.numpy.kron")
        .error(
            ShapeException.class,
            "kron: not matrices: got shapes [2] and [2, 2], expected [m, n] and [p, q]; "
                + "reshape them",
            () -> LinearAlgebra.kron(zeros(2), zeros(2, 2)))
        .row();
  }

  // --- einsum ---------------------------------------------------------------------------------

  private static OpSpec einsumProduct() {
    return OpSpec.of(LinearAlgebra.class, "einsum")
        .function((x, y) -> LinearAlgebra.einsum("...ij,...kj->...ik", x, y))
        .on(shape(1, 1), shape(1, 1))
        .on(shape(2, 3), shape(2, 3))
        .on(shape(2, 1, 2), shape(2, 2))
        .on(shape(2, 1, 2), shape(1, 2, 2))
        .reference((x, y) -> product(x, flipped(y)))
        .known("torch.einsum", "jax.numpy.einsum")
        .error(
            IllegalArgumentException.class,
            "einsum: cannot read the equation: got \"ij,jk->ix\", at position 8: "
                + "no operand has this axis; "
                + "expected letters, ',' between operands, '->' before the result",
            () -> LinearAlgebra.einsum("ij,jk->ix", zeros(2, 2), zeros(2, 2)))
        .error(
            IllegalArgumentException.class,
            "einsum: cannot read the equation: got \"ij,j1\", at position 4: unexpected '1'; "
                + "expected letters, ',' between operands, '->' before the result",
            () -> LinearAlgebra.einsum("ij,j1", zeros(2, 2), zeros(2, 2)))
        .error(
            IllegalArgumentException.class,
            "einsum: cannot read the equation: got \"ij->ii\", at position 5: "
                + "the result names an axis twice; "
                + "expected letters, ',' between operands, '->' before the result",
            () -> LinearAlgebra.einsum("ij->ii", zeros(2, 2)))
        .error(
            IllegalArgumentException.class,
            "einsum: cannot read the equation: got \"i..j\", at position 1: "
                + "a dot that is not part of one '...'; "
                + "expected letters, ',' between operands, '->' before the result",
            () -> LinearAlgebra.einsum("i..j", zeros(2, 2)))
        .error(
            IllegalArgumentException.class,
            "einsum: wrong number of operands for \"ij,jk\": got 1, expected 2",
            () -> LinearAlgebra.einsum("ij,jk", zeros(2, 2)))
        .error(
            ShapeException.class,
            "einsum: operand 0 of \"ijk\" has the wrong rank: got shape [2, 2], expected 3 axes",
            () -> LinearAlgebra.einsum("ijk", zeros(2, 2)))
        .error(
            ShapeException.class,
            "einsum: sizes differ along 'j' of \"ij,jk->ik\": got 4 in operand 1 (shape [4, 2]), "
                + "expected 3 as before, or 1",
            () -> LinearAlgebra.einsum("ij,jk->ik", zeros(2, 3), zeros(4, 2)))
        .row();
  }

  private static OpSpec einsumDiagonal() {
    return OpSpec.of(LinearAlgebra.class, "einsum")
        .variant("diagonal, implicit result")
        .function(x -> LinearAlgebra.einsum("jii,", x, Tensor.ones(x.dtype())))
        .on(shape(1, 2, 2))
        .on(shape(2, 2, 2))
        .on(shape(3, 1, 1))
        .reference(
            x ->
                Values.generate(
                    shape(x.size(0)),
                    z -> {
                      double sum = 0;
                      for (int i = 0; i < x.size(1); i++) {
                        sum += x.at(z[0], i, i);
                      }
                      return sum;
                    }))
        .row();
  }

  private static OpSpec einsumOfThree() {
    return OpSpec.of(LinearAlgebra.class, "einsum")
        .variant("three operands")
        .function((x, y, w) -> LinearAlgebra.einsum("bi,bj,b->ji", x, y, w))
        .on(shape(1, 1), shape(1, 1), shape(1))
        .on(shape(2, 2), shape(2, 1), shape(2))
        .on(shape(1, 2), shape(2, 2), shape(2))
        .reference(
            (x, y, w) ->
                Values.generate(
                    shape(y.size(1), x.size(1)),
                    z -> {
                      double sum = 0;
                      for (int b = 0; b < w.size(); b++) {
                        sum += x.broadcastAt(b, z[1]) * y.at(b, z[0]) * w.at(b);
                      }
                      return sum;
                    }))
        .row();
  }

  private static Tensor zeros(int... sizes) {
    return Tensor.zeros(DType.FLOAT64, sizes);
  }
}
