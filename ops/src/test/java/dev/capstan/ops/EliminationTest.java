package dev.capstan.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Matrices of several panels whose factors are whole numbers, so that nothing is rounded. */
class EliminationTest {
  private static final int N = 150;

  /** min(i, j) + 1, the rows from the last to the first: 150 · 149 / 2 exchanges of neighbours. */
  private static final Tensor REVERSED =
      Tensor.generate(DType.FLOAT64, Shape.of(N, N), i -> Math.min(N - 1 - i / N, i % N) + 1);

  @Test
  void determinantCountsTheExchanges() {
    assertEquals(-1, Matrices.det(REVERSED).item());
    assertEquals(Double.NaN, Matrices.logDet(REVERSED).item());
  }

  @Test
  void solutionIsExactAcrossPanels() {
    Tensor z = Tensor.generate(DType.FLOAT64, Shape.of(N, 3), i -> i % 7 - 3);
    Tensor b = LinearAlgebra.matmul(REVERSED, z);
    assertArrayEquals(z.toArray(), Matrices.solve(REVERSED, b).toArray(), 0);
  }
}
