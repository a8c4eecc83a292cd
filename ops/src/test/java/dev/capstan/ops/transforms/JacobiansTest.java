package dev.capstan.ops.transforms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.capstan.autograd.Transforms;
import dev.capstan.ops.DType;
import dev.capstan.ops.LinearAlgebra;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import org.junit.jupiter.api.Test;

/** Small whole numbers: every expected value is exact. */
class JacobiansTest {
  private static final Tensor WIDE = Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}});
  private static final Tensor TALL = Tensor.of(new double[][] {{1, 2}, {3, 4}, {5, 6}});

  @Test
  void theJacobianOfALinearMapIsItsMatrixByRowsAndByColumns() {
    Tensor wide = Jacobians.jacobian(x -> LinearAlgebra.matmul(WIDE, x), Tensor.of(1, -1, 2));
    Tensor tall = Jacobians.jacobian(x -> LinearAlgebra.matmul(TALL, x), Tensor.of(1, -1));
    assertEquals(WIDE.shape(), wide.shape());
    assertEquals(TALL.shape(), tall.shape());
    assertArrayEquals(WIDE.toArray(), wide.toArray());
    assertArrayEquals(TALL.toArray(), tall.toArray());
  }

  @Test
  void theShapeIsThatOfTheValueThenThatOfTheArgument() {
    Tensor j = Jacobians.jacobian(x -> Reductions.sum(x.square(), 1), WIDE);
    assertEquals(Shape.of(2, 2, 3), j.shape());
    assertArrayEquals(new double[] {2, 4, 6, 0, 0, 0, 0, 0, 0, 8, 10, 12}, j.toArray());
    assertEquals(
        Shape.of(0, 3),
        Jacobians.jacobian(x -> Tensor.zeros(DType.FLOAT64, 0), Tensor.of(1, 2, 3)).shape());
  }

  @Test
  void theHessianOfACubeIsDiagonal() {
    Tensor h = Jacobians.hessian(x -> x.mul(x).mul(x).sum(), Tensor.of(1, 2));
    assertArrayEquals(new double[] {6, 0, 0, 12}, h.toArray());
  }

  @Test
  void aJacobianIsDifferentiatedAgain() {
    Tensor x = Tensor.of(3.0, 5.0);
    Tensor byRows = Transforms.grad(v -> Jacobians.jacobian(u -> u.mul(u), v).sum(), x);
    Tensor byColumns =
        Transforms.grad(v -> Jacobians.jacobian(u -> Movement.concat(0, u.mul(u), u), v).sum(), x);
    assertArrayEquals(new double[] {2, 2}, byRows.toArray());
    assertArrayEquals(new double[] {2, 2}, byColumns.toArray());
  }

  @Test
  void aHessianOfNoScalarIsRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Jacobians.hessian(x -> x.mul(x), Tensor.of(1, 2)));
    assertEquals(
        "grad: the function's value is no scalar: got float64 [2], expected one element; reduce it "
            + "with sum() or mean(), or use vjp",
        e.getMessage());
  }
}
