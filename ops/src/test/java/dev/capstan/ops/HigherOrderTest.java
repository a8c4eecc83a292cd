package dev.capstan.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.capstan.autograd.Transforms;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Derivatives beyond the second, at points where a short rule would divide by zero. All numbers are
 * small and whole, so every derivative is exact.
 */
final class HigherOrderTest {
  private static final double EXACT = 0;

  /** x to the sum of all third derivatives with a first index held at each element. */
  private static double[] third(UnaryOperator<Tensor> f, Tensor x) {
    UnaryOperator<Tensor> first = Transforms.grad(f);
    UnaryOperator<Tensor> second = Transforms.grad(v -> first.apply(v).sum());
    return Transforms.grad(v -> second.apply(v).sum(), x).toArray();
  }

  /** d³(abcd) leaves one factor: the sum over the ordered pairs of the other two. */
  @Test
  void productOfFourWithTwoZerosToThirdOrder() {
    Tensor x = Tensor.of(2, 0, 0, 5);
    assertArrayEquals(
        new double[] {2 * (0 + 0 + 5), 2 * (2 + 0 + 5), 2 * (2 + 0 + 5), 2 * (2 + 0 + 0)},
        third(v -> v.prod(), x),
        EXACT);
  }

  /** Of a + ab + abc only abc has a third derivative, and it is 1 for each order of a, b, c. */
  @Test
  void runningProductsToThirdOrder() {
    assertArrayEquals(
        new double[] {2, 2, 2}, third(v -> v.cumprod(0).sum(), Tensor.of(0, 0, 7)), EXACT);
  }

  /** Σ x³ = (‖x‖₃)³ for x ≥ 0, through the norm of a single element. */
  @Test
  void cubeOfANormToThirdOrder() {
    Tensor x = Tensor.of(new double[] {2, 4}, 2, 1);
    UnaryOperator<Tensor> cubes =
        v -> {
          Tensor n = v.norm(2, 1);
          return n.mul(n).mul(n).sum();
        };
    assertArrayEquals(new double[] {6, 6}, third(cubes, x), EXACT);
  }

  @Test
  void allDerivativesOfANormAreFiniteAtTheZeroVector() {
    for (double p : new double[] {-1, 0, 0.5, 1, 1.5, 2, 3, Double.POSITIVE_INFINITY}) {
      assertArrayEquals(
          new double[] {0, 0, 0},
          third(v -> v.norm(p), Tensor.zeros(DType.FLOAT64, 3)),
          EXACT,
          "p = " + p);
    }
  }
}
